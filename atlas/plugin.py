"""The MkDocs plugin: hands the finished site of atlas.site to MkDocs.

Only this module knows MkDocs, so that another host can take its place. From one build of
`mkdocs serve` to the next only the memory is kept, which finds things by their content.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from atlas.aside import AsideError
from atlas.assets import make_assets
from atlas.compiled import Templates, find_file
from atlas.editor import find_editor
from atlas.frames import Frames
from atlas.languages import HOMES, mark_chinese, reader_lang
from atlas.memory import Memory
from atlas.parts import Planned
from atlas.preview import keep_serving, load_preview, serve_on_demand, show_fault, survive
from atlas.problems import has_errors, render_problems
from atlas.publish import Part, Publication, page_file, read_files
from atlas.seal import Seal
from atlas.shelf import Shelf
from atlas.shell import empty_pages, shell_names, source_path
from atlas.site import WATCHED, Site, load_site
from atlas.store import FILE, Store

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_LOOK_EVERY = 0.1  # seconds; MkDocs looks for changes twice a second
_WAIT_FOR_MORE = 0.03  # seconds until a save is taken for whole
_FIRSTS = (
    "indicators/",
    "sources/",
    "doubtful/",
    "embed/",
)  # English, where the other has the data
_SAID_ELSEWHERE = ("plugins", "site_dir", "theme")  # among the settings
log = logging.getLogger("mkdocs.plugins.atlas")


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin's settings in mkdocs.yml."""

    full_text = Type(bool, default=False)
    """Publishes the documents whole; a preview shows them so in any case."""
    search = Type(bool, default=True)
    """Off only to measure what the index of the search costs."""
    cache = Type(bool, default=True)
    """Whether what builds make is kept in `.cache` for the next; without it all is made anew."""


