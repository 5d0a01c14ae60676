"""Periods in ISO 8601: `2022`, `2022-10`, `2022-10-01`, `A/B`, `A/..`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

OPEN = ".."
_MONTHS = re.compile(r"\d{4}-\d\d/\d{4}-\d\d")
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


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


def _is_point(text: str) -> bool:
    match = _ISO.fullmatch(text)
    if not match or not text.isascii() or not int(match[1]):
        return False
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def month_range(year: int, first: int, last: int) -> str:
    """The months of a year: `2022-01/2022-06`; nothing where they run backwards."""
    value = f"{year:04d}-{first:02d}/{year:04d}-{last:02d}"
    return value if is_period(value) else ""


def last_month(period: str) -> str:
    """The last of several months; other periods are as they are.

    >>> last_month("2015-01/2015-06"), last_month("2015")
    ('2015-06', '2015')
    """
    return period.rpartition("/")[2] if _MONTHS.fullmatch(period) else period


def since(first: str, published: str) -> str:
    """From a point up to the document's date; open where that is not known or lies before.

    Open too where a bare year and a date would make one stretch: 2022年以来 in May 2023.

    >>> since("2022-07", "2023-05-12"), since("2022", "2023-05-12"), since("2016", "2021")
    ('2022-07/2023-05-12', '2022/..', '2016/2021')
    """
    value = f"{first}/{published}"
    alike = len(first) > len("2022") or len(published) == len("2022")
    return value if published and alike and is_period(value) else f"{first}/{OPEN}"


def year_to_date(published: str) -> str:
    """From the year's beginning to the date, as precise as the date; the year where that is all.

    >>> year_to_date("2024-08-28"), year_to_date("2024-08"), year_to_date("2024")
    ('2024-01-01/2024-08-28', '2024-01/2024-08', '2024')
    """
    first = f"{published[:4]}{'-01-01'[: len(published) - 4]}"
    return published if first == published[:4] else f"{first}/{published}"


def years_earlier(published: str, count: int) -> str:
    """The same date so many years before; 29 February becomes the 28th."""
    moved = f"{int(published[:4]) - count:04d}{published[4:]}"
    return moved if is_period(moved) else f"{moved[:-2]}28"


def year_before(period: str) -> str:
    """The same period a year before.

    >>> year_before("2024-01/2024-06")
    '2023-01/2023-06'
    """
    return "/".join(years_earlier(part, 1) if part != OPEN else part for part in period.split("/"))


def day_before(published: str) -> str:
    """The day before a full date, nothing before a less precise one."""
    if len(published) != len("2022-10-01"):
        return ""
    return (date.fromisoformat(published) - timedelta(days=1)).isoformat()


def month_before(published: str, count: int) -> str:
    """The month so many months before the one of the date, nothing where no month is known."""
    if len(published) < len("2022-10"):
        return ""
    months = int(published[:4]) * 12 + int(published[5:7]) - 1 - count
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


_PLAN = re.compile(r"\d{4}/(?:\d{4}|\.\.)|.*/\.\.")


def is_plan(span: PeriodSpan) -> bool:
    """Whether a time is told as that of several years, or from a day on: “十四五”期间."""
    return bool(_PLAN.fullmatch(span.value)) and span.basis == "stated"
