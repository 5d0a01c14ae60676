"""Which figures take the time that their document, section or list tells once, at its head."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from atlas.reading.headlines import NUMBERED
from atlas.reading.periods import OPEN, PeriodSpan
from atlas.reading.records import Figure
from atlas.reading.reviews import find_reviewed, is_report_untimed
from atlas.reading.sentences import clause_start
from atlas.reading.tables import any_of, read_table
from atlas.reading.timewords import has_time_word, time_words

_TITLE_LONGEST = 34
_HEAD_REACH = 10  # signs of a paragraph before a time that opens it
_LEAD_LONGEST = 200
_LOOK_BACK = 400  # signs of its paragraph in which another time can end that of the whole
_LEAD_LINES = 8
_YEARS = re.compile(r"\d{4}/\d{4}")
_PLAIN = re.compile(r"\d{4}(?:/\d{4})?|(\d{4})-\d\d/\1-\d\d")
_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十\d]{1,3}[、.．:：]|[(（][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳●•·◆■▪✅—-]|[一二三四五六七八九]是)"
)
_AS_OF = re.compile("(?:截[至止]|据)$")
_POINT = re.compile(r"\d{4}(?:-\d\d){0,2}")
_REACHED = re.compile("[至到为达][≤≥<>]?$")
_OPENS = re.compile("[,，、]|[全我]|统计")  # after a time that opens a paragraph: 2021年,全市…
_YEAR = re.compile(r"\d{4}")
_YEARLY = re.compile(
    r"20\d\d年度?[^。,，;；]{0,30}(?:政策|待遇|标准|补偿方案)[^。,，;；缴参问答解落]{0,8}$"
)
_TITLE_OF_RULES_LONGEST = 50
_GOAL = re.compile("任务|目标|年初|预算|指标")
_ANNOUNCED_WITHIN = 300  # signs of a text in which it says from when its rules hold
_ANNOUNCED = re.compile("[^,，。;；\\d]{0,12}(?:执行|实施|施行)")
_STOP = re.compile("[。!！?？]")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From `start` on, up to the next stretch, `span` is what results are of, `rule` what rules."""

    start: int
    span: PeriodSpan | None
    rule: PeriodSpan | None


