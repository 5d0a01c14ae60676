"""The tables of places: comparable indicators and what each place says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from atlas.model import Fact, FactSheet, Indicator
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, tell_apart, view_fact
from atlas.pages.page import Link

_MOST_COLUMNS = 12

Breakdown = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """A figure in the table of places; `apart` says why it may not be compared.

    `before` are the figures of its pair that it is counted from.
    """

    fact: FactView
    apart: str
    before: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One indicator (with its breakdown) across the places.

    `cells` run in the order of the places, empty where the sources say nothing; `years_differ`
    warns that the comparable figures are of different years.
    """

    indicator: Link
    detail: str
    better: str
    caveat: str
    cells: tuple[tuple[CellView, ...], ...]
    covered: int
    years_differ: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """Indicators down, places across; `shown` are the ids of the facts in it.

    With many places it lies the other way: `by_place` then holds a row for each place with a
    figure, its cells in the order of `rows`; otherwise it is empty.
    """

    places: tuple[Link, ...]
    rows: tuple[MatrixRow, ...]
    shown: frozenset[str]
    by_place: tuple[tuple[Link, tuple[tuple[CellView, ...], ...]], ...]


def link_place(edition: Edition, sheet: FactSheet) -> Link:
    """The short name of a place with its page."""
    return Link(edition.say(edition.place(sheet.place).short), f"cities/{sheet.place}/")


def make_matrix(
    edition: Edition, facts: Sequence[Fact], sheets: Sequence[FactSheet] | None = None
) -> Matrix:
    """The comparable indicators among `facts`, those that most places report first.

    `sheets` are those of the places to be shown, all of them where not given.
    """
    sheets = edition.sheets if sheets is None else sheets
    columns = {sheet.place: None for sheet in sheets}
    series: dict[tuple[str, Breakdown], list[Fact]] = {}
    for fact in facts:
        indicator = edition.indicator(fact)
        if indicator and indicator.comparable and fact.role == "current" and fact.place in columns:
            series.setdefault((fact.indicator, fact.breakdown), []).append(fact)
    kept = {
        key: group
        for key, group in series.items()
        if any(edition.is_comparable(fact) for fact in group)
    }
    before = _find_baselines(facts)
    rows = [
        _matrix_row(edition, edition.atlas.content.indicators[key[0]], group, columns, before)
        for key, group in kept.items()
    ]
    rows.sort(key=lambda row: -row.covered)
    places = tuple(link_place(edition, sheet) for sheet in sheets)
    turned = zip(places, zip(*(row.cells for row in rows), strict=True), strict=False)
    return Matrix(
        places=places,
        by_place=tuple((place, cells) for place, cells in turned if any(cells))
        if len(edition.sheets) > _MOST_COLUMNS
        else (),
        rows=tuple(rows),
        shown=frozenset(
            one.id
            for group in kept.values()
            for fact in group
            for one in (fact, *before.get(fact.id, ()))
        ),
    )


def _matrix_row(
    edition: Edition,
    indicator: Indicator,
    facts: Sequence[Fact],
    columns: Iterable[str],
    before: Mapping[str, Sequence[Fact]],
) -> MatrixRow:
    by_place: defaultdict[str, list[CellView]] = defaultdict(list)
    for fact in facts:
        earlier = tuple(view_fact(edition, one) for one in before.get(fact.id, ()))
        cell = CellView(view_fact(edition, fact), tell_apart(edition, fact), earlier)
        by_place[fact.place].append(cell)
    alike = [fact for fact in facts if edition.is_comparable(fact)]
    return MatrixRow(
        indicator=Link(edition.say(indicator.name), f"indicators/{indicator.id}/"),
        detail=" · ".join(edition.breakdown_words(facts[0].breakdown)),
        better=indicator.better,
        caveat=edition.say(indicator.caveat),
        cells=tuple(tuple(by_place.get(column, ())) for column in columns),
        covered=len({fact.place for fact in alike}),
        years_differ=len({fact.place for fact in alike}) > 1
        and len({fact.period[:4] for fact in alike}) > 1,
    )


def _find_baselines(facts: Iterable[Fact]) -> Mapping[str, Sequence[Fact]]:
    """The baselines that the facts are counted from, by the fact's id."""
    listed = {fact.id: fact for fact in facts}
    found: defaultdict[str, dict[str, Fact]] = defaultdict(dict)
    for one in listed.values():
        other = listed.get(one.pair or "")
        if other is None or other.indicator != one.indicator:
            continue
        for fact, baseline in ((one, other), (other, one)):
            if baseline.role == "baseline":
                found[fact.id][baseline.id] = baseline
    return {key: tuple(group.values()) for key, group in found.items()}
