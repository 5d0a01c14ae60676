"""How high an embedded page gets, reckoned from its texts, as a static frame must be told so.

The style sheet `theme/css/embed/` sets every line's height in px; how many lines a text runs to
is reckoned by the widest letters, so that the frame is rather too high than too low. A browser
measures every embedded page in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple
from unicodedata import east_asian_width

from markupsafe import Markup

from atlas.pages.embed_views import Cell, EmbedGroup, EmbedRow, EmbedView, PlainRow, PlainTable

CLASSES = (320, 400, 480, 560, 660, 760)
"""Narrowest frames in px of those that are told one height."""
_WIDE = 560  # from here a table has columns, as in the style sheet
_BESIDE = 760  # from here a chart has its notes beside it
_MOST_WIDTH = 760
_TEXTS_KEPT = 8192  # the texts of one page are measured at six widths
_CUT_KEPT = 512  # their pieces weigh two kilobytes a text
_PADDING = 16
_PLOT = 440
_SPARE = 1.03
_FILLED = 0.75  # of a line by words, at least
_ARROW = 24  # px, with the spaces about it
_PIECES = re.compile(r"[!-~]+ ?|.", re.DOTALL)
# Widths in em by sign, of Arial or Segoe UI, whichever is wider; the last is that of all others.
_LETTERS: tuple[tuple[str, float], ...] = (
    ("ijl'|", 0.26),
    (" ", 0.28),
    (",.:;!ftI", 0.35),
    ('r()[]-/"', 0.41),
    ("cksvxyzJ", 0.51),
    ("abdeghnopqu0123456789", 0.59),
    ("ABEFKLPSTVXYZ", 0.67),
    ("w", 0.73),
    ("CDGHNOQRU", 0.78),
    ("mM", 0.9),
    ("W%@", 1.0),
    ("", 0.6),
)
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the interface that stand on every embedded page, where they take room."""

    doubt: str
    silent: str
    foot: str
    undated: str


class Pieces(NamedTuple):
    """A row, and the widths of what stands beside its name, which no frame changes."""

    row: EmbedRow
    values: list[float]
    told: list[float]
    change: float


def reckon_heights(view: EmbedView, words: Words) -> dict[int, int]:
    """Heights in px by the narrowest frame that each is for, never growing with the width."""
    found: dict[int, int] = {}
    least = 0
    rows = [[_measure_row(row, words) for row in group.rows] for group in view.groups]
    for frame, wider in reversed([*pairwise((*CLASSES, _MOST_WIDTH + 2 * _PADDING))]):
        height = _reckon(view, rows, words, frame, wider)
        least = max(least, ceil(height * _SPARE / 10) * 10)
        found[frame] = least
    return dict(reversed(found.items()))


def _reckon(
    view: EmbedView, rows: Sequence[Sequence[Pieces]], words: Words, frame: int, wider: int
) -> float:
    """The height in a frame of any width from `frame` to `wider`."""
    width = min(frame - 2 * _PADDING, _MOST_WIDTH)
    height: float = 2 * _PADDING + _lines(view.title, width / 1.1, 18) * 24 + 8
    height += _lines(view.about, width, 14) * 20 + 10 if view.about else 0
    if view.chart:
        height += _chart(view, width, wider - 2 * _PADDING)
    height += sum(
        _group(group, pieces, words, width) for group, pieces in zip(view.groups, rows, strict=True)
    )
    height += sum(_plain(table, width) for table in view.plain)
    sources = "；".join(f"{one.title}，{one.note}" for one in view.sources) + view.cited
    return height + 16 + 9 + _lines(sources + words.foot, width, 13) * 18 + 8 + 28


def _chart(view: EmbedView, width: float, wider: float) -> float:
    box = _BOX.search(str(view.chart.svg)) if view.chart else None
    drawn = min(wider, _PLOT)  # it grows with the frame, while texts get shorter
    plot = float(box[2]) * drawn / float(box[1]) if box else 0
    beside = width + 2 * _PADDING >= _BESIDE
    side = width - _PLOT - 32 if beside else width
    notes = sum(_lines(note, side, 13) * 18 + 6 for note in view.notes)
    return max(plot, notes) + 12 if beside else plot + notes + 12


