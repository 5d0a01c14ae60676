"""The signs of a chart: dot, hollow dot, diamond, arrow of a bound, ring of a doubt."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from atlas.charts.drawing import Shape, make_circle, make_path
from atlas.charts.records import Mark

BOUND_LENGTH = Decimal(22)
RING = Decimal(9)
_RADII = {
    "current": Decimal("5.5"),
    "baseline": Decimal("4.5"),
    "target": Decimal("4.5"),
    "change": Decimal("5.5"),
}
_DIAMOND = Decimal("5.5")
_HEAD = Decimal(4)
_RIGHT = (">=", ">")
_LEFT = ("<=", "<")


def is_bound(mark: Mark) -> bool:
    """Whether the true value lies to one side of the mark."""
    return mark.qualifier in (*_RIGHT, *_LEFT)


def draw_mark(mark: Mark, x: Decimal, y: Decimal) -> Iterator[Shape]:
    """The sign of one value with its centre at `x`, `y`."""
    if is_bound(mark):
        yield from _draw_bound(x, y, 1 if mark.qualifier in _RIGHT else -1)
    if mark.doubt:
        yield make_circle("hra-plot-ring", x, y, RING)
    yield draw_sign(mark.kind, x, y)


def draw_sign(kind: str, x: Decimal, y: Decimal) -> Shape:
    """The bare sign of a kind; `doubt` is the ring alone."""
    if kind == "doubt":
        return make_circle("hra-plot-ring", x, y, RING - 2)
    if kind == "reference":
        half = _DIAMOND
        corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
        return make_path("hra-plot-reference", corners, closed=True)
    return make_circle(f"hra-plot-{kind}", x, y, _RADII[kind])


def _draw_bound(x: Decimal, y: Decimal, way: int) -> Iterator[Shape]:
    end = x + way * BOUND_LENGTH
    back = end - way * _HEAD
    yield make_path("hra-plot-bound", ((x, y), (end, y)))
    yield make_path("hra-plot-bound", ((back, y - _HEAD), (end, y), (back, y + _HEAD)))
