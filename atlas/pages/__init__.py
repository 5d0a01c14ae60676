"""Every generated page of the site, from the atlas and the theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import chain
from operator import attrgetter
from pathlib import Path
from pickle import dumps
from typing import TypeAlias

from atlas.assets import FrameAssets
from atlas.editor import Editor
from atlas.languages import HOMES
from atlas.memory import Memory
from atlas.model import Atlas, Lang
from atlas.pages.changes import build_changes, build_corrections
from atlas.pages.charting import make_chart_files
from atlas.pages.city import plan_cities
from atlas.pages.codebook import build_codebook
from atlas.pages.compare import build_compare
from atlas.pages.data import build_data
from atlas.pages.doubtful import plan_doubtful
from atlas.pages.edition import Edition, Snippets, in_language, watch_edition
from atlas.pages.embed_code import FOLDER, Codes
from atlas.pages.embed_guide import build_embed_guide
from atlas.pages.embedding import PAGES, find_embeds, list_embeds
from atlas.pages.embeds import make_frame_files, render_embeds
from atlas.pages.feeds import make_feeds
from atlas.pages.gathering import make_edition
from atlas.pages.glossary import build_glossary
from atlas.pages.home import build_home
from atlas.pages.indicators import build_indicators, plan_indicators
from atlas.pages.left import plan_left
from atlas.pages.page import EmbedCodes, Press
from atlas.pages.places import build_places
from atlas.pages.provinces import plan_provinces
from atlas.pages.records import list_stretches, search_records
from atlas.pages.redirects import make_redirects
from atlas.pages.rules import build_rules
from atlas.pages.search_page import build_search
from atlas.pages.sources import plan_sources
from atlas.pages.timeline import plan_timeline
from atlas.pages.topics import build_topics, plan_topics
from atlas.parts import Bundle, Output, Page, Planned, Stretch
from atlas.release import Release, read_release
from atlas.render import Strings, make_renderer
from atlas.trail import Trail

__all__ = [
    "build_dated_embeds",
    "build_pages",
    "make_tables",
    "plan_edition",
    "plan_pages",
    "search_records",
]

Family: TypeAlias = Callable[[Press], Iterable[Planned]]


def _single(path: str, title: str, build: Callable[[Press], Page]) -> Family:
    """A page that stands alone; `title` is a key of the interface's words."""

    def plan(press: Press) -> tuple[Planned]:
        words = press.edition.t(title)
        return (press.plan(path, words, partial(build, press)),)

    return plan


_FAMILIES: tuple[Family, ...] = (
    _single("", "site_name", build_home),
    _single("cities/", "nav_cities", build_places),
    plan_provinces,
    plan_cities,
    plan_left,
    _single("topics/", "nav_topics", build_topics),
    plan_topics,
    _single("indicators/", "nav_indicators", build_indicators),
    plan_indicators,
    _single("compare/", "nav_compare", build_compare),
    plan_timeline,
    _single("glossary/", "nav_glossary", build_glossary),
    _single("rules/", "rules_title", build_rules),
    plan_sources,
    plan_doubtful,
    _single("changes/", "nav_changes", build_changes),
    _single("corrections/", "nav_corrections", build_corrections),
    _single("data/", "nav_data", build_data),
    _single("codebook/", "nav_codebook", build_codebook),
    _single("embed/", "embed_guide", build_embed_guide),
    _single("search/", "search_title", build_search),
)


def plan_pages(
    atlas: Atlas, theme: Path, lang: Lang = "zh", drafts: bool = False, site_url: str = ""
) -> tuple[Planned, ...]:
    """The pages of one language's edition, each made when it is wanted.

    `site_url` is where the site will stand, for citations.
    """
    return _plan_all(_make_press(make_tables(atlas, drafts, site_url), theme, lang))


def build_pages(
    atlas: Atlas, theme: Path, lang: Lang = "zh", drafts: bool = False, site_url: str = ""
) -> tuple[Page, ...]:
    """All pages of one language's edition, made at once; drafts only where asked for."""
    return tuple(page.make() for page in plan_pages(atlas, theme, lang, drafts, site_url))


def make_tables(
    atlas: Atlas,
    drafts: bool = False,
    site_url: str = "",
    snippets: Snippets | None = None,
    editor: Editor | None = None,
    trail: Trail | None = None,
) -> Edition:
    """What both languages look things up in; without words, which `plan_edition` adds.

    With `snippets`, lines of YAML for figures that nothing accounts for, source pages show their
    documents whole. With an `editor` links lead to the files on this machine. A `trail` notes what
    each page is made from.
    """
    edition = replace(
        make_edition(atlas, Strings("zh", {}), drafts),
        site_url=site_url,
        full_text=snippets is not None,
        snippets=snippets or {},
        editor=editor,
        trail=trail,
    )
    return watch_edition(edition, trail) if trail else edition


