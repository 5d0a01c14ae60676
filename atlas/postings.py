"""Where the terms of a search index stand, put together from stretch to stretch."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from itertools import chain, pairwise
from math import ceil
from typing import NamedTuple

TEXTS_A_FILE = 32
CUTS = ("", "4", "8", "一", "怀", "耀", "\U0010ffff" * 99)
"""Where the terms of many stretches are parted: those of one part at a time are in memory."""
_STEP = 64  # to what multiples room is made: a longer text seldom moves all


class Room(NamedTuple):
    """How many tokens a title and a text have room for: one less than these."""

    title: int
    text: int

    @property
    def stride(self) -> int:
        return self.title + self.text


class Packed(NamedTuple):
    """Stretches that follow each other; most often one.

    `blocks` are how many files of texts each has, `titles` and `texts` the longest in tokens,
    `rows` the names of their rows. `terms` are joined by line ends; for each there is the first
    place and the last, counted from the beginning, and where its steps end in `steps`, all as
    arrays of integers.
    """

    blocks: tuple[int, ...]
    titles: int
    texts: int
    rows: str
    terms: str
    firsts: bytes
    lasts: bytes
    ends: bytes
    steps: bytes


class Merged:
    """The terms of all stretches, with their places one after the other.

    `blocks` are where the stretches begin, and the last ends, in files of texts; `needs` is the
    room that the records have need of.
    """

    def __init__(
        self,
        room: Room,
        low: str = CUTS[0],
        high: str = CUTS[-1],
        only: Collection[str] | None = None,
    ) -> None:
        self.needs = room
        self.blocks = [0]
        self.rows = ""
        self.steps: dict[str, bytearray] = {}
        """With the step from the very beginning to the first place."""
        self._room = room
        self._low, self._high, self._only = low, high, only
        self._longest = [0, 0]
        self._last: dict[str, int] = {}

    def add(self, packed: Packed) -> None:
        self._widen(packed)
        base = self.blocks[-1] * TEXTS_A_FILE * self._room.stride
        begin = 0
        all_steps, all_lasts = self.steps, self._last  # an eighth of the time is looking them up
        only = self._only
        numbers = (array("I", one) for one in (packed.firsts, packed.lasts, packed.ends))
        terms = [] if only is not None and not only else packed.terms.split("\n")
        for term, first, last, end in zip(terms, *numbers, strict=False):
            if (only is not None and term not in only) or not self._low <= term < self._high:
                begin = end
                continue
            steps = all_steps.get(term)
            if steps is None:
                steps = all_steps[term] = bytearray()
                step = base + first
            else:
                step = base + first - all_lasts[term]
            while step > 127:  # put_number, written out: most of a warm build's calls
                steps.append(step & 127 | 128)
                step >>= 7
            steps.append(step)
            if begin < end:
                steps += packed.steps[begin:end]
                begin = end
            all_lasts[term] = base + last
        self.rows += packed.rows
        for length in packed.blocks:
            self.blocks.append(self.blocks[-1] + length)

    def pack(self) -> Packed:
        """All of it, to be added to others."""
        firsts, ends, joined = array("I"), array("I"), bytearray()
        for steps in self.steps.values():
            first, begin = take_number(steps)
            firsts.append(first)
            joined += steps[begin:]
            ends.append(len(joined))
        lasts = array("I", self._last.values())
        return Packed(
            blocks=tuple(after - before for before, after in pairwise(self.blocks)),
            titles=self._longest[0],
            texts=self._longest[1],
            rows=self.rows,
            terms="\n".join(self.steps),
            firsts=firsts.tobytes(),
            lasts=lasts.tobytes(),
            ends=ends.tobytes(),
            steps=bytes(joined),
        )

    def _widen(self, packed: Packed) -> None:
        self._longest = [max(self._longest[0], packed.titles), max(self._longest[1], packed.texts)]
        self.needs = Room(
            max(self.needs.title, _round_up(packed.titles + 1)),
            max(self.needs.text, _round_up(packed.texts + 1)),
        )


def _round_up(number: int) -> int:
    return ceil(number / _STEP) * _STEP


def put_number(packed: bytearray, number: int) -> None:
    """Seven bits a byte, the lowest first (LEB128)."""
    while number > 127:
        packed.append(number & 127 | 128)
        number >>= 7
    packed.append(number)


def take_number(packed: bytes | bytearray, at: int = 0) -> tuple[int, int]:
    """The number that begins there, and where the next begins."""
    number = shift = 0
    while packed[at] > 127:
        number |= (packed[at] & 127) << shift
        at, shift = at + 1, shift + 7
    return number | packed[at] << shift, at + 1


def find_changes(old: Packed, new: Packed) -> set[str]:
    """The terms of which the places differ."""
    before, after = dict(_each(old)), dict(_each(new))
    return {term for term in before.keys() | after.keys() if before.get(term) != after.get(term)}


def replace_terms(old: Packed, new: Packed, changed: Collection[str]) -> Packed:
    """What is packed in `old`, with the terms that have `changed` as in `new`, which has no others.

    All else is as in `new`; the stretches of both must have as many files of texts.
    """
    kept = ((term, one) for term, one in _each(old) if term not in changed)
    terms: list[str] = []
    firsts, lasts, ends, joined = array("I"), array("I"), array("I"), bytearray()
    for term, (first, last, steps) in chain(kept, _each(new)):
        terms.append(term)
        firsts.append(first)
        lasts.append(last)
        joined += steps
        ends.append(len(joined))
    return new._replace(
        terms="\n".join(terms),
        firsts=firsts.tobytes(),
        lasts=lasts.tobytes(),
        ends=ends.tobytes(),
        steps=bytes(joined),
    )


def _each(packed: Packed) -> Iterator[tuple[str, tuple[int, int, bytes]]]:
    """Each term with its first place, its last, and its steps."""
    numbers = (array("I", one) for one in (packed.firsts, packed.lasts, packed.ends))
    begin = 0
    for term, first, last, end in zip(packed.terms.split("\n"), *numbers, strict=False):
        yield term, (first, last, packed.steps[begin:end])
        begin = end
