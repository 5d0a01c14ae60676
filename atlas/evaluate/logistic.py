"""Multinomial logistic regression with an L2 penalty, in plain Python: the mean of several fits.

Rows are taken in turn, always in the same order, so that they give the same weights. The project's
tables are small, and a fit that needs nothing but Python can be made by every contributor.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set

Row = tuple[Set[str], int]
"""The signs of a figure, and the place of the class that a person gave it."""
Weights = Mapping[str, Sequence[float]]
"""The weight of each sign for each class."""
STRIDES = (5, 7, 11)  # of the fits that are averaged: neighbours, that are alike, stand apart
_RATE, _ROUNDS = 0.2, 12
_LEAST_SEEN = 3


def fit_mean(
    passes: Sequence[Sequence[Row]], pull: float, width: int, certain: float = 0.0
) -> Weights:
    """The weights that make the rows' classes likely, the mean of a fit to each of `passes`.

    Args:
        passes: Rows for each stride of `STRIDES`, the same or with other signs.
        pull: Of each weight towards 0, as many times as its sign is seen in a round.
        width: How many classes there are.
        certain: An error below it moves nothing, which saves time and lets weights stay large.
    """
    fits = [
        _fit(rows, pull, width, certain, stride)
        for rows, stride in zip(passes, STRIDES, strict=True)
    ]
    nothing = [0.0] * width
    return {
        sign: [
            math.fsum(cells) / len(fits)
            for cells in zip(*(fit.get(sign, nothing) for fit in fits), strict=True)
        ]
        for sign in sorted({sign for fit in fits for sign in fit})
    }


def _fit(
    rows: Sequence[Row], pull: float, width: int, certain: float, stride: int
) -> dict[str, list[float]]:
    """One pass after the other over the rows (Duchi, Hazan and Singer 2011)."""
    seen = Counter(sign for signs, _ in rows for sign in signs)
    known = sorted(sign for sign, count in seen.items() if count >= _LEAST_SEEN)
    numbers = {sign: number for number, sign in enumerate(known)}
    kept = [
        ([numbers[sign] for sign in sorted(signs) if sign in numbers], place)
        for signs, place in rows
    ]
    weights = [[0.0] * width for _ in known]
    squares = [[1e-6] * width for _ in known]
    pulls = [pull / seen[sign] for sign in known]
    for _ in range(_ROUNDS):
        for first in range(stride):
            for signs, place in kept[first::stride]:
                _step(signs, place, weights, squares, pulls, certain)
    return dict(zip(known, weights, strict=True))


def _step(
    signs: Sequence[int],
    wanted: int,
    weights: Sequence[list[float]],
    squares: Sequence[list[float]],
    pulls: Sequence[float],
    certain: float,
) -> None:
    """Moves the weights of a row's signs towards the class that a person gave it."""
    if not signs:
        return
    sums = [sum(column) for column in zip(*[weights[sign] for sign in signs], strict=True)]
    most = max(sums)
    powers = [math.exp(value - most) for value in sums]
    whole = sum(powers)
    for place, power in enumerate(powers):
        error = power / whole - (place == wanted)
        if -certain < error < certain:
            continue
        for sign in signs:
            row, square = weights[sign], squares[sign]
            slope = error + pulls[sign] * row[place]
            square[place] += slope * slope
            row[place] -= _RATE * slope / math.sqrt(square[place])
