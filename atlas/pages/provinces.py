"""A page for each province: its places and what is said of it, or that no source is there yet."""

from __future__ import annotations

from atlas.model import Place
from atlas.pages.edition import Edition
from atlas.pages.facts import RowView, view_rows
from atlas.pages.page import Link, Press
from atlas.pages.paging import province_of
from atlas.pages.places import PlaceCard, view_place_card
from atlas.parts import Heading, Page


def build_provinces(press: Press) -> list[Page]:
    """Every province but those that have a sheet and so a page of their own."""
    edition = press.edition
    cards: dict[str, list[PlaceCard]] = {}
    for sheet in edition.sheets:
        province = province_of(edition, edition.place(sheet.place))
        cards.setdefault(province.slug, []).append(view_place_card(edition, sheet))
    covered = [edition.place(slug) for slug in cards]
    return [
        _build(press, place, cards.get(place.slug, []), covered)
        for place in edition.atlas.content.places.values()
        if place.level == "province" and not edition.has_sheet(place.slug)
    ]


def _build(press: Press, place: Place, cards: list[PlaceCard], covered: list[Place]) -> Page:
    edition = press.edition
    name = edition.say(place.name)
    rows = _said(edition, place)
    shown = {"places": bool(cards), "said": bool(rows), "help": not cards, "others": not cards}
    about = "province_lede" if cards else "province_none"
    return press.page(
        "province.html",
        f"cities/{place.slug}/",
        name,
        description=edition.t(about, place=name, n=len(cards)),
        headings=[
            Heading(2, key, edition.t(f"province_{key}"))
            for key, is_shown in shown.items()
            if is_shown
        ],
        edit="content/places.yml",
        lede=edition.t(about, place=name, n=len(cards)),
        place=place,
        other_name=place.name.en if edition.lang == "zh" else place.name.zh,
        way=(Link(edition.t("nav_cities"), "cities/"),),
        cards=cards,
        rows=rows,
        covered=[
            Link(edition.say(one.name), f"cities/{one.slug}/")
            for one in sorted(covered, key=lambda one: one.adcode)
        ],
    )


def _said(edition: Edition, place: Place) -> tuple[RowView, ...]:
    """Facts about the province as a whole, whatever sheet holds them."""
    return view_rows(edition, edition.facts_about(place.slug))
