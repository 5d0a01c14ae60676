"""Topic pages: what a subject is, the places side by side, and what may not be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.model import Fact, FactSheet, Indicator, Measure, Topic
from atlas.pages.charting import ChartView, make_charts
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, tell_apart, view_fact, view_rows
from atlas.pages.measures import MeasureGroup, group_by_kind
from atlas.pages.page import Link, Press
from atlas.parts import Heading, Page

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


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A topic in an index, with one telling figure and how many places speak of it."""

    id: str
    name: str
    short: str
    url: str
    figure: FactView | None
    fact_count: int
    measure_count: int
    covered: int
    places: int


def build_topics(press: Press) -> list[Page]:
    """The index of topics and a page for each."""
    edition = press.edition
    topics = list(edition.atlas.content.topics.values())
    index = press.page(
        "topics.html",
        "topics/",
        edition.t("nav_topics"),
        description=edition.t("topics_lede"),
        cards=[view_topic_card(edition, topic) for topic in topics],
    )
    return [index, *(_build_topic(press, topic) for topic in topics)]


def view_topic_card(edition: Edition, topic: Topic) -> TopicCard:
    """A topic in a few figures; the telling one is a headline of some place where there is one."""
    facts = [fact for fact in edition.facts if edition.topic_of(fact) == topic.id]
    measures = [one for one in edition.measures if one.topic == topic.id]
    figure = pick_telling(edition, facts)
    spoken = _spoken(edition, facts, measures)
    return TopicCard(
        id=topic.id,
        name=edition.say(topic.name),
        short=edition.say(topic.short),
        url=f"topics/{topic.id}/",
        figure=view_fact(edition, figure) if figure else None,
        fact_count=len(facts),
        measure_count=len(measures),
        covered=len(spoken),
        places=len(edition.atlas.content.sheets),
    )


def pick_telling(edition: Edition, facts: Sequence[Fact]) -> Fact | None:
    """A headline figure first, then a result that may be compared, then any undoubted result."""
    headlines = {key for sheet in edition.sheets for key in sheet.headline}

    def rank(fact: Fact) -> tuple[bool, ...]:
        return (
            fact.role == "current" and not fact.flags,
            fact.id in headlines,
            edition.is_comparable(fact),
        )

    return max(facts, key=rank, default=None)


def _build_topic(press: Press, topic: Topic) -> Page:
    edition = press.edition
    facts = [fact for fact in edition.facts if edition.topic_of(fact) == topic.id]
    matrix = make_matrix(edition, facts)
    others = view_rows(edition, [fact for fact in facts if fact.id not in matrix.shown])
    measures = group_by_kind(edition, [one for one in edition.measures if one.topic == topic.id])
    charts = _charts(edition, topic)
    shown = {
        "compare": bool(matrix.rows),
        "charts": bool(charts),
        "about": True,
        "others": bool(others),
        "measures": bool(measures),
    }
    return press.page(
        "topic.html",
        f"topics/{topic.id}/",
        edition.say(topic.name),
        description=edition.say(topic.what),
        headings=_headings(edition, shown, measures),
        edit="content/topics.yml",
        topic=view_topic_card(edition, topic),
        what=edition.say(topic.what),
        why=edition.say(topic.why),
        read=edition.say(topic.read),
        compare=edition.say(topic.compare),
        matrix=matrix,
        charts=charts,
        others=others,
        measures=measures,
        silent=_silent_places(edition, topic),
    )


def _charts(edition: Edition, topic: Topic) -> tuple[ChartView, ...]:
    """Every chart of the topic's indicators, in the order of their file."""
    return tuple(
        chart
        for indicator in edition.atlas.content.indicators.values()
        if indicator.topic == topic.id
        for chart in make_charts(edition, indicator, edition.by_indicator.get(indicator.id, ()))
    )


def _headings(
    edition: Edition,
    shown: Mapping[str, bool],
    measures: Sequence[MeasureGroup],
) -> list[Heading]:
    sections = [
        Heading(2, key, edition.t(f"topic_{key}")) for key, is_shown in shown.items() if is_shown
    ]
    return [*sections, *(group.heading for group in measures)]


def _silent_places(edition: Edition, topic: Topic) -> tuple[Link, ...]:
    facts = [fact for fact in edition.facts if edition.topic_of(fact) == topic.id]
    measures = [one for one in edition.measures if one.topic == topic.id]
    spoken = _spoken(edition, facts, measures)
    return tuple(_place_link(edition, one) for one in edition.sheets if one.place not in spoken)


def _spoken(edition: Edition, facts: Sequence[Fact], measures: Sequence[Measure]) -> set[str]:
    """The sheets that hold them."""
    found = {edition.sheet_of[fact.id] for fact in facts}
    return found | {edition.sheet_of[measure.id] for measure in measures}


def _place_link(edition: Edition, sheet: FactSheet) -> Link:
    return Link(edition.say(edition.place(sheet.place).short), f"cities/{sheet.place}/")


def make_matrix(edition: Edition, facts: Sequence[Fact]) -> Matrix:
    """The comparable indicators among `facts`, those that most places report first."""
    sheets = edition.sheets
    columns = [sheet.place for sheet in sheets]
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
    rows = [
        _matrix_row(edition, edition.atlas.content.indicators[key[0]], group, columns)
        for key, group in kept.items()
    ]
    rows.sort(key=lambda row: -row.covered)
    places = tuple(_place_link(edition, sheet) for sheet in sheets)
    turned = zip(places, zip(*(row.cells for row in rows), strict=True), strict=False)
    return Matrix(
        places=places,
        by_place=tuple((place, cells) for place, cells in turned if any(cells))
        if len(places) > _MOST_COLUMNS
        else (),
        rows=tuple(rows),
        shown=frozenset(
            one.id
            for group in kept.values()
            for fact in group
            for one in (fact, *_baselines(edition, fact))
        ),
    )


def _matrix_row(
    edition: Edition, indicator: Indicator, facts: Sequence[Fact], columns: Sequence[str]
) -> MatrixRow:
    cells = tuple(
        tuple(
            CellView(
                view_fact(edition, fact),
                tell_apart(edition, fact),
                tuple(view_fact(edition, one) for one in _baselines(edition, fact)),
            )
            for fact in facts
            if fact.place == column
        )
        for column in columns
    )
    alike = [fact for fact in facts if edition.is_comparable(fact)]
    return MatrixRow(
        indicator=Link(edition.say(indicator.name), f"indicators/{indicator.id}/"),
        detail=" · ".join(edition.breakdown_words(facts[0].breakdown)),
        better=indicator.better,
        caveat=edition.say(indicator.caveat),
        cells=cells,
        covered=len({fact.place for fact in alike}),
        years_differ=len({fact.place for fact in alike}) > 1
        and len({fact.period[:4] for fact in alike}) > 1,
    )


def _baselines(edition: Edition, fact: Fact) -> list[Fact]:
    return [
        one
        for one in edition.by_indicator[fact.indicator]
        if one.role == "baseline" and (one.pair == fact.id or fact.pair == one.id)
    ]
