"""Which clauses of a text are on other matters than health, and tell nothing of it.

Work reports, bulletins and plans of a place tell all its fields in one sentence after the other:
新改扩建幼儿园6所;县人民医院新院区启用. A clause that says nothing of either goes on with what the
one before it was on; in a document on all fields, so do sentences, and what stands first is not on
health before a word says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.reading.records import Figure, Region
from atlas.reading.sections import words_of_health
from atlas.reading.tables import any_of, any_pattern, read_table

_PART = re.compile(r"[^;；。!！?？\n]+")
_CLAUSE = re.compile(r"[^,，:：|｜]+")
_GOES_ON = re.compile(r"\s*(?:其中|包括|含|分别|覆盖|涉及|惠及)")
_RESULTS = re.compile("业务总?收入|医疗总?收入|门急?诊|出院|住院|手术|诊疗")
_SITED = re.compile("位于|地处|坐落|[毗紧相]邻|[东西南北]临|交[叉汇]")  # 位于公园路与铁路交叉口
_SHARE_OF = re.compile("(?:占|相当于)[^,，]{0,14}$")  # 占财政收入的9.1%: the share is of health
_READ = frozenset({"article", "heading"})
_TITLE_LINES = 6
_SHOWS = 20_000  # signs in which a document shows what it is on
_STOP = re.compile("[,，;；。!！?？|｜]")  # none stands in a heading
_CLAUSES_LEAST, _CLAUSES_SHARE = 8, 0.5
"""In a document on all fields so many clauses are on others, and so many for each on health."""


@dataclass(frozen=True, slots=True)
class _Words:
    health: re.Pattern[str]
    others: re.Pattern[str]
    inner: re.Pattern[str]
    others_of_all: re.Pattern[str]
    titles: re.Pattern[str]


@cache
def _words() -> _Words:
    raw: Any = read_table("matter_words.yml")
    others = any_pattern(raw["others"])
    return _Words(
        health=words_of_health(),
        others=re.compile(f"{others}|{any_of(raw['inner'])}"),
        inner=re.compile(any_of(raw["inner"])),
        others_of_all=re.compile(f"{others}|{any_pattern(raw['others_of_all'])}"),
        titles=re.compile(any_of(raw["titles"])),
    )


_Span = tuple[int, int, bool]
"""A clause on another matter, and whether it names that itself."""


class Matters:
    """The stretches of one text that are on other matters."""

    def __init__(self, text: str, regions: Sequence[Region]) -> None:
        self._text = text
        self.of_all = _is_of_all(text, regions)
        self._spans = list(self._find_others(regions))
        self._starts = [start for start, _, _ in self._spans]

    def is_other(self, figure: Figure) -> bool:
        """Whether a figure stands in such a stretch; a share of what it names itself does not."""
        index = bisect_right(self._starts, figure.start) - 1
        if index < 0:
            return False
        _, end, names = self._spans[index]
        shared = figure.unit in ("%", "time") and self._text.startswith("的", figure.start - 1)
        return figure.start < end and not (names and shared)

    def _find_others(self, regions: Sequence[Region]) -> Iterator[_Span]:
        words = _words()
        is_other = self.of_all
        for region in regions:
            where = region.start, region.end
            if region.kind not in _READ:
                continue
            if self.of_all and not _STOP.search(self._text, *where):
                is_other = not words.health.search(self._text, *where)
            if self.of_all or words.others.search(self._text, *where):
                yield from self._walk(region, is_other)

    def _walk(self, region: Region, is_other: bool) -> Iterator[_Span]:
        """The clauses of a paragraph that are on other matters."""
        words = _words()
        for part in _PART.finditer(self._text, region.start, region.end):
            if words.inner.search(self._text, *part.span()):
                yield from self._inner(*part.span())
                continue
            healthy = words.health.search(self._text, *part.span())
            if healthy or not self.of_all:
                is_other = False
            elif words.others_of_all.search(self._text, *part.span()):
                is_other = True
            for clause in _CLAUSE.finditer(self._text, *part.span()):
                before, is_other = is_other, self._is_other(*clause.span(), is_other, bool(healthy))
                if is_other:
                    yield (*clause.span(), not before)

    def _inner(self, start: int, end: int) -> Iterator[_Span]:
        """The clauses of a sentence on what goes on inside, but for those with results of care."""
        for clause in _CLAUSE.finditer(self._text, start, end):
            if not _RESULTS.search(self._text, *clause.span()):
                yield (*clause.span(), True)

    def _is_other(self, start: int, end: int, is_other: bool, healthy: bool) -> bool:
        """Whether a clause is on another matter, if the one before it `is_other` or not."""
        words = _words()
        if healthy and words.health.search(self._text, start, end):
            return False
        if is_other or _GOES_ON.match(self._text, start):
            return is_other
        other = words.others.search(self._text, start, end)
        if other is None or _SITED.search(self._text, start, other.start()):
            return False
        return not _SHARE_OF.search(self._text, start, other.start())


def _is_of_all(text: str, regions: Sequence[Region]) -> bool:
    """Whether a document is on all fields of its place, by its title or by what it tells."""
    words = _words()
    for region in regions[:_TITLE_LINES]:
        line = text[region.start : region.end]
        if words.titles.search(line) and not words.health.search(line) and "。" not in line:
            return True
    others = len(words.others.findall(text, 0, _SHOWS))
    if others < _CLAUSES_LEAST:
        return False
    return others > _CLAUSES_SHARE * len(words.health.findall(text, 0, _SHOWS))
