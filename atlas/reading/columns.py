"""Units of the bare numbers of a table that stands in the text as words and numbers in a row.

The heads of its columns or rows give the units in brackets: 机构（个） 床位（张） 合计 5186 112603.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from atlas.reading.figurewords import counted_unit
from atlas.reading.numerals import scale_up
from atlas.reading.records import Figure
from atlas.reading.unitwords import find_unit

_HEAD = re.compile(r"(?<=[\u4e00-\u9fff])[(（](?:单位[:：])?([万亿]?)([^()（）\d\s]{0,3})[)）]")
_WHOLE = re.compile(r"(?<![(（])单位[:：]\s?([万亿]?)([^()（）\d\s,，。]{1,3})")
_SCALES = {"万": 4, "亿": 8, "": 0}
_MOST_HEADS = 60  # of one line; keeps the work linear
_FEWEST = 2  # bare numbers in a line that make it a table


@dataclass(frozen=True, slots=True)
class _Head:
    end: int
    scale: int
    unit: str


def fill_columns(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, with the units that the heads of their table give to those that have none."""
    filled = list(figures)
    starts = [figure.start for figure in figures]
    position = 0
    for line in text.splitlines(keepends=True):
        first = bisect_left(starts, position)
        last = bisect_left(starts, position + len(line))
        bare = sum(_is_bare(figure) for figure in figures[first:last])
        if bare >= _FEWEST:
            _fill_line(text, position, position + len(line), filled, first, last)
        position += len(line)
    return filled


def _is_bare(figure: Figure) -> bool:
    return not figure.unit and figure.text[-1].isdigit()


def _fill_line(
    text: str, start: int, end: int, filled: list[Figure], first: int, last: int
) -> None:
    heads = _heads(text, start, end)
    index = first
    while heads and index < last:
        stop = index + 1
        while stop < last and not text[filled[stop - 1].end : filled[stop].start].strip():
            stop += 1
        for place, head in enumerate(_heads_of_run(text, heads, filled[index:stop])):
            if _is_bare(filled[index + place]):
                filled[index + place] = _with_head(filled[index + place], head)
        index = stop


def _heads(text: str, start: int, end: int) -> list[_Head]:
    found: list[_Head] = []
    for pattern in (_HEAD, _WHOLE):
        for match in pattern.finditer(text, start, end):
            word = find_unit(text, match.start(2), match.start()) if match[2] else None
            unit = word.unit if word else counted_unit(text, match.start(), match.end())
            if unit and len(found) < _MOST_HEADS:
                found.append(_Head(match.end(), _SCALES[match[1]], unit))
    return sorted(found, key=lambda head: head.end)


def _heads_of_run(text: str, heads: list[_Head], run: Sequence[Figure]) -> list[_Head]:
    """The head of each number in a row: the one right before it, or one for each by its place."""
    before = [head for head in heads if head.end <= run[0].start]
    if not before:
        return []
    if not text[before[-1].end : run[0].start].strip() or len(heads) == 1:
        return [before[-1]] * len(run)
    bare = [figure for figure in run if _is_bare(figure)]
    if len(before) == len(bare):
        return before if len(bare) == len(run) else []
    return []


def _with_head(figure: Figure, head: _Head) -> Figure:
    return replace(figure, unit=head.unit, value=scale_up(figure.value, head.scale))
