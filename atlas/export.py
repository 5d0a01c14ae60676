"""The open data: the tables of `data/v1/` as CSV and JSON, and their Data Package.

CSV is UTF-8 with a byte order mark, so that Excel shows Chinese, with LF line ends; decimals
stand as printed. Only accepted facts and measures leave the house.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from atlas.comparable import is_comparable
from atlas.model import Atlas, Fact, FactSheet, Measure, Words
from atlas.parts import Output

Row = dict[str, str]

NUMBERS = ("value", "start", "end")
COLUMNS = {
    "facts": [
        "id",
        "place",
        "place_name",
        "adcode",
        "body",
        "topic",
        "indicator",
        "indicator_zh",
        "indicator_en",
        "breakdown",
        "role",
        "value",
        "unit",
        "qualifier",
        "text",
        "period",
        "period_basis",
        "pair",
        "comparable",
        "flags",
        "note_zh",
        "note_en",
        "source",
        "document",
        "start",
        "end",
        "quote",
        "url",
    ],
    "figures": [
        "document",
        "start",
        "end",
        "text",
        "value",
        "unit",
        "disposition",
        "reason",
        "fact",
    ],
    "measures": [
        "id",
        "place",
        "place_name",
        "body",
        "topic",
        "title_zh",
        "title_en",
        "period",
        "source",
        "document",
        "start",
        "end",
        "quote",
        "url",
    ],
    "places": [
        "place",
        "adcode",
        "level",
        "parent",
        "name_zh",
        "name_en",
        "short_zh",
        "short_en",
        "former",
        "url",
    ],
    "indicators": [
        "indicator",
        "topic",
        "name_zh",
        "name_en",
        "definition_zh",
        "definition_en",
        "unit",
        "better",
        "comparable",
        "breakdowns",
        "standards",
        "caveat_zh",
        "caveat_en",
        "url",
    ],
    "topics": ["topic", "name_zh", "name_en", "short_zh", "short_en", "url"],
    "sources": [
        "source",
        "title_zh",
        "title_en",
        "publisher_zh",
        "publisher_en",
        "date",
        "date_basis",
        "kind",
        "place",
        "document",
        "sha256",
        "figures",
        "accounted",
        "url",
    ],
}


def make_tables(atlas: Atlas, site_url: str = "") -> dict[str, list[Row]]:
    """The rows of every table, in the order of the content; `url` begins with `site_url`."""
    content = atlas.content
    return {
        "facts": [
            row for sheet in content.sheets.values() for row in _fact_rows(atlas, sheet, site_url)
        ],
        "figures": _figure_rows(atlas),
        "measures": [
            _measure_row(atlas, measure, sheet.place, site_url)
            for sheet in content.sheets.values()
            for measure in sheet.measures
            if measure.status == "accepted"
        ],
        "places": _place_rows(atlas, site_url),
        "indicators": _indicator_rows(atlas, site_url),
        "topics": [
            {
                "topic": topic.id,
                **_both("name", topic.name),
                **_both("short", topic.short),
                "url": f"{site_url}topics/{topic.id}/",
            }
            for topic in content.topics.values()
        ],
        "sources": _source_rows(atlas, site_url),
    }


def export_tables(atlas: Atlas, site_url: str = "") -> tuple[Output, ...]:
    """Every file of `data/v1/`."""
    outputs = []
    tables = make_tables(atlas, site_url)
    for name, rows in tables.items():
        path = f"data/v1/{name}"
        outputs.append(Output(f"{path}.csv", render_csv(COLUMNS[name], rows)))
        outputs.append(Output(f"{path}.json", render_json(rows)))
    for sheet in atlas.content.sheets.values():
        rows = _fact_rows(atlas, sheet, site_url)
        outputs.append(
            Output(f"data/v1/places/{sheet.place}.csv", render_csv(COLUMNS["facts"], rows))
        )
    outputs.append(Output("data/v1/datapackage.json", render_json(_package(tables))))
    return tuple(outputs)


def render_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """One table as Excel and every CSV reader take it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def render_json(data: object) -> bytes:
    """Readable JSON, the same bytes for the same data."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _both(name: str, words: Words | None) -> Row:
    return {f"{name}_zh": words.zh if words else "", f"{name}_en": words.en if words else ""}


def _evidence(atlas: Atlas, record: Fact | Measure, sheet: str, site_url: str) -> Row:
    where = atlas.locations[record.id]
    return {
        "source": record.source,
        "document": atlas.content.sources[record.source].seed,
        "start": str(where.start),
        "end": str(where.end),
        "quote": record.quote[where.part],
        "url": f"{site_url}cities/{sheet}/#{record.id}",
    }


def _fact_rows(atlas: Atlas, sheet: FactSheet, site_url: str) -> list[Row]:
    return [
        _fact_row(atlas, fact, sheet.place, site_url)
        for fact in sheet.facts
        if fact.status == "accepted"
    ]


def _fact_row(atlas: Atlas, fact: Fact, sheet: str, site_url: str) -> Row:
    place = atlas.content.places[fact.place]
    indicator = atlas.content.indicators[fact.indicator]
    return {
        "id": fact.id,
        "place": fact.place,
        "place_name": place.name.zh,
        "adcode": place.adcode,
        "body": fact.body,
        "topic": indicator.topic,
        "indicator": indicator.id,
        **_both("indicator", indicator.name),
        "breakdown": ";".join(f"{key}={value}" for key, value in fact.breakdown),
        "role": fact.role,
        "value": f"{fact.value:f}",
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "text": fact.text,
        "period": fact.period,
        "period_basis": fact.period_basis,
        "pair": fact.pair or "",
        "comparable": "yes" if is_comparable(fact, indicator) else "no",
        "flags": ";".join(flag.code for flag in fact.flags),
        **_both("note", fact.note),
        **_evidence(atlas, fact, sheet, site_url),
    }


def _measure_row(atlas: Atlas, measure: Measure, sheet: str, site_url: str) -> Row:
    return {
        "id": measure.id,
        "place": measure.place,
        "place_name": atlas.content.places[measure.place].name.zh,
        "body": measure.body,
        "topic": measure.topic,
        **_both("title", measure.title),
        "period": measure.period,
        **_evidence(atlas, measure, sheet, site_url),
    }


def _figure_rows(atlas: Atlas) -> list[Row]:
    return [
        {
            "document": atlas.content.sources[source].seed,
            "start": str(entry.start),
            "end": str(entry.end),
            "text": entry.text,
            "value": f"{entry.value:f}",
            "unit": entry.unit,
            "disposition": entry.disposition,
            "reason": entry.reason,
            "fact": entry.fact,
        }
        for source, entries in atlas.ledgers.items()
        for entry in entries
    ]


def _place_rows(atlas: Atlas, site_url: str) -> list[Row]:
    return [
        {
            "place": place.slug,
            "adcode": place.adcode,
            "level": place.level,
            "parent": place.parent or "",
            **_both("name", place.name),
            **_both("short", place.short),
            "former": ";".join(f"{was.adcode} {was.zh} ..{was.until}" for was in place.former),
            "url": f"{site_url}cities/{place.slug}/" if place.slug in atlas.content.sheets else "",
        }
        for place in atlas.content.places.values()
    ]


def _indicator_rows(atlas: Atlas, site_url: str) -> list[Row]:
    return [
        {
            "indicator": indicator.id,
            "topic": indicator.topic,
            **_both("name", indicator.name),
            **_both("definition", indicator.definition),
            "unit": indicator.unit,
            "better": indicator.better,
            "comparable": "yes" if indicator.comparable else "no",
            "breakdowns": ";".join(indicator.breakdowns),
            "standards": ";".join(f"{one.scheme} {one.code}" for one in indicator.standards),
            **_both("caveat", indicator.caveat),
            "url": f"{site_url}indicators/{indicator.id}/",
        }
        for indicator in atlas.content.indicators.values()
    ]


def _source_rows(atlas: Atlas, site_url: str) -> list[Row]:
    rows = []
    for source in atlas.content.sources.values():
        entries = atlas.ledgers.get(source.id, ())
        rows.append(
            {
                "source": source.id,
                **_both("title", source.title),
                **_both("publisher", source.publisher),
                "date": source.date,
                "date_basis": source.date_basis,
                "kind": source.kind,
                "place": source.place,
                "document": source.seed,
                "sha256": source.sha256,
                "figures": str(len(entries)),
                "accounted": str(sum(entry.disposition != "open" for entry in entries)),
                "url": f"{site_url}sources/{source.id}/",
            }
        )
    return rows


def _package(tables: dict[str, list[Row]]) -> dict[str, object]:
    """A Frictionless Data Package v2 descriptor of the CSV files."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "health-reform-atlas",
        "title": "中国地方医改图集 / Health Reform Atlas of China",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [
            {
                "name": name,
                "type": "table",
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "schema": {
                    "fields": [
                        {"name": column, "type": "number" if column in NUMBERS else "string"}
                        for column in COLUMNS[name]
                    ]
                },
            }
            for name in tables
        ],
    }
