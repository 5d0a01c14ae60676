"""Charts and tables, each ready to stand on a page of its own in another site's frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from atlas.display import show_period
from atlas.model import Fact, FactSheet, Indicator, Source, Topic
from atlas.pages.charting import ChartView, list_charts
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, RowView, view_rows
from atlas.pages.indicators import list_values, view_reference
from atlas.pages.matrix import CellView, Matrix, MatrixRow, make_matrix
from atlas.pages.page import Link
from atlas.pages.paging import PLACES_A_PAGE, ROWS_A_PAGE
from atlas.pages.sources import view_entries

_MOST_SOURCES = 12


@dataclass(frozen=True, slots=True)
class EmbedRow:
    """One line of a table: `lines` stand below the name, `values` are joined by arrows."""

    name: Link
    lines: tuple[str, ...]
    values: tuple[FactView, ...]
    changes: tuple[str, ...]
    periods: tuple[FactView, ...]
    roles: tuple[str, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class EmbedGroup:
    """Lines below one heading, whose `note` says what keeps them apart.

    `silent` are the places of which the sources say nothing.
    """

    heading: Link
    rows: tuple[EmbedRow, ...]
    silent: str = ""


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One line of a plain table: its name, a text, and what is said of it."""

    name: str
    text: str
    said: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Lines that are not of facts; `chinese` where their texts are of a document."""

    columns: tuple[str, str, str]
    rows: tuple[PlainRow, ...]
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class EmbedView:
    """A chart, the groups of a table of facts, or a plain table.

    `path` is its address below `embed/`, `page` that of the page it comes from, below the
    language's home. `more` counts the sources that are not listed.
    """

    path: str
    page: str
    title: str
    about: str
    groups: tuple[EmbedGroup, ...]
    chart: ChartView | None
    notes: tuple[str, ...]
    sources: tuple[Link, ...]
    more: int
    cited: str = ""
    plain: PlainTable | None = None


def list_embeds(edition: Edition) -> Iterator[EmbedView]:
    """All that can be embedded: every chart, and every table of facts, national values, figures.

    Each is made when it is asked for: of thousands of places they are too much to hold.
    """
    return chain.from_iterable(find_embeds(edition, name) for name in list_pages(edition))


def list_pages(edition: Edition) -> Iterator[str]:
    """The addresses of the pages of which something may be embedded."""
    content = edition.atlas.content
    yield from (f"cities/{sheet.place}/" for sheet in edition.sheets)
    for kind in ("topics", "indicators", "sources"):
        yield from (f"{kind}/{key}/" for key in getattr(content, kind))


def find_embeds(edition: Edition, path: str) -> Iterator[EmbedView]:
    """What can be embedded of the record that a path is of, whatever else is made of it."""
    content = edition.atlas.content
    kind, _, rest = path.partition("/")
    key = rest.partition("/")[0]
    made: Iterable[EmbedView] = ()
    if kind == "cities" and key in content.sheets:
        made = _embed_place(edition, content.sheets[key])
    elif kind in ("topics", "others") and key in content.topics:
        made = _embed_topic(edition, content.topics[key])
    elif kind in ("indicators", "references") and key in content.indicators:
        made = _embed_indicator(edition, content.indicators[key])
    elif kind == "charts":
        made = map(embed_chart, _find_charts(edition, key))
    elif kind == "sources" and key in content.sources:
        made = _embed_ledger(edition, content.sources[key])
    return filter(_has_something, made)


def _find_charts(edition: Edition, name: str) -> Iterator[ChartView]:
    """The charts of the indicator, named after it and then after what it is of."""
    indicators = edition.atlas.content.indicators
    words = name.split("-")
    for end in range(1, len(words) + 1):
        if indicator := indicators.get("-".join(words[:end])):
            yield from list_charts(edition, indicator)


def _has_something(view: EmbedView) -> bool:
    return bool(view.groups or view.chart or view.plain)


def _embed_place(edition: Edition, sheet: FactSheet) -> Iterator[EmbedView]:
    facts = [fact for fact in edition.facts_of(sheet.place) if fact.place == sheet.place]
    groups = []
    for topic in edition.atlas.content.topics.values():
        own = [one for one in facts if edition.topic_of(one) == topic.id]
        rows = view_rows(edition, own, proved=False)
        if rows:
            heading = Link(edition.say(topic.name), f"topics/{topic.id}/")
            groups.append(EmbedGroup(heading, tuple(_of_indicator(row) for row in rows)))
    page = f"cities/{sheet.place}/"
    name = edition.say(edition.place(sheet.place).name)
    title = edition.t("embed_place_title", place=name)
    yield _view(edition, page, page, title, groups, facts)


def _embed_topic(edition: Edition, topic: Topic) -> Iterator[EmbedView]:
    """The table of places side by side, and the topic's other figures."""
    facts = edition.by_topic.get(topic.id, ())
    if len({edition.sheet_of[fact.id] for fact in facts}) > PLACES_A_PAGE:
        return  # its page has no such table either
    matrix = make_matrix(edition, facts)
    others = [fact for fact in facts if fact.id not in matrix.shown]
    name, page = edition.say(topic.name), f"topics/{topic.id}/"
    compared = edition.t("embed_topic_title", topic=name)
    groups = [_group_matrix(edition, matrix, row) for row in matrix.rows]
    shown = [fact for fact in facts if fact.id in matrix.shown]
    about = edition.t("embed_topic_about")
    yield _view(edition, page, page, compared, groups, shown, about)
    rows = tuple(
        _of_indicator(row, with_place=True) for row in view_rows(edition, others, proved=False)
    )
    rest = [EmbedGroup(Link(""), rows)] if rows else []
    title = edition.t("embed_others_title", topic=name)
    yield _view(edition, f"others/{topic.id}/", f"{page}#others", title, rest, others)


