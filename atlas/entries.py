"""What a ledger holds, and how far a document's figures are accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from atlas.states import with_quick_state


@with_quick_state
@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One figure of a seed and what became of it.

    `disposition` is fact, repeat, excluded, withdrawn or open (unaccounted for); `reason` is set
    for repeat and excluded; `fact` is the id of the fact that holds it or that it repeats.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    disposition: str
    reason: str = ""
    fact: str = ""


class Count(NamedTuple):
    """How many figures of a document are accounted for, and how many there are.

    `standing` says whether each fact that its ledger names is accepted, and stands there alone.
    """

    accounted: int
    figures: int
    standing: bool = False


NONE = Count(0, 0)


def count_entries(entries: Sequence[LedgerEntry], standing: bool = False) -> Count:
    """Sums up a document's ledger."""
    return Count(sum(one.disposition != "open" for one in entries), len(entries), standing)