def plan_edition(
    tables: Edition, theme: Path, lang: Lang = "zh", memory: Memory | None = None
) -> tuple[tuple[Planned, ...], tuple[Bundle, ...], tuple[Stretch, ...]]:
    """One language's pages, the files beside them, and what a search is to find.

    Files are charts, embedded pages, feeds and redirects.
    """
    memory = memory or Memory(keeps=False)
    press = _make_press(tables, theme, lang, memory)
    pages = _plan_all(press)
    if not tables.drafts and not (tables.trail and tables.trail.knows_last):
        press.renderer.compile_all()  # once for both processes; an edit has need of few
    if tables.editor:
        memory.recall(partial(_try_each_kind, pages), "kinds", press.prints)
    return pages, tuple(_plan_bundles(press, theme)), list_stretches(press.edition)


def _plan_bundles(press: Press, theme: Path) -> Iterator[Bundle]:
    """The files beside one language's pages, kind by kind."""
    edition = press.edition
    kinds = [_list_charts]
    if not edition.drafts:  # nobody shares or follows a preview
        kinds += [partial(_list_embeds, theme, pages) for pages in PAGES]
        kinds.append(partial(_list_others, theme))
    for number, kind in enumerate(kinds):
        make = partial(kind, press)
        if edition.trail:
            name = f"{edition.lang} files {number}"
            yield from edition.trail.plan(name, make, make, attrgetter("make"))
        else:
            yield from make()


def _list_charts(press: Press) -> Iterator[Bundle]:
    edition = press.edition
    for indicator in edition.atlas.content.indicators.values():
        make = partial(make_chart_files, edition, indicator)
        yield Bundle(f"{HOMES[edition.lang]}charts/", make, indicator.id)


def _list_embeds(
    theme: Path, pages: Callable[[Edition], Iterable[str]], press: Press
) -> Iterator[Bundle]:
    home = HOMES[press.edition.lang]
    for name in pages(press.edition):
        yield Bundle(
            f"{home}{FOLDER}", partial(_make_embeds, press, theme, name), name, home + name
        )


def _list_others(theme: Path, press: Press) -> Iterator[Bundle]:
    home = HOMES[press.edition.lang]
    yield Bundle(f"{home}{FOLDER}", partial(_make_embed_assets, press, theme), "assets")
    yield Bundle(home, partial(make_feeds, press.edition), "feeds")
    yield Bundle(f"{home}cities/", partial(make_redirects, press.edition), "former")


def _make_embed_assets(press: Press, theme: Path) -> Iterator[Output]:
    if press.edition.lang == "zh" and next(list_embeds(press.edition), None):
        for assets in _frame_files(press, theme).values():
            yield from assets.outputs


def _make_embeds(press: Press, theme: Path, name: str) -> Iterator[Output]:
    """What can be embedded of one page."""
    views = find_embeds(press.edition, name)
    return render_embeds(press, views, _frame_files(press, theme), read_release())


def _frame_files(press: Press, theme: Path) -> dict[str, FrameAssets]:
    return press.edition.once("frames", "", partial(make_frame_files, theme, read_release()))


def build_dated_embeds(
    atlas: Atlas, theme: Path, lang: Lang, site_url: str, release: Release
) -> tuple[Output, ...]:
    """The embedded pages of one language as the version has them, with all that they load."""
    tables = make_tables(atlas, site_url=site_url)
    press = _make_press(tables, theme, lang, release=release)
    assets = make_frame_files(theme, release)
    [folder] = [one for one in assets if one != FOLDER]
    embeds = list_embeds(press.edition)
    made = render_embeds(press, embeds, {folder: assets[folder]}, release)
    return (*assets[folder].outputs, *made)


def _plan_all(press: Press) -> tuple[Planned, ...]:
    trail, lang = press.edition.trail, press.edition.lang
    if not trail:
        return tuple(chain.from_iterable(plan(press) for plan in _FAMILIES))
    planned = (
        trail.plan(f"{lang} pages {number}", plan, partial(plan, press), lambda one: one)
        for number, plan in enumerate(_FAMILIES)
    )
    return tuple(chain.from_iterable(planned))


def _make_press(
    tables: Edition,
    theme: Path,
    lang: Lang,
    memory: Memory | None = None,
    release: Release | None = None,
) -> Press:
    memory = memory or Memory(keeps=False)
    renderer = make_renderer(theme, lang, memory)
    edition = in_language(tables, renderer.strings)
    # Without the site's address a line would lead nowhere from another site.
    shared = bool(edition.site_url) and not edition.drafts
    codes: EmbedCodes = Codes(edition, release or read_release()) if shared else {}
    return Press(edition, renderer, memory, _sum_up(edition, theme), codes)


def _try_each_kind(pages: Iterable[Planned]) -> None:
    """Makes one page of each section, so that a fault in a template is told on every page."""
    kinds = {page.path.rpartition("/")[0].rpartition("/")[0]: page for page in pages}
    for page in (*kinds.values(), *(one for one in pages if one.path.count("/") < 2)):
        page.make()


def _sum_up(edition: Edition, theme: Path) -> bytes:
    """Stands for what goes into every page: language, address, words, templates, the glossary."""
    files = [theme / "strings.yml", *sorted((theme / "templates").iterdir())]
    read = [(path.name, path.read_bytes()) for path in files if path.is_file()]
    terms = tuple(edition.atlas.content.terms.values())
    return sha256(dumps((edition.lang, edition.site_url, read, terms))).digest()
