"""YAML read as text, key by key, with every fault gathered and placed.

Scalars stay as they are written: PyYAML's own types would read 26.50 as 26.5, 010100 as 4160
and `no` as False. Faults never raise; they become problems that say what to write instead.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

import yaml

from atlas.decoding import decode_yaml, describe_syntax
from atlas.marks import PackedMarks, pack_marks
from atlas.model import Mark, Words
from atlas.problems import Problem

_LONGEST_CODE = 40
_share = lru_cache(128)(str)
"""One string for all of late that are equal."""
_number = lru_cache(4096)(Decimal)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FASTEST = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C one is eight times faster
# Every scalar stays text, so no tag has to be found for it.
_LOADER = type("_Loader", (_FASTEST,), {"resolve": lambda self, kind, value, implicit: ""})


class Fields:
    """The keys of one YAML mapping, taken one by one.

    A key that is absent or wrong gives an empty value and a problem; `close` reports the keys
    that nobody took.
    """

    def __init__(self, node: yaml.Node, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self._marks: dict[str, Mark] = {"": _mark(node, path)}
        self._nodes: dict[str, yaml.Node] = {}
        self._keys: dict[str, Mark] = {}
        self._taken: set[str] = set()
        if not isinstance(node, yaml.MappingNode):
            self._report(
                self._marks[""],
                "type",
                "这里应当是“键: 值”的列表。",
                "Write a list of `key: value` lines here.",
            )
            return
        for key, value in node.value:
            self._add(key, value)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        mark = _mark(key, self.path)
        if not isinstance(key, yaml.ScalarNode):
            self._report(mark, "type", "键应当是一个词。", "A key must be one word.")
        elif key.value in self._nodes:
            self._report(
                mark,
                "duplicate-key",
                f"键“{key.value}”写了两次。删去其中一个。",
                f"The key {key.value} stands twice. Delete one of them.",
            )
        else:
            self._nodes[key.value] = value
            self._keys[key.value] = mark
            self._marks[key.value] = _mark(value, self.path)

    def _report(self, mark: Mark, rule: str, zh: str, en: str) -> None:
        self.problems.append(Problem(mark, rule, zh, en))

    @property
    def marks(self) -> PackedMarks:
        """Where each key's value stands, "" the mapping itself."""
        return pack_marks(self._marks)

    def report(self, key: str, rule: str, zh: str, en: str) -> None:
        """Adds a problem at the value of `key`, or at the mapping where it is absent."""
        self._report(self._marks.get(key, self._marks[""]), rule, zh, en)

    def has(self, key: str) -> bool:
        return key in self._nodes

    def keys(self) -> tuple[str, ...]:
        """All keys in the order of the file."""
        return tuple(self._nodes)

    def _take(self, key: str, required: bool) -> yaml.Node | None:
        self._taken.add(key)
        if key not in self._nodes and required:
            self.report(
                key,
                "missing-key",
                f"缺少“{key}”。加一行：{key}: …",
                f"{key} is missing. Add a line `{key}: …`.",
            )
        return self._nodes.get(key)

    def text(self, key: str, *, required: bool = True, default: str = "") -> str:
        """The scalar as written, never converted."""
        node = self._take(key, required)
        if node is None:
            return default
        if not isinstance(node, yaml.ScalarNode):
            self.report(
                key,
                "type",
                f"“{key}”应当是一段文字，不是列表或对照表。",
                f"{key} must be one piece of text, not a list or a mapping.",
            )
            return default
        if not node.value.strip():
            self.report(
                key,
                "empty",
                f"“{key}”是空的。写上内容，或删去这一行。",
                f"{key} is empty. Write its value or delete the line.",
            )
            return default
        value = str(node.value)
        # Ids and codes stand in thousands of records, quotes in those of one sentence.
        return sys.intern(value) if len(value) <= _LONGEST_CODE else _share(value)

    def choice(
        self, key: str, options: Iterable[str], *, required: bool = True, default: str = ""
    ) -> str:
        """One of `options`."""
        value = self.text(key, required=required, default=default)
        valid = list(options)
        if value and value != default and value not in valid:
            zh, en = suggest(value, valid)
            self.report(
                key,
                "not-one-of",
                f"“{key}”不能是“{value}”。{zh}",
                f"{key} cannot be {value!r}. {en}",
            )
            return default
        return value

    def yes(self, key: str, *, default: bool = True, required: bool = False) -> bool:
        """`yes` or `no`."""
        value = self.choice(key, ("yes", "no"), required=required)
        return default if not value else value == "yes"

    def decimal(self, key: str) -> Decimal:
        """A plain number with its printed decimals; 0 where it is none."""
        value = self.text(key)
        if not value:
            return Decimal(0)
        if _NUMBER.fullmatch(value):
            return _number(value)
        plain = value.replace(",", "").replace("，", "")
        zh, en = "写成不带单位的数，例如 4580.6。", "Write a plain number such as 4580.6."
        if _NUMBER.fullmatch(plain):
            zh, en = f"不用逗号，写 {plain}。", f"Write {plain}."
        comma = ", with a comma" if plain != value else ""
        self.report(
            key,
            "number-format",
            f"“{key}”写的是“{value}”。{zh}",
            f'{key} is "{value}"{comma}. {en}',
        )
        return Decimal(0)

    def integer(self, key: str, *, default: int) -> int:
        """A whole number from 1."""
        value = self.text(key, required=False)
        if not value:
            return default
        if value.isascii() and value.isdigit() and int(value) > 0:
            return int(value)
        self.report(
            key,
            "number-format",
            f"“{key}”应当是 1、2、3 这样的数，不是“{value}”。",
            f"{key} must be 1, 2, 3 …, not {value!r}.",
        )
        return default

    def words(self, key: str, *, required: bool = True) -> Words | None:
        """A text in both languages."""
        node = self._take(key, required)
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode):
            self.report(
                key,
                "translation",
                f"“{key}”要有中文和英文：{{zh: …, en: …}}。",
                f"{key} needs both languages: {{zh: …, en: …}}.",
            )
            return Words(node.value, node.value)
        both = Fields(node, self.path, self.problems)
        found = Words(both.text("zh"), both.text("en"))
        both.close()
        return found

    def texts(self, key: str, *, required: bool = False, single: bool = False) -> tuple[str, ...]:
        """A list of scalars; where `single`, one scalar will do."""
        node = self._take(key, required)
        if node is None:
            return ()
        if single and isinstance(node, yaml.ScalarNode):
            return (self.text(key),)
        if not isinstance(node, yaml.SequenceNode) or not all(
            isinstance(item, yaml.ScalarNode) for item in node.value
        ):
            self.report(
                key,
                "type",
                f"“{key}”应当是一个列表，例如 [a, b]。",
                f"{key} must be a list such as [a, b].",
            )
            return ()
        return tuple(item.value for item in node.value)

    def records(self, key: str, *, required: bool = False) -> Iterator[Fields]:
        """The mappings of a list."""
        node = self._take(key, required)
        if node is None:
            return
        if isinstance(node, yaml.ScalarNode) and not node.value.strip():
            return
        yield from _items(node, self.path, self.problems)

    def mapping(self, key: str) -> Fields | None:
        """A mapping below `key`."""
        node = self._take(key, required=False)
        return None if node is None else Fields(node, self.path, self.problems)

    def close(self) -> None:
        """Reports every key that the format does not know."""
        for key, mark in self._keys.items():
            if key not in self._taken:
                zh, en = suggest(key, self._taken)
                self._report(
                    mark,
                    "unknown-key",
                    f"不认识的键“{key}”。{zh}",
                    f"Unknown key {key}. {en}",
                )


