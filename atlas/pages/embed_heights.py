"""How high an embedded page gets, reckoned from its texts, as a static frame must be told so.

The style sheet `theme/css/embed/` sets every line's height in px; how many lines a text runs to
is reckoned by the widest letters, so that the frame is rather too high than too low. A browser
measures every embedded page in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import TypeAlias
from unicodedata import east_asian_width

from markupsafe import Markup

from atlas.pages.embed_views import Cell, EmbedGroup, EmbedRow, EmbedView, PlainRow, PlainTable

Heights: TypeAlias = Sequence[float]
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


class Setting:
    """Texts of one size, with lines `line` px high, in columns of these widths by the frame."""

    def __init__(self, size: int, line: int, widths: Iterable[float]) -> None:
        self.line = line
        self.rooms = [width / size for width in widths]  # in em
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


def _add(parts: Iterable[Heights]) -> Heights:
    return [sum(heights) for heights in zip(*parts, strict=True)]


def _chart(view: EmbedView) -> Heights:
    box = _BOX.search(str(view.chart.svg)) if view.chart else None
    notes = _add([_everywhere(6 * len(view.notes)), *(_set(note, _NOTE) for note in view.notes)])
    heights = []
    frames = pairwise((*CLASSES, _MOST_WIDTH + 2 * _PADDING))
    for (frame, wider), side in zip(frames, notes, strict=True):
        drawn = min(wider - 2 * _PADDING, _PLOT)  # it grows with the frame; texts get shorter
        plot = float(box[2]) * drawn / float(box[1]) if box else 0
        heights.append((max(plot, side) if frame >= _BESIDE else plot + side) + 12)
    return heights


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
    values += [_measure(words.doubt, 12) + 24] * row.doubtful
    told = _set_arrows(
        _measure(f"{one.period} {one.period_mark}" if one.period else words.undated, 13)
        for one in row.periods
    )
    told += [_measure(role, 13) + 18 for role in row.roles]
    names = _add([_set(row.name.title, _NAME), *(_set(one, _BELOW_NAME) for one in row.lines)])
    changes = _add([_everywhere(0), *(_set(one, _CHANGE) for one in row.changes)])
    line = max(sum(values), _measure("  ".join(row.changes), 13)) + 12 + sum(told)
    heights = []
    for frame, (_, much, when), name, change in zip(CLASSES, _COLUMNS, names, changes, strict=True):
        if frame < _WIDE and line <= when:
            heights.append(name + 18 + 25 + 18 * len(row.changes))
            continue
        value, period = _pack(values, much) * 25 + change, _pack(told, when) * 22
        wide = frame >= _WIDE
        heights.append(max(name, value, period) + 16 if wide else name + 18 + value + period)
    return heights


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
    if sum(pieces) <= width:
        return 1
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
def _set(text: str, setting: Setting) -> Heights:
    """How high the text gets."""
    whole = _measure(text)
    if whole <= setting.least:
        return _everywhere(setting.line)
    pieces = [_measure_piece(one) for one in _PIECES.findall(text)]
    return tuple(
        setting.line * (1 if whole <= room else _count_lines(pieces, room))
        for room in setting.rooms
    )


def _count_lines(pieces: Iterable[tuple[float, float]], room: float) -> int:
    """How many lines with room for so many em the pieces run to."""
    lines, used = 1, 0.0
    for wide, bare in pieces:
        if used and used + bare > room:
            lines, used = lines + 1 + int(wide // room), 0.0
        used += wide
    return lines


@lru_cache(maxsize=_PIECES_KEPT)
def _measure_piece(piece: str) -> tuple[float, float]:
    """Width in em of what no line breaks, with and without the space at its end."""
    return _measure(piece), _measure(piece.rstrip())


def _drop_tags(text: str) -> str:
    return Markup(text).striptags()
