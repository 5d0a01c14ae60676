"""Material's shell around the generated pages: one run of its template for each kind of page.

Pages of one section, language and depth differ in a few words only. Those stand in the template's
output as holes, which are cut out once and filled for every page. Other plugins of MkDocs do not
see these pages; nothing else of the host is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment
from markupsafe import escape

from atlas.languages import HOMES
from atlas.parts import Heading, Page
from atlas.trail import Trail
from atlas.watched import WatchedMapping

_FEWEST_CONTENTS = 3  # as in theme/material/base.html
_HOLE = re.compile(r"hra0([a-z]+)0hole")


@dataclass(frozen=True, slots=True)
class Framed:
    """What the shell's template needs to know of a page; the names are those of MkDocs.

    `toc.items` is ready HTML, or nothing.
    """

    url: str
    canonical_url: str
    meta: Mapping[str, str]
    toc: SimpleNamespace
    content: str = "hra0content0hole"
    edit_url: str = ""
    file: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(generated_by="atlas"))


class Frames:
    """The shells of one build.

    `environment` is MkDocs' and `names` what its templates know beside the page; `pictures` are
    those for sharing by the address below the language's home; `site_url` ends with a slash, or
    is empty. A `trail` notes which shell a page has.
    """

    def __init__(
        self,
        environment: Environment,
        names: Mapping[str, object],
        pictures: Mapping[str, str],
        site_url: str,
        trail: Trail | None = None,
    ) -> None:
        self._environment = environment
        self._names = names
        self._pictures = pictures
        self._site_url = site_url
        self._note: Callable[[object], None] | None = None
        if trail:
            self._pictures = WatchedMapping(trail, "pictures", pictures)
            self._note = trail.add_table("frames", lambda kind: self._print_once(*kind))
        self._made: dict[tuple[object, ...], list[str]] = {}

    def fill(self, page: Page) -> bytes:
        """The whole page, ready to be written."""
        plain = page.path.removeprefix(HOMES["en"])
        contents = self._contents(page) if plain else ""
        fillings = {
            "name": page.path.rstrip("/").rpartition("/")[2],
            "title": str(escape(page.title)),
            "description": str(escape(page.description)),
            "picture": self._pictures.get(plain) or self._pictures.get("", ""),
            "contents": contents,
            "content": page.html,
        }
        pieces = self._frame(page.path, plain, page.template, fillings)
        # Words of the shell and names of holes take turns.
        filled = [fillings[one] if at % 2 else one for at, one in enumerate(pieces)]
        return "".join(filled).encode()

    def _frame(
        self, path: str, plain: str, template: str, fillings: Mapping[str, str]
    ) -> list[str]:
        # A section's own page is marked in the navigation; those below it are all alike.
        above = plain.rstrip("/").rpartition("/")[0]
        url = path[: len(path) - len(plain)] + f"{above}/hra0name0hole/" if above else path
        holes = tuple(key for key, words in fillings.items() if words)
        if self._note:
            self._note((url, template, holes))
        return self._print_once(url, template, holes)

    def _print_once(self, url: str, template: str, holes: tuple[str, ...]) -> list[str]:
        kind = (url, template, holes)
        if kind not in self._made:
            self._made[kind] = _HOLE.split(self._print(url, template, holes))
        return self._made[kind]

    def _print(self, url: str, template: str, holes: tuple[str, ...]) -> str:
        words = {key: f"hra0{key}0hole" for key in holes}
        told = ("title", "description", "picture")
        page = Framed(
            url,
            self._site_url + url if self._site_url else "",
            {key: words[key] for key in told if key in words},
            SimpleNamespace(items=words.get("contents", [])),
        )
        up = "/".join([".."] * url.count("/")) or "."
        shell = self._environment.get_template(template or "main.html")
        return shell.render(self._names, page=page, base_url=up)

    def _contents(self, page: Page) -> str:
        items = nest_headings(page.headings)
        if len(items) < _FEWEST_CONTENTS:
            return ""
        words: Any = self._environment.get_template("partials/contents.html").module
        return str(words.contents_list(items))


def nest_headings(headings: tuple[Heading, ...]) -> list[SimpleNamespace]:
    """Contents as MkDocs' template takes them: headings of level 3 below those of level 2."""
    found: list[SimpleNamespace] = []
    for one in headings:
        item = SimpleNamespace(
            title=str(escape(one.title)), url=f"#{one.id}", level=one.level, children=[]
        )
        siblings = found[-1].children if one.level > 2 and found else found
        siblings.append(item)
    return found
