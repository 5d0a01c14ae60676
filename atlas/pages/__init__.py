"""Every generated page of the site, from the atlas and the theme."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from atlas.model import Atlas, Lang, Page
from atlas.pages.city import build_cities
from atlas.pages.data import build_data
from atlas.pages.doubtful import build_doubtful
from atlas.pages.edition import make_edition
from atlas.pages.home import build_home
from atlas.pages.indicators import build_indicators
from atlas.pages.page import Press
from atlas.pages.places import build_places
from atlas.pages.records import search_records
from atlas.pages.search_page import build_search
from atlas.pages.sources import build_sources
from atlas.pages.topics import build_topics
from atlas.render import make_renderer

__all__ = ["build_pages", "search_records"]

_BUILDERS = (
    build_home,
    build_places,
    build_cities,
    build_topics,
    build_indicators,
    build_sources,
    build_doubtful,
    build_data,
    build_search,
)


def build_pages(
    atlas: Atlas, theme: Path, lang: Lang = "zh", drafts: bool = False
) -> tuple[Page, ...]:
    """The pages of one language's edition; drafts only where asked for."""
    renderer = make_renderer(theme, lang)
    press = Press(make_edition(atlas, renderer.strings, drafts), renderer)
    return tuple(chain.from_iterable(build(press) for build in _BUILDERS))
