"""What the sheets above and below a place say: of the place itself, and of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atlas.display import label
from atlas.model import Fact, Place
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, RowView, view_fact, view_rows
from atlas.pages.page import Link


@dataclass(frozen=True, slots=True)
class NeighbourView:
    """Another place's sheet: its headline figures, and its rows about this place."""

    link: Link
    level: str
    headline: tuple[FactView, ...]
    rows: tuple[RowView, ...]


def view_above(edition: Edition, place: Place) -> tuple[NeighbourView, ...]:
    """The places that this one lies in and that have a sheet, the nearest first."""
    above = [one for one in edition.ancestors(place) if edition.has_sheet(one.slug)]
    return tuple(_view(edition, one, place) for one in reversed(above))


def view_below(edition: Edition, place: Place) -> tuple[NeighbourView, ...]:
    """The places within this one that have a sheet, by code."""
    below = [edition.place(slug) for slug in edition.sheets_below.get(place.slug, ())]
    return tuple(_view(edition, one, place) for one in sorted(below, key=lambda one: one.adcode))


def view_others(edition: Edition, place: Place) -> tuple[tuple[Link, tuple[RowView, ...]], ...]:
    """Facts about the place in sheets that lie neither above nor below."""
    near = {one.slug for one in edition.ancestors(place)} | {place.slug}
    sheets = {edition.sheet_of[fact.id]: None for fact in edition.facts_about(place.slug)}
    return tuple(
        (
            Link(edition.say(edition.place(slug).name), f"cities/{slug}/#part-{place.slug}"),
            view_rows(edition, _of_sheet(edition, place, slug)),
        )
        for slug in sheets
        if slug not in near and place not in edition.ancestors(edition.place(slug))
    )


def _view(edition: Edition, other: Place, place: Place) -> NeighbourView:
    sheet = edition.atlas.content.sheets[other.slug]
    headline = [edition.by_id[key] for key in sheet.headline if key in edition.by_id]
    return NeighbourView(
        link=Link(edition.say(other.name), f"cities/{other.slug}/"),
        level=label("levels", other.level, edition.lang),
        headline=tuple(view_fact(edition, fact) for fact in headline),
        rows=view_rows(edition, _of_sheet(edition, place, other.slug), proved=False),
    )


def _of_sheet(edition: Edition, place: Place, slug: str) -> Iterable[Fact]:
    return [one for one in edition.facts_about(place.slug) if edition.sheet_of[one.id] == slug]
