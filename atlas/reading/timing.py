"""Which of a text's times a figure belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from atlas.reading.periods import PeriodSpan
from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, Sentences, clause_start

_NOW_REACH = 3  # commas that 目前 inside a clause reaches over; at its beginning, all
_HEAD_REACH = 16  # signs before a time that still stands at the head of its sentence
_CONTEXT_REACH = 4  # sentences that a time at the head of one holds for
_COMPARED = re.compile("(?<![占对均])[比较](?![例重率高大为])")
_FROM_WHEN = re.compile(r"起(?:执行|施行|实施|试行|实行|生效)")
_UNTIL = re.compile("[到至]$")
_DONE = re.compile(".{0,4}(?<!早)已")
_HOLDING = re.compile(r"\d{4}(?:|-\d\d/\d{4}-\d\d)?")
_SUBJECT_CUE = re.compile("现有|现已")
_ANEW = re.compile(
    "现在|目前|如今|近日|近期|下一步|今后|未来|接下来|多年来|近年来|长期以来|以往|曾经"
)


class Timing:
    """The times of one text, and which figure each belongs to."""

    def __init__(
        self,
        text: str,
        periods: Sequence[PeriodSpan],
        figures: Sequence[Figure],
        sentences: Sentences,
    ) -> None:
        self._text = text
        self._periods = periods
        self._starts = [span.start for span in periods]
        self._figure_starts = [figure.start for figure in figures]
        self._sentences = sentences

    def find(
        self, figure: Figure, sentence: Sentence, closed: tuple[int, int] | None
    ) -> PeriodSpan | None:
        """The last time named before the figure in its sentence that reaches it.

        Else the time from which a rule holds that the sentence ends with, or the one at the head
        of a sentence shortly before. `closed` is the stretch of a baseline's own time.
        """
        if self._is_streak(figure):
            return None
        for span in reversed(self._before(figure.start, sentence.first)):
            if closed and closed[0] <= span.start < closed[1] and self._is_own(span):
                continue
            if not self._is_elsewhere(span, figure, sentence):
                return span
        return self._begun(figure, sentence) or self._inherited(figure, sentence)

    def step_floor(
        self, figures: Sequence[Figure], index: int, baselines: Mapping[int, int]
    ) -> tuple[int, int] | None:
        """The stretch of a baseline's own time, which the figure after it does not share."""
        if index not in baselines:
            return None
        figure = figures[baselines[index]]
        return clause_start(self._text, figure.start, max(0, figure.start - 16)), figure.end

    def has_own(self, figure: Figure) -> bool:
        """Whether a time stands right before a baseline: 由2021年的71.35%."""
        return any(
            figure.start - 4 <= span.end <= figure.start
            for span in self._before(figure.start, figure.start - 24)
        )

    def _before(self, position: int, floor: int) -> Sequence[PeriodSpan]:
        first = bisect_left(self._starts, floor)
        last = bisect_left(self._starts, position)
        return [span for span in self._periods[first:last] if span.end <= position]

    def _is_streak(self, figure: Figure) -> bool:
        """Whether it is the length of a streak, which no one time has: 连续三年."""
        before = self._text[max(0, figure.start - 2) : figure.start]
        return figure.unit in ("year", "month") and before == "连续"

    def _is_own(self, span: PeriodSpan) -> bool:
        """Whether a time belongs to the baseline alone: 由2021年的71.35%, not 2022年,…由…."""
        before = self._text[max(0, span.start - 1) : span.start]
        return before in ("由", "从", "自") or self._text[span.start] in "由从自"

    def _is_head(self, span: PeriodSpan, first: int) -> bool:
        """Whether a time opens its sentence, before any figure: it holds for all of it."""
        index = bisect_left(self._figure_starts, first)
        figures = index < len(self._figure_starts) and self._figure_starts[index] < span.start
        lead = self._text[first : span.start]
        open_lead = len(re.findall("[,，]", lead)) < 2 and not re.search("[;；]", lead)
        return not figures and len(lead) <= _HEAD_REACH and open_lead

    def _is_elsewhere(self, span: PeriodSpan, figure: Figure, sentence: Sentence) -> bool:
        """Whether a time is part of a title, or of what the figure is measured against."""
        between = self._text[span.end : figure.start]
        if between.count("》") > between.count("《"):
            return True
        if (
            not span.value.endswith("..")
            and _opened(between) < 0
            and _opened(self._text[sentence.first : span.start]) > 0
        ):
            return True
        floor = max(0, span.start - 20)
        if _COMPARED.search(self._text[clause_start(self._text, span.start, floor) : span.start]):
            return True
        if _is_plan(span) and _DONE.match(self._clause_before(figure, sentence)):
            return True
        head = self._is_head(span, sentence.first) or _UNTIL.search(
            self._text[max(0, span.start - 2) : span.start]
        )
        if re.search("[;；]", between) and not head:
            return True
        years = span.source == "relative" and not re.fullmatch(r"\d{4}", span.value)
        if head and not years and not _SUBJECT_CUE.match(self._text, span.start):
            return False
        return self._is_faded(span, between)

    def _is_faded(self, span: PeriodSpan, between: str) -> bool:
        """Whether a time inside a sentence no longer holds by the words since."""
        if span.source == "as-of-publication" and self._text[span.start - 1 : span.start].isalpha():
            return len(re.findall("[,，]", between)) > _NOW_REACH
        printed = self._text[span.start : span.end]
        if span.source != "relative" or printed.startswith("今年") or re.search(r"\d", printed):
            return False
        return not re.match("[,，]", between) and bool(re.search("[,，;；]", between))

    def _clause_before(self, figure: Figure, sentence: Sentence) -> str:
        return self._text[clause_start(self._text, figure.start, sentence.first) : figure.start]

    def _holds(self, span: PeriodSpan, first: int, sentence: Sentence) -> bool:
        """Whether a time in the sentence that starts at `first` holds for a later one."""
        if span.source == "as-of-publication":
            return False
        if self._text.startswith("其中", sentence.first):
            return True
        told = self._text[max(0, span.start - 1) : span.end]
        if told.startswith("在") or "今年" in told:
            return False
        return bool(_HOLDING.fullmatch(span.value)) and self._is_head(span, first)

    def _begun(self, figure: Figure, sentence: Sentence) -> PeriodSpan | None:
        """The time from which a rule holds where the sentence names it last: …,7月1日起执行."""
        first = bisect_left(self._starts, figure.end)
        for span in self._periods[first : first + 3]:
            if span.start >= sentence.last:
                return None
            if _FROM_WHEN.search(self._text, span.end - 1, min(sentence.last, span.end + 4)):
                return span if span.value.endswith("..") else None
        return None

    def _inherited(self, figure: Figure, sentence: Sentence) -> PeriodSpan | None:
        """The time at the head of a sentence before in the paragraph, unless time moves on."""
        if _ANEW.search(self._text, sentence.first, figure.start):
            return None
        last = sentence
        for _ in range(_CONTEXT_REACH):
            position = last.first - 1
            while position > sentence.region.start and self._text[position].isspace():
                position -= 1
            if position <= sentence.region.start:
                return None
            last = self._sentences.find(position)
            for span in self._before(last.last, last.first):
                if self._holds(span, last.first, sentence):
                    return replace(span, basis="inferred", source="context")
            if self._before(last.last, last.first):
                return None
        return None

    def listed(self, span: PeriodSpan, position: int, count: int) -> PeriodSpan:
        """The time of a figure in a 分别 list whose times are a list too: 2023年、2025年."""
        run = [span]
        index = bisect_left(self._starts, span.start)
        for other in reversed(self._periods[max(0, index - count + 1) : index]):
            if self._text[other.end : run[0].start] not in ("、", "和"):
                break
            run.insert(0, other)
        return run[position] if len(run) == count > 1 else span


def _is_plan(span: PeriodSpan) -> bool:
    return "/" in span.value and span.basis == "stated"


def _opened(words: str) -> int:
    """How many brackets the words open and leave open; below 0 if they close more."""
    return len(re.findall("[(（]", words)) - len(re.findall("[)）]", words))
