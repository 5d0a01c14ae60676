"""The index of places: by province, those with a sheet, the parts they name, and the rest."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.model import FactSheet
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, view_fact
from atlas.pages.page import Link, Press
from atlas.pages.paging import ProvinceLine, by_code, by_province, province_of
from atlas.pages.topics import pick_telling
from atlas.parts import Heading, Page
from atlas.pinyin import hyphenate

CARDS = 100
"""Places that the index shows with a few figures; of more it shows the names only."""
_CARD_FIGURES = 3


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place with a sheet, in a few figures; `parts` are narrower places its sheet names."""

    slug: str
    name: str
    other_name: str
    above: str
    url: str
    figures: tuple[FactView, ...]
    fact_count: int
    measure_count: int
    parts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ProvinceView:
    """A province with the places below it that have a sheet."""

    heading: Heading
    cards: tuple[PlaceCard, ...]


@dataclass(frozen=True, slots=True)
class TileView:
    """A province on the map of tiles; `column` and `row` count from 0, lit where it has places."""

    name: str
    full_name: str
    column: int
    row: int
    url: str
    covered: int


def build_places(press: Press) -> Page:
    """The index page."""
    edition = press.edition
    many = len(edition.sheets) > CARDS
    provinces = [] if many else view_provinces(edition)
    places = [Heading(2, "places", edition.t("topic_places"))] if many else []
    missing = Heading(2, "missing", edition.t("places_missing"))
    return press.page(
        "cities.html",
        "cities/",
        edition.t("nav_cities"),
        description=edition.t("places_lede", n=len(edition.atlas.content.sheets)),
        headings=[*places, *(one.heading for one in provinces), missing],
        edit="content/places.yml",
        provinces=provinces,
        names=_name_places(edition) if many else (),
        tiles=view_tiles(edition),
        missing=missing_provinces(edition),
        count=len(edition.atlas.content.sheets),
    )


def _name_places(edition: Edition) -> tuple[ProvinceLine, ...]:
    """Every province with the names of its places; what they say is on the province's page."""
    slugs = by_code(edition, (sheet.place for sheet in edition.sheets))
    return tuple(
        ProvinceLine(
            Link(edition.say(province.name), f"cities/{province.slug}/"),
            len(group),
            sum(len(edition.facts_of(slug)) for slug in group),
            tuple(Link(edition.say(edition.place(slug).short), f"{slug}/") for slug in group),
        )
        for province, group in by_province(edition, slugs)
    )


def view_place_card(edition: Edition, sheet: FactSheet) -> PlaceCard:
    """A place in a few figures: the first of its headline."""
    place = edition.place(sheet.place)
    facts = edition.facts_of(sheet.place)
    measures = edition.measures_of(sheet.place)
    figures = [edition.by_id[key] for key in sheet.headline if key in edition.by_id]
    if not figures and (telling := pick_telling(edition, facts)):
        figures = [telling]
    return PlaceCard(
        slug=place.slug,
        name=edition.say(place.name),
        other_name=place.name.en if edition.lang == "zh" else place.name.zh,
        above=" · ".join(edition.say(one.name) for one in edition.ancestors(place)),
        url=f"cities/{place.slug}/",
        figures=tuple(view_fact(edition, fact) for fact in figures[:_CARD_FIGURES]),
        fact_count=len(facts),
        measure_count=len(measures),
        parts=_parts(edition, sheet),
    )


def _parts(edition: Edition, sheet: FactSheet) -> tuple[Link, ...]:
    measures = edition.measures_of(sheet.place)
    named = {fact.place for fact in edition.facts_of(sheet.place)} | {one.place for one in measures}
    if not named - {sheet.place}:
        return ()
    return tuple(
        Link(edition.say(part.name), f"cities/{sheet.place}/#part-{part.slug}")
        for part in edition.atlas.content.places.values()
        if part.slug in named and part.slug != sheet.place
    )


def view_provinces(edition: Edition) -> list[ProvinceView]:
    """The provinces that hold a place with a sheet, in the order of the registry."""
    found: dict[str, list[PlaceCard]] = {}
    for sheet in edition.sheets:
        province = province_of(edition, edition.place(sheet.place))
        found.setdefault(province.slug, []).append(view_place_card(edition, sheet))
    return [
        ProvinceView(Heading(2, slug, edition.say(edition.place(slug).name)), tuple(cards))
        for slug, cards in sorted(found.items(), key=lambda pair: edition.place(pair[0]).adcode)
    ]


def missing_provinces(edition: Edition) -> list[Link]:
    """The provinces of which no place has a sheet yet."""
    held = {province_of(edition, edition.place(slug)).slug for slug in edition.atlas.content.sheets}
    return [
        Link(edition.say(place.name), f"cities/{place.slug}/")
        for place in edition.atlas.content.places.values()
        if place.level == "province" and place.slug not in held
    ]


def view_tiles(edition: Edition) -> list[TileView]:
    """One tile for each province that has a cell on the map, row by row."""
    counts: dict[str, int] = {}
    for slug in edition.atlas.content.sheets:
        province = province_of(edition, edition.place(slug)).slug
        counts[province] = counts.get(province, 0) + 1
    tiles = [
        TileView(
            name=hyphenate(place.short.en) if edition.lang == "en" else place.short.zh,
            full_name=edition.say(place.name),
            column=place.tile[0],
            row=place.tile[1],
            url=f"cities/{place.slug}/",
            covered=counts.get(place.slug, 0),
        )
        for place in edition.atlas.content.places.values()
        if place.tile is not None
    ]
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))
