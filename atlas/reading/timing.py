"""Which of a text's times a figure belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from atlas.reading.abstracts import Abstracts
from atlas.reading.answers import Answers
from atlas.reading.carrying import UP_TO, Carried
from atlas.reading.comparedtimes import IN_COMPARISON
from atlas.reading.headlines import Headlines
from atlas.reading.ledlists import LedLists
from atlas.reading.openings import is_founding, is_moving, is_of_project
from atlas.reading.periods import OPEN, PeriodSpan, is_plan
from atlas.reading.plannedyears import find_planned_year
from atlas.reading.records import Figure, Region
from atlas.reading.reported import Reported
from atlas.reading.sentences import (
    COMMA,
    SEMICOLON,
    STOP,
    Sentence,
    Sentences,
    clause_start,
    open_brackets,
)
from atlas.reading.tellings import is_attended, is_flow, is_standing
from atlas.reading.timespans import TimeSpans
from atlas.reading.timewords import time_words

_NOW_REACH = 3  # commas that 目前 inside a clause reaches over; at its beginning, all
_COMPARED = re.compile("[比较](?<![占对均][比较])(?![例重率高大为])")
_UNTIL = re.compile("[到至]$")
_DONE = re.compile(".{0,4}(?<!早)已")
_SUBJECT_CUE = re.compile("现有|现已")
_NAMED_DAY = re.compile(r"是(?!\d)|[^,，。:：;；\d]{2,12}日[:：,，]")  # 10月8日全国高血压日:
_AFTERWARDS = re.compile(r"[^,，。;；\d]{1,10}后[,，]")  # 4月落地后,
_STRETCH = re.compile(r"[从自]?(\d{4})年?[到至](\d{4})年")
_FORMERLY = re.compile(
    "(?:最初|原来|原先|此前|过去|以前|起初|改革前)(?:每[人年月次天户]){0,2}[交缴付花]?的?$"
)
_YEARS_BACK = re.compile("近|最近|过去|前|.{1,3}年(?:以?来|间)")
_NOTE = re.compile(r"[(（](?:数据)?(?:截[至止]|来源[:：]|统计[于至到]?|时间[:：])+$")
_DATA_OF = re.compile("(?:这|以上|上述)(?:都|均)?[是为]$")
_DATA = re.compile("的?(?:统计)?数[据字]")
_TOTAL = re.compile("累计|先后|共计|总共|已|投入|投资|争取|新建|改建|委培|引进|招聘")
_ONE_SENTENCE = re.compile("[^,，;；]*[,，][^;；]*")
_OF_A_GOAL = re.compile("[占成达到为现]$")  # 完成全年任务的82%: the year is the goal's
_GOAL = re.compile("[^,，;；。]{0,14}(?:任务|目标|资金|预算|指标|计划)[^,，;；。]{0,14}$")
_THEREAFTER = re.compile("此后|从此|从那时|[,，]之后")
_SINCE_THEN = re.compile("(?:那时|彼时)[到至]$")
_SINCE_MOVED = re.compile(
    r"(?:时|末|底)?[为是有仅只才]{0,2}[\d.]{1,8}[^,，。;；\d]{0,6}[,，](?:已|现|如今|目前)"
)
_OLDER_VALUE = re.compile(
    r"(?:时|末|底)?[为是有仅只才]{0,2}[\d.]{1,8}[^,，。;；\d]{0,6}[,，][^,，。;；\d]{0,6}"
)
_OF_A_PROGRAMME = re.compile(  # “十三五”国家重点专项
    '(?<=[五”"])(?:国家|省|市|全国)级?(?:重点|重大|科技|临床|医学|规划教材)'
)
_WEEK = re.compile(r"第\d{1,2}周[(（]\Z")
_OF_OTHER_SIDE = re.compile(r"(?:同期)?的?(?:水平)?(?:[(（](?:[\d.]{1,6}[%‰]?[和、])?)?")
_REVIEWED = re.compile("的[^,，;；。]{0,12}(?:数据|费用|病历|处方|账目|档案|病例|资金)")


class Timing:
    """The times of one text, and which figure each belongs to."""

    def __init__(
        self,
        text: str,
        times: Sequence[PeriodSpan],
        figures: Sequence[Figure],
        regions: Sequence[Region],
        sentences: Sentences,
        published: str = "",
        home_name: str = "",
    ) -> None:
        self._text = text
        self._published = published
        self._spans = TimeSpans(text, times, figures)
        self._carried = Carried(self._spans, sentences, published, home_name)
        self._compared = {span.end: span for span in times if span.value and span.compared}
        self._compared_ends = list(self._compared)
        self.headlines = Headlines(text, regions, times, figures)
        self._planned = find_planned_year(text, regions, self._spans.periods)
        self._answers = Answers(text, self._spans.periods)
        self._abstracts = Abstracts(text, regions, self._spans.periods)
        self._led = LedLists(text, self._spans.periods)
        self._reported = Reported(text, published, times, figures)

    def find(
        self, figure: Figure, sentence: Sentence, closed: tuple[int, int] | None, role: str
    ) -> PeriodSpan | None:
        """The time at the head of its column, else the last one named before that reaches it.

        Else the time from which a rule holds that the sentence ends with, the one at the head
        of a sentence shortly before, or that of the heading above. `closed` is the stretch of a
        baseline's own time.
        """
        if self._is_streak(figure) or self._is_former(figure):
            return None
        own = self.headlines.column(figure) or self._measured_against(figure, role)
        if own or (role == "baseline" and not self.has_own(figure)):
            return own or self.compared_with(figure, sentence)
        for span in reversed(self._spans.before(figure.start, sentence.first)):
            if closed and closed[0] <= span.start < closed[1] and self._spans.is_own(span):
                continue
            if self._is_no_time(span, sentence, role):
                continue
            if running := self._running(span, figure, role):
                return running
            if self._is_attached(span, figure) or self._is_elsewhere(span, figure, sentence):
                continue
            if role == "change" and self._is_of_older(span, figure, sentence):
                continue
            if not self._suits(span, figure, sentence, role):
                return None
            return self._narrowed(span, sentence)
        return self._from_elsewhere(figure, sentence, role)

    def _from_elsewhere(self, figure: Figure, sentence: Sentence, role: str) -> PeriodSpan | None:
        """The time of a figure that none stands before in its sentence."""
        later = self._begun(figure, sentence, role) or self._noted(figure, sentence)
        later = later or self._carried.event(figure, sentence)
        if not later and role != "parameter" and (led := self._led.find(figure.start)):
            later = replace(led, basis="inferred", source="context")
        later = later or self._inherited(figure, sentence, role)
        if not later and role != "parameter":
            later = self.headlines.title(figure)
        later = later or self._reported.find(figure, sentence.first, role)
        later = later or self._answers.find(figure.start)
        later = later or self._abstracts.find(figure.start, role)
        return later or (self._planned if role == "target" else None)

    def _inherited(self, figure: Figure, sentence: Sentence, role: str) -> PeriodSpan | None:
        """The time of a sentence before; of a review rather its year than 目前."""
        found = self._carried.inherited(figure, sentence, role)
        if found and found.value == self._published:
            told = self._reported.find(figure, sentence.first, role)
            return told if told and told.source == "report-year" else found
        return found

    def step_floor(
        self, figures: Sequence[Figure], index: int, baselines: Mapping[int, int]
    ) -> tuple[int, int] | None:
        """The stretch of a baseline's own time, which the figure after it does not share."""
        if index not in baselines:
            return None
        figure = figures[baselines[index]]
        return clause_start(self._text, figure.start, max(0, figure.start - 16)), figure.end

    def ends_of_stretch(
        self, figure: Figure, sentence: Sentence
    ) -> tuple[PeriodSpan, PeriodSpan] | None:
        """The first and the last year where the sentence tells a rise between: 2012年到2021年,."""
        before = self._spans.before(figure.start, sentence.first)
        if not before or not (match := _STRETCH.fullmatch(self._spans.printed(before[-1]))):
            return None
        span = before[-1]
        return replace(span, value=match[1]), replace(span, value=match[2])

    def has_own(self, figure: Figure) -> bool:
        """Whether a time stands right before a baseline: 由2021年的71.35%."""
        return any(
            figure.start - 4 <= span.end <= figure.start
            for span in self._spans.before(figure.start, figure.start - 24)
        )

    def compared_with(self, figure: Figure, sentence: Sentence) -> PeriodSpan | None:
        """The other side that a sentence opens with: 与改革前的2020年相比,费用由9832元降到…."""
        index = bisect_left(self._compared_ends, figure.start) - 1
        if index < 0 or self._compared_ends[index] < sentence.first:
            return None
        span = self._compared[self._compared_ends[index]]
        opens = IN_COMPARISON.match(self._text, span.end)
        apart = SEMICOLON.search(self._text, span.end, figure.start)
        return span if opens and not apart else None

    def _is_streak(self, figure: Figure) -> bool:
        """Whether it is the length of a streak, which no one time has: 连续三年."""
        before = self._text[max(0, figure.start - 2) : figure.start]
        return figure.unit in ("year", "month") and before == "连续"

    def _is_former(self, figure: Figure) -> bool:
        """Whether it is a value of an unnamed time before: 由最初的118分钟, not 改革前的1.7倍."""
        before = self._text[max(0, figure.start - 10) : figure.start]
        return figure.unit != "time" and bool(_FORMERLY.search(before))

    def is_other_side(self, figure: Figure) -> bool:
        """Whether brackets behind what is compared with hold its value: 较上月(9713例)上升14%."""
        opened = self._text[figure.start - 1 : figure.start] in ("(", "（")
        return opened and self._measured_against(figure, "") is not None

    def _measured_against(self, figure: Figure, role: str) -> PeriodSpan | None:
        """The other side of a comparison where the figure is its value: 较2017年的11.36%提高."""
        if role == "change" or figure.unit == "time":
            return None
        for end in range(figure.start, figure.start - 16, -1):
            span = self._compared.get(end)
            if span and _OF_OTHER_SIDE.fullmatch(self._text, end, figure.start):
                return span
        return None

    def _is_attached(self, span: PeriodSpan, figure: Figure) -> bool:
        """Whether a time belongs to another figure right behind it: 由2021年的71.35%提高到…."""
        index = bisect_left(self._spans.figure_starts, span.end)
        start = self._spans.figure_starts[index]
        if start == figure.start or start > span.end + len("同期的"):
            return False
        between = self._text[span.end : start].removeprefix("同期")
        if len(between) > 1:
            return False
        if self._spans.is_reached(span) and _ONE_SENTENCE.fullmatch(
            self._text, start, figure.start
        ):
            return False
        own = self._spans.is_own(span) or self._spans.printed(span).startswith("上年")
        of_it = between == "的" and not self._spans.printed(span).endswith("以来")
        return of_it or (not between and own)

    def _suits(self, span: PeriodSpan, figure: Figure, sentence: Sentence, role: str) -> bool:
        """Whether a time can be that of a rule's number: 自…起, 2023年度, or in its own clause.

        The day from which rules hold is not that of results told after them.
        """
        between = self._text[span.end : figure.start]
        if role != "parameter":
            return not (self._spans.printed(span).endswith("起") and SEMICOLON.search(between))
        if span.value.endswith(OPEN) or self._spans.printed(span).endswith("度"):
            return not self._spans.is_since(span)
        if span.basis == "stated":
            head = self._spans.is_head(span, sentence.first) and len(span.value) == len("2022")
            return not is_plan(span) and (head or not SEMICOLON.search(between))
        ours = self._spans.printed(span) == "今年" and self._text[span.start - 1] in "。\n"
        return ours or not STOP.search(between)

    def _is_elsewhere(self, span: PeriodSpan, figure: Figure, sentence: Sentence) -> bool:
        """Whether a time is part of a title, or of what the figure is measured against."""
        between = self._text[span.end : figure.start]
        if between.count("》") > between.count("《"):
            return True
        if (
            not span.value.endswith("..")
            and open_brackets(between) < 0
            and open_brackets(self._text[sentence.first : span.start]) > 0
            and not _WEEK.search(self._text, sentence.first, span.start)
        ):
            return True
        if self._is_of_something(span, figure, between):
            return True
        floor = max(0, span.start - 20)
        if _COMPARED.search(self._text[clause_start(self._text, span.start, floor) : span.start]):
            return True
        if is_plan(span) and _DONE.match(self._clause_before(figure, sentence)):
            return True
        head = self._spans.is_head(span, sentence.first) or _UNTIL.search(
            self._text[max(0, span.start - 2) : span.start]
        )
        now = span.source == "as-of-publication" and self._text[span.start - 1] in ",，"
        if SEMICOLON.search(between) and not head and not now and not self._is_of_data(span):
            return True
        years = span.source == "relative" and _YEARS_BACK.match(self._spans.printed(span))
        if (
            head
            and (not years or is_flow(self._clause_before(figure, sentence)))
            and not _SUBJECT_CUE.match(self._text, span.start)
        ):
            return False
        return self._is_faded(span, between)

    def _is_of_older(self, span: PeriodSpan, figure: Figure, sentence: Sentence) -> bool:
        """Whether a change is told from its value on: 2020年…78岁,2015年为76岁,提高2岁."""
        if not _OLDER_VALUE.fullmatch(self._text, span.end, figure.start):
            return False
        before = self._spans.before(span.start, sentence.first)
        return any(span.value < other.value[:4] <= self._published[:4] for other in before)

    def _is_of_something(self, span: PeriodSpan, figure: Figure, between: str) -> bool:
        """Whether it is the time of a goal, of data, of a day with a name, or of an event."""
        if self._is_of_goal(span, figure, between):
            return True
        if is_plan(span) and _OF_A_PROGRAMME.match(self._text, span.end):
            return True
        if self._text[max(0, span.start - 1) : span.start] == "对" and _REVIEWED.match(between):
            return True
        after = span.value <= self._published and _AFTERWARDS.match(self._text, span.end)
        if after or _NAMED_DAY.match(self._text, span.end):
            return True
        if COMMA.search(between) and is_founding(self._text, span):
            return True
        if is_of_project(self._text, span):
            return True
        if is_moving(self._text, span) and is_standing(self._text, figure):
            return True
        if _SINCE_MOVED.match(between) and span.value < self._published[:4]:
            return True
        is_day = len(span.value) == len("2022-10-01")
        return (
            is_day
            and bool(time_words("events").search(between))
            and not is_attended(self._text, figure)
        )

    def _is_of_goal(self, span: PeriodSpan, figure: Figure, between: str) -> bool:
        """Whether it is the time of a goal that a share is taken of: 完成全年任务的82%."""
        if figure.unit != "%" or not _GOAL.match(between):
            return False
        return bool(_OF_A_GOAL.search(self._text, max(0, span.start - 1), span.start))

    def _running(self, span: PeriodSpan, figure: Figure, role: str) -> PeriodSpan | None:
        """From a time up to the document's, of a running total: 自2021年3月上线,累计接单27640单."""
        first = span.value.partition("/")[0]
        bare = span.value in (first, f"{first}/{OPEN}")
        if role not in ("current", "change") or not bare or first >= self._published:
            return None
        if SEMICOLON.search(self._text[span.end : figure.start]):
            return None
        since_then = self._spans.is_own(span) or self._spans.printed(span).endswith("以来")
        total = since_then and _TOTAL.search(self._text, span.end, figure.start)
        total = total or _THEREAFTER.search(self._text, span.end, figure.start)
        return replace(span, value=f"{first}/{self._published}") if total else None

    def _is_no_time(self, span: PeriodSpan, sentence: Sentence, role: str) -> bool:
        """Whether a word tells no time of its own here: 从那时到现在, a rule's 包干全年7万元."""
        yearly = role == "parameter" and self._spans.printed(span) == "全年"
        return yearly or self._is_as_of(span, sentence) or self._is_since_then(span)

    def _is_as_of(self, span: PeriodSpan, sentence: Sentence) -> bool:
        """Whether 现有 is as of the day that its sentence begins with: 截至2月2日,…现有12例."""
        if not _SUBJECT_CUE.match(self._text, span.start):
            return False
        for head in self._spans.before(span.start, sentence.first)[:1]:
            up_to = UP_TO.search(self._text, max(0, head.start - 2), head.start)
            return bool(up_to) and head.source != "as-of-publication"
        return False

    def _is_since_then(self, span: PeriodSpan) -> bool:
        """Whether 现在 only ends what another time began: 从那时到现在."""
        return bool(_SINCE_THEN.search(self._text, max(0, span.start - 4), span.start))

    def _is_faded(self, span: PeriodSpan, between: str) -> bool:
        """Whether a time inside a sentence no longer holds by the words since."""
        if span.source == "as-of-publication" and self._text[span.start - 1 : span.start].isalpha():
            far = len(COMMA.findall(between)) > _NOW_REACH
            return far and not _SUBJECT_CUE.match(self._text, span.start)
        printed = self._spans.printed(span)
        lasting = printed.startswith(("今年", "去年")) or re.search(r"\d|半年|季度$", printed)
        if span.source != "relative" or lasting:
            return False
        return not COMMA.match(between) and bool(STOP.search(between))

    def _clause_before(self, figure: Figure, sentence: Sentence) -> str:
        return self._text[clause_start(self._text, figure.start, sentence.first) : figure.start]

    def _begun(self, figure: Figure, sentence: Sentence, role: str) -> PeriodSpan | None:
        """The time from which a rule holds where the sentence names it last: …,7月1日起执行."""
        first = bisect_left(self._spans.starts, figure.end)
        for span in self._spans.periods[first : first + 3]:
            if span.start >= sentence.last:
                return None
            if self._spans.is_in_force(span, sentence):
                apart = SEMICOLON.search(self._text[figure.end : span.start])
                return None if apart and role != "parameter" else span
        return None

    def _noted(self, figure: Figure, sentence: Sentence) -> PeriodSpan | None:
        """The time that a note behind the figures gives: (数据来源:2022年统计)."""
        first = bisect_left(self._spans.starts, figure.end)
        for span in self._spans.periods[first : first + 1]:
            before = self._text[max(figure.end, span.start - 10) : span.start]
            noted = _NOTE.search(before) or self._is_of_data(span)
            if span.start < sentence.last and noted:
                return span
        return None

    def _is_of_data(self, span: PeriodSpan) -> bool:
        """Whether it is said to be the time of the figures: 这是6月底数据."""
        before = self._text[max(0, span.start - 4) : span.start]
        return bool(_DATA.match(self._text, span.end) and _DATA_OF.search(before))

    def _narrowed(self, span: PeriodSpan, sentence: Sentence) -> PeriodSpan:
        """截至5月底,…今年…: this year up to the month that the sentence begins with."""
        if self._spans.printed(span) != "今年":
            return span
        for head in self._spans.before(span.start, sentence.first):
            up_to = UP_TO.search(self._text, max(0, head.start - 2), head.start)
            if up_to and re.fullmatch(rf"{span.value}-\d\d", head.value):
                return replace(span, value=f"{span.value}-01/{head.value}")
        return span
