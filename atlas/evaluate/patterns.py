"""Every regular expression of the package, found by letting the package work.

A call of `re` in the source is a site, known by its module and line. Those whose pattern stands
there as it is are read from the source; what the others make out of tables and names is recorded
while texts are read, pages are made and files are formatted.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import yaml

import atlas

_CALLS = ("compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split")
_PAGE = """<html><head><title>全市参保率达95%</title></head><body>
<p>发布时间:2023-03-05 来源:某报</p>
<p>2022年,全市参保人数为405939人,参保率达95%,比上年提高2个百分点,位居全省前列。</p></body></html>"""
_ENOUGH = 150  # patterns of one site; so many differ by a name
# Between marks that no division has before it; \p is what Python's re does not know.
_SCRIPTED = re.compile(
    r"(?<=[=(,&|!?:;] |.[(!])/(?![/*])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+)/[dgimsuvy]*"
)
_PROPERTIES = {
    "Script=Han": "一-鿿",
    "Script=Latin": "A-Za-zÀ-ɏ",
    "Number": "0-9０-９",
    "Punctuation": "!-/:-@，。、",
}


class Site(NamedTuple):
    """A call of `re`: the module as imported, the line, and the pattern if it stands there."""

    module: str
    line: int
    written: str | None


Made = dict[tuple[str, int], dict[str, re.Pattern[str]]]
"""The patterns that each site was seen to make, by their text."""


def collect_patterns(root: Path) -> tuple[Mapping[str, re.Pattern[str]], list[str]]:
    """The patterns by `module:line` and, where a site has several, number; and the sites unseen.

    Imports the whole package, so that of a process which has done so before, what modules make
    at import stays unseen.
    """
    with _recording() as made:
        _use_all(root)
    found: dict[str, re.Pattern[str]] = {}
    unseen = []
    for site in find_sites():
        name = f"{site.module.removeprefix('atlas.')}:{site.line}"
        patterns = list(made.get((site.module, site.line), {}).values())
        if not patterns and site.written is not None:
            patterns = [re.compile(site.written)]
        if not patterns:
            unseen.append(name)
        found |= {f"{name} {at}" if at else name: one for at, one in enumerate(patterns)}
    return found | find_scripted(root), unseen


def find_sites() -> Iterator[Site]:
    """The calls of `re` in the package's source."""
    folder = Path(atlas.__path__[0])
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        module = ".".join(["atlas", *(part for part in parts if part != "__init__")])
        if module == __name__:
            continue  # it only makes again what it has found
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _is_of_re(node.func):
                first = node.args[0]
                written = first.value if isinstance(first, ast.Constant) else None
                yield Site(module, node.lineno, written if isinstance(written, str) else None)


def _is_of_re(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in _CALLS
        and isinstance(called.value, ast.Name)
        and called.value.id == "re"
    )


def find_scripted(root: Path) -> dict[str, re.Pattern[str]]:
    """The literal patterns of our JavaScript, as Python's; it searches the same way."""
    found = {}
    for path in sorted((root / "theme" / "js").rglob("*.js")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            for match in _SCRIPTED.finditer(line):
                found[f"{path.name}:{number} {match.start()}"] = re.compile(_as_python(match[1]))
    return found


def _as_python(pattern: str) -> str:
    r"""A pattern without the properties of signs that only JavaScript knows.

    >>> _as_python(r"[\p{Number}.]+|\p{Script=Han}")
    '[0-9０-９.]+|[一-鿿]'
    """
    inside = re.compile(r"\[(?:\\.|[^\]\\])*\]")
    named = re.compile(r"\\p\{([\w=]+)\}")
    plain = inside.sub(lambda part: named.sub(lambda one: _PROPERTIES[one[1]], part[0]), pattern)
    return named.sub(lambda one: f"[{_PROPERTIES[one[1]]}]", plain)


@contextmanager
def _recording() -> Iterator[Made]:
    """Notes what is handed to `re` from within the package."""
    made: Made = {}
    given: dict[str, Callable[..., Any]] = {name: getattr(re, name) for name in _CALLS}
    for name, call in given.items():
        setattr(re, name, _noting(call, given["compile"], made))
    try:
        yield made
    finally:
        for name, call in given.items():
            setattr(re, name, call)


def _noting(
    call: Callable[..., Any], make: Callable[..., re.Pattern[Any]], made: Made
) -> Callable[..., Any]:
    def noted(pattern: Any, *others: Any, **named: Any) -> Any:
        frame = sys._getframe(1)
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("atlas."):
            flags = others[0] if call is make and others else named.get("flags", 0)
            here = made.setdefault((module, frame.f_lineno), {})
            if len(here) < _ENOUGH:
                one = pattern if isinstance(pattern, re.Pattern) else make(pattern, flags)
                here[str(one.pattern)] = _as_text(one)
        return call(pattern, *others, **named)

    return noted


def _as_text(pattern: re.Pattern[Any]) -> re.Pattern[str]:
    """A pattern for bytes as one for text."""
    if isinstance(pattern.pattern, bytes):
        return re.compile(pattern.pattern.decode("latin-1"), pattern.flags | re.UNICODE)
    return pattern


def _use_all(root: Path) -> None:
    """Lets the package make its patterns; its modules are imported here and not above."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(atlas.__path__, "atlas.")
        if not found.name.endswith("__main__")
    ]
    for module in modules:
        _fill_tables(module)
    site = importlib.import_module("atlas.site")
    preview = site.load_site(root, drafts=True)
    whole = preview.atlas
    for page in preview.planned:
        page.make()
    for source in whole.content.sources.values():
        site.draft_unheld(whole, source)
    document = importlib.import_module("atlas.reading.document")
    content = whole.content
    for text, published in _texts(root, content.seeds.values()):
        document.read_candidates(text, content.indicators, content.places, None, published)
        document.find_origin(text, content.places)
    importlib.import_module("atlas.reading.webpage").extract_text(_PAGE)
    files = importlib.import_module("atlas.formats").formats().files
    form = importlib.import_module("atlas.formatting").format_text
    form("- id: tcm\n", "content/topics.yml", files[0])


def _fill_tables(module: ModuleType) -> None:
    """Calls what makes a table or a pattern once."""
    for value in vars(module).values():
        made = isinstance(value, _lru_cache_wrapper) and inspect.isfunction(value.__wrapped__)
        if made and not inspect.signature(value).parameters:
            value()


def _texts(root: Path, seeds: Any) -> Iterator[tuple[str, str]]:
    """The project's documents and labelled passages, each with a date."""
    yield from ((seed, "2023-03-05") for seed in seeds)
    paths = sorted((root / "tests" / "cases" / "eval").glob("open-*.yml"))
    if paths:  # one for what finds labels in texts; thousands of patterns for all
        importlib.import_module("atlas.evaluate.passages").read_passages(paths[0])
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    for path in paths:
        for row in yaml.load(path.read_bytes(), Loader=loader):
            yield row["text"], row["published"]
