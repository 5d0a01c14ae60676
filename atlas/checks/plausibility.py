"""Warns where a rule doubts an accepted figure that no editor has flagged."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.checks.faults import mark_of
from atlas.model import Content, Mark
from atlas.plausibility import Doubt, find_doubts
from atlas.problems import Problem


def check_plausibility(content: Content) -> Iterator[Problem]:
    """One warning for each doubt, at the figure most in doubt; a flag of its code settles it."""
    dates = {source.id: source.date for source in content.sources.values()}
    for sheet in content.sheets.values():
        facts = {fact.id: fact for fact in sheet.facts if fact.status == "accepted"}
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
        f"{doubt.arithmetic}. {doubt.note.en} ({', '.join(doubt.facts)}) Compare with the source; "
        f"if it prints so, flag it as {doubt.code}.",
        severity="warning",
    )
