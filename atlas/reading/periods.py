"""Times in a text, as ISO 8601 periods: `2022`, `2022-10`, `2022-10-01`, `A/B`, `A/..`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from atlas.reading.numerals import DIGITS, narrow_signs, parse_numeral
from atlas.reading.tables import any_of, read_table

OPEN = ".."
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_BOUND = r"\s?(?:[-—–~～－/]+|至|到)\s?"
_YEAR = r"(?:19|20)\d\d"
_SINCE = re.compile(r"[^,，。;；\d]{1,16}以来")  # 自2022年7月1日实施DRG付费以来
_REVIEW_UNTIL = 4  # months into a year in which the past year is the calendar year
_YEAR_BOOK_UNTIL = 8  # months into a year in which 全年 is the year before


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """A time in a text: `[start, end)` are str offsets.

    `value` is empty where the words name no period; `basis` is stated or inferred, `source`
    says from what an inferred one is. `compared` marks the other side of a comparison.
    """

    start: int
    end: int
    value: str
    basis: str = "stated"
    source: str = ""
    compared: bool = False


class Point(NamedTuple):
    """A year, month or day; 0 where the text leaves it out."""

    year: int
    month: int = 0
    day: int = 0

    def iso(self) -> str:
        """The point in ISO 8601, or nothing if the calendar has no such day."""
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text if is_period(text) else ""


def is_period(text: str) -> bool:
    """Whether it is a period as the atlas writes one, of real dates, the first not after the last.

    >>> is_period("2022-10-01/.."), is_period("2022-02-30"), is_period("2022/2021")
    (True, False, False)
    """
    first, slash, last = text.partition("/")
    if not _is_point(first):
        return False
    if not slash or last == OPEN:
        return True
    return _is_point(last) and first <= last[: len(first)].ljust(len(first), "9")


def parse_period(text: str) -> str | None:
    """The period that a Chinese or ISO time stands for, None if it stands for none alone.

    >>> parse_period("自2022年10月1日起"), parse_period("“十三五”期间"), parse_period("2021—2023年")
    ('2022-10-01/..', '2016/2020', '2021/2023')
    """
    stripped = text.strip()
    if is_period(stripped):
        return stripped
    spans = find_times(stripped, "")
    if len(spans) != 1 or spans[0].start != 0 or spans[0].end != len(stripped):
        return None
    return spans[0].value or None


def find_periods(text: str, published: str) -> list[PeriodSpan]:
    """The times in a text that a figure may belong to, in order.

    Args:
        text: The document.
        published: The document's date in ISO 8601, empty if it is not known: then times that
            are told by it (目前, 今年) are left out.
    """
    return keep_periods(find_times(text, published))


def keep_periods(times: Iterable[PeriodSpan]) -> list[PeriodSpan]:
    """Those of the times that a figure may belong to."""
    return [span for span in times if span.value and not span.compared]


def find_times(text: str, published: str) -> list[PeriodSpan]:
    """Every time in a text, also those that are no period: clock times, 近日, 比上年. In order."""
    found: list[PeriodSpan] = []
    position = 0
    text = narrow_signs(text)
    pattern = _times_pattern()
    while match := pattern.search(text, position):
        position = match.end()
        span = _read_time(text, match, published, _year_before(text, found, match.start()))
        found.append(_with_comparison(text, span))
    return found


def _is_point(text: str) -> bool:
    match = _ISO.fullmatch(text)
    if not match or not text.isascii() or not int(match[1]):
        return False
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


@cache
def _table() -> Any:
    return read_table("period_words.yml")


@cache
def _cues() -> dict[str, dict[str, Any]]:
    return {word: rule for rule in _table()["cues"] for word in rule["words"]}


@cache
def _times_pattern() -> re.Pattern[str]:
    """One pattern for all times; every part is bounded, so that a search stays linear."""
    cues = any_of(_cues())
    parts = any_of(_table()["parts"])
    number = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
    month = r"(?:1[0-2]|0?[1-9])"
    day = r"(?:3[01]|[12]\d|0?[1-9])"
    firsts = "".join({word[0] for word in (*_cues(), *_table()["parts"])})
    on_day = rf"(?:\s?{day}\s?[日号])?"
    point = rf"{_YEAR}\s?年(?:度)?(?:\s?{month}\s?月(?:份)?{on_day})?"
    return re.compile(
        rf"""
        # The signs that a time begins with: elsewhere no part is tried.
        (?=[\d“"‘十上下中早晚凌自从今近最过未前一二两三四五六七八九几多数全年{firsts}])
        (?: (?P<plan> [“"‘]?十(?P<number>[一二三四五])五[”"’]?
            (?P<since>时期以来|期间以来|以来)?(?:时期|期间|末)? )
        | (?P<clock> (?<![\d:])\d{{1,2}}[:\uFF1A][0-5]\d\s?[-—–~至到]+\s?
                (?:次日)?\d{{1,2}}[:\uFF1A][0-5]\d
            | (?<!\d)(?:[上下中]午|早上?|晚上?|凌晨)\s?\d{{1,2}}\s?[时点](?:\d{{1,2}}分|半)?
            | (?<![\d.比例按为达])\d{{1,2}}[:\uFF1A]\d\d(?:[:\uFF1A]\d\d)?(?![\d.])
            | (?<![\d.])\d{{1,2}}\s?[时点]
                (?=\d{{1,2}}分|钟|半|整|许|[,\uFF0C。至到—-])(?:\d{{1,2}}分)? )
        | (?P<iso> (?<![\d.-])
            {_YEAR}(?:[-/.]{month}[-/.]{day}|-{month}(?![\d年-])|年{month}-{day}日)(?!\d) )
        | (?P<years> (?<!\d){_YEAR}\s?年?{_BOUND}{_YEAR}\s?(?:年|学年)(?:度)? )
        | (?P<yearmonths> (?<!\d){_YEAR}\s?年\s?{month}{_BOUND}{month}\s?月(?:份)? )
        | (?P<span> (?P<from>自|从)?(?<![\d.])(?P<first>{point})
            (?:{_BOUND}(?P<last>{point}|{month}\s?月(?:份)?{on_day}|{day}\s?[日号]))?
            (?P<tail>(?P<part>{parts})|年?[底末初])?
            (?P<open>以来|至今|(?:零时|0时)?(?:起|开始))? )
        | (?P<dayspan> (?<![\d.]){month}\s?月\s?{day}\s?[日号]
            {_BOUND}(?:{month}\s?月\s?)?{day}\s?[日号] )
        | (?P<months> (?:今年)?(?<![\d.]){month}\s?月?(?:份)?{_BOUND}{month}\s?月(?:份)?(?![龄大]) )
        | (?P<monthday> (?<![\d.个]){month}\s?月(?:份|底|末|初)?{on_day}
            (?P<dayopen>起)?(?![龄大嫂亮]) )
        | (?P<dayonly> (?<![\d.月日个作]){day}\s?日(?![内均前间常]|以内|之内) )
        | (?P<bracket> (?<=[(\uFF08〔\[【]){_YEAR}(?=[)\uFF09〕\]】]) )
        | (?P<recent>
            (?:近|最近|过去的?|今后|未来|(?<!提)前)(?P<count>{number})[多余]?个?[年月天周]多?(?:来|以来|间|里|内)?
            | (?P<count2>{number})[多余]?个?[年月]多?(?:以来|来(?!自))
            | (?P<ago>(?:{number}|几|多|数)[多余]?(?:年|天|个月|日)(?:之?前|之?后)) )
        | (?P<part0> (?:今年|全年)?(?P<half>{parts}) )
        | (?P<whole> (?<![年今去近每历当本明同到至前])(?:全年|年[末底])(?!前|无休|龄) )
        | (?P<cue> (?<![\d一二两三四五六七八九十])(?:{cues}) ) )
        """,
        re.VERBOSE,
    )


def _read_time(text: str, match: re.Match[str], published: str, year: int) -> PeriodSpan:
    """What one match means. `year` is the last one named before, 0 if none."""
    start, end = match.span()
    now = int(published[:4]) if published else 0
    group = match.groupdict()
    if group["plan"]:
        return PeriodSpan(start, end, _plan(match[0], group["number"], bool(group["since"])))
    if group["iso"]:
        numbers = [int(part) for part in re.findall(r"\d+", group["iso"])]
        return PeriodSpan(start, end, Point(*numbers).iso())
    if group["years"]:
        first, last = (int(part) for part in re.findall(_YEAR, group["years"]))
        return PeriodSpan(start, end, f"{first}/{last}" if first <= last else "")
    if group["yearmonths"]:
        named, *months = re.findall(r"\d+", group["yearmonths"])
        value = _months(int(named), months)
        return PeriodSpan(start, end, value if is_period(value) else "")
    if group["bracket"]:
        return PeriodSpan(start, end, group["bracket"])
    if group["span"]:
        return PeriodSpan(start, end, _span_value(match))
    if group["cue"]:
        return _read_cue(match, published, now)
    return _read_yearless(match, published, now, year)


def _plan(printed: str, number: str, since: bool) -> str:
    first = 2001 + 5 * DIGITS[number]  # the 11th plan began in 2006
    if printed.endswith("末"):
        return str(first + 4)
    return f"{first}/.." if since else f"{first}/{first + 4}"


def _span_value(match: re.Match[str]) -> str:
    """A named year, month or day, a stretch between two, or one that is open."""
    first = _point(match["first"], Point(0))
    if match["part"]:
        return _months(first.year, _table()["parts"][match["part"]])
    if match["last"]:
        last = _point(match["last"], first)
        value = f"{first.iso()}/{last.iso()}"
        return value if is_period(value) else ""
    since = match["open"] or (match["from"] and _SINCE.match(match.string, match.end()))
    return f"{first.iso()}/{OPEN}" if since and first.iso() else first.iso()


def _point(printed: str, before: Point) -> Point:
    """The point of 2022年10月1日, or of 10月 or 3日 after another point."""
    found = {unit: int(number) for number, unit in re.findall(r"(\d+)\s?(年|月|日|号)", printed)}
    year = found.get("年", before.year)
    month = found.get("月", 0 if "年" in found else before.month)
    return Point(year, month, found.get("日", found.get("号", 0)))


def _months(year: int, months: list[str]) -> str:
    return f"{year}-{int(months[0]):02d}/{year}-{int(months[1]):02d}"


def _read_cue(match: re.Match[str], published: str, now: int) -> PeriodSpan:
    rule = _cues()[match["cue"]]
    start, end = match.span()
    if rule["kind"] == "publication":
        return PeriodSpan(start, end, published, "inferred", "as-of-publication")
    if rule["kind"] == "onward":
        value = f"{published}/{OPEN}" if published else ""
        return PeriodSpan(start, end, value, "inferred", "as-of-publication")
    value = str(now + int(rule["shift"])) if now else ""
    if value and match["cue"] == "今年以来":
        value = _year_to_date(published)
    return PeriodSpan(start, end, value, "inferred", "relative")


def _read_yearless(match: re.Match[str], published: str, now: int, year: int) -> PeriodSpan:
    """Times that borrow their year: from the last one named, else from the document's date."""
    start, end = match.span()
    value = ""
    source = "context" if year else "relative"
    if match["part0"] and (year or now):
        value = _months(year or now, _table()["parts"][match["half"]])
    elif match["whole"] and (year or now):
        value = str(year or now - (int(published[5:7] or "1") <= _YEAR_BOOK_UNTIL))
    elif match["dayspan"] and (year or now):
        value = _days(match["dayspan"], year or now)
    elif match["monthday"] and match["dayopen"] and (year or now):
        value = _point(match["monthday"], Point(year or now)).iso()
        value = f"{value}/{OPEN}" if value else ""
    elif match["months"] and (year or now):
        value = _months(year or now, re.findall(r"\d+", match["months"]))
    elif match["monthday"] and (year or now):
        value = _near(match["monthday"], published, year)
    elif count := _years_back(match):
        source = "relative"
        if count == 1 and now and int(published[5:7] or "12") <= _REVIEW_UNTIL:
            return PeriodSpan(start, end, str(now - 1), "inferred", source)
        value = f"{_years_earlier(published, count)}/{published}" if now else ""
    return PeriodSpan(start, end, value if is_period(value) else "", "inferred", source)


def _years_back(match: re.Match[str]) -> int:
    """How many years 近五年 and 三年来 reach back; 0 for other lengths and for years to come."""
    count = match["count"] or match["count2"]
    if not count or "年" not in match[0] or match[0][0] in "今未":
        return 0
    return int(parse_numeral(count) or 0)


def _days(printed: str, year: int) -> str:
    """1月28日至4月5日 and 5月8日至10日 of a year."""
    first, last = re.split(_BOUND, printed)
    start = _point(first, Point(year))
    return f"{start.iso()}/{_point(last, start).iso()}"


def _near(printed: str, published: str, year: int) -> str:
    """A month or day without its year: of the year named before, else the last one by the date."""
    base = year or int(published[:4])
    point = _point(printed, Point(base))
    if not year and point.iso() > published.ljust(10, "9"):
        point = point._replace(year=base - 1)
    return point.iso()


def _year_before(text: str, found: list[PeriodSpan], position: int) -> int:
    """The year last named in the same paragraph, 0 if none is."""
    for span in reversed(found[-3:]):
        if "\n" in text[span.end : position]:
            return 0
        if span.value and span.basis == "stated" and OPEN not in span.value:
            return int(span.value[:4])
    return 0


def _year_to_date(published: str) -> str:
    """From the year's beginning to the date, as precise as the date: 2024-01-01/2024-08-28."""
    return f"{published[:4]}{'-01-01'[: len(published) - 4]}/{published}".replace("//", "/")


def _years_earlier(published: str, count: int) -> str:
    """The same date so many years before; 29 February becomes the 28th."""
    moved = f"{int(published[:4]) - count:04d}{published[4:]}"
    return moved if is_period(moved) else f"{moved[:-2]}28"


def _with_comparison(text: str, span: PeriodSpan) -> PeriodSpan:
    before = text[max(0, span.start - 2) : span.start]
    words: tuple[str, ...] = tuple(_table()["comparisons"])
    if not before.endswith(words):
        return span
    return PeriodSpan(span.start, span.end, span.value, span.basis, span.source, compared=True)
