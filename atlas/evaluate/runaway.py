"""Hunts regular expressions that run away: `python -m atlas.evaluate.runaway`.

Every pattern of the reading package is tried on long runs of what it may stumble over. Time that
doubles with the text is right; a pattern whose time grows with its square is told, as it may only
be used where the text is short.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import _lru_cache_wrapper
from types import ModuleType

import atlas.reading

LENGTHS = (11, 22, 250, 500, 1_000, 2_000, 4_000)
"""The first ones are for what doubles with each sign: it would not come back from more."""
MOST = 3.0
"""A growth above it, while the length doubles, is that of a square or worse."""
_LEAST = 0.01  # seconds; below it a growth is chance
_LONGEST = 0.5  # seconds; a pattern that takes more is tried no further
_SIGNS = "01.,，、。；：:(（“《[-—~/%一十百万第每近年月日号医市的aA@_ \u3000\n"
_RUNS = (
    *_SIGNS,
    *("1,", "1.", "1 ", "1-", "1:", "2020", "10月", "20-", "百分之", "医院 ", "医院，", "医院、"),
    *("（医", "“医", "《医", "医1", "a.", "由1到", "自2020年", "其中", "记者 ", "\n1", "。”"),
)
_CALLS = ("compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split")


def main() -> int:
    """Prints the patterns whose time grows faster than the text; 1 where one does from one place.

    A search from every place may grow with the square, if only short texts are searched so.
    """
    patterns = collect_patterns()
    sys.stdout.write(f"{len(patterns)} patterns, {len(_RUNS)} runs\n")
    worst = 0
    for name, pattern in sorted(patterns.items()):
        for kind, use in _USES.items():
            growth, run = max((_growth(use(pattern), run), run) for run in _RUNS)
            if growth > MOST:
                worst += kind == "match"
                sys.stdout.write(f"{name:<44}{kind:<7}{growth:>6.1f} times on {run!r}\n")
                sys.stdout.flush()
    return int(worst > 0)


def collect_patterns() -> Mapping[str, re.Pattern[str]]:
    """The patterns of the package by module and place: its globals, tables and calls of `re`."""
    found: dict[str, re.Pattern[str]] = {}
    for module_info in pkgutil.iter_modules(atlas.reading.__path__):
        module = importlib.import_module(f"atlas.reading.{module_info.name}")
        for name, pattern in (*find_held(module), *find_written(module)):
            found.setdefault(f"{module_info.name}.{name}", pattern)
    return found


def find_held(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns among the module's globals, also inside tables, records and what is cached."""
    for name, value in vars(module).items():
        if isinstance(value, _lru_cache_wrapper) and not inspect.signature(value).parameters:
            yield from _inside(name, value())
        else:
            yield from _inside(name, value)


def _inside(name: str, value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, tuple | list):
        for index, part in enumerate(value):
            yield from _inside(f"{name}.{index}", part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _inside(f"{name}.{key}", part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _inside(f"{name}.{field.name}", getattr(value, field.name))


def find_written(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns that stand as they are in calls such as `re.search("[,，]", …)`."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        first = node.args[0] if node.args else None
        called = node.func.attr in _CALLS and ast.unparse(node.func.value) == "re"
        if called and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield f"line {node.lineno}", re.compile(first.value)


def _search(pattern: re.Pattern[str]) -> Callable[[str], object]:
    return lambda text: deque(pattern.finditer(text), maxlen=0)


_USES: Mapping[str, Callable[[re.Pattern[str]], Callable[[str], object]]] = {
    "match": lambda pattern: pattern.match,
    "search": _search,
}


def _growth(use: Callable[[str], object], run: str) -> float:
    """How much longer twice the text takes, at the longest that was tried."""
    before = growth = 0.0
    for length in LENGTHS:
        text = (run * length)[:length]
        started = time.process_time()
        use(text)
        after = time.process_time() - started
        if after > _LEAST:
            growth = after / max(before, _LEAST / 4)
        before = after
        if after > _LONGEST or (length < LENGTHS[2] and growth > MOST):
            break
    return growth


if __name__ == "__main__":
    sys.exit(main())
