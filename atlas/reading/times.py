"""Times in a Chinese text, as periods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from atlas.reading.aheadtimes import (
    is_end_ahead,
    is_told_soon,
    is_within_ahead,
    is_yearbook_time,
)
from atlas.reading.comparedtimes import is_compared
from atlas.reading.lookbacks import find_stretch, read_lookback
from atlas.reading.numerals import DIGITS, narrow_signs, parse_numeral
from atlas.reading.periods import (
    OPEN,
    PeriodSpan,
    Point,
    day_before,
    is_period,
    last_month,
    month_before,
    month_range,
    since,
    year_before,
    year_to_date,
)
from atlas.reading.points import day_before_date, read_point
from atlas.reading.reviews import find_reviewed
from atlas.reading.timepatterns import BOUND, YEAR, cues, time_table, times_pattern
from atlas.reading.timewords import is_inside_word
from atlas.reading.toldtimes import find_day, find_then, find_told, told_year
from atlas.reading.weeks import find_week, shift_week, week_before

_ANY_YEAR = re.compile(YEAR)
_UP_TO = re.compile("截[至止]到?\\Z")
_DIGITS = re.compile(r"\d+")
_SINCE = re.compile(r"[^,，。;；\d]{1,28}以来")  # 自2022年7月1日实施DRG付费以来
_UP_TO_NOW = re.compile("以来|至今|[至到](?:目前|现在)")
_EARLY_PLANS = {"十": 0, "九": -1, "八": -2}  # how many plans they lie from the tenth of 2001
_STRETCHES = 40  # times before 五年来 among which the years that it means are looked for
_OF_REPORT = ("上年", "上一年", "上月", "上个月", "去年")
_DATELINE = re.compile(r"\s?(?:讯|电)[\s(（]|讯")  # 新华网呼和浩特10月27日电


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
    return [span for span in find_times(text, published) if span.value and not span.compared]


def find_times(text: str, published: str) -> list[PeriodSpan]:
    """Every time in a text, also those that are no period: clock times, 近日, 比上年. In order."""
    found: list[PeriodSpan] = []
    position = 0
    text = narrow_signs(text)
    pattern = times_pattern()
    reviewed = find_reviewed(text, published)
    while match := pattern.search(text, position):
        position = match.end()
        if match["cue"] and is_inside_word(text, *match.span()):
            continue
        of_report = _is_of_report(match)
        told = find_told(text, found, match.start(), of_report=of_report)
        told = told or (reviewed if of_report else None)
        told = find_week(found) if _is_cue(match, "week") else told
        told = told or (find_day(found, match.start()) if _is_cue(match, "day-told") else None)
        told = find_then(found, match.start()) if _is_cue(match, "then") else told
        span = _read_time(text, match, published, told)
        if match["recent"] and (named := find_stretch(match[0], found[-_STRETCHES:])):
            span = replace(span, value=named, source="context")
        if _UP_TO.search(text, max(0, span.start - 3), span.start):
            span = replace(span, value=last_month(span.value))
        if _DATELINE.match(text, span.end) and len(span.value) == len("2022-10-01"):
            span = replace(span, value="")
        compared = is_compared(text, span.start, span.end)
        found.append(replace(span, compared=True) if compared else span)
    return found


def _read_time(
    text: str, match: re.Match[str], published: str, told: PeriodSpan | None
) -> PeriodSpan:
    """What one match means. `told` is the last time named before in the paragraph."""
    start, end = match.span()
    group = match.groupdict()
    if group["plan"]:
        value = _plan(match, published)
        return PeriodSpan(start, end, value)
    if group["iso"]:
        numbers = [int(part) for part in _DIGITS.findall(group["iso"])]
        return PeriodSpan(start, end, Point(*numbers).iso())
    if group["years"]:
        first, last = (int(part) for part in _ANY_YEAR.findall(group["years"]))
        return PeriodSpan(start, end, f"{first}/{last}" if first <= last else "")
    if group["yearmonths"]:
        named, *months = _DIGITS.findall(group["yearmonths"])
        return PeriodSpan(start, end, month_range(int(named), int(months[0]), int(months[1])))
    if group["bracket"]:
        return PeriodSpan(start, end, group["bracket"])
    if group["span"]:
        return PeriodSpan(start, end, _span_value(match, published))
    if group["cue"]:
        return _read_cue(match, published, told)
    return _read_yearless(match, published, told)


def _plan(match: re.Match[str], published: str) -> str:
    """The years of “十一五” (2006/2010), of “十五” and “九五” before it, or the last of them."""
    early = match["quoted"] or match["early"]
    number = _EARLY_PLANS[early] if early else DIGITS[match["number"]]
    first = 2001 + 5 * number
    if match[0].endswith("末"):
        return str(first + 4)
    return since(str(first), published) if match["since"] else f"{first}/{first + 4}"


def _span_value(match: re.Match[str], published: str) -> str:
    """A named year, month or day, a stretch between two, or one that is open."""
    first = read_point(match["first"], Point(0))
    if match["part"]:
        return _part_of_year(first.year, match["part"])
    if match["last"]:
        later = match["later"] or match["latest"]
        year = int(published[:4] or 0) - (later == "去年") if later else first.year
        last = read_point(match["last"], Point(year, 0 if later else first.month))
        value = f"{first.iso()}/{last.iso()}"
        return value if is_period(value) else ""
    if not first.iso():
        return ""
    if _UP_TO_NOW.fullmatch(match["open"] or "") or _SINCE.match(match.string, match.end()):
        return since(first.iso(), published)
    return f"{first.iso()}/{OPEN}" if match["open"] else first.iso()


def _part_of_year(year: int, printed: str) -> str:
    """上半年, 一季度 or 前8个月 of a year."""
    if printed in time_table()["parts"]:
        first, last = time_table()["parts"][printed]
        return month_range(year, int(first), int(last))
    count = parse_numeral(re.sub(r"[前个月\s]", "", printed))
    return month_range(year, 1, int(count or 0))


def _read_cue(match: re.Match[str], published: str, told: PeriodSpan | None) -> PeriodSpan:
    rule = cues()[match["cue"]]
    start, end = match.span()
    kind, shift = rule["kind"], int(rule.get("shift", 0))
    if kind in ("publication", "onward"):
        value = f"{published}/{OPEN}" if published and kind == "onward" else published
        return PeriodSpan(start, end, value, "inferred", "as-of-publication")
    if kind in ("context", "named"):
        year = told_year(told) if kind == "context" else int(rule["year"])
        value = str(year + shift) if year else ""
        return PeriodSpan(start, end, value, "inferred", "context")
    if kind in ("day", "month"):
        base = told.value if told and len(told.value) == len("2022-10") else published
        value = day_before(published) if kind == "day" else month_before(base, -shift)
        return PeriodSpan(start, end, value, "inferred", "relative")
    if told and shift == -1 and match.string.startswith("同期", end):
        return PeriodSpan(start, end, year_before(told.value), "inferred", "context")
    now = int(published[:4]) if published else 0
    if kind in ("day-told", "stretch", "then", "week"):
        value = _told_again(match, told, published)
        return PeriodSpan(start, end, value, "inferred", "context" if told else "relative")
    if kind == "holiday":
        value = _holiday(rule, published)
        return PeriodSpan(start, end, value, "inferred", "relative")
    if kind == "within":
        return _within_year(match, published, told)
    if kind == "told" and told:
        return PeriodSpan(start, end, str(told_year(told) + shift), "inferred", "context")
    value = str(now + shift) if now else ""
    if value and match["cue"] in ("今年以来", "今年来"):
        value = year_to_date(published)
    return PeriodSpan(start, end, value, "inferred", "relative")


def _holiday(rule: Mapping[str, str], published: str) -> str:
    """The last days off before the document's date; of one that tells no month, of its year."""
    if not published:
        return ""
    over = published[5:] >= rule["first"][: len(published[5:])]
    year = int(published[:4]) - (not over)
    return f"{year}-{rule['first']}/{year}-{rule['last']}"


