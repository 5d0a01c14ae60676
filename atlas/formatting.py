"""One canonical form for what editors write: key order, quotation marks, widths, line ends.

What a file says stays the same, its comments and the blank lines between records too; the first
line names the schema that editors' programs go by. A file that would not say the same is left
alone, with a problem that says why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

import yaml

from atlas.decoding import decode_yaml, describe_syntax
from atlas.drafts import next_number, quote_scalar, render_scalar
from atlas.formats import FileFormat, KeyFormat, formats
from atlas.model import Mark
from atlas.problems import Problem
from atlas.remarks import Remarks, find_remarks
from atlas.schemas import FOLDER

WIDTH = 100
"""Signs of a line up to which a list or a pair of texts stays in one; Chinese is never folded."""

_SCHEMA_LINE = "# yaml-language-server: $schema="
_NULLS = ("~", "null", "Null", "NULL")
_SMALL = 4  # keys of a record that may stand in one line
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NUMBERED = {"fact": "f", "measure": "m"}


def format_text(text: str, path: str, file: FileFormat) -> tuple[str, list[Problem]]:
    """The canonical form of a file; the text as given, with problems, where it has none.

    Args:
        text: The file's text, its line ends as they are.
        path: The file's path, for the problems.
        file: What kind of file it is.
    """
    problems: list[Problem] = []
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if decode_yaml(plain.encode(), path, problems) is None:
        return text, problems
    plain = re.sub(rf"^{re.escape(_SCHEMA_LINE)}.*\n", "", plain, flags=re.MULTILINE)
    try:
        node = yaml.compose(plain, Loader=_LOADER)
    except yaml.YAMLError as error:
        return text, [describe_syntax(plain, path, error)]
    if problems or not isinstance(node, yaml.CollectionNode):
        return text, problems
    remarks = find_remarks(plain, node)
    lines = _Writer(remarks).write_file(node, file)
    formatted = "\n".join(lines).strip("\n") + "\n"
    if not _says_the_same(plain, formatted) or not remarks.are_all_in(formatted):
        return text, [_comment_lost(Mark(path, 1, 1))]
    up = "../" * path.count("/")
    return f"{_SCHEMA_LINE}{up}{FOLDER}/{file.name}.json\n{formatted}", []


def _comment_lost(mark: Mark) -> Problem:
    return Problem(
        mark,
        "format",
        "没有整理这个文件：有注释写在括号或多行文字里。移到上一行再运行 atlas fmt。",
        "This file was left as it is: a comment stands in brackets or in a text of several lines. "
        "Move it to the line above, then run atlas fmt again.",
    )


def _says_the_same(before: str, after: str) -> bool:
    """Whether both hold the same data, the ids aside that were given."""
    try:
        old, new = (yaml.load(text, Loader=_LOADER) for text in (before, after))
    except yaml.YAMLError:
        return False
    return bool(_without_given(old, new) == old)


def _without_given(old: object, new: object) -> object:
    """`new` less the ids of records that have none in `old`."""
    if isinstance(old, dict) and isinstance(new, dict):
        kept = {key: new[key] for key in new if key in old or key != "id"}
        return {key: _without_given(old.get(key), kept[key]) for key in kept}
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [_without_given(*pair) for pair in zip(old, new, strict=True)]
    return new


@dataclass(frozen=True, slots=True)
class _Writer:
    remarks: Remarks

    def write_file(self, node: yaml.CollectionNode, file: FileFormat) -> list[str]:
        if file.shape == "list" and isinstance(node, yaml.SequenceNode):
            lines = self._items(node, file.record, 0, "")
        elif isinstance(node, yaml.MappingNode):
            keyed = file.shape == "keyed"
            lines = self._entries(node, "" if keyed else file.record, 0, file.record)
        else:
            lines = self._block(node, None, 0)
        return [*lines, *self.remarks.tail]

    def _entries(
        self, node: yaml.MappingNode, record: str, indent: int, below: str = ""
    ) -> list[str]:
        """The keys of a mapping in order; `below` is the record of each value in a keyed file.

        What stands above an item's first key belongs to the item, which wrote it.
        """
        keys = formats().records.get(record, {})
        place = _value_of(node, "place")
        lines: list[str] = []
        for key, value in _in_order(node, keys):
            form = keys.get(key.value) or (KeyFormat("record", below) if below else None)
            if indent == 0 or key.start_mark.index != node.start_mark.index:
                lines += self.remarks.before(key, indent)
            lines += self._entry(key, value, form, indent, place)
        return lines

    def _entry(
        self,
        key: yaml.Node,
        value: yaml.Node,
        form: KeyFormat | None,
        indent: int,
        place: str,
    ) -> list[str]:
        name = render_scalar(str(key.value))
        remark = self.remarks.beside(key)
        head = f"{' ' * indent}{name}:"
        if isinstance(value, yaml.ScalarNode):
            return [f"{head} {_scalar(value, form)}".rstrip() + remark]
        line = None if self.remarks.are_within(value) else _one_line(value, form, {})
        if line is not None and len(head) + 1 + len(line) <= WIDTH:
            return [f"{head} {line}{remark}"]
        return [head + remark, *self._block(value, form, indent, place)]

    def _block(
        self, value: yaml.Node, form: KeyFormat | None, indent: int, place: str = ""
    ) -> list[str]:
        record = form.of if form and form.kind in ("record", "records") else ""
        if isinstance(value, yaml.MappingNode):
            return self._entries(value, record, indent + 2)
        if isinstance(value, yaml.SequenceNode):
            return self._items(value, record, indent, place)
        raise TypeError(f"neither a mapping nor a list: {value!r}")

    def _items(self, node: yaml.SequenceNode, record: str, indent: int, place: str) -> list[str]:
        lines: list[str] = []
        numbers = _Numbers(node, record, place)
        for item in node.value:
            lines += self.remarks.before(item, indent)
            lines += self._item(item, record, indent, numbers.give(item))
        return lines

    def _item(self, item: yaml.Node, record: str, indent: int, given: str) -> list[str]:
        dash = f"{' ' * indent}- "
        if isinstance(item, yaml.ScalarNode):
            return [f"{dash}{_scalar(item, None)}".rstrip() + self.remarks.beside(item)]
        keys = formats().records.get(record, {})
        whole = self.remarks.are_within(item) or len(keys) > _SMALL
        line = None if whole else _one_line(item, None, keys)
        if line is not None and len(dash) + len(line) <= WIDTH and not given:
            return [f"{dash}{line}{self.remarks.beside(item)}"]
        if isinstance(item, yaml.MappingNode):
            lines = self._entries(item, record, indent + 2)
        else:
            lines = self._block(item, None, indent + 2)
        if given:
            lines.insert(0, f"{' ' * (indent + 2)}id: {render_scalar(given)}")
        if not lines:
            return [f"{dash}{{}}" if isinstance(item, yaml.MappingNode) else f"{dash}[]"]
        first = next(index for index, text in enumerate(lines) if not text.lstrip().startswith("#"))
        above = [f"{' ' * indent}{text.lstrip()}" for text in lines[:first]]
        return [*above, dash + lines[first].lstrip(), *lines[first + 1 :]]


def _in_order(
    node: yaml.MappingNode, keys: Mapping[str, KeyFormat]
) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """The entries in the order of the record; Chinese before English."""
    order = {name: index for index, name in enumerate(keys or ("zh", "en"))}
    return sorted(node.value, key=lambda entry: order.get(entry[0].value, len(order)))


class _Numbers:
    """The ids that records without one get, after the highest in use: wuhai-f031."""

    def __init__(self, node: yaml.SequenceNode, record: str, place: str) -> None:
        self._prefix = f"{place}-{_NUMBERED[record]}" if place and record in _NUMBERED else ""
        taken = [_value_of(item, "id") for item in node.value]
        self._next = next_number(self._prefix, [name for name in taken if name])

    def give(self, item: yaml.Node) -> str:
        if not self._prefix or not isinstance(item, yaml.MappingNode) or _value_of(item, "id"):
            return ""
        if any(key.value == "id" for key, _ in item.value):
            return ""
        number, self._next = self._next, self._next + 1
        return f"{self._prefix}{number:03d}"


def _value_of(node: yaml.Node, name: str) -> str:
    if not isinstance(node, yaml.MappingNode):
        return ""
    found = [value for key, value in node.value if key.value == name]
    return str(found[0].value) if found and isinstance(found[0], yaml.ScalarNode) else ""


def _scalar(node: yaml.ScalarNode, form: KeyFormat | None) -> str:
    """A text plain where YAML reads it back, in double quotes else; a code always in quotes."""
    text = str(node.value)
    if not text:
        return '""' if node.style else ""
    if (form and form.kind == "code") or text in _NULLS:
        return _quoted(text)
    return render_scalar(text)


def _one_line(node: yaml.Node, form: KeyFormat | None, keys: Mapping[str, KeyFormat]) -> str | None:
    """The node in brackets, None where it holds more than texts or is to stand in lines."""
    if isinstance(node, yaml.SequenceNode):
        if (form and form.kind == "parts") or not _are_scalars(node.value):
            return None
        return f"[{', '.join(_bracketed(item) for item in node.value)}]"
    if isinstance(node, yaml.MappingNode):
        if not _are_scalars([part for entry in node.value for part in entry]):
            return None
        pairs = [
            f"{_bracketed(key)}: {_bracketed(value, keys.get(key.value))}"
            for key, value in _in_order(node, keys)
            if isinstance(value, yaml.ScalarNode)
        ]
        return f"{{{', '.join(pairs)}}}"
    return None


def _are_scalars(nodes: Sequence[yaml.Node]) -> TypeGuard[Sequence[yaml.ScalarNode]]:
    return all(isinstance(node, yaml.ScalarNode) for node in nodes)


def _bracketed(node: yaml.ScalarNode, form: KeyFormat | None = None) -> str:
    """A text inside brackets, where commas and brackets need quotation marks too."""
    written = _scalar(node, form) or '""'
    if written.startswith('"') or not re.search(r"[,\[\]{}]", written):
        return written
    return _quoted(str(node.value))


def _quoted(text: str) -> str:
    return quote_scalar(text)
