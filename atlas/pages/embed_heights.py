"""How high an embedded page gets, reckoned from its texts, as a static frame must be told so.

The style sheet `theme/css/embed/` sets every line's height in px; how many lines a text runs to
is reckoned by the widest letters, so that the frame is rather too high than too low. A browser
measures every embedded page in the tests. Widths of letters are in hundredths of an em, whole
numbers, so that a line's is the difference of two sums.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import accumulate, pairwise
from math import ceil
from operator import add
from typing import TypeAlias
from unicodedata import east_asian_width

from atlas.pages.embed_views import Cell, EmbedGroup, EmbedRow, EmbedView, PlainRow, PlainTable

Heights: TypeAlias = tuple[float, ...]
"""In px, one for each of `CLASSES`."""

CLASSES = (320, 400, 480, 560, 660, 760)
"""Narrowest frames in px of those that are told one height."""
_WIDE = 560  # from here a table has columns, as in the style sheet
_BESIDE = 760  # from here a chart has its notes beside it
_MOST_WIDTH = 760
_TEXTS_KEPT = 8192  # most stand on a dozen embedded pages
_PIECES_KEPT = 4096
_PADDING = 16
_PLOT = 440
_SPARE = 1.03
_FILLED = 0.75  # of a line by words, at least
_ARROW = 24  # px, with the spaces about it
_PIECES = re.compile(r"[!-~]+ ?|.", re.DOTALL)
# Widths by sign, of Arial or Segoe UI, whichever is wider; the last is that of all others.
_LETTERS: tuple[tuple[str, int], ...] = (
    ("ijl'|", 26),
    (" ", 28),
    (",.:;!ftI", 35),
    ('r()[]-/"', 41),
    ("cksvxyzJ", 51),
    ("abdeghnopqu0123456789", 59),
    ("ABEFKLPSTVXYZ", 67),
    ("w", 73),
    ("CDGHNOQRU", 78),
    ("mM", 90),
    ("W%@", 100),
    ("", 60),
)
_TAG = re.compile("<[^>]*>")
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the interface that stand on every embedded page, where they take room."""

    doubt: str
    silent: str
    foot: str
    undated: str


class Setting:
    """Texts of one size, with lines `line` px high, in columns of these widths by the frame."""

    def __init__(self, size: int, line: int, widths: Iterable[float]) -> None:
        self.line = line
        self.rooms = [100 * width / size for width in widths]
        self.least = min(self.rooms)


_WIDTHS = [min(frame - 2 * _PADDING, _MOST_WIDTH) for frame in CLASSES]
_HEAD_WIDTHS = [width / 1.1 for width in _WIDTHS]
# The columns of a table of facts; below each other where it is narrow.
_COLUMNS = [
    (width * 0.46 - 12, width * 0.28 - 12, width * 0.26) if frame >= _WIDE else (width,) * 3
    for frame, width in zip(CLASSES, _WIDTHS, strict=True)
]
_TITLE = Setting(18, 24, _HEAD_WIDTHS)
_HEADING = Setting(15, 22, _HEAD_WIDTHS)
_TEXT = Setting(14, 20, _WIDTHS)
_FINE = Setting(13, 18, _WIDTHS)
_NAME = Setting(15, 22, [column for column, _, _ in _COLUMNS])
_BELOW_NAME = Setting(13, 18, [column for column, _, _ in _COLUMNS])
_CHANGE = Setting(13, 18, [column for _, column, _ in _COLUMNS])
_NOTE = Setting(
    *(13, 18),
    [
        width - _PLOT - 32 if frame >= _BESIDE else width
        for frame, width in zip(CLASSES, _WIDTHS, strict=True)
    ],
)


def reckon_heights(view: EmbedView, words: Words) -> dict[int, int]:
    """Heights in px by the narrowest frame that each is for, never growing with the width."""
    found: dict[int, int] = {}
    least = 0
    for frame, height in reversed([*zip(CLASSES, _add(_list_parts(view, words)), strict=True)]):
        least = max(least, ceil(height * _SPARE / 10) * 10)
        found[frame] = least
    return dict(reversed(found.items()))


def _list_parts(view: EmbedView, words: Words) -> Iterator[Heights]:
    """What stands below each other."""
    yield _everywhere(2 * _PADDING + 8 + 16 + 9 + 8 + 28)
    yield _set(view.title, _TITLE)
    if view.about:
        yield _everywhere(10)
        yield _set(view.about, _TEXT)
    if view.chart:
        yield _chart(view)
    for group in view.groups:
        yield from _group(group, words)
    for table in view.plain:
        yield from _plain(table)
    sources = "；".join(f"{one.title}，{one.note}" for one in view.sources) + view.cited
    yield _set(sources + words.foot, _FINE)


def _everywhere(height: int) -> Heights:
    return (height,) * len(CLASSES)


_NOTHING = _everywhere(0)


def _add(parts: Iterable[Heights]) -> Heights:
    return tuple([sum(heights) for heights in zip(*parts, strict=True)])


def _chart(view: EmbedView) -> Heights:
    box = _BOX.search(str(view.chart.svg)) if view.chart else None
    notes = _add([_everywhere(6 * len(view.notes)), *(_set(note, _NOTE) for note in view.notes)])
    heights: list[float] = []
    frames = pairwise((*CLASSES, _MOST_WIDTH + 2 * _PADDING))
    for (frame, wider), side in zip(frames, notes, strict=True):
        drawn = min(wider - 2 * _PADDING, _PLOT)  # it grows with the frame; texts get shorter
        plot = float(box[2]) * drawn / float(box[1]) if box else 0
        heights.append((max(plot, side) if frame >= _BESIDE else plot + side) + 12)
    return tuple(heights)