def _embed_indicator(edition: Edition, indicator: Indicator) -> Iterator[EmbedView]:
    """The table of all values, and each chart."""
    facts = edition.by_indicator.get(indicator.id, ())
    page = f"indicators/{indicator.id}/"
    rows = tuple(_of_place(row) for row in list_values(edition, facts))
    spoken = {edition.sheet_of[fact.id] for fact in facts} | {fact.place for fact in facts}
    silent = edition.t("list_separator").join(
        edition.say(edition.place(sheet.place).short)
        for sheet in edition.sheets
        if sheet.place not in spoken
    )
    # As many as stand on one page: with more the page has numbered ones below it.
    groups = [EmbedGroup(Link(""), rows, silent)] if 0 < len(rows) <= ROWS_A_PAGE else []
    name, about = edition.say(indicator.name), edition.say(indicator.definition)
    yield _view(edition, page, f"{page}#values", name, groups, facts, about)
    for chart in list_charts(edition, indicator):
        yield embed_chart(chart)
    if reference := view_reference(edition, indicator):
        told = (edition.t(f"reference_{one}") for one in ("year", "value", "cited"))
        years = tuple(
            PlainRow(year, value, (Link(cited),)) for year, value, cited in reference.rows
        )
        view = _view(
            edition,
            f"references/{indicator.id}/",
            f"{page}#reference",
            edition.t("embed_reference_title", indicator=name),
            (),
            (),
            reference.caution,
        )
        cited = edition.t("embed_reference_cited")
        yield replace(view, plain=PlainTable(_three(told), years), cited=cited)


def _embed_ledger(edition: Edition, source: Source) -> Iterator[EmbedView]:
    """Every figure of a document, and what became of it."""
    entries = view_entries(edition, source)
    rows = tuple(
        PlainRow(
            str(one.number),
            one.around,
            (Link(one.reason or one.name), *(Link(fact.name, fact.url) for fact in one.facts)),
        )
        for one in entries
    )
    told = (edition.t(f"column_{one}") for one in ("number", "around", "became"))
    page = f"sources/{source.id}/"
    title = edition.t("embed_source_title", source=edition.say(source.title))
    about = edition.t("source_table_about", n=len(rows))
    view = _view(edition, page, f"{page}#table", title, (), (), about)
    plain = PlainTable(_three(told), rows, chinese=True) if rows else None
    yield replace(view, plain=plain, sources=(_source_link(edition, source),))


