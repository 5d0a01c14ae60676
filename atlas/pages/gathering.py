"""From the atlas to an edition: its records, gathered by all that pages ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, TypeVar

from atlas.accounts import Accounts, find_accounts
from atlas.chronicle import Event
from atlas.glossary import gather_forms, make_finder
from atlas.model import Atlas, Content, Fact, FactSheet, Measure, Place
from atlas.pages.edition import Edition, is_compared
from atlas.render import Strings

Record = TypeVar("Record", Fact, Measure)
Held = TypeVar("Held")
Made = TypeVar("Made")
_HELD = 8


class _Made(Mapping[str, Made]):
    """What is made of a table's values when it is asked for: a build has need of few."""

    def __init__(self, table: Mapping[str, Held], make: Callable[[Held], Made]) -> None:
        self._table: Mapping[str, Any] = table
        # A page asks for the same again and again, as of its records' lines.
        self._find = lru_cache(_HELD)(lambda key: make(table[key]))

    def __getitem__(self, key: str) -> Made:
        found: Made = self._find(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


def make_edition(atlas: Atlas, strings: Strings, drafts: bool) -> Edition:
    """Gathers what this edition shows: accepted records, and drafts where asked for."""
    shown = ("accepted", "draft") if drafts else ("accepted",)
    order = {slug: index for index, slug in enumerate(atlas.content.places)}
    sheets = sorted(atlas.content.sheets.values(), key=lambda sheet: order[sheet.place])
    stated: list[Fact] = []
    measures: list[Measure] = []
    sheet_of: dict[str, str] = {}
    for sheet in sheets:
        stated += [fact for fact in sheet.facts if fact.status in shown]
        measures += [measure for measure in sheet.measures if measure.status in shown]
        sheet_of |= {fact.id: sheet.place for fact in sheet.facts}
        sheet_of |= {measure.id: sheet.place for measure in sheet.measures}
    dates = {source.id: source.date for source in atlas.content.sources.values()}
    accounts = find_accounts(stated, dates)
    kept = _leave_out_same(stated, accounts, sheet_of)
    facts = [fact for group in accounts.order([[one] for one in kept]) for fact in group]
    by_id = {fact.id: fact for fact in stated}
    past = atlas.history.by_record()
    topics = {one.id: one.topic for one in atlas.content.indicators.values()}
    by_place = _grouped(facts, attrgetter("place"))
    within = _grouped(facts, lambda fact: f"{topics.get(fact.indicator, '')} {sheet_of[fact.id]}")
    acts_within = _grouped(measures, lambda one: f"{one.topic} {sheet_of[one.id]}")
    return Edition(
        atlas=atlas,
        t=strings,
        drafts=drafts,
        sheets=tuple(sheets),
        facts=tuple(facts),
        stated=tuple(stated),
        accounts=accounts,
        measures=tuple(measures),
        by_id=by_id,
        by_indicator=_grouped(facts, attrgetter("indicator")),
        by_place=by_place,
        comparable_of=_Made(by_place, partial(_find_comparable, atlas)),
        by_topic=_grouped(facts, lambda fact: topics.get(fact.indicator, "")),
        by_sheet=_grouped(facts, lambda fact: sheet_of[fact.id]),
        measures_by_sheet=_grouped(measures, lambda measure: sheet_of[measure.id]),
        measures_by_topic=_grouped(measures, attrgetter("topic")),
        facts_within=within,
        measures_within=acts_within,
        spoken=_find_spoken(atlas.content, (*within, *acts_within)),
        doubted=tuple(fact for fact in stated if fact.flags),
        sheet_of=sheet_of,
        by_source=_grouped(stated, attrgetter("source")),
        measures_by_source=_grouped(measures, attrgetter("source")),
        sources_about=_list_by(
            (source.place, source.id) for source in atlas.content.sources.values()
        ),
        sheets_below=_list_by(
            (above, sheet.place)
            for sheet in sheets
            for above in _places_above(atlas.content.places, sheet.place)
        ),
        compared=frozenset(fact.indicator for fact in facts if is_compared(atlas, fact)),
        source_order={key: index for index, key in enumerate(atlas.content.sources)},
        find_terms=make_finder(gather_forms(atlas.content.terms.values(), strings.lang)),
        past=past,
        records={one.id: one for sheet in sheets for one in _records(sheet)},
        gone=_find_gone(past, by_id.keys() | {one.id for one in measures}, sheet_of),
        lines=_Made(atlas.content.sheets, _find_lines),
    )


def _find_spoken(content: Content, within: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The sheets that speak of each topic, by code."""
    pairs = sorted(set(within), key=lambda pair: content.places[pair.split(" ")[1]].adcode)
    return _list_by((pair.split(" ")[0], pair.split(" ")[1]) for pair in pairs)


def _find_lines(sheet: FactSheet) -> dict[str, int]:
    return {one.id: one.marks[""].line for one in _records(sheet) if "" in one.marks}


def _find_comparable(atlas: Atlas, facts: Iterable[Fact]) -> frozenset[tuple[object, ...]]:
    return frozenset((one.indicator, one.breakdown) for one in facts if is_compared(atlas, one))


def _records(sheet: FactSheet) -> Iterator[Fact | Measure]:
    yield from sheet.facts
    yield from sheet.measures


def _find_gone(
    past: Mapping[str, Sequence[Event]], shown: Collection[str], sheet_of: Mapping[str, str]
) -> dict[str, list[Event]]:
    """The last event of each record that is published no more, by its sheet."""
    found: dict[str, list[Event]] = {}
    for record, events in past.items():
        if events[-1].kind in ("withdrawn", "removed") and record not in shown:
            home = sheet_of.get(record, events[-1].sheet)
            found.setdefault(home, []).append(events[-1])
    return found


def _leave_out_same(
    facts: Sequence[Fact], accounts: Accounts, sheet_of: Mapping[str, str]
) -> list[Fact]:
    """The facts without those that their sheet gives already by another document."""
    held: set[str] = set()
    for fact in sorted(facts, key=lambda one: one.status != "accepted"):
        others = (
            one.id
            for one in accounts.agreeing.get(fact.id, ())
            if one is not fact and sheet_of[one.id] == sheet_of[fact.id]
        )
        if fact.id not in held:
            held.update(others)
    return [fact for fact in facts if fact.id not in held]


def _grouped(
    records: Iterable[Record], key: Callable[[Record], str]
) -> dict[str, tuple[Record, ...]]:
    found: defaultdict[str, list[Record]] = defaultdict(list)
    listed = list(records)
    for name, record in zip(map(key, listed), listed, strict=True):
        found[name].append(record)
    return {name: tuple(group) for name, group in found.items()}


def _list_by(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _places_above(places: Mapping[str, Place], slug: str) -> Iterator[str]:
    """The places that one lies in, from its parent up."""
    parent = places[slug].parent
    while parent is not None and parent in places:
        yield parent
        parent = places[parent].parent
