"""What was doubted and what came when, as tables for other sites' frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from atlas.model import Fact, Measure
from atlas.pages.doubtful import BASE as DOUBTS
from atlas.pages.doubtful import Doubt, cut_doubts
from atlas.pages.edition import Edition
from atlas.pages.embed_views import (
    Cell,
    EmbedView,
    PlainRow,
    PlainTable,
    link_source,
    name_sources,
    view_sources,
)
from atlas.pages.facts import FactView, view_fact
from atlas.pages.measures import MeasureView
from atlas.pages.page import Link
from atlas.pages.paging import leaf_url, make_pager, name_leaf
from atlas.pages.timeline import (
    YearView,
    cut_measures,
    find_moment,
    has_pages,
    is_on_line,
    view_years,
)

TIMELINE = "timeline/"


def embed_doubts(edition: Edition, key: str) -> Iterator[EmbedView]:
    """All doubts; where they stand on numbered pages, page by page."""
    pages, title = cut_doubts(edition), edition.t("embed_doubts_title")
    if len(pages) == 1 and not key:
        yield _embed_doubts(edition, DOUBTS, title, pages[0])
    for number, doubts in enumerate(pages if len(pages) > 1 else (), start=1):
        if key in ("", str(number)):
            name = name_leaf(edition, title, make_pager(DOUBTS, title, number, len(pages)))
            yield _embed_doubts(edition, leaf_url(DOUBTS, number), name, doubts)


def _embed_doubts(edition: Edition, path: str, title: str, doubts: Sequence[Doubt]) -> EmbedView:
    columns = tuple(edition.t(key) for key in ("embed_column_figures", "arithmetic", "note"))
    tables = []
    for code, kind in groupby(doubts, lambda one: one[0].code):
        listed = list(kind)
        heading = Link(listed[0][0].title, f"{path}#{code}")
        rows = tuple(_doubt(edition, one) for one in listed)
        tables.append(PlainTable(columns, rows, heading))
    view = EmbedView(path, path, title, edition.t("doubtful_how"), plain=tuple(tables))
    facts = (fact for _, found in doubts for fact in found)
    return name_sources(view, view_sources(edition, facts))


def _doubt(edition: Edition, doubt: Doubt) -> PlainRow:
    flag, facts = doubt
    figures = tuple(_name_figure(edition, view_fact(edition, fact)) for fact in facts)
    return PlainRow(Cell(figures), flag.arithmetic, (Cell(lead=flag.note),))


def _name_figure(edition: Edition, fact: FactView) -> Link:
    about = edition.t("about", place=fact.place, name=_with_detail(edition, fact))
    period = fact.period or edition.t("period_none")
    told = f"{edition.t('bracket_open')}{period}{edition.t('bracket_close')}"
    return Link(f"{about} {fact.value}{told}", fact.url)


def _with_detail(edition: Edition, fact: FactView) -> str:
    if not fact.detail:
        return fact.name
    return f"{fact.name}{edition.t('bracket_open')}{fact.detail}{edition.t('bracket_close')}"


def embed_timeline(edition: Edition, key: str) -> Iterator[EmbedView]:
    """Year by year; where the measures stand on numbered pages, page by page."""
    title = edition.t("nav_timeline")
    if has_pages(edition):
        pages = cut_measures(edition)
        for number, measures in enumerate(pages, start=1):
            if key in ("", str(number)):
                path = leaf_url(TIMELINE, number)
                name = name_leaf(edition, title, make_pager(TIMELINE, title, number, len(pages)))
                yield _embed_years(edition, path, path, name, measures, ())
        return
    measures = [one for one in edition.measures if one.period]
    facts = [one for one in edition.facts if is_on_line(one)]
    dated: list[Measure | Fact] = [*measures, *facts]
    for year in sorted({find_moment(edition, one)[:4] for one in dated}):
        if key in ("", year):
            yield _embed_years(
                edition,
                f"{TIMELINE}{year}/",
                f"{TIMELINE}#year-{year}",
                edition.t("embed_year_title", year=year),
                [one for one in measures if find_moment(edition, one).startswith(year)],
                [one for one in facts if find_moment(edition, one).startswith(year)],
            )


def _embed_years(
    edition: Edition,
    path: str,
    page: str,
    title: str,
    measures: Sequence[Measure],
    facts: Sequence[Fact],
) -> EmbedView:
    years = view_years(edition, measures, facts)
    view = EmbedView(
        path,
        page,
        title,
        edition.t("timeline_targets"),
        plain=tuple(table for year in years for table in _tables(edition, year, len(years) > 1)),
    )
    documents = (link_source(edition, edition.source(one.source)) for one in measures)
    found = dict.fromkeys((*documents, *view_sources(edition, facts)))
    return name_sources(view, tuple(found))


def _tables(edition: Edition, year: YearView, with_year: bool) -> Iterator[PlainTable]:
    """One table a month; what has no month stands before them."""
    keys = ("embed_column_what", "column_place", "column_period", "topic", "note")
    columns = tuple(edition.t(key) for key in keys)
    for month in year.months:
        rows = (
            *(_measure(one) for one in month.measures),
            *(_figure(edition, one) for one in month.figures),
        )
        name = edition.t("embed_month", year=year.year, month=month.name) if with_year else ""
        yield PlainTable(columns, rows, Link(name.strip() or month.name))


def _measure(one: MeasureView) -> PlainRow:
    said = (Cell((one.place,)), Cell(lead=_period(one)), Cell((one.topic,)), Cell(lead=one.body))
    return PlainRow(Cell((Link(one.title, one.url),)), None, said)


def _figure(edition: Edition, fact: FactView) -> PlainRow:
    role = fact.role_name if fact.role != "current" else ""
    doubt = edition.t("doubt") if fact.flags else ""
    kind = edition.t("list_separator").join(filter(None, (role, doubt)))
    place = Cell((Link(fact.place, fact.place_url),))
    name = Link(f"{_with_detail(edition, fact)} {fact.value}", fact.url)
    said = (place, Cell(lead=_period(fact)), Cell(), Cell(lead=kind))
    return PlainRow(Cell((name,)), None, said)


def _period(one: MeasureView | FactView) -> str:
    return f"{one.period} {one.period_mark}".strip()
