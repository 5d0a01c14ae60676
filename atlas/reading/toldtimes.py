"""The time that a text told before one that borrows its year, month or length from it."""

from __future__ import annotations

from collections.abc import Sequence

from atlas.reading.periods import PeriodSpan

_LOOKED_AT = 3  # times before it
_DAY_REACH = 250  # signs from a day to the 当日 or 届时 that means it


def find_day(found: Sequence[PeriodSpan], start: int) -> PeriodSpan | None:
    """The day named shortly before, which 当日 means, in the paragraph before too."""
    for span in reversed(found[-_LOOKED_AT:]):
        if start - span.end > _DAY_REACH:
            return None
        if len(span.value.rpartition("/")[2]) == len("2022-10-01") and not span.compared:
            return None if span.source == "as-of-publication" else span
    return None


def find_then(found: Sequence[PeriodSpan], start: int) -> PeriodSpan | None:
    """The time named shortly before, which 届时 means: a year, month or day, no stretch."""
    for span in reversed(found[-_LOOKED_AT:]):
        if start - span.end > _DAY_REACH or "/" in span.value:
            return None
        if span.value and not span.compared and span.source != "as-of-publication":
            return span
    return None


def find_told(
    text: str, found: Sequence[PeriodSpan], start: int, *, of_report: bool
) -> PeriodSpan | None:
    """The time last named in the same paragraph that tells its year itself.

    Args:
        text: The document.
        found: The times before, in order.
        start: Where the one stands that borrows.
        of_report: Whether it means a part of the year told of, for which 去年 alone will do.
    """
    for span in reversed(found[-_LOOKED_AT:]):
        if "\n" in text[span.end : start]:
            return None
        dated = span.basis == "stated" or span.source != "as-of-publication"
        least = len("2022") if of_report else _shortest(span)
        if dated and len(span.value) >= least and not span.compared:
            return span
    return None


def told_year(told: PeriodSpan | None) -> int:
    """The year of a time, 0 of none."""
    return int(told.value[:4]) if told else 0


def _shortest(span: PeriodSpan) -> int:
    """How long a value must be to tell a year: 去年 alone is no context for the months after."""
    return len("2022" if span.basis == "stated" else "2022-10")
