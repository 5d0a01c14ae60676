"""What came before what: measures and dated figures along a line of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from atlas.display import show_month
from atlas.model import Fact, Measure
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, view_fact
from atlas.pages.measures import MeasureView, view_measure
from atlas.pages.page import Link, Press
from atlas.pages.paging import ROWS_A_PAGE, Pager, cut, leaf_url, make_pager, name_leaf
from atlas.parts import Heading, Page, Planned

Record = Fact | Measure

RECORDS = 3000
"""Dated measures and figures that one page of the timeline lists."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """What is dated to one month; `name` is empty where only the year is known."""

    name: str
    measures: tuple[MeasureView, ...]
    figures: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """One year, what has no month first; `year` is empty for the undated."""

    year: str
    months: tuple[MonthView, ...]


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many measures and figures are dated to a year, where they are too many to list."""

    year: Link
    measures: int
    figures: int


@dataclass(frozen=True, slots=True)
class UndatedView:
    """How many measures and figures of a place have no date."""

    place: Link
    measures: int
    figures: int


def plan_timeline(press: Press) -> Iterator[Planned]:
    """One page for all places; with many records the measures stand on numbered pages.

    The figures are then counted only: in their thousands they are no line of time, and each
    stands on its place's own.
    """
    if has_pages(press.edition):
        yield from _plan_many(press)
    else:
        title = press.edition.t("nav_timeline")
        yield press.plan("timeline/", title, partial(_build, press))


def has_pages(edition: Edition) -> bool:
    """Whether the records are too many for one page."""
    dated = sum(bool(one.period) for one in edition.measures) + sum(map(is_on_line, edition.facts))
    return dated > RECORDS


def _build(press: Press) -> Page:
    edition = press.edition
    years = view_years(edition, edition.measures, edition.facts, undated=False)
    undated = _undated(edition)
    headings = [Heading(2, f"year-{one.year}", one.year) for one in years]
    if undated:
        headings.append(Heading(2, "undated", edition.t("timeline_undated")))
    return press.page(
        "timeline.html",
        "timeline/",
        edition.t("nav_timeline"),
        description=edition.t("timeline_lede"),
        headings=headings,
        years=years,
        paged=False,
        undated=undated,
    )


def _plan_many(press: Press) -> Iterator[Planned]:
    edition = press.edition
    leaves = cut_measures(edition)
    base, title = "timeline/", edition.t("nav_timeline")
    index = partial(_build_index, press, leaves)
    yield press.plan(base, title, index)
    for number, leaf in enumerate(leaves, start=1):
        pager = make_pager(base, title, number, len(leaves))
        make = partial(_build_leaf, press, pager, leaf)
        name = name_leaf(edition, title, pager)
        yield press.plan(leaf_url(base, number), name, make, picture_of=base, beside=base)


def cut_measures(edition: Edition) -> list[Sequence[Measure]]:
    """The dated measures of each numbered page, the oldest first."""
    dated = [one for one in edition.measures if one.period]
    dated.sort(key=lambda one: (find_moment(edition, one), one.period))
    return cut(dated, ROWS_A_PAGE)


def _build_index(press: Press, leaves: Sequence[Sequence[Measure]]) -> Page:
    edition = press.edition
    return press.page(
        "timeline_index.html",
        "timeline/",
        edition.t("nav_timeline"),
        description=edition.t("timeline_lede"),
        headings=[Heading(2, "years", edition.t("timeline_years"))],
        years=_count_years(edition, "timeline/", leaves),
        undated=sum(not one.period for one in edition.measures),
    )


def _count_years(
    edition: Edition, base: str, leaves: Sequence[Sequence[Measure]]
) -> tuple[YearCount, ...]:
    """Every year with its numbers; the link leads to the page on which its measures begin."""
    leaf_of: dict[str, int] = {}
    for number, leaf in enumerate(leaves, start=1):
        for one in leaf:
            leaf_of.setdefault(find_moment(edition, one)[:4], number)
    acts = Counter(find_moment(edition, one)[:4] for leaf in leaves for one in leaf)
    figures = Counter(find_moment(edition, one)[:4] for one in edition.facts if is_on_line(one))
    return tuple(
        YearCount(
            Link(year, f"{leaf_url(base, leaf_of[year])}#year-{year}" if year in leaf_of else ""),
            acts[year],
            figures[year],
        )
        for year in sorted(acts | figures)
    )


def _build_leaf(press: Press, pager: Pager, measures: Sequence[Measure]) -> Page:
    edition = press.edition
    years = view_years(edition, measures, ())
    name = name_leaf(edition, pager.up.title, pager)
    told = edition.t("list_separator").join(one.year for one in years)
    return press.page(
        "timeline_page.html",
        leaf_url(pager.up.url, pager.number),
        name,
        description=edition.t("paging_description", title=name, places=told),
        headings=[Heading(2, f"year-{one.year}", one.year) for one in years],
        years=years,
        paged=True,
        pager=pager,
    )


def find_moment(edition: Edition, record: Record) -> str:
    """The ISO year or month at which a record stands on the line; empty for the undated.

    A figure is known at the end of its period, or by the date of its source where that is open;
    a measure takes effect at the start.
    """
    first, _, last = record.period.partition("/")
    if not isinstance(record, Fact):
        return (last if first == ".." else first)[:7]
    return (edition.source(record.source).date if last == ".." else last or first)[:7]


def is_on_line(fact: Fact) -> bool:
    """Whether a figure has a date and is no rule: rules stand with their measures."""
    return bool(fact.period) and fact.role != "parameter"


def view_years(
    edition: Edition,
    measures: Iterable[Measure],
    facts: Iterable[Fact],
    undated: bool = True,
) -> tuple[YearView, ...]:
    """By year and month, oldest first; undated measures last, where asked for."""
    listed = list(measures)
    dated: list[Record] = [one for one in listed if one.period]
    dated += [fact for fact in facts if is_on_line(fact)]
    years: dict[str, dict[str, list[Record]]] = {}
    moments = {one.id: find_moment(edition, one) for one in dated}
    for record in sorted(dated, key=lambda one: (moments[one.id], one.period)):
        moment = moments[record.id]
        years.setdefault(moment[:4], {}).setdefault(moment, []).append(record)
    found = [
        YearView(year, tuple(_month(edition, moment, group) for moment, group in months.items()))
        for year, months in years.items()
    ]
    without = [one for one in listed if not one.period]
    if undated and without:
        found.append(YearView("", (_month(edition, "", without),)))
    return tuple(found)


def _month(edition: Edition, moment: str, records: Iterable[Record]) -> MonthView:
    listed = list(records)
    return MonthView(
        name=show_month(moment, edition.lang),
        measures=tuple(view_measure(edition, one) for one in listed if isinstance(one, Measure)),
        figures=tuple(view_fact(edition, one) for one in listed if isinstance(one, Fact)),
    )


def _undated(edition: Edition) -> tuple[UndatedView, ...]:
    views = []
    for sheet in edition.sheets:
        measures = sum(not one.period for one in edition.measures_of(sheet.place))
        figures = sum(not one.period for one in edition.facts_of(sheet.place))
        if measures or figures:
            link = Link(edition.say(edition.place(sheet.place).name), f"cities/{sheet.place}/")
            views.append(UndatedView(link, measures, figures))
    return tuple(views)
