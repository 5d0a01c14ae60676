"""What stands in a YAML file beside its data: comments and blank lines, and where they belong."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

_COMMENT = re.compile(r"(?:^|(?<=\s))(#.*)", re.MULTILINE)
_BESIDE = re.compile(r"(?:^|\s)(#.*)$")


@dataclass(frozen=True, slots=True)
class Remarks:
    """The comments of one file.

    `lead` are the lines above a key or an item, by the offset at which that starts, `side` the
    comment behind it, `tail` the lines after the last one; blank lines are "".
    """

    lead: Mapping[int, Sequence[str]]
    side: Mapping[int, str]
    tail: Sequence[str]
    comments: Counter[str]

    def before(self, node: yaml.Node, indent: int) -> list[str]:
        """The lines to write above a key or an item."""
        lines = self.lead.get(node.start_mark.index, ())
        return [f"{' ' * indent}{line}" if line else "" for line in lines]

    def beside(self, node: yaml.Node) -> str:
        """What to write behind it in its line, with the spaces before; "" if nothing."""
        found = self.side.get(node.start_mark.index, "")
        return f"  {found}" if found else ""

    def are_within(self, node: yaml.Node) -> bool:
        """Whether a comment belongs to something inside the node."""
        first, last = node.start_mark.index, node.end_mark.index
        return any(first < at < last for at in (*self.lead, *self.side) if self._is_comment(at))

    def _is_comment(self, at: int) -> bool:
        return at in self.side or any(self.lead.get(at, ()))

    def are_all_in(self, text: str) -> bool:
        """Whether a text that says the same has every comment."""
        node = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        return node is not None and find_remarks(text, node).comments == self.comments


def find_remarks(text: str, root: yaml.Node) -> Remarks:
    """The comments and blank lines of a text whose lines end in LF."""
    lines = text.split("\n")
    written = _written_ends(root)
    anchors = sorted(set(_anchors(root)))
    starts = _line_starts(lines)
    lead: dict[int, list[str]] = {}
    side: dict[int, str] = {}
    waiting: list[str] = []
    for number, line in enumerate(lines):
        free = number not in written
        stripped = line.strip()
        if free and (not stripped or stripped.startswith("#")):
            _add(waiting, stripped)
            continue
        here = _between(anchors, starts[number], starts[number] + len(line))
        if here and waiting:
            lead[here[0]], waiting = waiting, []
        found = _BESIDE.search(line[written.get(number, 0) :])
        if found:
            owner = here[-1] if here else anchors[bisect_right(anchors, starts[number]) - 1]
            side[owner] = found[1]
    comments = Counter(_comments(text, root))
    return Remarks(lead, side, [line for line in waiting if line], comments)


def _comments(text: str, root: yaml.Node) -> Iterator[str]:
    """Every comment of the text, wherever it stands: what lies outside the texts and begins #."""
    position = 0
    for start, end in [*sorted(_texts(root)), (len(text), len(text))]:
        gap = text[position:start] if start > position else ""
        for found in _COMMENT.finditer(gap):
            yield found[1].rstrip()
        position = max(position, end)


def _texts(node: yaml.Node) -> Iterator[tuple[int, int]]:
    if not isinstance(node, yaml.CollectionNode):
        yield node.start_mark.index, node.end_mark.index
        return
    for part in node.value:
        for below in part if isinstance(part, tuple) else (part,):
            yield from _texts(below)


def _add(waiting: list[str], line: str) -> None:
    """Several blank lines count as one."""
    if line or not waiting or waiting[-1]:
        waiting.append(line)


def _between(anchors: Sequence[int], first: int, last: int) -> Sequence[int]:
    return anchors[bisect_left(anchors, first) : bisect_right(anchors, last)]


def _line_starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _written_ends(node: yaml.Node) -> dict[int, int]:
    """For each line that holds data: the column at which its last text or bracket ends."""
    ends: dict[int, int] = {}
    for found in _leaves(node):
        first, last = found.start_mark.line, found.end_mark.line
        whole = last if found.end_mark.column else last - 1
        for line in range(first, max(first, whole)):
            ends[line] = 10**9
        if found.end_mark.column or last == first:
            ends[last] = max(ends.get(last, 0), found.end_mark.column)
        else:
            ends[whole] = 10**9
    return ends


def _leaves(node: yaml.Node) -> Iterator[yaml.Node]:
    """Texts, and lists and mappings in brackets."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        yield node
        return
    for part in node.value:
        for below in part if isinstance(part, tuple) else (part,):
            yield from _leaves(below)


def _anchors(node: yaml.Node) -> Iterator[int]:
    """Where the keys and items start that a comment may belong to."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return
    for part in node.value:
        if isinstance(part, tuple):
            yield part[0].start_mark.index
            yield from _anchors(part[1])
        else:
            yield part.start_mark.index
            yield from _anchors(part)
