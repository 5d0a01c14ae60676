"""Which times of earlier sentences a figure takes whose own sentence names none."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from atlas.reading.openings import is_founding, is_of_project, is_opening
from atlas.reading.periods import OPEN, PeriodSpan, is_plan
from atlas.reading.records import Figure
from atlas.reading.sentences import COMMA, Sentence, Sentences
from atlas.reading.timespans import TimeSpans
from atlas.reading.timewords import has_time_word, time_words

_CONTEXT_REACH = 4  # sentences that a time at the head of one holds for, besides those of figures
_PARAGRAPH_REACH = 16  # and one that opens their paragraph
_HOLDING = re.compile(r"(\d{4})(?:-\d\d(?:-\d\d)?/\1-\d\d(?:-\d\d)?)?")
_UP_TO_HOLDING = re.compile(r"\d{4}(?:-\d\d){0,2}")
_LOOK_BACK = 200  # signs of its sentence in which a word can end an earlier time
_EVENT_REACH = 60
_HOUR = re.compile(r"\s?(?:0\s?时?\s?[-—–~～至到]+\s?)?24\s?[时点]")  # a day's bulletin
_OPENING = 4  # signs of a paragraph before a time that opens it
_ALSO = re.compile("同时|此外|另外|与此同时")
_COMPLETED = re.compile("竣工|建成|新建|新增|新获|改造|完成|累计")
_TOTAL = re.compile("累计|(?<!医)共(?![同有体])")
_YEARS = re.compile(r"\d{4}/\d{4}")
_MOSTLY = re.compile("以[^,，。;；]{1,16}(?:为主|居多)|男性|女性|年龄[组段]|岁组")
_PARTS = re.compile(
    "按[^,，。;；]{2,10}(?:分类|统计|分析)|从[^,，。;；:：]{2,10}(?:[看来]|分析)[,，:：]"
    "|[^,，。;；]{2,8}以[^,，。;；]{1,30}(?:为主|居多)"
)
_OF_WHICH = re.compile("其中[,，:：]?")
_STOP = re.compile("[。!！?？;；]")
_RULES = re.compile("每人每年|人均筹资|筹资标准|缴费标准|补助标准")
_EACH = re.compile("每人|人均|/人|个人(?:参[合保])?[要需应]?[缴交]")
_EACH_TIME = re.compile("每[年月周][^,，。;；]*\\Z")  # 每年拨出10万元: of no one year
_WHOLE = re.compile("全[市县区州盟旗省镇]|累计|其中|共")
_PER_HEAD = re.compile("每?[千万]人|每[千万]名?(?:常住|户籍|老)|人均(?!期望|预期|寿命)")
_GOES_ON = re.compile(  # a case: 1月,…发现…。该局追回…; a month's bulletin
    "[该其此对]|处理|共?报告|[甲乙丙]类|全[市州县区盟旗][甲乙丙]类"
)
_OTHERS = re.compile(
    r"(?![全各我本该县市社城乡农自])[\u4e00-\u9fff]{2,6}?"
    r"(?:街道|(?<!城)[县市旗]|(?<![城社园病院导范点牧景山校片库专疫地])区)(?![域级属内人外])"
)
_ITEM = re.compile(r"\s*[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]")
UP_TO = re.compile("(?:截[至止]|到|至|据)$")


class Carried:
    """The times of one text that hold beyond their sentence."""

    def __init__(
        self, spans: TimeSpans, sentences: Sentences, published: str, home_name: str
    ) -> None:
        self._spans = spans
        self._text = spans.text
        self._sentences = sentences
        self._published = published
        whole = rf"{re.escape(home_name)}(?:{time_words('whole_of_home').pattern})"
        self._of_home = re.compile(whole if home_name else r"\Z.")

    def inherited(self, figure: Figure, sentence: Sentence, role: str) -> PeriodSpan | None:
        """The time at the head of a sentence before in the paragraph, unless time moves on.

        A rule's number takes that of a year of insurance (2023年度), or of an announcement.
        """
        if self._is_apart(figure, sentence, role):
            return None
        last, floor = sentence, self._list_start(sentence.region.start)
        distance = -1
        for _ in range(_PARAGRAPH_REACH):
            before = self._sentence_before(last, floor)
            if before is None:
                return None
            distance += distance < 0 or not self._has_figure(last.first, last.last)
            last = before
            spans = self._told_in(last)
            parts = self._text.startswith("其中", sentence.first)
            for span in reversed(spans) if parts else spans:
                if distance >= _CONTEXT_REACH and not self._opens_paragraph(span, sentence):
                    return None
                if self._passes_on(span, last, sentence, role):
                    return replace(span, basis="inferred", source="context")
                if role == "parameter" and not self._spans.printed(span).endswith("度"):
                    return None
            if not all(self._is_aside(span) for span in spans):
                return None
        return None

    def _is_apart(self, figure: Figure, sentence: Sentence, role: str) -> bool:
        """Whether it is of a time after those told, of each year, or of another place."""
        begins = max(sentence.first, figure.start - _LOOK_BACK)
        each = _EACH_TIME.search(self._text, max(begins, figure.start - 16), figure.start)
        if each and role != "parameter":
            return True
        opens = self._text, sentence.first
        other = _OTHERS.match(*opens) and not self._of_home.match(*opens)
        return bool(other) or has_time_word("anew", self._text, begins, figure.start)

    def _opens_paragraph(self, span: PeriodSpan, sentence: Sentence) -> bool:
        return 0 <= span.start - sentence.region.start <= _OPENING

    def _told_in(self, sentence: Sentence) -> list[PeriodSpan]:
        """The times of a sentence, without the days that one means: 2026年1月（1月1日至31日）."""
        told: list[PeriodSpan] = []
        for span in self._spans.before(sentence.last, sentence.first):
            if not told or self._text[told[-1].end : span.start] not in ("(", "（"):
                told.append(span)
        return told

    def _is_aside(self, span: PeriodSpan) -> bool:
        """Whether a time is of one value alone, so that an earlier one may hold on behind it."""
        spans = self._spans
        return spans.is_own(span) or spans.is_ago(span) or spans.is_reached(span)

    def _passes_on(self, span: PeriodSpan, told: Sentence, sentence: Sentence, role: str) -> bool:
        """Whether a time of the sentence `told` is that of a later one's figures."""
        if self._announces(span, told, sentence) or self._is_of_rules(span, told, sentence, role):
            return True
        if role == "parameter" and not self._spans.printed(span).endswith("度"):
            return self._spans.is_in_force(span, told)
        own = self._spans.is_own(span) and not self._spans.is_since(span)
        if own or self._spans.is_ago(span) or is_founding(self._text, span):
            return False
        if is_of_project(self._text, span):
            return False
        return (
            self._holds(span, told.first, sentence)
            or self._since_goes_on(span, told, sentence, role)
            or self._plan_goes_on(span, sentence, role)
            or (self._spans.is_head(span, told.first) and is_opening(self._text, span, told.last))
        )

    def _holds(self, span: PeriodSpan, first: int, sentence: Sentence) -> bool:
        """Whether a time in the sentence that starts at `first` holds for a later one."""
        if self._text.startswith("其中", sentence.first):
            return True
        if span.source == "as-of-publication":
            if _PER_HEAD.match(self._text, sentence.first):
                return True
            return self._spans.is_head(span, first) and bool(
                _WHOLE.match(self._text, sentence.first)
            )
        told = self._text[max(0, span.start - 1) : span.end]
        if told.startswith("在") or told.endswith("今年") or self._is_of_noun(span, first):
            return False
        if self._opens_review(span, sentence):
            return True
        up_to = UP_TO.search(self._text, max(0, span.start - 2), span.start)
        month = len(span.value) == len("2022-10") and self._opens_paragraph(span, sentence)
        month = month and bool(_GOES_ON.match(self._text, sentence.first))
        if _YEARS.fullmatch(span.value) and self._is_part(sentence):
            return self._spans.is_head(span, first)
        holding = _UP_TO_HOLDING if up_to or month else _HOLDING
        if span.basis == "stated" or "/" in span.value:
            colon = max(self._text.rfind(sign, first, span.start) for sign in ":：")
            first = max(first, 1 + colon)
        if self._is_day_of_all(span, first):
            return True
        return bool(holding.fullmatch(span.value)) and self._spans.is_head(span, first)

    def _is_day_of_all(self, span: PeriodSpan, first: int) -> bool:
        """Whether a sentence opens with a full date, and with no event: 2020年3月2日0时-24时,…."""
        day = len(span.value) == len("2020-03-02")
        day = day and (span.basis == "stated" or bool(_HOUR.match(self._text, span.end)))
        return (
            day
            and self._spans.is_head(span, first)
            and not time_words("events").search(self._text, span.end, span.end + _EVENT_REACH)
        )

    def _opens_review(self, span: PeriodSpan, sentence: Sentence) -> bool:
        """Whether a first sentence without figures tells of years up to now: 五年来,补短板。."""
        first, _, last = span.value.partition("/")
        years = span.basis == "inferred" and last not in ("", OPEN) and last[:4] > first[:4]
        if not years or not self._opens_paragraph(span, sentence):
            return False
        if _ALSO.match(self._text, sentence.first):
            return True
        stop = _STOP.search(self._text, span.end, sentence.first)
        return stop is not None and not self._has_figure(span.end, stop.start())

    def _is_part(self, sentence: Sentence) -> bool:
        """Whether a sentence tells the parts of a total told before: 以中青年为主,占84.41%."""
        words = sentence.first, sentence.last
        return bool(_MOSTLY.search(self._text, *words) and "占" in self._text[slice(*words)])

    def _is_of_noun(self, span: PeriodSpan, first: int) -> bool:
        """Whether it is the year of a thing: 接受国务院2015年度评价, 被列入2008年国家项目."""
        lead = self._text[first : span.start].rstrip()
        named = self._spans.printed(span).endswith("度") or lead.endswith(("列入", "获", "荣获"))
        if COMMA.match(self._text, span.end) or len(lead) <= _OPENING:
            return False
        return named and lead[-1] not in ",，:：;；、"

    def _announces(self, span: PeriodSpan, told: Sentence, sentence: Sentence) -> bool:
        """Whether a sentence without figures announces a list of rules: 1月1日起这些变了!①…."""
        if not span.value.endswith(OPEN) or told.region != sentence.region:
            return False
        figures = self._has_figure(told.first, told.last)
        return not figures and self._text[told.last - 1] in "!！:："

    def _has_figure(self, start: int, end: int) -> bool:
        index = bisect_left(self._spans.figure_starts, start)
        return index < len(self._spans.figure_starts) and self._spans.figure_starts[index] < end

    def event(self, figure: Figure, sentence: Sentence) -> PeriodSpan | None:
        """The day of an event told shortly before: 12月25日,…。这次共检查320人次."""
        if not time_words("at_event").search(self._text, sentence.first, figure.start):
            return None
        floor = max(0, sentence.region.start - _LOOK_BACK)
        for span in reversed(self._spans.before(sentence.first, floor)):
            if span.source != "as-of-publication" and len(span.value) != len("2022"):
                day = _UP_TO_HOLDING.fullmatch(span.value) and len(span.value) == len("2022-10-01")
                return replace(span, basis="inferred", source="context") if day else None
        return None

    def _is_of_rules(self, span: PeriodSpan, told: Sentence, sentence: Sentence, role: str) -> bool:
        """Whether both sentences tell what each pays in a year: 2012年,每人每年缴费50元."""
        year = span.basis == "stated" and len(span.value) == len("2012")
        if role != "parameter" or not year or not self._spans.is_head(span, told.first):
            return False
        return bool(
            _RULES.search(self._text, span.end, told.last)
            and _EACH.search(self._text, sentence.first, sentence.last)
        )

    def _plan_goes_on(self, span: PeriodSpan, sentence: Sentence, role: str) -> bool:
        """Whether the years of a plan hold for the goals of a later sentence, or for its sums."""
        if not is_plan(span):
            return False
        if span.value.endswith(OPEN):
            done = self._spans.printed(span).endswith("以来") and role in ("current", "change")
            return done and bool(_COMPLETED.match(self._text, sentence.first))
        if span.value.rpartition("/")[2] >= self._published[:4]:
            return role == "target"
        flow = time_words("flows").match(self._text, sentence.first)
        return role in ("current", "change") and bool(flow)

    def _since_goes_on(
        self, span: PeriodSpan, told: Sentence, sentence: Sentence, role: str
    ) -> bool:
        """Whether what has come since a time goes on: 自2019年以来,…。药品平均降价50%."""
        if role not in ("current", "change") or not self._spans.is_since(span):
            return False
        total = role == "change" or _TOTAL.search(self._text, sentence.first, sentence.last)
        return bool(total) and not self._has_figure(told.first, span.start)

    def _list_start(self, start: int) -> int:
        """Where lines start that belong together: after semicolons, or parts of what was told."""
        for _ in range(_CONTEXT_REACH):
            end = start
            while end and self._text[end - 1].isspace():
                end -= 1
            listed = end and self._text[end - 1] in ";；" and not _ITEM.match(self._text, start)
            parts = end and (_PARTS.match(self._text, start) or _OF_WHICH.match(self._text, start))
            if not listed and not parts:
                return start
            floor = max(0, end - _LOOK_BACK)
            line = self._text.rfind("\n", floor, end)
            if line < 0 < floor:
                return start
            start = line + 1
        return start

    def _sentence_before(self, sentence: Sentence, floor: int) -> Sentence | None:
        """The sentence before in the paragraph that starts at `floor`."""
        position = sentence.first - 1
        while position > floor and self._text[position].isspace():
            position -= 1
        return self._sentences.find(position) if position > floor else None
