"""The change between two figures of a from–to, where no document prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from atlas.display import show_value
from atlas.model import Fact
from atlas.pages.edition import Edition

# A difference of ranks or ratios is no quantity.
_NO_DIFFERENCE = ("rank", "fraction", "ratio", "time")


def compute_change(edition: Edition, group: Sequence[Fact]) -> str:
    """The difference of a baseline and its result, in words; empty where it may not be taken.

    Both must be exact, undoubted, in one unit, and the only ones of their role.
    """
    ends = {role: [fact for fact in group if fact.role == role] for role in ("baseline", "current")}
    if any(fact.role == "change" for fact in group) or any(len(one) != 1 for one in ends.values()):
        return ""
    (first,), (last,) = ends["baseline"], ends["current"]
    plain = all(fact.qualifier == "=" and not fact.flags for fact in (first, last))
    if not plain or first.unit != last.unit or last.unit in _NO_DIFFERENCE:
        return ""
    if first.value == last.value:
        return edition.t("no_change")
    difference = replace(
        last,
        value=abs(last.value - first.value),
        unit="pp" if last.unit == "%" else last.unit,
        direction="up" if first.value < last.value else "down",
    )
    return show_value(difference, edition.indicator(last), edition.lang)
