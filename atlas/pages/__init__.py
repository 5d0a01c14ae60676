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
from atlas.pages.embed_code import FOLDER, make_code
from atlas.pages.embed_guide import build_embed_guide
from atlas.pages.embedding import EmbedView, list_embeds
from atlas.pages.embeds import make_frame_files, render_embeds
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
from atlas.release import Release, read_release
from atlas.render import make_renderer

__all__ = ["build_dated_embeds", "build_edition", "build_pages", "search_records"]

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
    build_embed_guide,
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
    press, _ = _make_press(atlas, theme, lang, drafts, site_url, snippets, editor, memory)
    return _build_all(press)


def build_edition(
    atlas: Atlas,
    theme: Path,
    lang: Lang = "zh",
    drafts: bool = False,
    site_url: str = "",
    snippets: Snippets | None = None,
    editor: Editor | None = None,
    memory: Memory | None = None,
) -> tuple[tuple[Page, ...], tuple[Output, ...]]:
    """One language's pages, and the files beside them: charts to take away, embedded pages."""
    press, embeds = _make_press(atlas, theme, lang, drafts, site_url, snippets, editor, memory)
    release = read_release()
    assets = make_frame_files(theme, release)
    files = (
        *make_chart_files(press.edition),
        *(output for one in assets.values() for output in one.outputs if embeds and lang == "zh"),
        *render_embeds(press, embeds, assets, release),
    )
    return _build_all(press), files


def build_dated_embeds(
    atlas: Atlas, theme: Path, lang: Lang, site_url: str, release: Release
) -> tuple[Output, ...]:
    """The embedded pages of one language as the version has them, with all that they load."""
    press, embeds = _make_press(atlas, theme, lang, False, site_url, release=release)
    assets = make_frame_files(theme, release)
    [folder] = [one for one in assets if one != FOLDER]
    made = render_embeds(press, embeds, {folder: assets[folder]}, release)
    return (*assets[folder].outputs, *made)


def _build_all(press: Press) -> tuple[Page, ...]:
    return tuple(chain.from_iterable(build(press) for build in _BUILDERS))


def _make_press(
    atlas: Atlas,
    theme: Path,
    lang: Lang,
    drafts: bool,
    site_url: str = "",
    snippets: Snippets | None = None,
    editor: Editor | None = None,
    memory: Memory | None = None,
    release: Release | None = None,
) -> tuple[Press, tuple[EmbedView, ...]]:
    """The press, and what can be embedded: nothing of a preview, which nobody shares."""
    memory = memory or Memory(keeps=False)
    renderer = make_renderer(theme, lang, memory)
    edition = replace(
        make_edition(atlas, renderer.strings, drafts),
        site_url=site_url,
        full_text=snippets is not None,
        snippets=snippets or {},
        editor=editor,
    )
    embeds = () if drafts else list_embeds(edition)
    told = release or read_release()
    # Without the site's address a line would lead nowhere from another site.
    codes = {view.path: make_code(edition, view, told) for view in embeds if site_url}
    return Press(edition, renderer, memory, _sum_up(edition, theme), codes), embeds


def _sum_up(edition: Edition, theme: Path) -> bytes:
    """Stands for what goes into every page: language, address, words, templates, the glossary."""
    files = [theme / "strings.yml", *sorted((theme / "templates").iterdir())]
    read = [(path.name, path.read_bytes()) for path in files if path.is_file()]
    terms = edition.atlas.content.terms
    return sha256(dumps((edition.lang, edition.site_url, read, terms))).digest()
