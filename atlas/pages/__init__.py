"""Every generated page of the site, from the atlas and the theme."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from pickle import dumps

from atlas.editor import Editor
from atlas.memory import Memory
from atlas.model import Atlas, Lang
from atlas.pages.charting import make_chart_files
from atlas.pages.city import build_cities
from atlas.pages.codebook import build_codebook
from atlas.pages.compare import build_compare
from atlas.pages.data import build_data
from atlas.pages.doubtful import build_doubtful
from atlas.pages.edition import Edition, Snippets, make_edition
from atlas.pages.glossary import build_glossary
from atlas.pages.home import build_home
from atlas.pages.indicators import build_indicators
from atlas.pages.page import Press
from atlas.pages.places import build_places
from atlas.pages.provinces import build_provinces
from atlas.pages.records import search_records
from atlas.pages.rules import build_rules
from atlas.pages.search_page import build_search
from atlas.pages.sources import build_sources
from atlas.pages.timeline import build_timeline
from atlas.pages.topics import build_topics
from atlas.parts import Output, Page
from atlas.render import make_renderer

__all__ = ["build_charts", "build_pages", "search_records"]

_BUILDERS = (
    build_home,
    build_places,
    build_provinces,
    build_cities,
    build_topics,
    build_indicators,
    build_compare,
    build_timeline,
    build_glossary,
    build_rules,
    build_sources,
    build_doubtful,
    build_data,
    build_codebook,
    build_search,
)


def build_pages(
    atlas: Atlas,
    theme: Path,
    lang: Lang = "zh",
    drafts: bool = False,
    site_url: str = "",
    snippets: Snippets | None = None,
    editor: Editor | None = None,
    memory: Memory | None = None,
) -> tuple[Page, ...]:
    """The pages of one language's edition; drafts only where asked for.

    `site_url` is where the site will stand, for citations. With `snippets`, lines of YAML for
    figures that nothing accounts for, source pages show their documents whole. With an `editor`
    links lead to the files on this machine.
    """
    memory = memory or Memory(keeps=False)
    renderer = make_renderer(theme, lang, memory)
    edition = replace(
        make_edition(atlas, renderer.strings, drafts),
        site_url=site_url,
        full_text=snippets is not None,
        snippets=snippets or {},
        editor=editor,
    )
    press = Press(edition, renderer, memory, _sum_up(edition, theme))
    return tuple(chain.from_iterable(build(press) for build in _BUILDERS))


def _sum_up(edition: Edition, theme: Path) -> bytes:
    """Stands for what goes into every page: language, address, words, templates, the glossary."""
    files = [theme / "strings.yml", *sorted((theme / "templates").iterdir())]
    read = [(path.name, path.read_bytes()) for path in files if path.is_file()]
    terms = edition.atlas.content.terms
    return sha256(dumps((edition.lang, edition.site_url, read, terms))).digest()


def build_charts(
    atlas: Atlas, theme: Path, lang: Lang = "zh", drafts: bool = False
) -> tuple[Output, ...]:
    """The charts of one language's edition as files, for readers to take away."""
    return make_chart_files(make_edition(atlas, make_renderer(theme, lang).strings, drafts))
