"""Sentences and clauses of a text, also those that a column or page break cuts in two."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from atlas.reading.records import Region

COMMA, SEMICOLON, STOP = re.compile("[,，]"), re.compile("[;；]"), re.compile("[,，;；]")
_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』)）]*")
_PART_END = re.compile(r"[。！？!?;；]+[”’」』)）]*")
_CLOSED = re.compile("[”’」』)）]+")
_PART_BREAKS = "！？!?;；"
_CLAUSE_BREAKS = ",，;；。:：!！?？"
_CLAUSE_LONGEST = 400  # signs; a table in one line has no comma, and reading must stay linear
QUOTE_LONGEST = 160
_BREATH = re.compile(r"[,，;；、](?!\d)")  # never the comma of 1,200
_LONGEST = 1200
"""No sentence of the five documents has half so many signs."""
_GAP = re.compile(r"(?<![\d万亿%‰])[\s,，、;；:：]")
_NUMBER_AHEAD = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![第前翻之一二两三四五六七八九十百千万亿])(?=[\d一二两三四五六七八九十])"
    r"|(?<=[%‰])(?=\d)"
)


@dataclass(frozen=True, slots=True, eq=False)  # there is one object for each
class Sentence:
    """The sentence of a figure: `parts` are its spans, two where a break cuts it.

    `region` is the paragraph that holds the figure, `first` and `last` are the ends of the
    whole sentence in the text, with what lies between its parts.
    """

    region: Region
    parts: tuple[tuple[int, int], ...]
    first: int = field(init=False)
    last: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", self.parts[0][0])
        object.__setattr__(self, "last", self.parts[-1][1])


class Sentences:
    """The sentences of one text, found by offset."""

    def __init__(self, text: str, regions: Sequence[Region]) -> None:
        self._text = text
        self._regions = regions
        self._starts = [region.start for region in regions]
        self._spans: dict[int, tuple[list[int], list[tuple[int, int]]]] = {}
        self._found: dict[tuple[int, int], Sentence] = {}
        self._before = {
            region.next_part: region for region in regions if region.next_part is not None
        }

    def region_at(self, offset: int) -> Region | None:
        """The paragraph that holds the offset."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._regions[index].end:
            return self._regions[index]
        return None

    def find(self, offset: int) -> Sentence:
        """The sentence at the offset, from the one full stop to the next."""
        region = self.region_at(offset) or Region(offset, len(self._text), "article")
        start, end = self._bounds(region, offset)
        if (region.start, start) not in self._found:
            self._found[region.start, start] = self._join_parts(region, start, end)
        return self._found[region.start, start]

    def _join_parts(self, region: Region, start: int, end: int) -> Sentence:
        parts = [(start, end)]
        before = self._before.get(region.start)
        if start == region.start and before is not None:
            head, tail = self._bounds(before, before.end - 1)
            parts.insert(0, (head, tail))
        if end == region.end and region.next_part is not None:
            following = self.region_at(region.next_part)
            if following is not None:
                parts.append(self._bounds(following, following.start))
        return Sentence(region, tuple(parts))

    def _bounds(self, region: Region, offset: int) -> tuple[int, int]:
        if region.start not in self._spans:
            spans = _split(self._text, region)
            self._spans[region.start] = [start for start, _ in spans], spans
        starts, spans = self._spans[region.start]
        return spans[max(bisect_right(starts, offset) - 1, 0)]


def _split(text: str, region: Region) -> list[tuple[int, int]]:
    """The sentences of a paragraph, in order."""
    spans: list[tuple[int, int]] = []
    start = region.start
    for match in _SENTENCE_END.finditer(text, region.start, region.end):
        spans.append((_skip_blank(text, start, match.start()), match.end()))
        start = match.end()
    if start < region.end:
        spans.append((_skip_blank(text, start, region.end), region.end))
    return [piece for span in spans for part in _pieces(text, *span) for piece in _cut(text, *part)]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or pieces of one so long that rules would look too far back in it."""
    cut = start
    for match in _BREATH.finditer(text, start, end):
        if match.end() - start > _LONGEST and cut > start:
            yield start, cut
            start = cut
        cut = match.end()
    yield start, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of what has no comma at all, as a table in one line: at a gap or before a number."""
    while end - start > 2 * _LONGEST:
        window = start + _LONGEST, start + 2 * _LONGEST
        gap = _GAP.search(text, *window) or _NUMBER_AHEAD.search(text, *window)
        if not gap:
            break
        yield start, gap.end()
        start = gap.end()
    yield start, end