def _group(group: EmbedGroup, rows: Iterable[Pieces], words: Words, width: float) -> float:
    height: float = sum(_row(row, width) for row in rows)
    if group.heading.title:
        told = group.heading.title + group.heading.note + "  "
        height += _lines(told, width / 1.1, 15) * 22 + 14 + 4
    if group.silent:
        height += _lines(words.silent + group.silent, width, 13) * 18 + 6
    return height


def _measure_row(row: EmbedRow, words: Words) -> Pieces:
    values = _set_arrows(_measure(one.value, 16) * 1.1 for one in row.values)
    values += [_measure(words.doubt, 12) + 24] * row.doubtful
    told = _set_arrows(
        _measure(f"{one.period} {one.period_mark}" if one.period else words.undated, 13)
        for one in row.periods
    )
    told += [_measure(role, 13) + 18 for role in row.roles]
    return Pieces(row, values, told, _measure("  ".join(row.changes), 13))


def _set_arrows(widths: Iterable[float]) -> list[float]:
    return [width + _ARROW * bool(at) for at, width in enumerate(widths)]


def _row(pieces: Pieces, width: float) -> float:
    row, values, told, change = pieces
    if width + 2 * _PADDING >= _WIDE:
        columns = width * 0.46 - 12, width * 0.28 - 12, width * 0.26
        value = _pack(values, columns[1]) * 25
        value += sum(_lines(one, columns[1], 13) * 18 for one in row.changes)
        return max(_name(row, columns[0]), value, _pack(told, columns[2]) * 22) + 16
    height = _name(row, width) + 18
    first = max(sum(values), change)
    if first + 12 + sum(told) <= width:
        return height + 25 + 18 * len(row.changes)
    height += _pack(values, width) * 25 + _pack(told, width) * 22
    return height + sum(_lines(one, width, 13) * 18 for one in row.changes)


def _plain(table: PlainTable, width: float) -> float:
    heading = table.heading.title
    height: float = _lines(heading, width / 1.1, 15) * 22 + 14 + 4 if heading else 0
    return height + sum(_plain_row(row, width) for row in table.rows)


def _plain_row(row: PlainRow, width: float) -> float:
    names = [one.title for one in row.name.links] or [row.name.lead]
    height: float = sum(_lines(one, width / 1.1, 15) for one in names) * 22 + 15
    height += _lines(_drop_tags(row.text), width, 14) * 20 if row.text is not None else 0
    said = " · ".join(filter(None, map(_tell, row.said)))
    return height + (_lines(said, width, 13) * 18 if said else 0)


def _tell(cell: Cell) -> str:
    """The words of a cell, at least as long as on the page."""
    return "：".join(filter(None, (cell.lead, "、".join(one.title for one in cell.links))))


def _name(row: EmbedRow, width: float) -> float:
    lines = sum(_lines(line, width, 13) * 18 for line in row.lines)
    return _lines(row.name.title, width, 15) * 22 + lines


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


class _Widths(dict[str, float]):
    """Widths of letters in em, reckoned when first asked for."""

    def __missing__(self, letter: str) -> float:
        if east_asian_width(letter) in "WFA":
            width = 1.0
        else:
            width = next(wide for signs, wide in _LETTERS if letter in signs or not signs)
        self[letter] = width
        return width


_width_of = _Widths().__getitem__


@lru_cache(maxsize=_TEXTS_KEPT)
def _measure(text: str, size: int = 1) -> float:
    """Width in px; Latin letters as wide as in the wider of the common sans-serif fonts."""
    return size * sum(map(_width_of, text))


@lru_cache(maxsize=_TEXTS_KEPT)
def _lines(text: str, width: float, size: int) -> int:
    """How many lines of `width` px the text runs to."""
    room = width / size
    if _measure(text) <= room:
        return 1
    lines, used = 1, 0.0
    for wide, bare in _cut(text):
        if used and used + bare > room:
            lines, used = lines + 1 + int(wide // room), 0.0
        used += wide
    return lines


@lru_cache(maxsize=_CUT_KEPT)
def _cut(text: str) -> tuple[tuple[float, float], ...]:
    """Widths in em of the pieces that no line breaks, with and without the space at their end."""
    return tuple((_measure(one), _measure(one.rstrip())) for one in _PIECES.findall(text))


@lru_cache(maxsize=_CUT_KEPT)
def _drop_tags(text: str) -> str:
    return Markup(text).striptags()
