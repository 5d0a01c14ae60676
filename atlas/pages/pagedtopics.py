"""Topics that many places speak of: an index by province, and pages of some places each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from atlas.model import Topic
from atlas.pages.edition import Edition
from atlas.pages.facts import RowView, view_rows
from atlas.pages.linked_data import describe_topic
from atlas.pages.matrix import CellView, Matrix, link_place, make_matrix
from atlas.pages.measures import MeasureView, view_measure
from atlas.pages.page import Link, Press
from atlas.pages.paging import (
    PLACES_A_PAGE,
    Pager,
    ProvinceLine,
    by_province,
    cut,
    leaf_url,
    make_pager,
    name_leaf,
    province_heading,
)
from atlas.parts import Heading, Page, Planned


@dataclass(frozen=True, slots=True)
class ProvinceSection:
    """The places of one province on a page: side by side, then what stands in no table.

    `places` are slug, link and cells, these in the order of the matrix's rows.
    """

    heading: Heading
    matrix: Matrix
    places: tuple[tuple[str, Link, tuple[tuple[CellView, ...], ...]], ...]
    others: tuple[RowView, ...]
    measures: tuple[MeasureView, ...]


@dataclass(frozen=True, slots=True)
class CoverLine:
    """An indicator of the topic, and how many places speak of it."""

    link: Link
    covered: int


def plan_paged_topic(
    press: Press,
    topic: Topic,
    card: Callable[[], object],
) -> Iterator[Planned]:
    """The topic's page with the index, and its numbered pages; `card` gives the topic in short."""
    edition = press.edition
    leaves = cut_places(edition, topic)
    base, name = f"topics/{topic.id}/", edition.say(topic.name)
    edit = "content/topics.yml"
    index = partial(_build_index, press, topic, card, leaves)
    yield press.plan(base, name, index, edit=edit)
    for at, slugs in enumerate(leaves, start=1):
        pager = make_pager(base, name, at, len(leaves))
        leaf = partial(_build_leaf, press, topic, pager, slugs)
        title = name_leaf(edition, name, pager)
        yield press.plan(
            *(leaf_url(base, at), title, leaf),
            edit=edit,
            picture_of=base,
            beside=f"cities/{slugs[-1]}/",
        )


def cut_places(edition: Edition, topic: Topic) -> list[Sequence[str]]:
    """The places of each numbered page of a topic, by code; none where one page holds them all."""
    spoken = edition.spoken.get(topic.id, ())
    return cut(spoken, PLACES_A_PAGE) if len(spoken) > PLACES_A_PAGE else []


def _build_index(
    press: Press,
    topic: Topic,
    card: Callable[[], object],
    leaves: Sequence[Sequence[str]],
) -> Page:
    edition = press.edition
    base, name = f"topics/{topic.id}/", edition.say(topic.name)
    keys = ("places", "about", "indicators")
    return press.page(
        "topic_index.html",
        base,
        name,
        description=edition.say(topic.what),
        headings=[Heading(2, key, edition.t(f"topic_{key}")) for key in keys],
        edit="content/topics.yml",
        data=describe_topic(edition, topic),
        topic=card(),
        what=edition.say(topic.what),
        why=edition.say(topic.why),
        read=edition.say(topic.read),
        compare=edition.say(topic.compare),
        provinces=_index(edition, topic, leaves),
        indicators=_cover(edition, topic),
    )


def _index(
    edition: Edition, topic: Topic, leaves: Sequence[Sequence[str]]
) -> tuple[ProvinceLine, ...]:
    """Every province with its places, each leading to the page that it stands on."""
    base = f"topics/{topic.id}/"
    leaf_of = {slug: at for at, slugs in enumerate(leaves, start=1) for slug in slugs}
    return tuple(
        ProvinceLine(
            Link(
                edition.say(province.name), f"{leaf_url(base, leaf_of[slugs[0]])}#{province.slug}"
            ),
            len(slugs),
            sum(len(edition.facts_on(topic.id, slug)) for slug in slugs),
            tuple(
                Link(edition.say(edition.place(slug).short), f"{leaf_of[slug]}/#{slug}")
                for slug in slugs
            ),
        )
        for province, slugs in by_province(edition, list(leaf_of))
    )


def _cover(edition: Edition, topic: Topic) -> tuple[CoverLine, ...]:
    """The topic's indicators that any place speaks of, those of the most places first."""
    lines = []
    for indicator in edition.atlas.content.indicators.values():
        if indicator.topic == topic.id:
            facts = edition.by_indicator.get(indicator.id, ())
            covered = len({edition.sheet_of[fact.id] for fact in facts})
            link = Link(edition.say(indicator.name), f"indicators/{indicator.id}/")
            lines.append(CoverLine(link, covered))
    return tuple(sorted((one for one in lines if one.covered), key=lambda one: -one.covered))


def _build_leaf(press: Press, topic: Topic, pager: Pager, slugs: Sequence[str]) -> Page:
    edition = press.edition
    name = pager.up.title
    sections = view_provinces(edition, topic, slugs)
    title = name_leaf(edition, name, pager)
    places = edition.t("list_separator").join(one.heading.title for one in sections)
    return press.page(
        "topic_places.html",
        leaf_url(pager.up.url, pager.number),
        title,
        description=edition.t("paging_description", title=title, places=places),
        headings=[one.heading for one in sections],
        edit="content/topics.yml",
        pager=pager,
        name=name,
        sections=sections,
    )


def view_provinces(edition: Edition, topic: Topic, slugs: Sequence[str]) -> list[ProvinceSection]:
    """What a topic has of these places, province by province.

    A numbered page and its embedded table ask for it, one after the other.
    """

    def make() -> list[ProvinceSection]:
        return [
            _section(edition, topic, province_heading(edition, province), group)
            for province, group in by_province(edition, slugs)
        ]

    return edition.once("provinces", f"{topic.id} {slugs[0]}", make, 1)


def _section(
    edition: Edition, topic: Topic, heading: Heading, slugs: Sequence[str]
) -> ProvinceSection:
    own = [fact for slug in slugs for fact in edition.facts_on(topic.id, slug)]
    sheets = [edition.atlas.content.sheets[slug] for slug in slugs]
    matrix = make_matrix(edition, own, sheets)
    return ProvinceSection(
        heading,
        matrix,
        tuple(
            (sheet.place, link_place(edition, sheet), tuple(row.cells[at] for row in matrix.rows))
            for at, sheet in enumerate(sheets)
        ),
        view_rows(edition, [one for one in own if one.id not in matrix.shown], proved=False),
        tuple(
            view_measure(edition, one)
            for slug in slugs
            for one in edition.measures_on(topic.id, slug)
        ),
    )
