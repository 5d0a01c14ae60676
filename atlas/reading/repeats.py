"""Paragraphs that stand in a text more than once, word for word or nearly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from heapq import nsmallest
from zlib import crc32

from atlas.reading.records import Region

_MARKS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HAN_LEAST = 4
_HAN = re.compile(rf"(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){{{_HAN_LEAST}}}")
"""Below so many characters a paragraph is a cell of a table, which may hold 100% twice."""
_NEAR_LEAST = 40
_GRAM = 4
_KEYS = 6
_SHARED = 0.85


def find_first_copies(text: str, regions: Sequence[Region]) -> list[int | None]:
    """For each region the index of the first that says the same, None if it is the first.

    The same is: the same words, white space and marks apart; or nearly the same words, or a part
    of them, with the very same numbers in the same order.
    """
    copies: list[int | None] = []
    exact: dict[str, int] = {}
    near = _NearCopies()
    for index, region in enumerate(regions):
        printed = text[region.start : region.end]
        words = _MARKS.sub("", printed)
        if not _HAN.match(words):
            copies.append(None)
            continue
        first = exact.get(words)
        if first is None and len(words) >= _NEAR_LEAST:
            first = near.find_or_add(index, words, tuple(_NUMBER.findall(printed)))
        exact.setdefault(words, index if first is None else first)
        copies.append(first)
    return copies


class _NearCopies:
    """Paragraphs by a few of their word groups, so that only likely copies are compared."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[set[int], tuple[str, ...]]] = {}
        self._by_key: dict[int, list[int]] = {}

    def find_or_add(self, index: int, words: str, numbers: tuple[str, ...]) -> int | None:
        """The paragraph that this one nearly repeats; it is remembered if there is none."""
        signs = words.encode("utf-16-le")
        size, last = 2 * _GRAM, len(signs) - 2 * _GRAM
        grams = {crc32(signs[at : at + size]) for at in range(0, last + 1, 2)}
        keys = nsmallest(_KEYS, grams)
        likely = sorted({other for key in keys for other in self._by_key.get(key, ())})
        for other in likely:
            known, printed = self._known[other]
            if len(grams & known) >= _SHARED * len(grams) and _is_run(numbers, printed):
                return other
        self._known[index] = (grams, numbers)
        for key in keys:
            others = self._by_key.setdefault(key, [])
            if len(others) < _KEYS:
                others.append(index)
        return None


def _is_run(numbers: tuple[str, ...], of: tuple[str, ...]) -> bool:
    """Whether the numbers stand in the others one after the other.

    >>> _is_run(("2",), ("1", "2")), _is_run((), ("1",)), _is_run(("1", "3"), ("1", "2", "3"))
    (True, True, False)
    """
    count = len(numbers)
    return any(of[at : at + count] == numbers for at in range(len(of) - count + 1))
