"""What stands on a picture: brand and kind of page, the title in both languages, the promise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from atlas.model import Words
from atlas.pictures.letters import Letters, read_letters, wrap
from atlas.pictures.png import Band, make_band, make_png
from atlas.signs import LooksUp

WIDTH, HEIGHT = 1200, 630
_ROW = WIDTH // 4
_LEFT = 20  # bytes, four pixels each
_ROOM = _ROW - 2 * _LEFT
_HEAD, _LARGE, _SMALL = 206, 88, 46  # rows
_LINES = 2
_FOOT = HEIGHT - _HEAD - _LINES * (_LARGE + _SMALL)
_PALETTE = bytes.fromhex("fbfaf6 c9d9d4 6f9d98 0b5a57")
_TONES = (b"\x00", b"\x55", b"\xaa", b"\xff")
_BLANK = bytes(_ROW)
# The atlas's mark, theme/material/assets/favicon.svg: a tone for each of its nine tiles.
_MARK = ((1, 1, 0), (1, 3, 1), (0, 1, 1))
_TILE, _GAP = 3, 1  # bytes


class Painter(LooksUp):
    """Paints pictures for sharing; heads and feet that recur are packed once."""

    def __init__(self, letters: Path, brand: Words, promise: Words) -> None:
        self._large, self._small = read_letters(letters)
        self._brand = f"{brand.zh}  {brand.en}"
        self._foot = make_band(self._paint_foot(promise))
        self._head = cache(self._paint_head)

    def missing(self, title: Words) -> str:
        """The letters that cannot be drawn, in their order."""
        return "".join(sorted(self._large.missing(title.zh) | self._small.missing(title.en)))

    def paint(self, title: Words, kind: Words) -> bytes:
        """A PNG of 1200 × 630; `kind` stands small above the title."""
        zh = wrap(self._large, title.zh, _ROOM, _LINES)
        en = wrap(self._small, title.en, _ROOM, _LINES)
        rows = [*_lines(self._large, zh, _LARGE), *_lines(self._small, en, _SMALL)]
        left = _LINES * (_LARGE + _SMALL) - len(rows)
        bands = (self._head(kind), make_band(rows), _blank(left), self._foot)
        return make_png(WIDTH, bands, _PALETTE)

    def _paint_head(self, kind: Words) -> Band:
        mark = _paint_mark()
        brand = _centred(self._small.line(self._brand), len(mark))
        line = [left + bytes(5) + right for left, right in zip(mark, brand, strict=True)]
        rows = [_BLANK] * 60 + _shift(line)
        rows += [_BLANK] * 30 + _shift(self._small.line(f"{kind.zh}  {kind.en}"))
        return make_band([*rows, *[_BLANK] * (_HEAD - len(rows))])

    def _paint_foot(self, promise: Words) -> list[bytes]:
        rule = _BLANK[:_LEFT] + _TONES[1] * _ROOM + _BLANK[:_LEFT]
        rows = [rule, rule, *[_BLANK] * 12]
        rows += _lines(self._small, (promise.zh, promise.en), _SMALL)
        return [*rows, *[_BLANK] * (_FOOT - len(rows))]


def _lines(letters: Letters, lines: Sequence[str], leading: int) -> list[bytes]:
    return [row for line in lines for row in _centred(_shift(letters.line(line)), leading)]


def _shift(rows: Sequence[bytes]) -> list[bytes]:
    """The rows as wide as the picture; what is too wide is cut."""
    margin = bytes(_LEFT)
    return [(margin + row).ljust(_ROW, b"\0")[:_ROW] for row in rows]


def _centred(rows: Sequence[bytes], height: int) -> list[bytes]:
    blank = bytes(len(rows[0]))
    above = (height - len(rows)) // 2
    return [*[blank] * above, *rows, *[blank] * (height - len(rows) - above)]


@cache
def _blank(rows: int) -> Band:
    return make_band([_BLANK] * rows)


def _paint_mark() -> list[bytes]:
    gap = _TONES[0] * _GAP
    rows: list[bytes] = []
    for tones in _MARK:
        rows += [gap.join(_TONES[tone] * _TILE for tone in tones)] * (4 * _TILE)
        rows += [bytes(3 * _TILE + 2 * _GAP)] * (4 * _GAP)
    return rows
