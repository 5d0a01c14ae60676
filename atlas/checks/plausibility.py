"""Warns where a rule doubts an accepted figure that no editor has flagged, and of empty flags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.faults import mark_of
from atlas.display import show_arithmetic
from atlas.model import Content, Mark
from atlas.plausibility import Doubt, find_doubts
from atlas.problems import Problem

# Something is reckoned with printed figures; 100% = n ÷ n reckons nothing. pp is a unit.
_RECKONS = re.compile(r"(?=.*\d)(?=.*[-+×÷/=≠≈<>])(?!.*(?!\bpp\b)\b[A-Za-z]+\b).*")


def check_flags(content: Content) -> Iterator[Problem]:
    """A doubt without arithmetic is none: what is only unclear belongs into a note."""
    for fact in content.facts():
        for flag in fact.flags:
            if flag.arithmetic and not _RECKONS.fullmatch(flag.arithmetic):
                yield Problem(
                    mark_of(fact.marks, "flags"),
                    "flag-arithmetic",
                    f"算式“{flag.arithmetic}”没有用数字算出什么。写出算式，例如 116.01% > 100%；"
                    "只是说法不清的，删去标记，写进 note。",
                    f"The arithmetic {flag.arithmetic!r} reckons nothing. Write it in figures, as "
                    "116.01% > 100%; what is only unclear belongs into note, without a flag.",
                )


def check_plausibility(content: Content) -> Iterator[Problem]:
    """One warning for each doubt, at the figure most in doubt; a flag of its code settles it."""
    dates = {source.id: source.date for source in content.sources.values()}
    for sheet in content.sheets.values():
        facts = {fact.id: fact for fact in sheet.facts if fact.status == "accepted" and fact.text}
        for doubt in find_doubts(tuple(facts.values()), content.indicators, dates):
            flags = {flag.code for name in doubt.facts for flag in facts[name].flags}
            if doubt.code not in flags:
                fact = facts[doubt.facts[0]]
                yield _problem(doubt, mark_of(fact.marks, "value"))


def _problem(doubt: Doubt, mark: Mark) -> Problem:
    ids = "、".join(doubt.facts)
    return Problem(
        mark,
        f"plausibility-{doubt.rule}",
        f"{doubt.arithmetic}。{doubt.note.zh}（{ids}）与原文核对；原文如此，加标记 {doubt.code}。",
        f"{show_arithmetic(doubt.arithmetic, 'en')}. {doubt.note.en} ({', '.join(doubt.facts)}) "
        f"Compare with the source; if it prints so, flag it as {doubt.code}.",
        severity="warning",
    )
