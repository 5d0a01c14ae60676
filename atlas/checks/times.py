"""Whether the words of the source speak for the period of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.witness import Witness, warn
from atlas.model import Fact, Measure
from atlas.problems import Problem
from atlas.reading.times import find_times

_RELATIVE = re.compile(
    r"[今去前明本上近当]年|年来|以来|[上近本当前]月|年底|年内|年初|即将|\d月|[近过]去?[一二两三四五十\d]+"
)


def check_period(record: Fact | Measure, witness: Witness) -> Iterator[Problem]:
    """The machine reads the same time, or, where it reads none, a time told around is it."""
    if not record.period:
        return
    read, date = witness.read_period(), witness.source.date
    if not read or not _is_time_of(record.period, read, date):
        told = _told(record, witness)
        # Where the machine reads a time, another in the words around is no excuse.
        if read or not any(_is_time_of(record.period, time, date) for time in told):
            shown = read or "、".join(sorted(told)) or "—"
            yield from warn(
                record,
                "period-unsupported",
                f"引文和前文没有说 {record.period}；读作 {shown}。",
                f"Neither the quote nor the words before it say {record.period}; they say {shown}.",
            )
            return
    if record.period_basis == "inferred":
        yield from _check_origin(record, witness, read)


def _told(record: Fact | Measure, witness: Witness) -> set[str]:
    """The times that the quote tells; only where it tells none, those before it."""
    date = witness.source.date
    own = {span.value for span in find_times(witness.quote, date) if span.value}
    words = witness.quote if own else witness.words
    told = own or {span.value for span in find_times(words, date) if span.value}
    if record.period_basis == "inferred":
        told |= {date, *re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", words)}
        told |= {f"{first}/{last}" for first in told for last in told if first < last}
    return told


def _check_origin(record: Fact | Measure, witness: Witness, read: str) -> Iterator[Problem]:
    """From what a period is inferred; `context` may stand for any other."""
    heard = witness.read.period_from if witness.read and read else ""
    given, date = record.period_from, witness.source.date
    ends = record.period.rpartition("/")[2]
    untrue = (given == "as-of-publication" and not _is_part(ends, date)) or (
        given == "relative" and not _RELATIVE.search(witness.words)
    )
    differs = heard not in ("", "context", given) and given != "context"
    if untrue or differs:
        other = heard if differs else "context"
        yield from warn(
            record,
            "period-from-unsupported",
            f"按前后的词，时期的依据是 {other}，不是 {given}。",
            f"By its words the period is from {other}, not {given}.",
        )


def _is_time_of(period: str, time: str, date: str) -> bool:
    """Whether a period is a time that the words tell, as precise or less.

    An open end may be closed with the document's date, and 今年 may end there.

    >>> _is_time_of("2019/2024", "2019-08-28/2024-08-28", ""), _is_time_of("2021", "2022", "")
    (True, False)
    """
    if period == time or (time == date[:4] and period == f"{time}-01-01/{date}"):
        return True
    first, _, last = period.partition("/")
    begun, _, ended = time.partition("/")
    ended = date if ended == ".." and last != ".." else ended
    if last in ("", ".."):
        return _is_part(first, begun)
    return _is_part(first, begun) and (last == ended or _is_part(last, ended))


def _is_part(short: str, long: str) -> bool:
    return long == short or long.startswith(f"{short}-")
