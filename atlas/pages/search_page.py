"""The page of all search results; its script fills it, and without script it says so."""

from __future__ import annotations

from atlas.model import Page
from atlas.pages.page import Press


def build_search(press: Press) -> list[Page]:
    """The page to which every search field leads."""
    title = {"zh": "搜索", "en": "Search"}[press.edition.lang]
    about = {
        "zh": "按数字、指标、地方或原文里的词语查找事实，每条结果直达它的原句。",
        "en": "Find facts by figure, indicator, place or the words of a text.",
    }[press.edition.lang]
    return [press.page("search.html", "search/", title, description=about)]
