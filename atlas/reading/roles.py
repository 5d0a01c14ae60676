"""What a figure is: a result, a baseline, a target, a change or a rule's number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from atlas.reading.records import Figure
from atlas.reading.sentences import clause_end, clause_start
from atlas.reading.tables import any_of, read_table

_LONGEST_STEP = 26
_REACH = 400  # signs of a long sentence that are looked at, to keep the work linear


@dataclass(frozen=True, slots=True)
class _Rule:
    role: str
    clause: re.Pattern[str] | None
    sentence: re.Pattern[str] | None
    paragraph: re.Pattern[str] | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    units: frozenset[str]
    small: bool
    given: re.Pattern[str] | None
    not_given: re.Pattern[str] | None


def _pattern(words: Sequence[str] | None) -> re.Pattern[str] | None:
    return re.compile(any_of(words)) if words else None


def _before(rule: dict[str, Any]) -> re.Pattern[str] | None:
    if "before" not in rule:
        return None
    filler = f"(?:{any_of(rule['filler'])}){{0,3}}" if "filler" in rule else ""
    last = f"(?<![{''.join(rule['not_end'])}])" if "not_end" in rule else ""
    return re.compile(rf"(?:{any_of(rule['before'])}){filler}{last}$")


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            role=rule["role"],
            clause=_pattern(rule.get("clause")),
            sentence=_pattern(rule.get("sentence")),
            paragraph=_pattern(rule.get("paragraph")),
            before=_before(rule),
            after=_pattern(rule.get("after")),
            unless=_pattern(rule.get("not_clause")),
            units=frozenset(rule.get("units", ())),
            small=rule.get("small") == "yes",
            given=_pattern(rule.get("given")),
            not_given=_pattern(rule.get("not_given")),
        )
        for rule in read_table("role_words.yml")["rules"]
    )


@cache
def _steps() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words before A, and those between A and B, of 由A降为B."""
    table = read_table("role_words.yml")
    times = rf"(?:{'|'.join(table['times'])})?"
    before = re.compile(rf"(?:{any_of(table['from'])}){times}$")
    between = re.compile(
        rf"[^。;；]{{0,14}}?(?:{any_of(table['move'])})[^,，。;；]{{0,2}}"
        rf"(?:{any_of(table['to'])})[^,，。;；]{{0,8}}"
    )
    return before, between


def find_role(text: str, figure: Figure, floor: int, ceiling: int, paragraph: int) -> str:
    """The role by the words of the figure's clause, sentence and paragraph.

    Args:
        text: The document.
        figure: The figure.
        floor: Where its sentence starts.
        ceiling: Where its sentence ends.
        paragraph: Where its paragraph starts.
    """
    start = clause_start(text, figure.start, floor)
    floor, paragraph = max(floor, figure.start - _REACH), max(paragraph, figure.start - 3 * _REACH)
    near = min(ceiling, figure.end + _REACH)
    before = re.sub(r"\s", "", text[start : figure.start])
    after = text[figure.end : clause_end(text, figure.end, ceiling)][:12]
    for rule in _rules():
        if rule.units and figure.unit not in rule.units:
            continue
        if rule.small and re.search("[万亿]", figure.text) and "最高" not in before:
            continue
        if rule.unless and rule.unless.search(before):
            continue
        if rule.given and not rule.given.search(text, floor, near):
            continue
        if rule.not_given and rule.not_given.search(text, floor, near):
            continue
        clause = rule.clause and rule.clause.search(before)
        told = (rule.sentence and rule.sentence.search(text, floor, figure.start)) or (
            rule.paragraph and rule.paragraph.search(text, paragraph, figure.start)
        )
        if clause or told or _touches(rule, before, after):
            return rule.role
    return "current"


def _touches(rule: _Rule, before: str, after: str) -> bool:
    adjacent = rule.before and rule.before.search(before)
    return bool(adjacent or (rule.after and rule.after.match(after)))


@cache
def _directions() -> tuple[re.Pattern[str], frozenset[str]]:
    table = read_table("role_words.yml")
    return re.compile(any_of([*table["up"], *table["down"]])), frozenset(table["up"])


def find_direction(before: str) -> str:
    """Which way a change went, by the last such word before it: up, down or nothing.

    >>> find_direction("次均费用降幅达"), find_direction("节约医保资金")
    ('down', '')
    """
    pattern, up = _directions()
    clause = re.split("[,，。;；]", before)[-1]
    found = pattern.findall(clause)
    if not found:
        return ""
    return "up" if found[-1] in up else "down"


def find_steps(text: str, figures: Sequence[Figure]) -> dict[int, int]:
    """From–to pairs: the index of each baseline, with that of the figure it moved to.

    >>> from atlas.reading.figures import find_figures
    >>> sentence = "次均费用由6102.3元降为5598元"
    >>> find_steps(sentence, find_figures(sentence))
    {0: 1}
    """
    before, between = _steps()
    steps: dict[int, int] = {}
    for index, (first, second) in enumerate(pairwise(figures)):
        gap = text[first.end : second.start]
        if len(gap) > _LONGEST_STEP or "\n\n" in gap or first.unit != second.unit:
            continue
        if before.search(text[max(0, first.start - 14) : first.start]) and between.fullmatch(gap):
            steps[index] = index + 1
    return steps
