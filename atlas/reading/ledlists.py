"""Lists that a line with a time leads in: 到2025年,实现以下目标: and then line by line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from atlas.reading.periods import PeriodSpan

_LONGEST_LEAD = 160
_UP_TO = re.compile("(?:截[至止]|到|至)$")
_ITEM = re.compile(
    r"[ \t]*(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]|[①-⑳]|[-—·•●◆■]|"
    r"[一二三四五六七八九十]是|第[一二三四五六七八九十],)(?!\d)"
)


class LedLists:
    """The times of lists, by where their items stand."""

    def __init__(self, text: str, periods: Sequence[PeriodSpan]) -> None:
        self._leads = list(_find_lists(text, periods))
        self._starts = [start for start, _, _ in self._leads]

    def find(self, at: int) -> PeriodSpan | None:
        """The time of the list that the place is in, if a line leads it in."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return None
        _, end, span = self._leads[index]
        return span if at < end else None


def _find_lists(text: str, periods: Sequence[PeriodSpan]) -> Iterator[tuple[int, int, PeriodSpan]]:
    """Where each list starts and ends, and its time: that up to which its lead says it goes."""
    for span in periods:
        if span.source == "as-of-publication":
            continue
        if not _UP_TO.search(text, max(0, span.start - 2), span.start):
            continue
        lead = text.find("\n", span.end, span.end + _LONGEST_LEAD)
        if lead < 0 or not text[span.end : lead].rstrip().endswith((":", "：")):
            continue
        end = _find_end(text, lead + 1)
        if end > lead + 1:
            yield lead + 1, end, span


def _find_end(text: str, start: int) -> int:
    """Where the lines that are items end; empty ones may stand between."""
    end = at = start
    while at < len(text):
        stop = text.find("\n", at) + 1 or len(text)
        if _ITEM.match(text, at) or text.find("|", at, stop) >= 0:
            end = stop
        elif text[at:stop].strip():
            break
        at = stop
    return end
