"""Letters as rows of pixels, and lines of them."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

_WORD = re.compile(r"[A-Za-z0-9À-ɏ'’.,:;%/()+\-–“”]+|——|.")
_NEVER_FIRST = "，。、；：？！）》」』”"


class Letters:
    """Letters of one size, all `height` rows high; two bits a pixel, 0 paper to 3 ink.

    Widths are in bytes of four pixels.
    """

    def __init__(self, index: Mapping[str, object], data: bytes, start: int) -> None:
        self.height = int(str(index["height"]))
        self._data = data
        self._places: dict[str, tuple[int, int, int]] = {}
        self.end = start
        for letter, width, size in zip(*_columns(index), strict=True):
            self._places[letter] = (width, self.end, self.end + size)
            self.end += size

    def missing(self, text: str) -> set[str]:
        """The letters of a text that are not there."""
        return set(text).difference(self._places)

    def width(self, text: str) -> int:
        """Of one line; letters that are missing have none."""
        return sum(self._places[one][0] for one in text if one in self._places)

    def line(self, text: str) -> list[bytes]:
        """The rows of one line; letters that are missing are left out."""
        drawn = [self._rows(one) for one in text if one in self._places]
        return list(map(b"".join, zip(*drawn, strict=True))) or [b""] * self.height

    def _rows(self, letter: str) -> tuple[bytes, ...]:
        width, start, end = self._places[letter]
        return _cut(self._data[start:end], width)


def _columns(index: Mapping[str, object]) -> tuple[Sequence[str], Sequence[int], Sequence[int]]:
    letters, widths, sizes = index["letters"], index["widths"], index["sizes"]
    assert isinstance(letters, str)
    assert isinstance(widths, list)
    assert isinstance(sizes, list)
    return letters, widths, sizes


@lru_cache(maxsize=4096)
def _cut(packed: bytes, width: int) -> tuple[bytes, ...]:
    plain = zlib.decompress(packed)
    return tuple(plain[at : at + width] for at in range(0, len(plain), width))


@lru_cache(maxsize=1)
def read_letters(path: Path) -> tuple[Letters, Letters]:
    """The large and the small letters of a file that .ci/draw_letters.py wrote."""
    data = path.read_bytes()
    (size,) = struct.unpack_from(">I", data)
    large_index, small_index = json.loads(data[4 : 4 + size])
    large = Letters(large_index, data, 4 + size)
    return large, Letters(small_index, data, large.end)


def wrap(letters: Letters, text: str, width: int, most: int) -> list[str]:
    """The text in at most `most` lines, between words or Chinese characters."""
    lines, room = [""], width
    for word in _WORD.findall(text):
        taken = letters.width(word)
        if taken <= room or word in _NEVER_FIRST or not lines[-1]:
            lines[-1] += word
            room -= taken
        else:
            lines.append(word.lstrip())
            room = width - letters.width(lines[-1])
    lines = [line.rstrip() for line in lines]
    if len(lines) > most:
        lines[most - 1] = lines[most - 1][:-1].rstrip("，、, ") + "…"
    return lines[:most]
