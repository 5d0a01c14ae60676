"""What all pages share: address, title, description, contents list and way up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from atlas.languages import HOMES, drop_chinese
from atlas.memory import Memory
from atlas.pages.citation import cite_page
from atlas.pages.edition import Edition
from atlas.pages.explain import Explainer
from atlas.pages.linked_data import Thing, render_data
from atlas.parts import Heading, Page, Planned
from atlas.release import read_release
from atlas.render import Renderer
from atlas.signs import LooksUp

LONGEST_DESCRIPTION = 155
WORDS_FILE = "theme/strings.yml"
"""Where the titles stand that come from no content."""


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is below the language's home page; empty for words that lead nowhere."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EmbedCode:
    """The lines to copy for one chart or table: one follows the atlas, one stays as it is.

    `url` is the live page's address below the language's home.
    """

    url: str
    live: str
    dated: str


class Headings(dict[str, Heading]):
    """A page's headings by id, for templates also by name: `h.facts`, `h["said-by"]`."""

    def __getattr__(self, name: str) -> Heading:
        return self[name]


class EmbedCodes(Protocol):
    """The lines to embed charts and tables, by their path."""

    def __contains__(self, path: str, /) -> bool: ...

    def get(self, path: str, /) -> EmbedCode | None: ...

    def __getitem__(self, path: str, /) -> EmbedCode: ...


@dataclass(frozen=True, slots=True)
class Press(LooksUp):
    """An edition and the renderer that prints it.

    `prints` stands for all that goes into every page: templates, words, the glossary. `codes`
    are the lines to embed charts and tables, by their path; a preview has none.
    """

    edition: Edition
    renderer: Renderer
    memory: Memory = field(default_factory=lambda: Memory(keeps=False))
    prints: bytes = b""
    codes: EmbedCodes = field(default_factory=dict[str, EmbedCode])

    def plan(
        self,
        path: str,
        title: str,
        make: Callable[[], Page],
        *,
        edit: str = WORDS_FILE,
        picture_of: str = "",
        beside: str = "",
    ) -> Planned:
        """A page to be made by `page`; addresses are below the language's home page."""
        home = HOMES[self.edition.lang]
        beside = beside and home + beside
        return Planned(home + path, title, make, edit, picture_of, beside)

    def page(
        self,
        template: str,
        path: str,
        title: str,
        *,
        description: str,
        headings: Iterable[Heading] = (),
        edit: str = "",
        cited: bool = True,
        data: Thing | None = None,
        **views: object,
    ) -> Page:
        """Renders one page; `path` is below the language's home page.

        Below it stands how to cite it, unless it is not `cited`, or tells so itself; and what it
        is of for machines, where `data` says so and the site's address is known.

        The template finds its headings as `h`, by id, so that page and contents list agree,
        and `explain`, which explains the glossary's words where the page first uses them. Pages
        lead to a record's lines where it has its home only, but all of them while one is `editing`:
        else a line more would change every page below it.
        """
        listed = tuple(headings)

        def render() -> str:
            html = self.renderer.render(
                template,
                path,
                title=title,
                h=Headings((one.id, one) for one in listed),
                explain=Explainer(self.edition, "../" * path.count("/")),
                codes=self.codes,
                version=read_release().version,
                editing=self.edition.editor is not None,
                **views,
            )
            if not cited:
                return html
            citation = cite_page(self.edition, title, path)
            return html + self.renderer.render("_citation.html", path, citation=citation)

        made_from = (template, path, title, listed, cited, views)
        html = self.memory.recall(render, self.prints, made_from)
        if data and self.edition.site_url:
            html += render_data(data)
        if self.edition.lang == "en":
            description = drop_chinese(description)
        short = shorten(description, LONGEST_DESCRIPTION)
        return Page(HOMES[self.edition.lang] + path, title, html, short, listed, edit)


def shorten(text: str, most: int) -> str:
    """At most `most` characters, cut at a sentence or word end where there is one.

    >>> shorten("甲乙。丙丁戊", 5), shorten("one two three", 9)
    ('甲乙。', 'one two…')
    """
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    for end in ("。", ". ", "；", "; "):
        if end in cut:
            return cut[: cut.rindex(end) + 1].strip()
    return (cut[: cut.rindex(" ")] if " " in cut else cut) + "…"