def _told_again(match: re.Match[str], told: PeriodSpan | None, published: str) -> str:
    """The day named before that 当日 means, the week of 本周, the stretch of 这期间; not 比同期.

    届时 means the year, month or day named before.
    """
    rule = cues()[match["cue"]]
    if not told:
        return week_before(published) if match["cue"] in ("上周", "上一周") else ""
    if rule["kind"] == "week":
        return shift_week(told.value, int(rule["shift"]))
    if rule["kind"] == "day-told":
        day = told.value.rpartition("/")[2]
        return day if len(day) == len("2022-10-01") else ""
    if rule["kind"] == "then":
        return told.value
    before = match.string[max(0, match.start() - 1) : match.start()]
    opens = match["cue"] != "同期" or before in ("", *",，。;；:：、\n")
    return told.value if opens and "/" in told.value else ""


def _within_year(match: re.Match[str], published: str, told: PeriodSpan | None) -> PeriodSpan:
    """年内: the year named before, else the document's; of what is done, a yearbook's year."""
    start, end = match.span()
    year = int(published[:4]) if published else 0
    if is_within_ahead(match.string, start, end):
        return PeriodSpan(start, end, str(year or ""), "inferred", "relative")
    if told:
        return PeriodSpan(start, end, str(told_year(told)), "inferred", "context")
    ended = is_yearbook_time(published)
    return PeriodSpan(start, end, str(year - ended if year else ""), "inferred", "report-year")


