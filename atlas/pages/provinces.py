"""A page for each province: its places and what is said of it, or that no source is there yet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from atlas.model import FactSheet, Place
from atlas.pages.edition import Edition
from atlas.pages.facts import RowView, view_rows
from atlas.pages.page import Link, Press
from atlas.pages.paging import province_of
from atlas.pages.places import view_place_card
from atlas.parts import Heading, Page, Planned


def plan_provinces(press: Press) -> Iterator[Planned]:
    """Every province but those that have a sheet and so a page of their own."""
    edition = press.edition
    sheets: dict[str, list[FactSheet]] = {}
    for sheet in edition.sheets:
        province = province_of(edition, edition.place(sheet.place))
        sheets.setdefault(province.slug, []).append(sheet)
    covered = [edition.place(slug) for slug in sheets]
    for place in edition.atlas.content.places.values():
        if place.level == "province" and not edition.has_sheet(place.slug):
            yield press.plan(
                f"cities/{place.slug}/",
                edition.say(place.name),
                partial(_build, press, place, sheets.get(place.slug, []), covered),
                edit="content/places.yml",
            )


def _build(press: Press, place: Place, sheets: list[FactSheet], covered: list[Place]) -> Page:
    edition = press.edition
    cards = [view_place_card(edition, sheet) for sheet in sheets]
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
    return view_rows(edition, edition.facts_about(place.slug), proved=False)
