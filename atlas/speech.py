"""Who speaks in a stretch of a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch `[start, end)` of a seed in which one person speaks.

    `kind` is statement, question or answer; `speaker` the words that name who speaks.
    """

    start: int
    end: int
    speaker: str
    kind: str