class MadeFile(File):
    """A file of ours: MkDocs knows its address, for links and the navigation, and no more."""

    def __init__(self, name: str, path: str, config: MkDocsConfig) -> None:
        included = InclusionLevel.INCLUDED
        super().__init__(name, None, config.site_dir, True, dest_uri=path, inclusion=included)
        self.generated_by = "atlas"

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Does nothing: all files are written at the end."""


class LinkedFiles(Files):
    """MkDocs' files, with those of ours that pages written by hand link to.

    The others' names are not known: they are made later, in two processes.
    """

    def __init__(self, files: Iterable[File], find: Callable[[str], Iterable[File]]) -> None:
        super().__init__(files)
        self._find = find

    def get_file_from_path(self, path: str) -> File | None:
        found = super().get_file_from_path(path)
        if found is None:
            for file in self._find(path):
                self.append(file)
            found = super().get_file_from_path(path)
        return found


class AtlasPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Adds the pages and files of the atlas to the site that MkDocs builds."""

    preview = False
    shelf: Shelf | None = None
    target: Publication | Shelf

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.preview = command == "serve"
        self.memory = Memory(keeps=self.preview)
        self.shelf = None
        self.left = ExitStack()

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        self.root = Path(config.config_file_path).resolve().parent
        if self.config.cache and self.memory.store is None:
            self.memory.store = Store(self.root / FILE)
            if _is_alone(config):  # what others add to templates is not known when it changes
                self.memory.templates = Templates(find_file())
        self.place, self.building = Path(config.site_dir), config
        # MkDocs empties the folder that it writes to, so it gets one of its own.
        config.site_dir = tempfile.mkdtemp(prefix="atlas_")
        self.left.callback(self._clear_away)
        self.assets = make_assets(self.root / "theme", _take_material(config.theme))
        if self.preview:
            self.shelf = self.shelf or Shelf(self.place, partial(show_fault, root=self.root))
        self.target = self.shelf or Publication(self.place)
        self.left.callback(self.target.abandon)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        # MkDocs' own tells the day of the build; ours is among the outputs.
        config.theme.static_templates.discard("sitemap.xml")
        address = config.site_url or ""
        self.editor = find_editor(self.root, os.environ) if self.preview else None
        self.seal = None if self.preview else self._make_seal(config)
        if self.editor:
            self.site = load_preview(self.root, address, self.editor, self.memory)
        else:
            self.site = self._find_sealed() or load_site(
                *(self.root, False, address, self.config.full_text),
                memory=self.memory,
                search=self.config.search,
            )
        if self.site.problems:
            print(render_problems(self.site.problems, reader_lang(os.environ)), file=sys.stderr)
        if has_errors(self.site.problems) and not self.preview:
            raise Abort("The content has errors: nothing was built.")
        self.pages = self.site.planned or tuple(empty_pages())
        for page in self.pages:
            files.append(MadeFile(source_path(page.path), page_file(page.path), config))
        if isinstance(self.target, Publication):
            self.target.trail = self.site.trail
        self.bundles = list(self.site.bundles)
        return LinkedFiles(files, partial(self._take_below, config))

    def _make_seal(self, config: MkDocsConfig) -> Seal | None:
        """None where nothing is kept, or others might have a say in the site."""
        if self.memory.store is None or not _is_alone(config):
            return None
        folders = [self.root / name for name in WATCHED]
        folders += map(Path, (config.docs_dir, *config.theme.dirs))
        told = {key: one for key, one in config.items() if key not in _SAID_ELSEWHERE}
        settings = told, dict(config.theme), dict(self.config)
        return Seal(self.memory.store, self.root, folders, settings)

    def _find_sealed(self) -> Site | None:
        found = None
        target = self.target
        if self.seal and isinstance(target, Publication):
            found = self.seal.find(lambda: target.old)
            if found:
                target.stands = True
                self.seal = None
        return found

    def _take_below(self, config: MkDocsConfig, path: str) -> list[File]:
        """Makes the bundles among which a path could be."""
        if isinstance(self.target, Shelf):
            return []  # a browser will ask for them
        if self.target.stands:
            return [MadeFile(path, path, config)] if path in self.target.old else []
        due = [one for one in self.bundles if path.startswith(one.folder)]
        self.bundles = [one for one in self.bundles if one not in due]
        return [MadeFile(one, one, config) for one in self.target.take(due)]

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.nav = nav
        return nav

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        if self.editor:
            page.edit_url = self.editor.address(f"content/pages/{page.file.src_uri}")
        return markdown

    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        return mark_chinese(html) if page.url.startswith(HOMES["en"]) else html

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        env.trim_blocks = env.lstrip_blocks = True  # no template is compiled before this hook
        env.bytecode_cache = self.memory.templates
        env.globals["hra"] = shell_names(self.site, self.assets, self.root / "theme", self.editor)
        names = {"nav": self.nav, "config": config}
        trail = self.site.trail
        self.frames = Frames(env, names, self.site.pictures, config.site_url or "", trail)
        if self.preview:
            survive(env, self.frames, self.root)
        self.target.begin(self._gather_part(True))
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        files = [(one.path, one.data) for one in self.assets.outputs]
        files += read_files(Path(config.site_dir))
        done = self.target.fill(self._gather_part(False), files)
        if isinstance(self.target, Publication):
            log.info("%d files written, %d unchanged, %d deleted", *done)
            if self.seal:
                self.seal.keep(self.site, self.target.old)
        self.left.close()

    def _gather_part(self, english: bool) -> Part:
        # Each process is to have as much to do: the data weigh more than the pictures, and most of
        # what one edit changes. The first also loads, and leaves all for the next build.
        edited = self.site.trail is not None and self.site.trail.knows_last
        en = HOMES["en"]
        others = (en, "pictures/", *(["data/"] if edited else []))
        firsts = tuple(en + name for name in _FIRSTS) if edited else ()

        def is_in(path: str) -> bool:
            return (path.startswith(others) and not path.startswith(firsts)) == english

        mine = {one.path: one for one in self.pages if is_in(one.path)}
        pages = {path: partial(self._print, one) for path, one in mine.items()}
        beside = {path: one.beside for path, one in mine.items() if one.beside}
        return Part([one for one in self.bundles if is_in(one.folder)], pages, mine, beside)

    def _print(self, page: Planned) -> bytes:
        return self.frames.fill(page.make())

    def on_build_error(self, *, error: Exception) -> None:
        self.left.close()
        if isinstance(error, AsideError):
            raise Abort(error.zh if reader_lang(os.environ) == "zh" else error.en)

    def on_shutdown(self) -> None:
        self.left.close()

    def _clear_away(self) -> None:
        shutil.rmtree(self.building.site_dir, ignore_errors=True)
        self.building.site_dir = str(self.place)

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        # With the server's own modules a twentieth of what a build without changes takes.
        from watchdog.observers.polling import PollingObserver

        server.unwatch(config.docs_dir)
        server.unwatch(config.config_file_path)
        server.observer = PollingObserver(timeout=_LOOK_EVERY)
        server.build_delay = _WAIT_FOR_MORE
        for path in (*self.site.watched, config.config_file_path):
            server.watch(str(path))
        if self.shelf:
            server.builder = keep_serving(server.builder, self.shelf)
            server.set_app(serve_on_demand(server.serve_request, self.shelf, server.mount_path))
        return server


def _is_alone(config: MkDocsConfig) -> bool:
    """Whether no other plugin and no hook has a say in the site."""
    return not config.hooks and list(config.plugins) == ["atlas"]


def _take_material(theme: Theme) -> bytes:
    """Takes Material's folder from the theme's and returns its style sheet.

    Nothing else of it is used, and MkDocs would look through its 11,000 icons at every build.
    """
    for folder in theme.dirs:
        if sheets := sorted(Path(folder).glob("assets/stylesheets/main.*.min.css")):
            theme.dirs.remove(folder)
            return sheets[0].read_bytes()
    return b""
