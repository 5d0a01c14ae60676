"""Where a quote and its figure stand in a seed. All offsets are half-open str offsets."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from itertools import chain

from atlas.model import Exclusion, Location
from atlas.packed import Packed

Span = tuple[int, int]
_NUMBER_BEFORE = re.compile(r"[0-9]\.?\Z")
_NUMBER_AFTER = re.compile(r"\.?[0-9]")
_UNPACKED = 8_000  # locations: more than pages beside each other ask for


def find_quote(seed: str, quote: Sequence[str]) -> tuple[Span, ...] | None:
    """The span of each part at its first occurrence; None where a part is not in the seed.

    >>> find_quote("甲乙丙丁", ["乙", "丁"])
    ((1, 2), (3, 4))
    """
    spans = []
    for part in quote:
        start = seed.find(part) if part else -1
        if start < 0:
            return None
        spans.append((start, start + len(part)))
    return tuple(spans)


def find_printed(text: str, figure: str) -> list[int]:
    """Every place where `figure` stands as a number of its own, not inside a longer one.

    >>> find_printed("95%、5%", "5%")
    [4]
    >>> find_printed("95%", "")
    []
    """
    if not figure:
        return []
    opens, closes = figure[:1].isdigit(), figure[-1:].isdigit()
    found: list[int] = []
    start = text.find(figure)
    while start >= 0:
        end = start + len(figure)
        longer = (opens and _NUMBER_BEFORE.search(text[max(0, start - 2) : start])) or (
            closes and _NUMBER_AFTER.match(text, end)
        )
        if not longer:
            found.append(start)
        start = text.find(figure, start + 1 if longer else end)
    return found


def locate(seed: str, quote: Sequence[str], figure: str = "", nth: int = 1) -> Location | None:
    """The quote's spans and the span of its `nth` figure; None where either is not there."""
    parts = find_quote(seed, quote)
    if not parts:
        return None
    if not figure:
        return Location(*parts[0], parts)
    hits = [
        (index, start + offset)
        for index, ((start, _), words) in enumerate(zip(parts, quote, strict=True))
        for offset in find_printed(words, figure)
    ]
    if len(hits) < nth:
        return None
    part, start = hits[nth - 1]
    return Location(start, start + len(figure), parts, part)


class Locations(Packed[Location]):
    """Where records stand, by their ids, packed: an atlas has as many as it has records.

    A page asks ten times for each of its own.
    """

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        super().__init__(packed, _unpack_location, _UNPACKED)


def pack_location(one: Location) -> bytes:
    """As `Locations` holds it."""
    return array("I", (one.start, one.end, one.part, *chain(*one.parts))).tobytes()


def _unpack_location(packed: bytes) -> Location:
    start, end, part, *spans = array("I", packed)
    return Location(start, end, tuple(zip(spans[::2], spans[1::2], strict=True)), part)


def find_exclusion(seed: str, exclusion: Exclusion) -> Span | None:
    """The stretch that an exclusion names; None where its words are not in the seed."""
    if exclusion.quote:
        start = -1
        for _ in range(exclusion.nth):
            start = seed.find(exclusion.quote, start + 1)
            if start < 0:
                return None
        return start, start + len(exclusion.quote)
    start = seed.find(exclusion.first)
    last = seed.find(exclusion.last, start) if start >= 0 else -1
    return None if last < 0 else (start, last + len(exclusion.last))


def nearest_difference(seed: str, quote: str) -> tuple[str, int]:
    """The stretch of the seed that begins most like `quote`, and where the two first differ.

    The longest beginning (or else any run of eight characters) of the quote that the seed holds
    leads there; ("", 0) where nothing is alike.
    """
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in seed else (low, middle - 1)
    if low >= 4:
        start = seed.find(quote[:low])
        return seed[start : start + len(quote)], low
    for offset in range(1, max(1, len(quote) - 8)):
        found = seed.find(quote[offset : offset + 8])
        if found >= 0:
            start = max(0, found - offset)
            return seed[start : start + len(quote)], 0
    return "", 0
