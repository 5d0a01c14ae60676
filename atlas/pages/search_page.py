"""The page of all search results; its script fills it, and without script it says so."""

from __future__ import annotations

from atlas.pages.page import Press
from atlas.parts import Page


def build_search(press: Press) -> Page:
    """The page to which every search field leads."""
    title, about = press.edition.t("search_title"), press.edition.t("search_about")
    return press.page("search.html", "search/", title, description=about, cited=False)
