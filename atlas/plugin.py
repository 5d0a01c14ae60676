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
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from watchdog.observers.polling import PollingObserver

from atlas.assets import make_assets
from atlas.editor import find_editor
from atlas.frames import Frames
from atlas.languages import HOMES, mark_chinese, reader_lang
from atlas.memory import Memory
from atlas.preview import keep_serving, load_preview
from atlas.problems import has_errors, render_problems
from atlas.publish import page_file, publish, read_files
from atlas.shell import empty_pages, shell_names, source_path
from atlas.site import load_site

MATERIAL_FOLDERS = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
_LOOK_EVERY = 0.1  # seconds; MkDocs looks for changes twice a second
_WAIT_FOR_MORE = 0.03  # seconds until a save is taken for whole
log = logging.getLogger("mkdocs.plugins.atlas")


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin's settings in mkdocs.yml."""

    full_text = Type(bool, default=False)
    """Publishes the documents whole; a preview shows them so in any case."""
    search = Type(bool, default=True)
    """Off only to measure what the index of the search costs."""


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


class AtlasPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Adds the pages and files of the atlas to the site that MkDocs builds."""

    preview = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.preview = command == "serve"
        self.memory = Memory(keeps=self.preview)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        # MkDocs empties the folder that it writes to, so it gets one of its own.
        self.place, self.building = Path(config.site_dir), config
        config.site_dir = tempfile.mkdtemp(prefix="atlas_")

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        self.root = root = Path(config.config_file_path).resolve().parent
        address = config.site_url or ""
        self.editor = find_editor(root, os.environ) if self.preview else None
        if self.editor:
            self.site = load_preview(root, address, self.editor, self.memory)
        else:
            self.site = load_site(
                root, False, address, self.config.full_text, search=self.config.search
            )
        if self.site.problems:
            print(render_problems(self.site.problems, reader_lang(os.environ)), file=sys.stderr)
        if has_errors(self.site.problems) and not self.preview:
            raise Abort("The content has errors: nothing was built.")
        self.assets = make_assets(root / "theme", _take_material_css(files))
        self.pages = self.site.pages or tuple(empty_pages())
        self.outputs = (*self.assets.outputs, *self.site.outputs)
        for page in self.pages:
            files.append(MadeFile(source_path(page.path), page_file(page.path), config))
        for output in self.outputs:
            files.append(MadeFile(output.path, output.path, config))
        return files

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.nav = nav
        return nav

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        # The day of the build would get into sitemap.xml.gz: the same content, the same bytes.
        page.update_date = "2000-01-01"
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
        self.frames = Frames(env, names, self.site.pictures, config.site_url or "")
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        pages = ((page_file(page.path), self.frames.fill(page)) for page in self.pages)
        outputs = ((output.path, output.data) for output in self.outputs)
        written_by_hand = read_files(Path(config.site_dir))
        done = publish(self.place, chain(written_by_hand, pages, outputs))
        log.info("%d files written, %d unchanged, %d deleted", *done)
        self._leave_staging()

    def on_build_error(self, *, error: Exception) -> None:
        self._leave_staging()

    def _leave_staging(self) -> None:
        if self.building.site_dir != str(self.place):
            shutil.rmtree(self.building.site_dir, ignore_errors=True)
            self.building.site_dir = str(self.place)

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        server.unwatch(config.docs_dir)
        server.unwatch(config.config_file_path)
        server.observer = PollingObserver(timeout=_LOOK_EVERY)
        server.build_delay = _WAIT_FOR_MORE
        for path in (*self.site.watched, config.config_file_path):
            server.watch(str(path))
        server.builder = keep_serving(server.builder, Path(config.site_dir), self.root)
        return server


def _take_material_css(files: Files) -> bytes:
    """Takes Material's scripts, styles and pictures out of the site and returns its style sheet."""
    css = b""
    for file in [file for file in files if file.dest_uri.startswith(MATERIAL_FOLDERS)]:
        if file.dest_uri.startswith("assets/stylesheets/main.") and file.name.endswith(".min"):
            css = file.content_bytes
        files.remove(file)
    return css
