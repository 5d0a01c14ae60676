"""A page in place of one whose sheet is gone, so that the addresses of its figures live on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from atlas.pages.edition import Edition
from atlas.pages.page import Press
from atlas.pages.past import list_left, view_gone
from atlas.parts import Page, Planned


def plan_left(press: Press) -> Iterator[Planned]:
    """One for each place that published something once and has no page any more."""
    for slug in list_left(press.edition):
        name = _name(press.edition, slug)
        yield press.plan(
            f"cities/{slug}/", name, partial(_build, press, slug), edit="content/places.yml"
        )


def _build(press: Press, slug: str) -> Page:
    edition = press.edition
    return press.page(
        "city_left.html",
        f"cities/{slug}/",
        _name(edition, slug),
        description=edition.t("city_left_about"),
        edit="content/places.yml",
        gone=view_gone(edition, slug),
    )


def _name(edition: Edition, slug: str) -> str:
    place = edition.atlas.content.places.get(slug)
    return edition.say(place.name) if place else slug