def _group(group: EmbedGroup, words: Words) -> Iterator[Heights]:
    if group.heading.title:
        yield _everywhere(14 + 4)
        yield _set(group.heading.title + group.heading.note + "  ", _HEADING)
    for row in group.rows:
        yield _row(row, words)
    if group.silent:
        yield _everywhere(6)
        yield _set(words.silent + group.silent, _FINE)


def _row(row: EmbedRow, words: Words) -> Heights:
    values = _set_arrows(_measure(one.value, 16) * 1.1 for one in row.values)
    if row.doubtful:
        values.append(_measure(words.doubt, 12) + 24)
    told = _set_arrows(
        _measure(f"{one.period} {one.period_mark}" if one.period else words.undated, 13)
        for one in row.periods
    )
    told += [_measure(role, 13) + 18 for role in row.roles]
    names = _add([_set(row.name.title, _NAME), *(_set(one, _BELOW_NAME) for one in row.lines)])
    changes = _add([_NOTHING, *(_set(one, _CHANGE) for one in row.changes)])
    besides = _measure("  ".join(row.changes), 13) if row.changes else 0
    return _lay_out(names, changes, len(row.changes), besides, tuple(values), tuple(told))


@lru_cache(maxsize=_TEXTS_KEPT)
def _lay_out(
    names: Heights,
    changes: Heights,
    count: int,
    besides: float,
    values: Sequence[float],
    told: Sequence[float],
) -> Heights:
    """How high a row of such measures gets: most are like others.

    Args:
        names: How high its name and the lines below that get.
        changes: How high its changes get.
        count: How many those are.
        besides: Their width in one line.
        values: The widths of its values.
        told: The widths of its periods and roles.
    """
    all_values, all_told = sum(values), sum(told)
    line = max(all_values, besides) + 12 + all_told
    heights = []
    for frame, (_, much, when), name, change in zip(CLASSES, _COLUMNS, names, changes, strict=True):
        if frame < _WIDE and line <= when:
            heights.append(name + 18 + 25 + 18 * count)
            continue
        value = 25 * (1 if all_values <= much else _pack(values, much)) + change
        period = 22 * (1 if all_told <= when else _pack(told, when))
        wide = frame >= _WIDE
        heights.append(max(name, value, period) + 16 if wide else name + 18 + value + period)
    return tuple(heights)


def _set_arrows(widths: Iterable[float]) -> list[float]:
    return [width + _ARROW * bool(at) for at, width in enumerate(widths)]


def _plain(table: PlainTable) -> Iterator[Heights]:
    if table.heading.title:
        yield _everywhere(14 + 4)
        yield _set(table.heading.title, _HEADING)
    for row in table.rows:
        yield from _plain_row(row)


def _plain_row(row: PlainRow) -> Iterator[Heights]:
    yield _everywhere(15)
    for name in [one.title for one in row.name.links] or [row.name.lead]:
        yield _set(name, _HEADING)
    if row.text is not None:
        yield _set(_drop_tags(row.text), _TEXT)
    if said := " · ".join(filter(None, map(_tell, row.said))):
        yield _set(said, _FINE)


def _tell(cell: Cell) -> str:
    """The words of a cell, at least as long as on the page."""
    return "：".join(filter(None, (cell.lead, "、".join(one.title for one in cell.links))))


def _pack(pieces: Sequence[float], width: float) -> int:
    """How many lines of `width` px the pieces take, none of which is broken while it fits one."""
    lines, used = 1, 0.0
    for piece in pieces:
        if used and used + piece > width:
            lines, used = lines + 1, 0.0
        if piece > width:  # it is broken between words, and nothing stands beside it
            lines += ceil(piece / width / _FILLED) - 1
        used += piece
    return lines


class _Widths(dict[str, int]):
    """Widths of letters and of what no line breaks, reckoned when first asked for."""

    def __missing__(self, text: str) -> int:
        if len(text) != 1:
            width = sum(map(self.__getitem__, text))
        elif east_asian_width(text) in "WFA":
            width = 100
        else:
            width = next(wide for signs, wide in _LETTERS if text in signs or not signs)
        if len(self) == _PIECES_KEPT:
            self.clear()
        self[text] = width
        return width


_width_of = _Widths().__getitem__


@lru_cache(maxsize=_TEXTS_KEPT)
def _measure(text: str, size: int) -> float:
    """Width in px; Latin letters as wide as in the wider of the common sans-serif fonts."""
    return size * sum(map(_width_of, text)) / 100


@lru_cache(maxsize=_TEXTS_KEPT)
def _set(text: str, setting: Setting) -> Heights:
    """How high the text gets."""
    whole = sum(map(_width_of, text))
    if whole <= setting.least:
        return _everywhere(setting.line)
    pieces = _PIECES.findall(text)
    widths = [*map(_width_of, pieces)]
    starts = [*accumulate(widths, initial=0)]
    # The space at a piece's end needs no room.
    ends = [*map(add, starts, map(_width_of, map(str.rstrip, pieces)))]
    return tuple(
        setting.line * (1 if whole <= room else _count_lines(widths, starts, ends, room))
        for room in setting.rooms
    )


def _count_lines(
    widths: Sequence[int], starts: Sequence[int], ends: Sequence[int], room: float
) -> int:
    """How many lines with that room pieces run to, which start and end so far from the text's."""
    lines, at = 1, 0
    while (at := bisect_right(ends, starts[at] + room, at + 1)) < len(widths):
        lines += 1 + int(widths[at] // room)
    return lines


def _drop_tags(text: str) -> str:
    return unescape(" ".join(_TAG.sub("", text).split()))
