"""Jinja templates and the words of the interface, set up once for a build.

Autoescape is on and an unknown name stops the build: a template shows what a view holds and
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml
from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup

from atlas.compiling import FastEnvironment, escape_text
from atlas.languages import mark_chinese
from atlas.memory import Memory
from atlas.model import Lang

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster
_EMPTY_LINES = re.compile(r"\n\s*\n")
Texts: TypeAlias = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Strings:
    """The interface's words in one language; calling it with a key gives the text."""

    lang: Lang
    texts: Texts
    escaped: Mapping[str, Markup] = field(init=False, repr=False)
    """The texts without places to fill, for templates."""

    def __post_init__(self) -> None:
        told = ((key, forms[self.lang]) for key, forms in self.texts.items())
        ready = {key: Markup(escape_text(text)) for key, text in told if "{" not in text}
        object.__setattr__(self, "escaped", ready)

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with its `{name}` places filled; English has a form for `n` = 1.

        Raises:
            KeyError: if the file of strings has no such key.
        """
        forms = self.texts[key]
        if not values and "{" not in forms[self.lang]:
            return forms[self.lang]
        single = self.lang == "en" and values.get("n") == 1 and "one" in forms
        return forms["one" if single else self.lang].format(**values)


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders templates for one language."""

    environment: FastEnvironment
    strings: Strings

    def compile_all(self) -> None:
        """Compiles every template, before another process is to print by them too."""
        for name in self.environment.list_templates():
            self.environment.get_template(name)

    def render(self, template: str, path: str, **views: object) -> str:
        """The HTML of the page at `path`, an address below the site's root.

        Templates get `root`, the way up to the home page of the language, and `base`, the way
        up to the site's root, so that every link is relative.
        """
        up = "../" * path.count("/")
        base = up if self.strings.lang == "zh" else f"../{up}"
        text = self.environment.get_template(template).render(root=up, base=base, **views)
        html = _EMPTY_LINES.sub("\n", f"\n{text}\n").strip("\n") + "\n"
        return html if self.strings.lang == "zh" else mark_chinese(html)


def read_strings(theme: Path) -> Texts:
    """The interface's words in both languages, by key."""
    return _parse_strings((theme / "strings.yml").read_bytes())


@lru_cache(maxsize=1)  # a build asks six times
def _parse_strings(data: bytes) -> Texts:
    texts: Texts = yaml.load(data, Loader=_LOADER)
    return texts


def make_renderer(theme: Path, lang: Lang, memory: Memory | None = None) -> Renderer:
    """Reads `strings.yml` and the folder `templates` of the theme."""
    strings = Strings(lang, read_strings(theme))
    environment = FastEnvironment(
        loader=FileSystemLoader(theme / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=memory.templates if memory else None,
        auto_reload=False,  # each build makes an environment, so that it need not look at files
    )
    globals_: dict[str, Any] = {"t": strings, "lang": lang}
    environment.globals.update(globals_)
    environment.filters["some"] = _has_some
    return Renderer(environment, strings)


def _has_some(items: Iterable[object], name: str) -> bool:
    """Whether one of the items has what is named.

    Jinja's own filters of this kind ask for the page's context: a macro with one holds its page,
    which is then freed only when the collector comes by.
    """
    return any(getattr(one, name) for one in items)


class Marking(NamedTuple):
    """A stretch to mark, `[start, end)` in str offsets; the address makes it a link."""

    start: int
    end: int
    address: str = ""
    id: str = ""


def render_marked(text: str, markings: Iterable[Marking]) -> Markup:
    """Escaped `text` with `<mark>` around each stretch; of those that overlap the first counts.

    >>> render_marked("a<b", [Marking(1, 2)])
    Markup('a<mark>&lt;</mark>b')
    >>> render_marked("5家", [Marking(0, 2, id="x-f001")])
    Markup('<mark id="x-f001">5家</mark>')
    """
    pieces: list[str] = []
    at = 0
    for start, end, address, name in sorted(markings):
        if start < at:
            continue
        tag = f'<mark id="{escape_text(name)}">' if name else "<mark>"
        marked = f"{tag}{escape_text(text[start:end])}</mark>"
        if address:
            marked = f'<a href="{escape_text(address)}">{marked}</a>'
        pieces += escape_text(text[at:start]), marked
        at = end
    return Markup("".join((*pieces, escape_text(text[at:]))))