def _skip_blank(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


@lru_cache(maxsize=2)
def _clause_lines(text: str) -> str:
    """The text with a line end for every sign that ends a clause."""
    return _put(text, _CLAUSE_BREAKS, "\n")


@lru_cache(maxsize=2)
def _part_lines(text: str) -> str:
    """The text with a full stop for every sign that ends a part of a sentence."""
    return _put(text, _PART_BREAKS, "。")


def _put(text: str, signs: str, new: str) -> str:
    """The text with one sign for several; sign by sign is ten times as fast as by a table."""
    for sign in signs:
        text = text.replace(sign, new)
    return text


def clause_start(text: str, offset: int, floor: int) -> int:
    """Where the clause of an offset begins, after the last comma or stop but not before `floor`."""
    floor = max(floor, offset - _CLAUSE_LONGEST)
    if offset <= floor:
        return offset
    return _clause_lines(text).rfind("\n", floor, offset) + 1 or floor


def clause_end(text: str, offset: int, ceiling: int) -> int:
    """Where the clause of an offset ends, at the next comma or stop."""
    ceiling = min(ceiling, offset + _CLAUSE_LONGEST)
    if offset >= ceiling:
        return offset
    end = _clause_lines(text).find("\n", offset, ceiling)
    return ceiling if end < 0 else end


def part_start(text: str, offset: int, floor: int) -> int:
    """Where the part of the sentence begins that semicolons mark off, or what is looked at."""
    floor = max(floor, offset - 2 * _LONGEST)
    start = _part_lines(text).rfind("。", floor, offset) + 1
    if not start:
        return floor
    closed = _CLOSED.match(text, start, offset)
    return closed.end() if closed else start


def quote_spans(text: str, sentence: Sentence, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The spans to quote for a figure `[start, end)`: the sentence, or what a reader needs of it.

    A long sentence is cut to the part between semicolons, then to the clauses around the figure.
    """
    if sum(last - first for first, last in sentence.parts) <= QUOTE_LONGEST:
        return sentence.parts
    index = next(
        i for i, (first, last) in enumerate(sentence.parts) if first <= start and end <= last
    )
    first, last = _shorten(text, sentence.parts[index], start, end)
    if len(sentence.parts) == 2 and index == 1 and first == sentence.parts[1][0]:
        head = sentence.parts[0]
        return ((_tail_start(text, head), head[1]), (first, last))
    if len(sentence.parts) == 2 and index == 0 and end > sentence.parts[0][1] - 12:
        tail = sentence.parts[1]
        return ((first, sentence.parts[0][1]), (tail[0], clause_end(text, tail[0], tail[1])))
    return ((first, last),)


def _tail_start(text: str, span: tuple[int, int]) -> int:
    """The last clauses of a first part, about 60 signs."""
    start = max(span[0], span[1] - 60)
    return span[0] if start == span[0] else clause_start(text, start, span[0])


def _shorten(text: str, span: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    floor = part_start(text, start, span[0])
    match = _PART_END.search(text, end, min(span[1], end + QUOTE_LONGEST))
    ceiling = match.end() if match else span[1]
    if ceiling - floor <= QUOTE_LONGEST:
        return _skip_blank(text, floor, start), ceiling
    first = clause_start(text, start, floor)
    last = clause_end(text, end, ceiling)
    while first > floor:
        earlier = clause_start(text, first - 1, floor)
        if last - earlier > QUOTE_LONGEST:
            break
        first = earlier
    return _skip_blank(text, first, start), last


def open_brackets(words: str) -> int:
    """How many brackets the words open and leave open; below 0 if they close more."""
    return words.count("(") + words.count("（") - words.count(")") - words.count("）")
