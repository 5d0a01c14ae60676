"""The page of doubtful figures: shown as printed, with the arithmetic, never corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
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
    """One doubt with every figure it stands on."""

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


Doubt: TypeAlias = tuple[FlagView, Sequence[Fact]]
"""A doubt and the figures it stands on."""
BASE = "doubtful/"


def plan_doubtful(press: Press) -> Iterator[Planned]:
    """One page with every flagged fact, or an index and numbered pages where they are many."""
    edition = press.edition
    count = len(edition.doubted)
    pages = cut_doubts(edition)
    leaves = pages if len(pages) > 1 else []
    title = edition.t("nav_doubtful")
    yield press.plan(BASE, title, partial(_build, press, count, leaves))
    for number, leaf in enumerate(leaves, start=1):
        pager = make_pager(BASE, title, number, len(leaves))
        make = partial(_build_leaf, press, pager, leaf)
        name = name_leaf(edition, title, pager)
        yield press.plan(leaf_url(BASE, number), name, make, picture_of=BASE, beside=BASE)


def cut_doubts(edition: Edition) -> list[Sequence[Doubt]]:
    """The doubts of each page, kind by kind: of the one page, or of the numbered ones."""
    doubts = _gather(edition)
    many = _are_many(edition) and len(doubts) > ROWS_A_PAGE
    return cut(doubts, ROWS_A_PAGE) if many else [doubts]


def _are_many(edition: Edition) -> bool:
    return len(edition.doubted) > ROWS_A_PAGE


def _build(press: Press, count: int, leaves: Sequence[Sequence[Doubt]]) -> Page:
    edition = press.edition
    kinds = _kinds(_gather(edition))
    return press.page(
        "doubtful.html",
        BASE,
        edition.t("nav_doubtful"),
        description=edition.t("doubtful_lede", n=count),
        headings=[_heading(kind[0][0]) for kind in kinds],
        groups=[] if leaves else _view_kinds(edition, kinds),
        index=_index(edition, leaves),
        count=count,
    )


def _index(edition: Edition, leaves: Sequence[Sequence[Doubt]]) -> list[KindIndex]:
    """The kinds of doubt, and the pages on which each province's begin."""
    found: dict[str, tuple[Heading, dict[str, tuple[int, list[Sequence[Fact]]]]]] = {}
    for number, leaf in enumerate(leaves, start=1):
        for flag, facts in leaf:
            heading = _heading(flag)
            _, provinces = found.setdefault(heading.id, (heading, {}))
            sheet = edition.place(edition.sheet_of[facts[0].id])
            province = province_of(edition, sheet).slug
            provinces.setdefault(province, (number, []))[1].append(facts)
    return [
        KindIndex(
            heading,
            tuple(
                ProvinceLine(
                    Link(
                        edition.say(edition.place(province).name),
                        f"{leaf_url(BASE, number)}#{heading.id}",
                    ),
                    len({facts[0].place for facts in doubts}),
                    sum(map(len, doubts)),
                )
                for province, (number, doubts) in provinces.items()
            ),
        )
        for heading, provinces in found.values()
    ]


def _build_leaf(press: Press, pager: Pager, leaf: Sequence[Doubt]) -> Page:
    edition = press.edition
    groups = _view_kinds(edition, _kinds(leaf))
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


def _gather(edition: Edition) -> list[Doubt]:
    """Every doubt, kind by kind; one that stands on several figures of a sheet once."""
    doubts: dict[tuple[str, str, str], tuple[FlagView, list[Fact]]] = {}
    for fact in _ordered(edition):
        for flag in view_flags(edition, fact):
            key = (edition.sheet_of[fact.id], flag.code, flag.arithmetic)
            doubts.setdefault(key, (flag, []))[1].append(fact)
    kinds: dict[str, list[Doubt]] = {}
    for doubt in doubts.values():
        kinds.setdefault(doubt[0].code, []).append(doubt)
    return list(chain.from_iterable(kinds.values()))


def _kinds(doubts: Iterable[Doubt]) -> list[list[Doubt]]:
    """Those of one kind, which come together."""
    return [list(kind) for _, kind in groupby(doubts, lambda one: one[0].code)]


def _view_kinds(edition: Edition, kinds: Iterable[Sequence[Doubt]]) -> list[DoubtGroup]:
    return [
        DoubtGroup(_heading(kind[0][0]), tuple(_view(edition, *doubt) for doubt in kind))
        for kind in kinds
    ]


def _heading(flag: FlagView) -> Heading:
    return Heading(2, flag.code, flag.title)


def _view(edition: Edition, flag: FlagView, facts: Sequence[Fact]) -> DoubtView:
    views = tuple(view_fact(edition, fact) for fact in facts)
    return DoubtView(flag, views, view_evidence(edition, facts))


def _ordered(edition: Edition) -> Sequence[Fact]:
    """In the order of the sheets; by province where that makes many pages."""
    if not _are_many(edition):
        return edition.doubted
    sheets = by_code(edition, (sheet.place for sheet in edition.sheets))
    order = {slug: at for at, slug in enumerate(sheets)}
    return sorted(edition.doubted, key=lambda fact: order[edition.sheet_of[fact.id]])
