"""The rows of the open data's tables, from the atlas.

Every cell is a text; decimals stand as printed. Only accepted facts and measures leave the
house: what is paired with a draft, or held by one, is told as without it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple, TypeAlias, TypeVar

from atlas.comparable import is_comparable
from atlas.entries import NONE, count_entries
from atlas.export.history import history_rows
from atlas.model import (
    Atlas,
    Fact,
    FactSheet,
    Indicator,
    LedgerEntry,
    Measure,
    Place,
    Topic,
    Words,
)
from atlas.packed import replace_some

Record = TypeVar("Record", Fact, Measure)
Placed: TypeAlias = tuple[tuple[Record, ...], tuple[str, ...]]
"""Records, and the sheet of each."""
Row = dict[str, str]


class Group(NamedTuple):
    """Rows of one table that are made together: those of thousands of places are too much to hold.

    `name` is theirs within the table.
    """

    name: str
    make: Callable[[], Sequence[Row]]


Tables: TypeAlias = Mapping[str, Sequence[Group]]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What readers have of the atlas, and its records with their sheets by what files are for."""

    atlas: Atlas
    facts_by_indicator: Mapping[str, Placed[Fact]]
    facts_by_topic: Mapping[str, Placed[Fact]]
    measures_by_topic: Mapping[str, Placed[Measure]]


def hold(atlas: Atlas) -> Holdings:
    """Leaves out drafts, and gathers the records."""
    atlas = accepted(atlas)
    content = atlas.content
    facts = [(fact, sheet.place) for sheet in content.sheets.values() for fact in sheet.facts]
    measures = [(one, sheet.place) for sheet in content.sheets.values() for one in sheet.measures]
    return Holdings(
        atlas,
        _grouped(facts, lambda fact: fact.indicator),
        _grouped(facts, lambda fact: content.indicators[fact.indicator].topic),
        _grouped(measures, lambda measure: measure.topic),
    )


def _grouped(
    records: Iterable[tuple[Record, str]], key: Callable[[Record], str]
) -> dict[str, Placed[Record]]:
    found: defaultdict[str, tuple[list[Record], list[str]]] = defaultdict(lambda: ([], []))
    for record, sheet in records:
        group, sheets = found[key(record)]
        group.append(record)
        sheets.append(sheet)
    return {name: (tuple(group), tuple(sheets)) for name, (group, sheets) in found.items()}


def list_tables(atlas: Atlas, site_url: str = "") -> Tables:
    """The rows of every table, in the order of the content; `url` begins with `site_url`.

    The atlas is that of `Holdings`. A group's rows are looked up as they are made.
    """
    sheets, told = list(atlas.content.sheets), (atlas, site_url)
    return {
        "facts": [Group(slug, partial(sheet_facts, *told, slug)) for slug in sheets],
        "figures": [Group(key, partial(_figure_rows, atlas, key)) for key in atlas.ledgers],
        "measures": [Group(slug, partial(sheet_measures, *told, slug)) for slug in sheets],
        "places": [Group("", partial(_place_rows, *told))],
        "indicators": [Group("", partial(_indicator_rows, *told))],
        "topics": [Group("", partial(_topic_rows, *told))],
        "sources": [Group("", partial(_source_rows, *told))],
        "history": [Group("", partial(history_rows, *told))],
    }


def count_rows(atlas: Atlas) -> dict[str, int]:
    """How many rows each table has."""
    content = atlas.content
    return {
        "facts": len(content.facts()),
        "figures": sum(one.figures for one in atlas.counts.values()),
        "measures": len(content.measures()),
        "places": len(content.places),
        "indicators": len(content.indicators),
        "topics": len(content.topics),
        "sources": len(content.sources),
        "history": len(history_rows(atlas, "")),
    }


def sheet_facts(atlas: Atlas, site_url: str, slug: str) -> list[Row]:
    """The rows of one sheet's facts."""
    sheet = atlas.content.sheets[slug]
    return [fact_row(atlas, site_url, one, sheet.place) for one in sheet.facts]


def sheet_measures(atlas: Atlas, site_url: str, slug: str) -> list[Row]:
    """The rows of one sheet's measures."""
    sheet = atlas.content.sheets[slug]
    return [measure_row(atlas, site_url, one, sheet.place) for one in sheet.measures]


def _figure_rows(atlas: Atlas, source: str) -> list[Row]:
    return [_figure_row(atlas, source, entry) for entry in atlas.ledgers[source]]


