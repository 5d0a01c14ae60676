"""The tables of rules that lie beside the code as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

import yaml

_Tree = dict[str, "_Tree"]
_GROUP, _LEAF, _FAN = 80, 20, 4  # branches tried one by one, and how the looks at more are nested
_NESTED = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
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
    tree = _tree(words)
    return "|".join(_groups(_branches(tree))) if tree.keys() - {""} else ""


def any_pattern(words: Sequence[str]) -> str:
    """A pattern for any of plain words and of patterns, the words first.

    Patterns that begin with a plain sign cost as little as words: 就(?<!成就)业.

    >>> any_pattern(["医院", "[中西]药", "就(?<!成就)业"])
    '医院|就(?<!成就)业|[中西]药'
    """
    patterns = [word for word in words if not word.isalpha()]
    begun = [(word[0], word) for word in patterns if _begins_plainly(word)]
    tree = _tree(word for word in words if word.isalpha())
    others = (word for word in patterns if not _begins_plainly(word))
    return "|".join([*_groups([*_branches(tree), *begun]), *others])


def _begins_plainly(pattern: str) -> bool:
    optional = pattern[1:2] in tuple("?*{")
    return pattern[0].isalpha() and not optional and "|" not in _NESTED.sub("", pattern)


def _tree(words: Iterable[str]) -> _Tree:
    tree: _Tree = {}
    for word in words:
        node = tree
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    return tree


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
    """The patterns; of very many, those behind looks at the next sign, to try only a few."""
    if len(branches) <= _GROUP:
        return [pattern for _, pattern in branches]
    return [_behind_look(branches)]


def _behind_look(branches: list[tuple[str, str]]) -> str:
    """The patterns of the branches, tried only where one of their signs stands, part by part."""
    signs = "".join(re.escape(sign) for sign, _ in branches)
    size = max(_LEAF, -(-len(branches) // _FAN))
    parts = [branches[at : at + size] for at in range(0, len(branches), size)]
    patterns = map(_behind_look, parts) if len(parts) > 1 else (pattern for _, pattern in branches)
    return f"(?=[{signs}])(?:{'|'.join(patterns)})"