def parse_mapping(data: bytes, path: str, problems: list[Problem]) -> Fields | None:
    """The mapping that a YAML file holds; None where it cannot be read."""
    node = _compose(data, path, problems)
    return None if node is None else Fields(node, path, problems)


def parse_list(data: bytes, path: str, problems: list[Problem]) -> Iterator[Fields]:
    """The mappings of a YAML file that holds a list of them."""
    node = _compose(data, path, problems)
    if node is not None:
        yield from _items(node, path, problems)


def suggest(word: str, valid: Iterable[str]) -> tuple[str, str]:
    """What to write instead, in both languages: the nearest valid word, or the valid ones."""
    options = sorted(set(valid))
    near = get_close_matches(word, options, n=1, cutoff=0.6)
    if near:
        return f"是不是“{near[0]}”？", f"Did you mean {near[0]}?"
    if not options:
        return "现在没有可用的值。", "There is no valid value yet."
    shown = ", ".join(options[:40]) + (" …" if len(options) > 40 else "")
    return f"可用的有：{shown}。", f"Valid: {shown}."


def _items(node: yaml.Node, path: str, problems: list[Problem]) -> Iterator[Fields]:
    if not isinstance(node, yaml.SequenceNode):
        zh = "这里应当是列表，每项以“- ”开头。"
        problems.append(
            Problem(_mark(node, path), "type", zh, "Write a list here, each item after `- `.")
        )
        return
    for item in node.value:
        yield Fields(item, path, problems)


def _mark(node: yaml.Node, path: str) -> Mark:
    return Mark(path, node.start_mark.line + 1, node.start_mark.column + 1)


def _compose(data: bytes, path: str, problems: list[Problem]) -> yaml.Node | None:
    text = decode_yaml(data, path, problems)
    if text is None:
        return None
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        problems.append(describe_syntax(text, path, error))
        return None
    if node is None:
        zh = "文件是空的。写上内容，或删去文件。"
        problems.append(Problem(Mark(path, 1, 1), "empty", zh, "The file is empty."))
    return node
