"""The page of doubtful figures: shown as printed, with the arithmetic, never corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TypeAlias

from atlas.model import Fact
from atlas.pages.edition import Edition
from atlas.pages.facts import EvidenceView, FactView, FlagView, view_evidence, view_fact, view_flags
from atlas.pages.page import Link, Press
from atlas.pages.paging import (
    ROWS_A_PAGE,
    Pager,
    ProvinceLine,
    by_code,
    cut,
    leaf_url,
    make_pager,
    name_leaf,
    province_of,
)
from atlas.parts import Heading, Page, Planned


@dataclass(frozen=True, slots=True)
class DoubtView:
    """One doubt with every figure it stands on; `province` is the slug of their province."""

    province: str
    flag: FlagView
    facts: tuple[FactView, ...]
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """The doubts of one kind."""

    heading: Heading
    doubts: tuple[DoubtView, ...]


@dataclass(frozen=True, slots=True)
class KindIndex:
    """The doubts of one kind by province, where they stand on numbered pages."""

    heading: Heading
    provinces: tuple[ProvinceLine, ...]


Leaf: TypeAlias = Sequence[tuple[DoubtGroup, DoubtView]]


def plan_doubtful(press: Press) -> Iterator[Planned]:
    """One page with every flagged fact, or an index and numbered pages where they are many."""
    edition = press.edition
    count = sum(bool(fact.flags) for fact in edition.stated)
    leaves = _cut_doubts(edition) if count > ROWS_A_PAGE else []
    base, title = "doubtful/", edition.t("nav_doubtful")
    yield press.plan(base, title, partial(_build, press, count, leaves))
    for number, leaf in enumerate(leaves, start=1):
        pager = make_pager(base, title, number, len(leaves))
        make = partial(_build_leaf, press, pager, leaf)
        name = name_leaf(edition, title, pager)
        yield press.plan(leaf_url(base, number), name, make, picture_of=base)


def _cut_doubts(edition: Edition) -> Sequence[Leaf]:
    """The doubts of numbered pages; none where one page holds them all."""
    doubts = [(group, doubt) for group in _groups(edition) for doubt in group.doubts]
    return cut(doubts, ROWS_A_PAGE) if len(doubts) > ROWS_A_PAGE else []


def _build(press: Press, count: int, leaves: Sequence[Leaf]) -> Page:
    edition = press.edition
    groups = _groups(edition)
    return press.page(
        "doubtful.html",
        "doubtful/",
        edition.t("nav_doubtful"),
        description=edition.t("doubtful_lede", n=count),
        headings=[group.heading for group in groups],
        groups=[] if leaves else groups,
        index=_index(edition, "doubtful/", leaves),
        count=count,
    )


def _index(edition: Edition, base: str, leaves: Sequence[Leaf]) -> list[KindIndex]:
    """The kinds of doubt, and the pages on which each province's begin."""
    found: dict[str, tuple[Heading, dict[str, tuple[int, list[DoubtView]]]]] = {}
    for number, leaf in enumerate(leaves, start=1):
        for group, doubt in leaf:
            _, provinces = found.setdefault(group.heading.id, (group.heading, {}))
            provinces.setdefault(doubt.province, (number, []))[1].append(doubt)
    return [
        KindIndex(
            heading,
            tuple(
                ProvinceLine(
                    Link(
                        edition.say(edition.place(province).name),
                        f"{leaf_url(base, number)}#{heading.id}",
                    ),
                    len({doubt.facts[0].place for doubt in doubts}),
                    sum(len(doubt.facts) for doubt in doubts),
                )
                for province, (number, doubts) in provinces.items()
            ),
        )
        for heading, provinces in found.values()
    ]


def _build_leaf(press: Press, pager: Pager, leaf: Leaf) -> Page:
    edition = press.edition
    groups = [
        DoubtGroup(heading, tuple(doubt for _, doubt in part))
        for heading, part in groupby(leaf, lambda one: one[0].heading)
    ]
    name = name_leaf(edition, pager.up.title, pager)
    return press.page(
        "doubtful_page.html",
        leaf_url(pager.up.url, pager.number),
        name,
        description=edition.t(
            "paging_description",
            title=name,
            places=edition.t("list_separator").join(group.heading.title for group in groups),
        ),
        headings=[group.heading for group in groups],
        groups=groups,
        pager=pager,
    )


def _groups(edition: Edition) -> list[DoubtGroup]:
    doubts: dict[tuple[str, str, str], tuple[FlagView, list[Fact]]] = {}
    for fact in _ordered(edition):
        for flag in view_flags(edition, fact):
            key = (edition.sheet_of[fact.id], flag.code, flag.arithmetic)
            doubts.setdefault(key, (flag, []))[1].append(fact)
    kinds: dict[str, list[DoubtView]] = {}
    for flag, facts in doubts.values():
        kinds.setdefault(flag.code, []).append(_view(edition, flag, facts))
    return [
        DoubtGroup(Heading(2, code, found[0].flag.title), tuple(found))
        for code, found in kinds.items()
    ]


def _view(edition: Edition, flag: FlagView, facts: list[Fact]) -> DoubtView:
    views = tuple(view_fact(edition, fact) for fact in facts)
    province = province_of(edition, edition.place(edition.sheet_of[facts[0].id])).slug
    return DoubtView(province, flag, views, view_evidence(edition, facts))


def _ordered(edition: Edition) -> Sequence[Fact]:
    """In the order of the sheets; by province where that makes many pages."""
    if sum(bool(fact.flags) for fact in edition.stated) <= ROWS_A_PAGE:
        return edition.stated
    sheets = by_code(edition, (sheet.place for sheet in edition.sheets))
    order = {slug: at for at, slug in enumerate(sheets)}
    return sorted(edition.stated, key=lambda fact: order[edition.sheet_of[fact.id]])
