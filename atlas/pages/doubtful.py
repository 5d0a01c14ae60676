"""The page of doubtful figures: shown as printed, with the arithmetic, never corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TypeAlias

from atlas.model import Fact
from atlas.pages.edition import Edition
from atlas.pages.facts import EvidenceView, FactView, FlagView, view_evidence, view_fact, view_flags
from atlas.pages.page import Link, Press
from atlas.pages.paging import (
    ROWS_A_PAGE,
    ProvinceLine,
    by_code,
    cut,
    leaf_url,
    make_pager,
    name_leaf,
    province_of,
)
from atlas.parts import Heading, Page


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


def build_doubtful(press: Press) -> list[Page]:
    """One page with every flagged fact, or an index and numbered pages where they are many."""
    edition = press.edition
    groups = _groups(edition)
    doubts = [(group, doubt) for group in groups for doubt in group.doubts]
    many = len(doubts) > ROWS_A_PAGE
    leaves = cut(doubts, ROWS_A_PAGE) if many else []
    count = sum(bool(fact.flags) for fact in edition.stated)
    base, title = "doubtful/", edition.t("nav_doubtful")
    page = press.page(
        "doubtful.html",
        base,
        title,
        description=edition.t("doubtful_lede", n=count),
        headings=[group.heading for group in groups],
        groups=[] if many else groups,
        index=_index(edition, base, leaves),
        count=count,
    )
    leaf = partial(_build_leaf, press, base, title, len(leaves))
    return [page, *(leaf(at, part) for at, part in enumerate(leaves, start=1))]


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


def _build_leaf(press: Press, base: str, title: str, total: int, number: int, leaf: Leaf) -> Page:
    edition = press.edition
    pager = make_pager(base, title, number, total)
    groups = [
        DoubtGroup(heading, tuple(doubt for _, doubt in part))
        for heading, part in groupby(leaf, lambda one: one[0].heading)
    ]
    name = name_leaf(edition, title, pager)
    page = press.page(
        "doubtful_page.html",
        leaf_url(base, number),
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
    return replace(page, picture_of=base)


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