class Reported:
    """The times that hold for whole stretches of one text."""

    def __init__(
        self,
        text: str,
        published: str,
        times: Sequence[PeriodSpan],
        figures: Sequence[Figure],
    ) -> None:
        self._text = text
        self._spans = [span for span in times if span.value and not span.compared]
        self._starts = [span.start for span in self._spans]
        self._figure_starts = [figure.start for figure in figures]
        whole = find_reviewed(text, published) or self._find_lead()
        self._stretches = self._find_stretches(whole)
        self._stretch_starts = [stretch.start for stretch in self._stretches]

    def find(self, figure: Figure, first: int, role: str) -> PeriodSpan | None:
        """The time of a figure whose sentence starts at `first` and names none of its own.

        None for a value of before and for a goal that is not told as one of that time; a rule
        takes only a day from which it holds.
        """
        if role == "baseline":
            return None
        index = bisect_right(self._stretch_starts, figure.start) - 1
        if index < 0:
            return None
        stretch = self._stretches[index]
        span = stretch.rule if role == "parameter" else stretch.span
        if role == "target" and not self._is_goal_of(span, figure, first):
            return None
        if span is None or self._is_moved_on(figure, first, stretch, span):
            return None
        source = "report-year" if span.source == "report-year" else "context"
        value = span.value[:4] if role == "target" else span.value
        if _YEARS.fullmatch(value) and not self._is_flow(figure, first, role):
            value = value.rpartition("/")[2]
        return replace(span, value=value, basis="inferred", source=source)

    def _is_goal_of(self, span: PeriodSpan | None, figure: Figure, first: int) -> bool:
        """Whether a goal is one of the time that the document reports on: 任务为2300人."""
        reviewed = span is not None and span.source == "report-year"
        return reviewed and bool(_GOAL.search(self._text, first, figure.start))

    def _is_flow(self, figure: Figure, first: int, role: str) -> bool:
        """Whether a figure is of all the years told of; a state is of the last of them."""
        clause = self._text[clause_start(self._text, figure.start, first) : figure.end]
        if _REACHED.search(self._text, max(0, figure.start - 2), figure.start):
            return False
        return role == "change" or bool(time_words("flows").search(clause))

    def _is_moved_on(self, figure: Figure, first: int, stretch: _Stretch, span: PeriodSpan) -> bool:
        """Whether another time is named nearer, or words tell that time has moved on."""
        if has_time_word("anew", self._text, first, figure.start):
            return True
        begins = max(stretch.start, span.end, figure.start - _LOOK_BACK)
        others = self._within(begins, figure.start)
        return any(
            other.value[:4] != span.value[:4] and not self._is_of_noun(other) for other in others
        )

    def _is_of_noun(self, span: PeriodSpan) -> bool:
        """Whether it is the year of a thing or of a rule: 国务院2015年度评价, 包干全年72000元."""
        printed = self._text[span.start : span.end]
        return printed == "全年" or (
            printed.endswith("度") and not _OPENS.match(self._text, span.end)
        )

    def _within(self, start: int, end: int) -> Sequence[PeriodSpan]:
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _has_figure(self, start: int, end: int) -> bool:
        index = bisect_left(self._figure_starts, start)
        return index < len(self._figure_starts) and self._figure_starts[index] < end

    def _find_stretches(self, whole: PeriodSpan | None) -> list[_Stretch]:
        """One for each line: what holds of its document, section and list."""
        stretches: list[_Stretch] = []
        section, listed, opened, ahead = None, None, False, False
        rule = self._find_rule()
        for start, line in self._lines():
            if self._is_heading(line):
                section, listed, opened = None, None, True
                ahead = bool(time_words("ahead").search(line))
            elif opened:
                opened, section = False, self._head_time(start)
            listed = listed if listed and _ITEM.match(line) else None
            whole = None if _ahead_lead().match(line) else whole
            held = None if ahead else _of_results(listed or section or whole)
            in_force = listed if listed and listed.value.endswith(OPEN) else rule
            stretches.append(_Stretch(start, held, in_force))
            if line.rstrip()[-1] in ":：" and not listed:
                listed = self._head_time(start, of_list=True)
        return stretches

    def _lines(self) -> Iterator[tuple[int, str]]:
        position = 0
        for line in self._text.split("\n"):
            if line.strip():
                yield position, line
            position += len(line) + 1

    def _find_lead(self) -> PeriodSpan | None:
        """The time that the first paragraph begins with, if it is of the whole document."""
        untimed = False
        for start, line in islice(self._lines(), _LEAD_LINES):
            untimed = untimed or is_report_untimed(line.strip())
            found = self._head_time(start)
            if found and not self._is_heading(line) and (untimed or self._is_lead(start, line)):
                return found
        return None

    def _is_heading(self, line: str) -> bool:
        short = len(line) <= _TITLE_LONGEST and not re.search("[。;；]", line)
        return short and any(sign.match(line) for sign in NUMBERED[:4])

    def _head_time(self, start: int, *, of_list: bool = False) -> PeriodSpan | None:
        """The time that a paragraph begins with, if results can be of it."""
        for span in self._within(start, start + _HEAD_REACH)[:1]:
            if not (of_list or _OPENS.match(self._text, span.end)):
                return None
            as_of = _AS_OF.search(self._text, max(0, span.start - 2), span.start)
            plain = (_POINT if as_of else _PLAIN).fullmatch(span.value)
            if plain or (of_list and span.value.endswith(OPEN)):
                return span
        return None

    def _is_lead(self, start: int, line: str) -> bool:
        """Whether a paragraph at the head tells the time of all, and no figure: 2021年,我委…."""
        if len(line) > _LEAD_LONGEST or time_words("news").search(line):
            return False
        return bool(_STOP.search(line)) and not self._has_figure(start, start + len(line))

    def _find_rule(self) -> PeriodSpan | None:
        """The day from which all of a notice holds: 本通知自2023年1月1日起施行."""
        match = _in_force().search(self._text)
        if not match:
            return self._find_first_rule() or self._find_yearly()
        spans = [span for span in self._within(match.start(), match.end()) if OPEN in span.value]
        return spans[0] if spans else None

    def _find_yearly(self) -> PeriodSpan | None:
        """The year of a title of rules: 2023年大理州城乡居民基本医疗保险政策."""
        for start, line in islice(self._lines(), _LEAD_LINES):
            title = _YEARLY.search(line) if len(line) <= _TITLE_OF_RULES_LONGEST else None
            for span in self._within(start, start + len(line)) if title else ():
                if span.basis == "stated" and _YEAR.fullmatch(span.value):
                    return span
        return None

    def _find_first_rule(self) -> PeriodSpan | None:
        """The day that a notice begins with, before any figure: 6月1日起,…."""
        first = self._figure_starts[0] if self._figure_starts else 0
        head = self._text.rfind("\n", 0, first) + 1
        for span in self._within(head, min(first, head + _HEAD_REACH))[:1]:
            if span.value.endswith(OPEN) and self._text[span.end - 1] == "起":
                return (
                    span
                    if self._text[span.end] in ",，" and head <= span.start <= head + 1
                    else None
                )
        return self._find_announced()

    def _find_announced(self) -> PeriodSpan | None:
        """The day that the head of a text says new rules hold from: 11月7日起按级别执行新价,…."""
        for span in self._within(0, _ANNOUNCED_WITHIN):
            announced = span.value.endswith(OPEN) and _ANNOUNCED.match(self._text, span.end)
            if announced:
                stop = _STOP.search(self._text, announced.end())
                return span if stop and not self._has_figure(span.end, stop.start()) else None
        return None


def _of_results(span: PeriodSpan | None) -> PeriodSpan | None:
    """A time that results can be of: none from which on something holds."""
    return None if span and span.value.endswith(OPEN) else span


@cache
def _ahead_lead() -> re.Pattern[str]:
    """A paragraph that begins with what is to come."""
    words = any_of(read_table("period_words.yml")["ahead_leads"])
    return re.compile(rf"\s*(?:[一二三四五六七八九十]{{1,2}}[、.]|[(（].[)）])?(?:{words})")


@cache
def _in_force() -> re.Pattern[str]:
    subjects = any_of(read_table("period_words.yml")["in_force"])
    return re.compile(
        rf"(?:{subjects})[^。;；\n]{{0,6}}?[自从于][^。;；\n]{{6,16}}起[^。;；\n]{{0,4}}?(?:施行|执行|实施|试行|实行|生效)"
    )
