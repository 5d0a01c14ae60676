"""The rows of the open data's tables, from the atlas.

Every cell is a text; decimals stand as printed. Only accepted facts and measures leave the
house: what is paired with a draft, or held by one, is told as without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from typing import Generic, TypeVar, overload

from atlas.comparable import is_comparable
from atlas.export.history import history_rows
from atlas.model import Atlas, Fact, FactSheet, LedgerEntry, Measure, Words

Row = dict[str, str]
Record = TypeVar("Record")


class Rows(Sequence[Row], Generic[Record]):
    """Rows that are made when they are read: those of thousands of places are too much to hold."""

    def __init__(self, make: Callable[[Record], Row], records: Sequence[Record]) -> None:
        self._make = make
        self._records = records

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return Rows(self._make, self._records[index])
        return self._make(self._records[index])

    def __iter__(self) -> Iterator[Row]:
        return map(self._make, self._records)


def make_tables(atlas: Atlas, site_url: str = "") -> dict[str, Sequence[Row]]:
    """The rows of every table, in the order of the content; `url` begins with `site_url`."""
    atlas = accepted(atlas)
    content = atlas.content
    return {
        "facts": Rows(
            lambda held: _fact_row(atlas, *held, site_url),
            [(fact, sheet.place) for sheet in content.sheets.values() for fact in sheet.facts],
        ),
        "figures": Rows(
            lambda held: _figure_row(atlas, *held),
            [(source, entry) for source, entries in atlas.ledgers.items() for entry in entries],
        ),
        "measures": Rows(
            lambda held: _measure_row(atlas, *held, site_url),
            [(one, sheet.place) for sheet in content.sheets.values() for one in sheet.measures],
        ),
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
        "history": history_rows(atlas, site_url),
    }


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
            for entry in entries
        )
        for key, entries in atlas.ledgers.items()
    }
    return replace(atlas, content=replace(atlas.content, sheets=sheets), ledgers=ledgers)


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