def row_of(atlas: Atlas, site_url: str, table: str, key: str) -> Row:
    """The row of a place, an indicator or a topic."""
    content = atlas.content
    if table == "places":
        return _place_row(atlas, content.places[key], site_url)
    if table == "indicators":
        return _indicator_row(content.indicators[key], site_url)
    return _topic_row(content.topics[key], site_url)


def accepted(atlas: Atlas) -> Atlas:
    """The atlas as its readers have it: a figure that only a draft holds is open in the ledger.

    What a withdrawn fact held or gave first stays accounted for, as withdrawn.
    """
    ids = {fact.id for fact in atlas.content.facts() if fact.status == "accepted"}
    gone = {fact.id for fact in atlas.content.facts() if fact.status == "withdrawn"}
    sheets = {key: _accepted_of(sheet, ids) for key, sheet in atlas.content.sheets.items()}
    ledgers = {
        key: tuple(
            entry if not entry.fact or entry.fact in ids else _release(entry, ids, gone)
            for entry in atlas.ledgers[key]
        )
        for key in atlas.ledgers
        if not (key in atlas.counts and atlas.counts[key].standing)
    }
    counts = {key: count_entries(entries) for key, entries in ledgers.items()}
    return replace(
        atlas,
        content=replace(atlas.content, sheets=sheets),
        ledgers=replace_some(atlas.ledgers, ledgers),
        counts={**atlas.counts, **counts},
    )


def _accepted_of(sheet: FactSheet, ids: Set[str]) -> FactSheet:
    return replace(
        sheet,
        measures=tuple(one for one in sheet.measures if one.status == "accepted"),
        facts=tuple(
            fact if fact.pair is None or fact.pair in ids else replace(fact, pair=None)
            for fact in sheet.facts
            if fact.id in ids
        ),
    )


def _release(entry: LedgerEntry, ids: Set[str], gone: Set[str]) -> LedgerEntry:
    """An entry whose facts do not all stand; the first that does holds it."""
    holders = entry.fact.split(";")
    if standing := [name for name in holders if name in ids]:
        return replace(entry, fact=standing[0])
    disposition = "withdrawn" if not gone.isdisjoint(holders) else "open"
    return replace(entry, disposition=disposition, reason="", fact="")


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


def fact_row(atlas: Atlas, site_url: str, fact: Fact, sheet: str) -> Row:
    """The row of a fact; `sheet` is the place whose page shows it."""
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


def measure_row(atlas: Atlas, site_url: str, measure: Measure, sheet: str) -> Row:
    """The row of a measure, as `fact_row`."""
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


def _figure_row(atlas: Atlas, source: str, entry: LedgerEntry) -> Row:
    return {
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


def _place_rows(atlas: Atlas, site_url: str) -> list[Row]:
    return [_place_row(atlas, place, site_url) for place in atlas.content.places.values()]


def _place_row(atlas: Atlas, place: Place, site_url: str) -> Row:
    return {
        "place": place.slug,
        "adcode": place.adcode,
        "level": place.level,
        "parent": place.parent or "",
        **_both("name", place.name),
        **_both("short", place.short),
        "former": ";".join(f"{was.adcode} {was.zh} ..{was.until}" for was in place.former),
        "url": f"{site_url}cities/{place.slug}/" if place.slug in atlas.content.sheets else "",
    }


def _indicator_rows(atlas: Atlas, site_url: str) -> list[Row]:
    return [_indicator_row(one, site_url) for one in atlas.content.indicators.values()]


def _indicator_row(indicator: Indicator, site_url: str) -> Row:
    return {
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


def _topic_rows(atlas: Atlas, site_url: str) -> list[Row]:
    return [_topic_row(one, site_url) for one in atlas.content.topics.values()]


def _topic_row(topic: Topic, site_url: str) -> Row:
    return {
        "topic": topic.id,
        **_both("name", topic.name),
        **_both("short", topic.short),
        "url": f"{site_url}topics/{topic.id}/",
    }


def _source_rows(atlas: Atlas, site_url: str) -> list[Row]:
    rows = []
    for source in atlas.content.sources.values():
        count = atlas.counts.get(source.id, NONE)
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
                "figures": str(count.figures),
                "accounted": str(count.accounted),
                "url": f"{site_url}sources/{source.id}/",
            }
        )
    return rows
