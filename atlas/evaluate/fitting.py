"""Weights of the signs of topics, fitted to labelled figures: regularised logistic regression.

The figures are taken in turn, always in the same order, so that they give the same table.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from atlas.evaluate.samples import Sample
from atlas.reading.topicweights import SCALE, TopicWeights

_RATE, _ROUNDS = 0.2, 12
_PULL = 0.5  # of each weight towards 0, as many times as its sign is seen in a round
_STRIDES = (5, 7, 11)  # of the fits that are averaged: neighbours, that are alike, stand apart
_LEAST_SEEN, _LEAST_PASSAGES = 3, 3
_CERTAIN = 0.003  # an error below it moves nothing
_WORTH_WRITING, _WORTH_A_ROW = 0.08, 0.15
_Rows = list[list[float]]


def fit_weights(samples: Sequence[Sample], topics: Sequence[str]) -> TopicWeights:
    """The weights that make the labelled topics likely: the mean of several fits."""
    seen = _count(samples)
    numbers = {key: number for number, key in enumerate(sorted(seen))}
    places = {topic: place for place, topic in enumerate(topics)}
    kept = [
        ([numbers[key] for key in sorted(sample.keys) if key in numbers], places[sample.topic])
        for sample in samples
    ]
    fits = [_fit(kept, [_PULL / seen[key] for key in numbers], len(topics), at) for at in _STRIDES]
    rows = {
        key: _whole(
            [sum(cells) / len(fits) for cells in zip(*[one[at] for one in fits], strict=True)]
        )
        for key, at in numbers.items()
    }
    return TopicWeights(tuple(topics), {key: row for key, row in rows.items() if any(row)})


def _fit(
    samples: Sequence[tuple[Sequence[int], int]], pulls: Sequence[float], width: int, stride: int
) -> _Rows:
    """One pass after the other over the figures (Duchi, Hazan and Singer 2011)."""
    weights = [[0.0] * width for _ in pulls]
    squares = [[1e-6] * width for _ in pulls]
    for _ in range(_ROUNDS):
        for first in range(stride):
            for signs, topic in samples[first::stride]:
                _step(signs, topic, weights, squares, pulls)
    return weights


def _count(samples: Sequence[Sample]) -> Mapping[str, int]:
    """How often each sign is seen, of those that several passages have."""
    seen: dict[str, int] = defaultdict(int)
    passages: dict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for key in sample.keys:
            seen[key] += 1
            passages[key].add(sample.passage)
    return {
        key: count
        for key, count in seen.items()
        if count >= _LEAST_SEEN and len(passages[key]) >= _LEAST_PASSAGES
    }


def _step(
    signs: Sequence[int], topic: int, weights: _Rows, squares: _Rows, pulls: Sequence[float]
) -> None:
    """Moves the weights of a figure's signs towards the topic that a person gave it."""
    if not signs:
        return
    sums = [sum(column) for column in zip(*[weights[sign] for sign in signs], strict=True)]
    most = max(sums)
    powers = [math.exp(value - most) for value in sums]
    whole = sum(powers)
    for place, power in enumerate(powers):
        error = power / whole - (place == topic)
        if -_CERTAIN < error < _CERTAIN:
            continue
        for sign in signs:
            row, square = weights[sign], squares[sign]
            slope = error + pulls[sign] * row[place]
            square[place] += slope * slope
            row[place] -= _RATE * slope / math.sqrt(square[place])


def _whole(row: Sequence[float]) -> tuple[int, ...]:
    """A row as it is written; near to nothing is nothing."""
    if max(map(abs, row)) < _WORTH_A_ROW:
        return (0,) * len(row)
    return tuple(round(SCALE * value) if abs(value) >= _WORTH_WRITING else 0 for value in row)
