"""The MkDocs plugin: hands the finished site of atlas.site to MkDocs.

Only this module knows MkDocs, so that another host can take its place. From one build of
`mkdocs serve` to the next only the memory is kept, which finds things by their content.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents, get_toc

from atlas.assets import make_assets
from atlas.editor import find_editor
from atlas.languages import HOMES, mark_chinese, reader_lang
from atlas.memory import Memory
from atlas.parts import Heading, Page
from atlas.preview import keep_serving, load_preview
from atlas.problems import has_errors, render_problems
from atlas.shell import empty_pages, shell_names, source_path
from atlas.site import load_site

MATERIAL_FOLDERS = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin's settings in mkdocs.yml."""

    full_text = Type(bool, default=False)
    """Publishes the documents whole; a preview shows them so in any case."""


class GeneratedPage(MkDocsPage):
    """A page that is HTML already: MkDocs would set up Markdown anew for each."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = ""


class AtlasPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Adds the pages and files of the atlas to the site that MkDocs builds."""

    preview = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.preview = command == "serve"
        self.memory = Memory(keeps=self.preview)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        self.root = root = Path(config.config_file_path).resolve().parent
        address = config.site_url or ""
        self.editor = find_editor(root, os.environ) if self.preview else None
        if self.editor:
            self.site = load_preview(root, address, self.editor, self.memory)
        else:
            self.site = load_site(root, False, address, self.config.full_text)
        if self.site.problems:
            print(render_problems(self.site.problems, reader_lang(os.environ)), file=sys.stderr)
        if has_errors(self.site.problems) and not self.preview:
            raise Abort("The content has errors: nothing was built.")
        self.assets = make_assets(root / "theme", _take_material_css(files))
        self.pages = {source_path(page.path): page for page in self.site.pages or empty_pages()}
        for path, page in self.pages.items():
            files.append(_page_file(path, page, config))
        for output in (*self.assets.outputs, *self.site.outputs):
            files.append(File.generated(config, output.path, content=output.data))
        return files

    def on_page_markdown(
        self, markdown: str, /, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        # The day of the build would get into sitemap.xml.gz: the same content, the same bytes.
        page.update_date = "2000-01-01"
        if self.editor:
            page.edit_url = self.editor.address(f"content/pages/{page.file.src_uri}")
        if made := self.pages.get(page.file.src_uri):
            page.meta = {"title": made.title, "description": made.description}
            if made.template:
                page.meta["template"] = made.template
        return markdown

    def on_page_content(
        self, html: str, /, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        made = self.pages.get(page.file.src_uri)
        if made is None:
            return mark_chinese(html) if page.url.startswith(HOMES["en"]) else html
        page.toc = make_contents(made.headings)
        return made.html

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        env.trim_blocks = env.lstrip_blocks = True  # no template is compiled before this hook
        env.bytecode_cache = self.memory.templates
        env.globals["hra"] = shell_names(self.site, self.assets, self.root / "theme", self.editor)
        return env

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        for path in self.site.watched:
            server.watch(str(path))
        server.builder = keep_serving(server.builder, Path(config.site_dir), self.root)
        return server


def make_contents(headings: tuple[Heading, ...]) -> TableOfContents:
    """The contents list of a page: headings of level 3 below those of level 2."""
    tokens: list[Any] = []
    for heading in headings:
        # MkDocs takes a title for HTML.
        name = str(escape(heading.title))
        token = {"level": heading.level, "id": heading.id, "name": name, "children": []}
        siblings = tokens[-1]["children"] if heading.level > 2 and tokens else tokens
        siblings.append(token)
    return get_toc(tokens)


def _page_file(path: str, page: Page, config: MkDocsConfig) -> File:
    file = File.generated(config, path, content="")
    if page.html:
        GeneratedPage(None, file, config)
    return file


def _take_material_css(files: Files) -> bytes:
    """Takes Material's scripts, styles and pictures out of the site and returns its style sheet."""
    css = b""
    for file in [file for file in files if file.dest_uri.startswith(MATERIAL_FOLDERS)]:
        if file.dest_uri.startswith("assets/stylesheets/main.") and file.name.endswith(".min"):
            css = file.content_bytes
        files.remove(file)
    return css
