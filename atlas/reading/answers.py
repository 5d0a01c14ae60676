"""Times that a question names for its answer: 2015年怎么报销?住院起付线…."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from atlas.reading.periods import OPEN, PeriodSpan

_LONGEST, _ANSWER_LONGEST = 120, 1500
_QUESTION = re.compile(rf"(?<![^。!！?？\n])[^。!！?？\n]{{4,{_LONGEST}}}[?？]”?")
_NEXT = re.compile(r"[?？](?:”?\s*\n|\Z)")


class Answers:
    """The times of answers, by where they stand."""

    def __init__(self, text: str, periods: Sequence[PeriodSpan]) -> None:
        self._text = text
        self._periods = periods
        self._starts = [span.start for span in periods]
        self._answers = list(self._find_answers()) if periods else []
        self._answer_starts = [start for start, _, _ in self._answers]

    def find(self, at: int) -> PeriodSpan | None:
        """The time that the question before names, if the answer has not named another by then."""
        index = bisect_right(self._answer_starts, at) - 1
        if index < 0:
            return None
        start, end, span = self._answers[index]
        if at >= end or any(other.value != span.value for other in self._told(start, at)):
            return None
        return replace(span, basis="inferred", source="context")

    def _told(self, start: int, end: int) -> Iterator[PeriodSpan]:
        """The times named in a stretch, but for those of the document itself: 目前."""
        for at in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            if self._periods[at].source != "as-of-publication":
                yield self._periods[at]

    def _find_answers(self) -> Iterator[tuple[int, int, PeriodSpan]]:
        """Where each answer starts and ends, and the one time of its question."""
        asks = self._periods and ("?" in self._text or "？" in self._text)
        for question in _QUESTION.finditer(self._text) if asks else ():
            named = list(self._told(question.start(), question.end()))
            if len(named) == 1 and not named[0].value.endswith(OPEN):
                yield question.end(), self._find_end(question.end()), named[0]

    def _find_end(self, start: int) -> int:
        """An answer on the question's line ends with it; one below goes on to the next question."""
        ceiling = min(len(self._text), start + _ANSWER_LONGEST)
        line = self._text.find("\n", start, ceiling)
        if line < 0 or self._text[start:line].strip():
            return line if line >= 0 else ceiling
        following = _NEXT.search(self._text, line + 1, ceiling)
        return self._text.rfind("\n", line, following.start()) if following else ceiling
