"""The times of a text, found by where they stand, and how each stands in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from atlas.reading.periods import OPEN, PeriodSpan
from atlas.reading.records import Figure
from atlas.reading.sentences import COMMA, SEMICOLON, Sentence

_HEAD_REACH = 16  # signs before a time that still stands at the head of its sentence
_SET_OFF = re.compile("[,，](?:截[至止]|到|至)?$")
_TOLD_BY = re.compile(  # 昨日,记者从市卫健委获悉,去年全市…: who says it is no part of it
    "(?:获悉|了解到|消息|通报|透露|据悉|据了解|据(?:不完全)?统计|介绍|(?:数据|统计|公报|报告|结果)》?显示)[,，:：]“?(?=[^,，]{0,16}$)"
)
_UP_TO_NOW = re.compile(r"(?:以来|至今)|..[^,，。;；\d]{1,28}以来")
_FROM_WHEN = re.compile(r"起(?:执行|施行|实施|试行|实行|生效)")


class TimeSpans:
    """The times of one text that a figure can belong to."""

    def __init__(self, text: str, times: Sequence[PeriodSpan], figures: Sequence[Figure]) -> None:
        self.text = text
        self.periods = [span for span in times if span.value and not span.compared]
        self.starts = [span.start for span in self.periods]
        self.figure_starts = [figure.start for figure in figures]

    def before(self, position: int, floor: int) -> Sequence[PeriodSpan]:
        first = bisect_left(self.starts, floor)
        last = bisect_left(self.starts, position)
        return [span for span in self.periods[first:last] if span.end <= position]

    def printed(self, span: PeriodSpan) -> str:
        return self.text[span.start : span.end]

    def is_own(self, span: PeriodSpan) -> bool:
        """Whether a time belongs to the baseline alone: 由2021年的71.35%, not 2022年,…由….

        A stretch with both its ends does not: 自2月1日至2月3日.
        """
        if "/" in span.value and not span.value.endswith(OPEN):
            return False
        before = self.text[max(0, span.start - 1) : span.start]
        return before in ("由", "从", "自") or self.text[span.start] in "由从自"

    def is_since(self, span: PeriodSpan) -> bool:
        """Whether it is told from a time up to now: 2022年以来, 自2022年7月1日实施DRG付费以来."""
        return "/" in span.value and bool(_UP_TO_NOW.match(self.text, span.end - 2))

    def is_ago(self, span: PeriodSpan) -> bool:
        """Whether it tells only when the value beside a new one was: 三年前是16.2%."""
        return self.printed(span).endswith("年前")

    def is_head(self, span: PeriodSpan, first: int) -> bool:
        """Whether a time opens its sentence, before any figure: it holds for all of it."""
        index = bisect_left(self.figure_starts, first)
        figures = index < len(self.figure_starts) and self.figure_starts[index] < span.start
        lead = self.text[first : span.start]
        if figures or SEMICOLON.search(lead):
            return False
        told_by = _TOLD_BY.search(lead)
        lead = lead[told_by.end() :] if told_by else lead
        set_off = COMMA.match(self.text, span.end) and _SET_OFF.search(lead)
        return bool(set_off) or (len(lead) <= _HEAD_REACH and len(COMMA.findall(lead)) < 2)

    def is_in_force(self, span: PeriodSpan, sentence: Sentence) -> bool:
        """Whether a sentence says from when rules hold: 自2022年7月1日起执行."""
        last = min(sentence.last, span.end + 4)
        in_force = _FROM_WHEN.search(self.text, span.end - 1, last)
        return span.value.endswith(OPEN) and bool(in_force)

    def is_reached(self, span: PeriodSpan) -> bool:
        """Whether a step ended then: 由2010年的76岁提升至2022年的80岁,….; it holds on."""
        return self.text[max(0, span.start - 1) : span.start] in ("至", "到")