def _three(words: Iterable[str]) -> tuple[str, str, str]:
    first, second, third = words
    return first, second, third


def embed_chart(chart: ChartView) -> EmbedView:
    """A chart by the name of its file."""
    return EmbedView(
        path=chart.embed,
        page=f"{chart.indicator.url}#chart",
        title=chart.chart.title,
        about=chart.chart.finding,
        groups=(),
        chart=chart,
        notes=chart.chart.notes,
        sources=_name_shortly(chart.sources),
        more=max(0, len(chart.sources) - _MOST_SOURCES),
        cited=chart.cited,
    )


def _view(
    edition: Edition,
    path: str,
    page: str,
    title: str,
    groups: Sequence[EmbedGroup],
    facts: Iterable[Fact],
    about: str = "",
) -> EmbedView:
    sources = _sources(edition, facts)
    return EmbedView(
        path=path,
        page=page,
        title=title,
        about=about,
        groups=tuple(groups),
        chart=None,
        notes=(),
        sources=_name_shortly(sources),
        more=max(0, len(sources) - _MOST_SOURCES),
    )


def _sources(edition: Edition, facts: Iterable[Fact]) -> tuple[Link, ...]:
    """The documents behind the facts; `note` is publisher and date."""
    told = (one for fact in facts for one in (fact, *edition.also_given(fact)))
    ids = dict.fromkeys(fact.source for fact in told)
    return tuple(_source_link(edition, edition.source(one)) for one in ids)


def _source_link(edition: Edition, source: Source) -> Link:
    published = f"{edition.say(source.publisher)} {show_period(source.date, edition.lang)}"
    return Link(edition.say(source.title), f"sources/{source.id}/", published)


def _name_shortly(sources: Sequence[Link]) -> tuple[Link, ...]:
    """As many as a line bears; where there are several, by publisher and date only."""
    if len(sources) == 1:
        return tuple(sources)
    return tuple(Link(one.note, one.url) for one in sources[:_MOST_SOURCES])


def _of_indicator(row: RowView, with_place: bool = False) -> EmbedRow:
    place = " · ".join(filter(None, (row.place.title, row.apart))) if with_place else ""
    return _row(row, Link(row.name, row.url), place)


def _of_place(row: RowView) -> EmbedRow:
    return _row(row, row.place)


def _row(row: RowView, name: Link, place: str = "") -> EmbedRow:
    told = [fact.value for fact in row.changes] if row.ends else []
    return EmbedRow(
        name=name,
        lines=tuple(filter(None, (place, row.detail, *(one.brief for one in row.differs)))),
        values=row.ends or row.changes,
        changes=(*told, *filter(None, [row.computed])),
        periods=row.period_of,
        roles=tuple(fact.role_name for fact in row.roles if fact.role != "current"),
        doubtful=row.doubtful,
    )


def _group_matrix(edition: Edition, matrix: Matrix, row: MatrixRow) -> EmbedGroup:
    told = zip(matrix.places, row.cells, strict=True)
    rows = tuple(_cell(place, cell) for place, cells in told for cell in cells)
    silent = edition.t("list_separator").join(
        place.title for place, cells in zip(matrix.places, row.cells, strict=True) if not cells
    )
    note = edition.t("years_differ") if row.years_differ else ""
    detail = f"{edition.t('separator')}{row.detail}" if row.detail else ""
    heading = Link(row.indicator.title + detail, row.indicator.url, note)
    return EmbedGroup(heading, rows, silent)


def _cell(place: Link, cell: CellView) -> EmbedRow:
    values, differs = (*cell.before, cell.fact), cell.fact.differs
    periods = {one.period + one.period_mark: one for one in values}
    return EmbedRow(
        name=place,
        lines=tuple(filter(None, (cell.apart, differs.brief if differs else ""))),
        values=values,
        changes=(),
        periods=tuple(periods.values()),
        roles=(),
        doubtful=any(one.flags for one in values),
    )
