"""The tables of rules that lie beside the code as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

import yaml

_Tree = dict[str, "_Tree"]
_GROUP = 80
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C one is eight times faster


def read_table(name: str) -> Any:
    """A table by its file name, every scalar as text."""
    data = resources.files("atlas.reading").joinpath(name).read_bytes()
    return yaml.load(data, Loader=_LOADER)


def kinds_by_word(kinds: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The kinds of each word, in the order of the table.

    >>> kinds_by_word({"rise": ["增"], "new": ["新增", "增"]})
    {'增': ['rise', 'new'], '新增': ['new']}
    """
    found: dict[str, list[str]] = {}
    for kind, words in kinds.items():
        for word in words:
            found.setdefault(word, []).append(kind)
    return found


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longer ones first.

    It is a tree by signs, so that a long list costs hardly more than a short one.

    >>> any_of(["医院", "医生", "医", "卫生院"])
    '医(?:院|生)?|卫生院'
    """
    tree: _Tree = {}
    for word in words:
        node = tree
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    return "|".join(_groups(_branches(tree))) if tree.keys() - {""} else ""


def _branches(node: _Tree) -> list[tuple[str, str]]:
    """The first sign and the pattern of each branch of a tree."""
    return [(sign, re.escape(sign) + _rest(below)) for sign, below in node.items() if sign]


def _rest(node: _Tree) -> str:
    """The pattern of what follows a sign, nothing where a word ends there and none goes on."""
    patterns = _groups(_branches(node))
    if not patterns:
        return ""
    if len(patterns) == 1 and "" not in node:
        return patterns[0]
    return f"(?:{'|'.join(patterns)}){'?' if '' in node else ''}"


def _groups(branches: list[tuple[str, str]]) -> list[str]:
    """The patterns; of very many, each group behind a look at the next sign, to try only one."""
    if len(branches) <= _GROUP:
        return [pattern for _, pattern in branches]
    groups = [branches[at : at + _GROUP] for at in range(0, len(branches), _GROUP)]
    return [_behind_look(branches, "|".join(_behind_look(group) for group in groups))]


def _behind_look(branches: list[tuple[str, str]], patterns: str = "") -> str:
    """The patterns of the branches, tried only where one of their signs stands."""
    signs = "".join(re.escape(sign) for sign, _ in branches)
    return f"(?=[{signs}])(?:{patterns or '|'.join(pattern for _, pattern in branches)})"
