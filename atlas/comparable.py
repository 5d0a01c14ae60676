"""Which facts may stand side by side."""

from __future__ import annotations

from atlas.model import Fact, Indicator


def is_comparable(fact: Fact, indicator: Indicator) -> bool:
    """Whether a fact may be compared across places.

    It must be a result of a whole place (no target, rule or change, no single body), of an
    indicator that can be compared, with nothing said against it.
    """
    return (
        fact.comparable
        and indicator.comparable
        and fact.role in ("current", "baseline")
        and not fact.body
    )
