"""Weeks of a report: 第7周（2月12日—2月18日）, then 本周 and 前一周."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from atlas.reading.periods import PeriodSpan

_DAYS = "2024-02-12/2024-02-18"


def find_week(found: Sequence[PeriodSpan]) -> PeriodSpan | None:
    """The last of the times that names the days of a week."""
    weeks = (span for span in reversed(found) if _is_week(span.value))
    return next((span for span in weeks if span.end - span.start > len("前一周")), None)


def shift_week(value: str, weeks: int) -> str:
    """The week so many weeks after one; nothing if it is none.

    >>> shift_week("2024-02-12/2024-02-18", -1)
    '2024-02-05/2024-02-11'
    """
    if not _is_week(value):
        return ""
    shift = timedelta(days=7 * weeks)
    days = (date.fromisoformat(day) + shift for day in value.split("/"))
    return "/".join(day.isoformat() for day in days)


def week_before(published: str) -> str:
    """The week from Monday on before that of a full date; nothing before a less precise one.

    >>> week_before("2007-07-06"), week_before("2007-07")
    ('2007-06-25/2007-07-01', '')
    """
    if len(published) != len("2007-07-06"):
        return ""
    day = date.fromisoformat(published)
    monday = day - timedelta(days=day.weekday() + 7)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def _is_week(value: str) -> bool:
    if len(value) != len(_DAYS):
        return False
    first, last = map(date.fromisoformat, value.split("/"))
    return last - first == timedelta(days=6)
