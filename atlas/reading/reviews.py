"""The time that a document as a whole reports on: told once, at its head, for all its results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from atlas.reading.numerals import DIGITS
from atlas.reading.periods import PeriodSpan, Point, month_range
from atlas.reading.tables import any_of, read_table
from atlas.reading.timewords import time_words

_HEAD_LINES = 8  # lines of a text among which its title stands
_LEAD_LINES = 12
_HEAD_LONGEST = 2000  # signs of a text that its head is looked for in
_TITLE_LONGEST = 60
_LEAD_LONGEST = 160  # signs of a paragraph that are its first sentence at most
_DELIVERED_UNTIL = "04"  # the month up to which a work report reviews the year before
_YEAR = re.compile(r"(?<![\d./-])(20\d\d)(?![\d./])")
_PLAN = re.compile("十([一二三四五])五")
_BULLETIN = re.compile("(?:通报|公报|总结|简报|快报|月报|季报|年报|公示|报告)[)）]?$")
_THE_YEAR = re.compile(r"(20\d\d)年(?:这一年|[,，]?是[^。!！?？]{2,60}?(?:一年|之年))")
_MONTH = re.compile(r"20\d\d\s?年(1[0-2]|0?[1-9])月(?:份)?(?![\d至到—-])")
_AS_OF = re.compile(
    r"情况[(（](?:数据)?截[至止](?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日[)）]"
)
_FIVE_YEARS = re.compile("(?:过去|这|近)的?五年|五年来")


def is_report_untimed(line: str) -> bool:
    """Whether a line titles a report and says not of what time: 关于…落实情况的通报."""
    untimed = not _YEAR.search(line) and not _part().search(line)
    return len(line) <= _TITLE_LONGEST and untimed and bool(_BULLETIN.search(line))


def find_reviewed(text: str, published: str) -> PeriodSpan | None:
    """The year, or part of one, that the head of a document says it reports on.

    Args:
        text: The document, digits and signs narrow.
        published: Its date in ISO 8601, empty if it is not known.

    >>> find_reviewed("云山市2023年上半年医疗保障运行情况通报", "2023-08-01").value
    '2023-01/2023-06'
    """
    if as_of := _AS_OF.search(text, 0, _HEAD_LONGEST):
        year = as_of["year"] or published[:4]
        day = Point(int(year or 0), int(as_of["month"]), int(as_of["day"])).iso() if year else ""
        if day and (not published or day <= published.ljust(10, "9")):
            return _span(day, as_of.start(), as_of[0])
    for number, (start, line) in enumerate(_lines(text)):
        words = line[:_LEAD_LONGEST]
        if number < _HEAD_LINES and len(line) <= _TITLE_LONGEST and "。" not in line:
            if found := _read_title(words, published, text):
                return _span(found, start, line)
            if time_words("plans_ahead").search(words) and _YEAR.search(words):
                return None
        elif found := _read_lead(words, published):
            return _span(found, start, line)
    return None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The first lines that hold words, with their offsets."""
    position, count = 0, 0
    for line in text[:_HEAD_LONGEST].split("\n"):
        if line.strip():
            yield position, line
            count += 1
        if count == _LEAD_LINES:
            return
        position += len(line) + 1


def _span(value: str, start: int, line: str) -> PeriodSpan:
    return PeriodSpan(start, start + len(line), value, "inferred", "report-year")


def _read_title(line: str, published: str, text: str) -> str:
    """The time in a title with a word for a report, and none for a plan after it.

    A work report of its first months reviews the year before, or the five years that it names.
    """
    if both := _both().search(line):
        line = line[: both.start()]
    reports = list(time_words("reports").finditer(line))
    if not reports or time_words("plans_ahead").search(line, reports[-1].end()):
        return ""
    years = {match[1] for match in _YEAR.finditer(line) if not _is_date(line, match.end())}
    early = "01" <= published[5:7] <= _DELIVERED_UNTIL
    if time_words("delivered").search(line) and early and (not years or years == {published[:4]}):
        last = int(published[:4]) - 1
        return f"{last - 4}/{last}" if _FIVE_YEARS.search(text[:_HEAD_LONGEST]) else str(last)
    if len(years) != 1:
        if plan := _PLAN.search(line):
            first = 2001 + 5 * DIGITS[plan[1]]
            return f"{first}/{first + 4}" if not years and f"{first + 4}" <= published[:4] else ""
        return "" if years else _relative(line, published)
    year = int(min(years))
    if month := _MONTH.search(line):
        return f"{year}-{int(month[1]):02d}"
    match = _part().search(line)
    return (_part_value(match, year) if match else "") or str(year)


def _is_date(line: str, position: int) -> bool:
    """Whether a year goes on to a day: 2023年3月2日, which is when it was written."""
    return bool(re.compile(r"\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号]").match(line, position))


def _read_lead(line: str, published: str) -> str:
    """The time of 晒出去年…成绩单 and of 2023年,…情况如下: in a first sentence."""
    sentence = re.split("[。!！?？]", line, maxsplit=1)[0]
    if match := _announced().search(sentence):
        return _relative(match[0], published)
    year = _THE_YEAR.search(sentence)
    return year[1] if year and not _is_to_come(year[1], published) else ""


def _is_to_come(year: str, published: str) -> bool:
    """Whether a year is not over yet by the document's date."""
    return not published or year >= published[:4]


def _relative(words: str, published: str) -> str:
    """What 去年 or 上半年 means by the document's date; empty where no such word stands."""
    match = _part().search(words)
    if not published or not (match or re.search("去年|上年度", words)):
        return ""
    year = int(published[:4]) - bool(re.search("去年|上年度", words))
    return (_part_value(match, year) if match else "") or str(year)


def _part_value(match: re.Match[str], year: int) -> str:
    if match["part"]:
        first, last = read_table("period_words.yml")["parts"][match["part"]]
        return month_range(year, int(first), int(last))
    return month_range(year, int(match["first"] or 1), int(match["last"]))


@cache
def _part() -> re.Pattern[str]:
    parts = any_of(read_table("period_words.yml")["parts"])
    month = r"(?:1[0-2]|[1-9])"
    return re.compile(
        rf"(?P<part>{parts})|(?<![\d.])(?P<first>{month})月?[-—–~～至到]+(?P<last>{month})月(?!\d)"
    )


@cache
def _both() -> re.Pattern[str]:
    """Where a title goes on from what was done to what is planned: 总结和2024年工作要点."""
    plans = any_of(read_table("period_words.yml")["plans_ahead"])
    return re.compile(rf"(?<=总结|回顾|情况)(?:的?报告)?[》”]?[和及与暨][^。]{{0,24}}?(?:{plans})")


@cache
def _announced() -> re.Pattern[str]:
    """去年…成绩单: a word for a past time, and soon one for what is reported of it."""
    reports = any_of(read_table("period_words.yml")["announced"])
    parts = any_of(read_table("period_words.yml")["parts"])
    return re.compile(rf"(?:去年|上年度|{parts})[^,，。;；:：\n]{{0,14}}?(?:{reports})")
