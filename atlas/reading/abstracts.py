"""The time of a study, told once in its abstract: 方法 2017年5—9月调查…。结果 …患病率37.8%."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from atlas.reading.periods import OPEN, PeriodSpan
from atlas.reading.records import Region

_OPENS = re.compile(r"[\[【(（]?(?:简介[:：]?)?(?:摘要)?[:：]?[\[【(（]?(?:目的|方法|结果)")
_RESULTS = re.compile("结果")


class Abstracts:
    """The abstracts among the paragraphs of one text."""

    def __init__(self, text: str, regions: Sequence[Region], periods: Sequence[PeriodSpan]) -> None:
        starts = [span.start for span in periods]
        self._found: list[tuple[int, int, PeriodSpan]] = []
        for region in regions:
            opens = _OPENS.match(text, region.start)
            results = _RESULTS.search(text, region.start, region.end) if opens else None
            first = bisect_left(starts, region.start)
            if not results or first == len(periods) or periods[first].start >= region.end:
                continue
            if not periods[first].value.endswith(OPEN):
                self._found.append((results.start(), region.end, periods[first]))
        self._starts = [start for start, _, _ in self._found]

    def find(self, position: int, role: str) -> PeriodSpan | None:
        """The time of the study whose results stand there, if it is told before."""
        if role not in ("current", "baseline"):
            return None
        index = bisect_right(self._starts, position) - 1
        if index < 0 or position >= self._found[index][1]:
            return None
        span = self._found[index][2]
        told = span.end <= position
        return replace(span, basis="inferred", source="context") if told else None
