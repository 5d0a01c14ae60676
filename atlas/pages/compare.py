"""The page of comparisons: every indicator that may be compared, all places side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atlas.display import label
from atlas.model import QUALIFIERS
from atlas.pages.edition import Edition
from atlas.pages.matrix import MatrixRow, make_matrix
from atlas.pages.page import Link, Press
from atlas.pages.paging import ProvinceLine, by_code, by_province, province_of
from atlas.parts import Heading, Page

MOST_COLUMNS = 60
"""Places that the page holds side by side, to be chosen from."""
MOST_CHOSEN = 6
"""Places that can be chosen at once where there are more."""
MOST_PARTNERS = 12
"""Places that a place's page offers to compare it with."""
_COMPARED_KEPT = 300  # more than the sheets of any province


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A place to choose; `slug` is its word in the address."""

    slug: str
    place: Link


@dataclass(frozen=True, slots=True)
class CompareSection:
    """The rows of one topic; `id` is its word in the address."""

    id: str
    heading: Heading
    topic: Link
    rows: tuple[MatrixRow, ...]


def build_compare(press: Press) -> Page:
    """One page; its script hides what is not chosen, or fetches it where there are many places."""
    edition = press.edition
    if len(edition.sheets) > MOST_COLUMNS:
        return _build_many(press)
    sections = _sections(edition)
    return press.page(
        "compare.html",
        "compare/",
        edition.t("nav_compare"),
        description=edition.t("compare_lede"),
        headings=[section.heading for section in sections],
        sections=sections,
        columns=_columns(edition),
    )


def _build_many(press: Press) -> Page:
    """No table of thousands of columns: the script reads the open data of the places chosen."""
    edition = press.edition
    content = edition.atlas.content
    slugs = by_code(edition, (sheet.place for sheet in edition.sheets))
    groups = {
        f"{dimension.id}={code}": edition.say(name)
        for dimension in content.dimensions.values()
        for code, name in dimension.values.items()
    }
    return press.page(
        "compare_many.html",
        "compare/",
        edition.t("nav_compare"),
        description=edition.t("compare_many_lede", most=MOST_CHOSEN),
        headings=[Heading(2, "places", edition.t("compare_choose_places"))],
        most=MOST_CHOSEN,
        topics=[
            Link(edition.say(topic.name), f"topics/{topic.id}/")
            for topic in content.topics.values()
        ],
        words={
            "topics": {topic.id: edition.say(topic.name) for topic in content.topics.values()},
            "groups": groups,
            "qualifiers": {code: label("qualifiers", code, edition.lang) for code in QUALIFIERS},
            "doubt": edition.t("doubt"),
            "indicator": edition.t("column_indicator"),
            "none": edition.t("not_reported"),
            "undated": edition.t("period_none"),
            "remove": edition.t("compare_remove", place="{place}"),
            "failed": edition.t("compare_failed"),
        },
        places=tuple(
            ProvinceLine(
                Link(edition.say(province.name), f"cities/{province.slug}/"),
                len(group),
                0,
                tuple(
                    Link(edition.say(edition.place(slug).short), f"../cities/{slug}/")
                    for slug in group
                ),
            )
            for province, group in by_province(edition, slugs)
        ),
    )


def _columns(edition: Edition) -> tuple[ColumnView, ...]:
    return tuple(
        ColumnView(
            sheet.place,
            Link(edition.say(edition.place(sheet.place).short), f"cities/{sheet.place}/"),
        )
        for sheet in edition.sheets
    )


def _sections(edition: Edition) -> tuple[CompareSection, ...]:
    sections = []
    for topic in edition.atlas.content.topics.values():
        facts = edition.by_topic.get(topic.id, ())
        rows = make_matrix(edition, facts).rows
        if rows:
            name = edition.say(topic.name)
            heading = Heading(2, f"topic-{topic.id}", name)
            sections.append(
                CompareSection(topic.id, heading, Link(name, f"topics/{topic.id}/"), rows)
            )
    return tuple(sections)


def find_partners(edition: Edition, slug: str) -> tuple[tuple[Link, int], ...]:
    """Other places with how many indicators may be compared with this one, the most first.

    Where there are many places, those of its province only, and no more than a few.
    """
    own = _compared(edition, slug)
    found = []
    for other in _candidates(edition, slug):
        shared = len(own & _compared(edition, other)) if other != slug else 0
        if shared:
            found.append((other, shared))
    return tuple(
        (Link(edition.say(edition.place(other).short), compare_url((slug, other))), shared)
        for other, shared in sorted(found, key=lambda pair: -pair[1])[:MOST_PARTNERS]
    )


def _candidates(edition: Edition, slug: str) -> Iterable[str]:
    if len(edition.sheets) <= MOST_PARTNERS:
        return [one.place for one in edition.sheets]
    near = province_of(edition, edition.place(slug)).slug
    own = [near] if edition.has_sheet(near) else []
    return [*own, *edition.sheets_below.get(near, ())]


def compare_url(slugs: Iterable[str]) -> str:
    """The address at which the comparison shows these places only."""
    return f"compare/?places={','.join(slugs)}"


def _compared(edition: Edition, slug: str) -> frozenset[tuple[object, ...]]:
    def make() -> frozenset[tuple[object, ...]]:
        return edition.comparable_of.get(slug, frozenset())

    return edition.once("compared", slug, make, _COMPARED_KEPT)
