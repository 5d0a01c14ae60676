"""What reading makes of a text: regions, figures and candidates for facts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a text and what it is; `[start, end)` are str offsets.

    `kind` is article, heading, furniture, caption, other-article or repeat. Of a repeat,
    `of` is where its first copy starts. `next_part` is the start of the region in which a
    sentence that a column or page break cut goes on.
    """

    start: int
    end: int
    kind: str
    of: int | None = None
    next_part: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit in a text; `[start, end)` are str offsets of `text`.

    `column` is where the head of its column stands, of a figure in a table, `year` where the year
    does that is over it.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    qualifier: str = "="
    column: tuple[int, int] | None = None
    year: tuple[int, int] | None = None


class Candidate(NamedTuple):
    """A figure with the machine's best guess of what it means.

    `place` is a slug of the registry or empty (then `place_name` is as the text has it);
    `excluded` is the reason why it is no fact, or None; `pair` is the offset at which the
    figure that it belongs with starts; `role_signs` is all that was weighed for the role.
    It is a tuple, since steps hand on changed copies, which of a dataclass take four times as long.
    """

    figure: Figure
    quote: tuple[str, ...]
    role: str = "current"
    period: str = ""
    period_basis: str = "none"
    period_from: str = ""
    place: str = ""
    place_name: str = ""
    body: str = ""
    topic: str = ""
    indicator: str = ""
    subject: str = ""
    breakdown: tuple[tuple[str, str], ...] = ()
    pair: int | None = None
    excluded: str | None = None
    role_signs: frozenset[str] = frozenset()
