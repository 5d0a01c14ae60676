"""The tables of rules that lie beside the code as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

import yaml

_Tree = dict[str, "_Tree"]
_GROUP, _LEAF, _FAN = 80, 20, 4  # branches tried one by one, and how the looks at more are nested
_BEGUN = re.compile(r"(?:(?P<sign>\w)|\[(?P<signs>\w+)\]|\(\?:(?P<words>\w+(?:\|\w+)*)\))(?![?*{])")
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

    Patterns that begin with plain signs cost as little as words: 就(?<!成就)业.

    >>> any_pattern(["医院", "(?<!中)西药", "就(?<!成就)业"])
    '(?=[医就])(?:医院|就(?<!成就)业)|(?<!中)西药'
    """
    patterns = [word for word in words if not word.isalpha()]
    begun = [(signs, word) for word in patterns if (signs := _first_signs(word))]
    tree = _tree(word for word in words if word.isalpha())
    branches = [*_branches(tree), *begun]
    others = [word for word in patterns if not _first_signs(word)]
    return "|".join([_behind_look(branches), *others] if others else _groups(branches))


def look_for(words: Iterable[str]) -> str:
    """A look at whether one of the words can begin here.

    >>> look_for(["医院", "诊所"])
    '(?=[医诊])'
    """
    return f"(?=[{''.join(sorted({re.escape(word[0]) for word in words}))}])"


def _first_signs(pattern: str) -> str:
    """The signs that a pattern begins with, where it shows them; else nothing.

    >>> _first_signs("医院?"), _first_signs("[医诊]所"), _first_signs("(?:医院|诊所)内")
    ('医', '医诊', '医诊')
    >>> _first_signs("医?院"), _first_signs("医院|诊所")
    ('', '')
    """
    begun = _BEGUN.match(pattern)
    if not begun or "|" in _NESTED.sub("", pattern):
        return ""
    return begun["sign"] or begun["signs"] or "".join(word[0] for word in begun["words"].split("|"))


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
    signs = "".join(re.escape(signs) for signs, _ in branches)
    size = max(_LEAF, -(-len(branches) // _FAN))
    parts = [branches[at : at + size] for at in range(0, len(branches), size)]
    patterns = map(_behind_look, parts) if len(parts) > 1 else (pattern for _, pattern in branches)
    return f"(?=[{signs}])(?:{'|'.join(patterns)})"
