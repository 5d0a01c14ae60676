"""Records as YAML in the project's canonical form, fast enough for thousands of sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from atlas.drafts import quote_scalar
from atlas.drafts import render_scalar as render_any

WIDTH = 100
_PLAIN = re.compile(r"[A-Za-z0-9\u4e00-\u9fff](?:[^:#\x00-\x20]|(?<!:) (?!#))*(?<! )")
SPREAD = ("id", "status", "reason", "code")
"""Keys of records that `atlas fmt` never writes in one line."""

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"


def write_record(record: Mapping[str, Value], indent: int = 0) -> list[str]:
    """The lines of a mapping in block style, its keys in the order given."""
    lines: list[str] = []
    for key, value in record.items():
        head = f"{' ' * indent}{key}:"
        if isinstance(value, str):
            lines.append(f"{head} {_code(value) if key == 'adcode' else render_scalar(value)}")
            continue
        line = _in_one_line(value)
        if line is not None and key != "quote" and len(head) + 1 + len(line) <= WIDTH:
            lines.append(f"{head} {line}")
        elif isinstance(value, Mapping):
            lines += [head, *write_record(value, indent + 2)]
        else:
            lines += [head, *write_items(value, indent)]
    return lines


def write_items(items: Sequence[Value], indent: int = 0) -> list[str]:
    """The lines of a list in block style."""
    lines: list[str] = []
    for item in items:
        dash = f"{' ' * indent}- "
        line = None if isinstance(item, str) else _in_one_line(item)
        if isinstance(item, str):
            lines.append(dash + render_scalar(item))
        elif line is not None and len(dash) + len(line) <= WIDTH and not _is_spread(item):
            lines.append(dash + line)
        elif isinstance(item, Mapping):
            first, *rest = write_record(item, indent + 2)
            lines += [dash + first.lstrip(), *rest]
    return lines


def render_scalar(text: str) -> str:
    """The text as YAML; most are plain at a glance, the others are tried."""
    return text if _PLAIN.fullmatch(text) and text.isprintable() else render_any(text)


def _is_spread(item: Value) -> bool:
    return isinstance(item, Mapping) and any(key in item for key in SPREAD)


def _in_one_line(value: Value) -> str | None:
    if isinstance(value, str):
        return None
    if isinstance(value, Mapping):
        if not all(isinstance(below, str) for below in value.values()):
            return None
        pairs = (f"{key}: {_bracketed(str(below))}" for key, below in value.items())
        return f"{{{', '.join(pairs)}}}"
    if not all(isinstance(below, str) for below in value):
        return None
    return f"[{', '.join(_bracketed(str(below)) for below in value)}]"


def _bracketed(text: str) -> str:
    written = render_scalar(text)
    if written.startswith('"') or not re.search(r"[,\[\]{}]", written):
        return written
    return quote_scalar(text)


def _code(text: str) -> str:
    return quote_scalar(text)
