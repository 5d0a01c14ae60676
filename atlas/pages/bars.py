"""Bars of an indicator's comparable values, drawn as SVG by rule: no fonts are measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from atlas.model import Fact, Indicator
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, view_fact

_FULL = 100
_FEWEST = 2
_NUMBERS = ("=", "~")


@dataclass(frozen=True, slots=True)
class Bar:
    """One place's value; `width` is a share of the longest bar in hundredths."""

    fact: FactView
    width: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Values of one breakdown, the greatest first; `years` are those they are of."""

    detail: str
    bars: tuple[Bar, ...]
    years_differ: bool


def make_bars(
    edition: Edition, indicator: Indicator, facts: Sequence[Fact]
) -> tuple[BarChart, ...]:
    """A chart for each breakdown of which two places or more have a comparable value.

    Bars start at zero; doubtful figures, bounds and other units than the indicator's are left
    to the table. Of several periods of one place the latest counts.
    """
    series: dict[object, dict[str, Fact]] = {}
    for fact in sorted(facts, key=lambda one: one.period):
        if _is_plain(fact, indicator) and edition.is_comparable(fact):
            series.setdefault(fact.breakdown, {})[fact.place] = fact
    return tuple(
        _chart(edition, list(places.values()))
        for places in series.values()
        if len(places) >= _FEWEST
    )


def _is_plain(fact: Fact, indicator: Indicator) -> bool:
    bounded = fact.qualifier not in _NUMBERS
    return fact.unit == indicator.unit and fact.value > 0 and not fact.flags and not bounded


def _chart(edition: Edition, facts: list[Fact]) -> BarChart:
    facts.sort(key=lambda fact: fact.value, reverse=True)
    longest = facts[0].value
    bars = tuple(Bar(view_fact(edition, fact), _width(fact.value, longest)) for fact in facts)
    return BarChart(
        detail=bars[0].fact.detail,
        bars=bars,
        years_differ=len({fact.period[:4] for fact in facts}) > 1,
    )


def _width(value: Decimal, longest: Decimal) -> str:
    share = (value / longest * _FULL).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    return f"{share:f}"
