"""A value axis with round ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Axis:
    """From `ticks[0]` to `ticks[-1]`, evenly spaced."""

    ticks: tuple[Decimal, ...]

    def share(self, value: Decimal) -> Decimal:
        """How far along the axis a value lies, 0 to 1."""
        return (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])


def make_axis(values: Iterable[Decimal], most: int = 4) -> Axis:
    """At most `most` steps. It starts at zero unless that would crowd the values at one end.

    >>> [int(tick) for tick in make_axis([Decimal("85.19"), Decimal("90.5")]).ticks]
    [84, 86, 88, 90, 92]
    >>> [int(tick) for tick in make_axis([Decimal("0"), Decimal("20.1")]).ticks]
    [0, 10, 20, 30]
    """
    found = sorted(values)
    low, high = found[0], found[-1]
    if 0 <= low <= high / 2:
        low = Decimal(0)
    span = high - low or abs(high) or Decimal(1)
    step = _round_step(span / most)
    while (first := _multiple(low, step, ROUND_FLOOR)) + most * step < high:
        step = _round_step(step * Decimal("1.01"))
    last = max(_multiple(high, step, ROUND_CEILING), first + step)
    return Axis(tuple(first + step * index for index in range(int((last - first) / step) + 1)))


def _round_step(least: Decimal) -> Decimal:
    """The smallest of 1, 2, 5 × 10ⁿ that is not below `least`."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(step * power for step in _STEPS if step * power >= least)


def _multiple(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return ((value / step).to_integral_value(rounding) * step).normalize()
