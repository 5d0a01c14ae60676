"""Times told by their length back from the document's date: 近五年, 五年间, 三年前."""

from __future__ import annotations

import re
from collections.abc import Sequence

from atlas.reading.numerals import parse_numeral
from atlas.reading.periods import PeriodSpan, years_earlier

_REVIEW_UNTIL = 4  # months into a year in which the past year is the calendar year
_LONGEST = 15  # years back that results are told of; 新中国成立70年来 only praises
_COUNT = re.compile(r"[\d一二两三四五六七八九十]{1,3}")
_STRETCH = re.compile(r"([\d一二两三四五六七八九十]{1,3})年(?:以?来|间)")
_YEARS = re.compile(r"\d{4}/\d{4}")
_AGO = re.compile(r"[\d一二两三四五六七八九十]{1,3}年之?前")


def read_lookback(printed: str, years: str | None, published: str, told: int = 0) -> str:
    """The period of a length of years back; empty for other lengths and for years to come.

    Args:
        printed: The words.
        years: The number in 五年间, None if the words are others.
        published: The document's date in ISO 8601, empty if it is not known.
        told: The year named before in the paragraph, which 三年前 counts from; 0 if none is.

    >>> read_lookback("近五年", None, "2023-05-12"), read_lookback("五年间", "五", "2020-12-18")
    ('2018-05-12/2023-05-12', '2016/2020')
    >>> read_lookback("三年前", None, "2022-08-12"), read_lookback("三天前", None, "2022-08-12")
    ('2019', '')
    """
    match = _COUNT.search(printed)
    if not match or "年" not in printed or not published:
        return ""
    count, year = int(parse_numeral(match[0]) or 0), int(published[:4])
    if printed[0] in "今未":
        return f"{year}/{year + count - 1}" if _is_early(published) and count > 1 else ""
    if years:
        return _calendar_years(count, published)
    if _AGO.fullmatch(printed):
        return str((told or year) - count)
    if not 0 < count <= _LONGEST or re.search("[前后]$", printed):
        return ""
    if count == 1 and _is_early(published):
        return str(year - 1)
    if printed.startswith("过去") and _is_early(published):
        return _calendar_years(count, published)
    return f"{years_earlier(published, count)}/{published}"


def find_stretch(printed: str, told: Sequence[PeriodSpan]) -> str:
    """The last stretch told that is as many years long as 五年来 looks back; empty for others.

    >>> told = [PeriodSpan(0, 9, "2012/2015"), PeriodSpan(12, 17, "2014")]
    >>> find_stretch("4年来", told), find_stretch("五年来", told)
    ('2012/2015', '')
    """
    match = _STRETCH.fullmatch(printed)
    years = int(parse_numeral(match[1]) or 0) if match else 0
    stretches = (span.value for span in reversed(told) if _YEARS.fullmatch(span.value))
    same = (value for value in stretches if int(value[5:]) - int(value[:4]) + 1 == years)
    return next(same, "") if years > 1 else ""


def _calendar_years(count: int, published: str) -> str:
    """The years of 五年间: in the first months of a year, those up to the year before."""
    last = int(published[:4]) - _is_early(published)
    return f"{last - count + 1}/{last}" if count > 1 else ""


def _is_early(published: str) -> bool:
    return int(published[5:7] or "12") <= _REVIEW_UNTIL
