"""Topic pages: what a subject is, the places side by side, and what may not be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from atlas.model import Fact, Measure, Topic
from atlas.pages.charting import ChartView, list_charts
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, view_fact, view_rows
from atlas.pages.linked_data import describe_topic
from atlas.pages.matrix import link_place, make_matrix
from atlas.pages.measures import MeasureGroup, group_by_kind
from atlas.pages.page import Link, Press
from atlas.pages.pagedtopics import cut_places, plan_paged_topic
from atlas.parts import Heading, Page, Planned


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


def build_topics(press: Press) -> Page:
    """The index of topics."""
    edition = press.edition
    topics = edition.atlas.content.topics.values()
    return press.page(
        "topics.html",
        "topics/",
        edition.t("nav_topics"),
        description=edition.t("topics_lede"),
        cards=[view_topic_card(edition, topic) for topic in topics],
    )


def plan_topics(press: Press) -> Iterator[Planned]:
    """A page for each topic, and numbered ones where many places speak of it."""
    for topic in press.edition.atlas.content.topics.values():
        yield from _plan_topic(press, topic)


def _plan_topic(press: Press, topic: Topic) -> Iterator[Planned]:
    edition = press.edition
    facts = edition.by_topic.get(topic.id, ())
    acts = edition.measures_by_topic.get(topic.id, ())
    if cut_places(edition, topic):
        yield from plan_paged_topic(press, topic, partial(view_topic_card, edition, topic))
    else:
        yield press.plan(
            f"topics/{topic.id}/",
            edition.say(topic.name),
            partial(_build_topic, press, topic, facts, acts),
            edit="content/topics.yml",
        )


def view_topic_card(edition: Edition, topic: Topic) -> TopicCard:
    """A topic in a few figures; the telling one is a headline of some place where there is one."""
    facts = edition.by_topic.get(topic.id, ())
    measures = edition.measures_by_topic.get(topic.id, ())
    figure = pick_telling(edition, facts)
    return TopicCard(
        id=topic.id,
        name=edition.say(topic.name),
        short=edition.say(topic.short),
        url=f"topics/{topic.id}/",
        figure=view_fact(edition, figure) if figure else None,
        fact_count=len(facts),
        measure_count=len(measures),
        covered=len(edition.spoken.get(topic.id, ())),
        places=len(edition.atlas.content.sheets),
    )


def pick_telling(edition: Edition, facts: Sequence[Fact]) -> Fact | None:
    """A headline figure first, then a result that may be compared, then any undoubted result."""
    headlines = edition.once("headlines", "", partial(_find_headlines, edition), wordless=True)

    def rank(fact: Fact) -> tuple[bool, ...]:
        return (
            fact.role == "current" and not fact.flags,
            fact.id in headlines,
            edition.is_comparable(fact),
        )

    # Mostly one of the first has all; then nobody looks at thousands of others.
    best = next((fact for fact in facts if all(rank(fact))), None)
    return best or max(facts, key=rank, default=None)


def _find_headlines(edition: Edition) -> frozenset[str]:
    return frozenset(key for sheet in edition.sheets for key in sheet.headline)


def _build_topic(
    press: Press, topic: Topic, facts: Sequence[Fact], acts: Sequence[Measure]
) -> Page:
    edition = press.edition
    matrix = make_matrix(edition, facts)
    rest = [fact for fact in facts if fact.id not in matrix.shown]
    others = view_rows(edition, rest, proved=False)
    measures = group_by_kind(edition, acts)
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
        data=describe_topic(edition, topic),
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
        for chart in list_charts(edition, indicator)
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
    spoken = edition.spoken.get(topic.id, ())
    return tuple(link_place(edition, one) for one in edition.sheets if one.place not in spoken)
