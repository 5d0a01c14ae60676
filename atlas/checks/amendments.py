"""What a withdrawal must say, what must not rest on it, and when a correction was made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.faults import mark_of, wrong_form
from atlas.model import Content, Fact, FactSheet, Marks, Measure
from atlas.problems import Problem
from atlas.reading.periods import is_period

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def check_amendments(content: Content) -> Iterator[Problem]:
    """Withdrawals and corrections, sheet by sheet."""
    gone = {fact.id for fact in content.facts() if fact.status == "withdrawn"}
    for sheet in content.sheets.values():
        records: list[Fact | Measure] = [*sheet.facts, *sheet.measures]
        for record in records:
            if record.withdrawn or record.corrected or record.status == "withdrawn":
                yield from _check_record(record)
        yield from _check_uses(sheet, gone)
    for source in content.sources.values():
        for exclusion in source.excluded:
            if exclusion.of in gone:
                yield _used(exclusion.marks, "of", exclusion.of)


def _check_record(record: Fact | Measure) -> Iterator[Problem]:
    if (record.status == "withdrawn") != (record.withdrawn is not None):
        yield Problem(
            mark_of(record.marks, "withdrawn" if record.withdrawn else "status"),
            "withdrawn-why",
            "撤回的写 status: withdrawn，并写 withdrawn: {date: …, why: {zh: …, en: …}}；"
            "没有撤回的不写。",
            "What is withdrawn has status: withdrawn and "
            "withdrawn: {date: …, why: {zh: …, en: …}}; nothing else has it.",
        )
    told = [("corrected", one) for one in record.corrected]
    told += [("withdrawn", record.withdrawn)] if record.withdrawn else []
    for key, amendment in told:
        day = amendment.date
        if day and not (_DAY.fullmatch(day) and is_period(day)):
            yield wrong_form(record.marks, key, "date", day, "2026-11-27")


def _check_uses(sheet: FactSheet, gone: set[str]) -> Iterator[Problem]:
    """What readers are shown must not lead to what was taken back."""
    for name in sheet.headline:
        if name in gone:
            yield _used(sheet.marks, "headline", name)
    for fact in sheet.facts:
        if fact.status != "withdrawn":
            for key, other in (("pair", fact.pair), ("same_as", fact.same_as)):
                if other in gone:
                    yield _used(fact.marks, key, other)


def _used(marks: Marks, key: str, name: str | None) -> Problem:
    return Problem(
        mark_of(marks, key),
        "withdrawn-used",
        f"“{name}”已经撤回，{key} 不能再用它。删去，或换成另一条。",
        f"{name} is withdrawn: {key} cannot name it. Delete it or name another.",
    )
