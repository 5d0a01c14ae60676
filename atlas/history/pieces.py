"""A file of content cut into its records without reading the YAML: what did not change is not read.

The canonical form puts every record of a list at one depth and every record of a mapping at the
margin, so that a record is a stretch of lines. Files that are written otherwise make one piece.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

import yaml

REST = ""
"""The key of the lines of a file that are no record with an id."""

Pieces: TypeAlias = Mapping[str, str]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ITEM = re.compile(r"^- ", re.MULTILINE)
_INDENTED = re.compile(r"^ {2}- ", re.MULTILINE)
_KEYED = re.compile(r"^(?P<key>[a-z][a-z0-9-]*):[ ]*$", re.MULTILINE)
_TOP = re.compile(r"^[a-z_]+:", re.MULTILINE)


def cut(path: str, text: str) -> Pieces:
    r"""The pieces of a file by the ids of their records, and the rest.

    >>> cut("content/topics.yml", "# all\n- id: tcm\n  name: 1\n- id: poverty\n")
    {'tcm': '- id: tcm\n  name: 1\n', 'poverty': '- id: poverty\n', '': '# all\n'}
    """
    text = text.replace("\r\n", "\n")
    starts = _starts(path, text)
    tops = [] if _is_keyed(path) else [found.start() for found in _TOP.finditer(text)]
    ends = sorted({*starts, *tops, len(text)})
    found: dict[str, str] = {}
    rest = text[: ends[0]]
    for start, end in pairwise(ends):
        piece = text[start:end]
        name = _name(path, piece) if start in starts else REST
        if name and name not in found:
            found[name] = piece
        else:
            rest += piece
    return found | {REST: rest}


def word(piece: str, key: str) -> str:
    r"""The one-word value of a key of a record, empty where it has none.

    >>> word("- id: a-f1\n  status: accepted\n", "status"), word("- {id: a-f1, unit: '%'}", "unit")
    ('accepted', '%')
    """
    found = _pattern(key).search(piece)
    return found["word"] if found else ""


def read_piece(piece: str | bytes) -> Any:
    r"""What a piece says: mappings, lists and texts; None where it is no YAML (any more).

    >>> read_piece("- id: a-f1\n  value: 26.50\n")
    [{'id': 'a-f1', 'value': '26.50'}]
    """
    try:
        return yaml.load(piece, Loader=_LOADER)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def says_same(one: str, other: str) -> bool:
    """Whether two pieces differ in their form only: order of keys, quotation marks, line breaks."""
    read = read_piece(one)
    return read is not None and read == read_piece(other)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[{{,])[ -]*{key}:[ ]*[\"']?(?P<word>[^\s\"',}}]+)",
        re.MULTILINE,
    )


def _starts(path: str, text: str) -> list[int]:
    patterns = (_KEYED,) if _is_keyed(path) else (_ITEM, _INDENTED)
    for pattern in patterns:
        if found := [one.start() for one in pattern.finditer(text)]:
            return found
    return []


def _is_keyed(path: str) -> bool:
    return path.endswith(("/places.yml", "/breakdowns.yml"))


def _name(path: str, piece: str) -> str:
    if _is_keyed(path):
        return piece.partition(":")[0]
    return word(piece, "indicator" if path.endswith("/reference.yml") else "id")
