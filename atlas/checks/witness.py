"""What is heard on one record, and how a doubt about it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from atlas.checks.faults import mark_of
from atlas.model import Fact, Measure, Source
from atlas.problems import Problem
from atlas.reading.records import Candidate

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

    def read_period(self) -> str:
        return self.read.period if self.read else ""


def warn(record: Fact | Measure, key: str, rule: str, zh: str, en: str) -> Iterator[Problem]:
    """A warning at the key that `checked` settles."""
    if rule not in record.checked:
        yield Problem(
            mark_of(record.marks, key),
            rule,
            f"{zh}改正它；与原文核对无误的，加一行 checked: [{rule}]。",
            f"{en} Correct it; if the source bears it out, add a line checked: [{rule}].",
            severity="warning",
        )


def is_alike(name: str, words: str, share: float = _ALIKE) -> bool:
    """Whether so many of the pairs of neighbouring signs of the name stand in the words."""
    pairs = [name[at : at + 2] for at in range(len(name) - 1)]
    pairs = [pair for pair in pairs if pair.isalnum()]
    return not pairs or sum(pair in words for pair in pairs) >= share * len(pairs)
