"""Numbered pages: where a page would grow with the atlas, an index stands and the rows go below it.

Static pages, so that they work without a script; small atlases never come so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from atlas.model import Place
from atlas.pages.edition import Edition
from atlas.pages.page import Link
from atlas.parts import Heading

PLACES_A_PAGE = 100
"""Places on a page of a topic; a topic that more speak of has such pages."""
ROWS_A_PAGE = 120
"""Rows on a page of an indicator, and doubts or measures on a page of theirs."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a numbered page stands: `number` of `total`, `up` the page with the index, if any.

    `before` and `after` are addresses, empty at the ends.
    """

    number: int
    total: int
    up: Link
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """A province in an index: a link to where it begins, and its places or their number."""

    link: Link
    places: int
    facts: int
    links: tuple[Link, ...] = ()


def cut(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """Stretches of about equal length, none longer than `most`.

    >>> cut("abcde", 2), cut("", 2)
    (['ab', 'cd', 'e'], [])
    """
    parts = -(-len(items) // most)
    size = -(-len(items) // parts) if parts else 0
    return [items[at : at + size] for at in range(0, len(items), size or 1)]


def leaf_url(base: str, number: int) -> str:
    """The address of a numbered page below that of its index."""
    return f"{base}{number}/"


def make_pager(base: str, title: str, number: int, total: int, leads: bool = True) -> Pager:
    """The pager of the page `number`, counted from 1.

    The page at `base` holds an index and `leads` to all of them, or it is the first itself.
    """
    up = Link(title, base if leads else "")
    first = leaf_url(base, 1) if leads else base
    before = leaf_url(base, number - 1) if number > 2 else first if number == 2 else ""
    return Pager(number, total, up, before, leaf_url(base, number + 1) if number < total else "")


def name_leaf(edition: Edition, title: str, pager: Pager) -> str:
    """The title of a numbered page."""
    part = edition.t("paging_of", n=pager.number, total=pager.total)
    return f"{title}{edition.t('bracket_open')}{part}{edition.t('bracket_close')}"


def province_of(edition: Edition, place: Place) -> Place:
    """The province a place lies in; itself, if it is one."""
    return next(iter(edition.ancestors(place)), place)


def by_code(edition: Edition, slugs: Iterable[str]) -> list[str]:
    """Places by code: those of a province stand together, a prefecture before its counties."""
    return sorted(slugs, key=lambda slug: edition.place(slug).adcode)


def by_province(edition: Edition, slugs: Sequence[str]) -> list[tuple[Place, list[str]]]:
    """Places in the order of their codes, parted by province."""

    def province(slug: str) -> str:
        return province_of(edition, edition.place(slug)).slug

    return [(edition.place(key), list(group)) for key, group in groupby(slugs, province)]


def province_heading(edition: Edition, province: Place) -> Heading:
    """The heading of a province on a numbered page."""
    return Heading(2, province.slug, edition.say(province.name))