def _read_yearless(match: re.Match[str], published: str, told: PeriodSpan | None) -> PeriodSpan:
    """Times that borrow their year: from the last one named, else from the document's date."""
    start, end = match.span()
    now = int(published[:4]) if published else 0
    year, source = _borrowed_year(match["lead"], now, told)
    base = year or (now if match["lead"] not in time_table()["context_leads"] else 0)
    value = ""
    if base and match["half"]:
        value = _part_of_year(base, match["half"])
    elif base and match["whole"]:
        planned = is_end_ahead(match.string, start, end)
        value = str(year or base - (is_yearbook_time(published) and not planned))
    elif base and match["dayspan"]:
        value = _days(match["dayspan"], base)
    elif base and match["months"]:
        first, last = _DIGITS.findall(match["months"])
        value = month_range(base, int(first), int(last))
    elif base and match["monthday"]:
        value = _month_or_day(match, published, year)
    elif base and match["spoken"]:
        value = _near(match["spoken"], published, year)
    elif match["yearend"]:
        ended = 0 < year < now and not match[0].endswith("前")
        value = str(year if ended and not is_told_soon(match.string, end) else now or "")
    elif match["dayonly"]:
        named = _day_of_month(match[0], told)
        day = named or day_before_date(match.string, start, end, published)
        return PeriodSpan(start, end, day, "inferred", "context" if named else "relative")
    elif match["recent"]:
        value, source = (
            read_lookback(match[0], match["stretch"], published, told_year(told)),
            "relative",
        )
    return PeriodSpan(start, end, value if is_period(value) else "", "inferred", source)


def _borrowed_year(lead: str | None, now: int, told: PeriodSpan | None) -> tuple[int, str]:
    """The year of 去年3月 or 当年6月, or the one named before; 0 if there is none, and whence."""
    named = told_year(told)
    if lead is None:
        return named, "context" if named else "relative"
    shift = int(time_table()["leads"][lead])
    if lead in time_table()["context_leads"]:
        return (named + shift, "context") if named else (0, "context")
    if lead.startswith("上年") and named:
        return named + shift, "context"
    return (now + shift, "relative") if now else (0, "relative")


def _month_or_day(match: re.Match[str], published: str, year: int) -> str:
    """A month or day without its year, and what is told from it on."""
    base = year or int(published[:4])
    if match["dayopen"] == "起":
        value = read_point(match["monthday"], Point(base)).iso()
        return f"{value}/{OPEN}" if value else ""
    value = _near(match["monthday"], published, year)
    goes_on = match["dayopen"] or _SINCE.match(match.string, match.end())
    return since(value, published) if value and goes_on else value


def _days(printed: str, year: int) -> str:
    """1月28日至4月5日 and 5月8日至10日 of a year."""
    first, last = re.split(BOUND, printed)
    start = read_point(first, Point(year))
    return f"{start.iso()}/{read_point(last, start).iso()}"


def _near(printed: str, published: str, year: int) -> str:
    """A month or day without its year: of the year named before, else the last one by the date."""
    base = year or int(published[:4])
    point = read_point(printed, Point(base))
    if not year and point.iso() > published.ljust(10, "9"):
        point = point._replace(year=base - 1)
    return point.iso()


def _day_of_month(printed: str, told: PeriodSpan | None) -> str:
    """19日 of the month of the day or month named before: nothing where none is."""
    first = told.value.partition("/")[0] if told else ""
    if len(first) < len("2022-10"):
        return ""
    day = int(re.sub(r"\D", "", printed))
    return Point(int(first[:4]), int(first[5:7]), day).iso()


def _is_of_report(match: re.Match[str]) -> bool:
    """Whether it means a part of the year that is told of, or the one before: 全年, 年末, 上年."""
    if match["lead"]:
        return False
    return bool(match["half"] or match["whole"] or match["cue"] in _OF_REPORT)


def _is_cue(match: re.Match[str], kind: str) -> bool:
    return bool(match["cue"]) and cues()[match["cue"]]["kind"] == kind
