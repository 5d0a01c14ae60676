"""What is heard on one record, and how a doubt about it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atlas.checks.faults import mark_of
from atlas.model import Fact, Measure, Source
from atlas.problems import Problem
from atlas.reading.records import Candidate
from atlas.rules import rules

_CLAUSE_END = re.compile("[,\uff0c。;\uff1b:\uff1a]")
_DIGITS = re.compile(r"\d[\d.%‰]*")
_ALIKE = 0.5  # share of the pairs of signs of a name that make it recognisable


@dataclass(frozen=True, slots=True)
class Witness:
    """What is heard on one record: its quote, the words before it, what the machine reads."""

    source: Source
    quote: str
    before: str
    part: str = ""
    at: int = 0
    read: Candidate | None = None

    @property
    def words(self) -> str:
        return self.before + self.quote

    @property
    def clause(self) -> str:
        """The stretch between two punctuation marks in which the figure stands."""
        first, last = self._clause
        return self.part[first:last]

    @property
    def stretch(self) -> str:
        """The part of the clause from the figure before to the next one."""
        first, last = self._clause
        figures = [found.span() for found in _DIGITS.finditer(self.part, first, last)]
        own = next((end for start, end in figures if start <= self.at < end), self.at)
        before = max((end for _, end in figures if end <= self.at), default=first)
        after = min((start for start, _ in figures if start > own), default=last)
        return self.part[before:after]

    @property
    def _clause(self) -> tuple[int, int]:
        ends = [found.start() for found in _CLAUSE_END.finditer(self.part)]
        first = max((end + 1 for end in ends if end < self.at), default=0)
        return first, min((end for end in ends if end >= self.at), default=len(self.part))

    def read_period(self) -> str:
        return self.read.period if self.read else ""


def warn(record: Fact | Measure, rule: str, zh: str, en: str) -> Iterator[Problem]:
    """A warning that `checked` settles for as long as the doubted key says the same."""
    key = rules().rules[rule].doubts
    stands = told_by(record, key)
    if (rule, stands) in record.checked:
        return
    line = f"checked: {{{rule}: {stands}}}"
    earlier = dict(record.checked).get(rule)
    if earlier is not None:
        zh += f"核对过的是 {earlier}。"
        en += f" What was checked is {earlier}."
    yield Problem(
        mark_of(record.marks, key),
        rule,
        f"{zh}改正它；与原文核对无误的，加一行 {line}。",
        f"{en} Correct it; if the source bears it out, add a line {line}.",
        severity="warning",
    )


def told_by(record: Fact | Measure, key: str) -> str:
    """What a record says at a key, as `checked` writes it; `yes` where it is no single word."""
    value = getattr(record, key)
    if isinstance(value, str) or value is None:
        return value or "none"
    return "yes"


def is_alike(name: str, words: str, share: float = _ALIKE) -> bool:
    """Whether so many of the pairs of neighbouring signs of the name stand in the words."""
    pairs = [name[at : at + 2] for at in range(len(name) - 1)]
    pairs = [pair for pair in pairs if pair.isalnum()]
    return not pairs or sum(pair in words for pair in pairs) >= share * len(pairs)
