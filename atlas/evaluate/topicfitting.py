"""Weights of the signs of topics, fitted to labelled figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from atlas.evaluate.logistic import STRIDES, fit_mean
from atlas.evaluate.samples import Sample
from atlas.reading.topicweights import SCALE, TopicWeights

_PULL = 0.5
_CERTAIN = 0.003
_LEAST_PASSAGES = 3  # that have a sign
_WORTH_WRITING, _WORTH_A_ROW = 0.08, 0.15


def fit_weights(samples: Sequence[Sample], topics: Sequence[str]) -> TopicWeights:
    """The weights that make the labelled topics likely."""
    places = {topic: place for place, topic in enumerate(topics)}
    known = _known_signs(samples)
    rows = [(sample.keys & known, places[sample.topic]) for sample in samples]
    fitted = fit_mean([rows] * len(STRIDES), _PULL, len(topics), _CERTAIN)
    whole = {sign: _whole(row) for sign, row in fitted.items()}
    return TopicWeights(tuple(topics), {sign: row for sign, row in whole.items() if any(row)})


def _known_signs(samples: Sequence[Sample]) -> set[str]:
    """The signs that several passages have."""
    passages: dict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for key in sample.keys:
            passages[key].add(sample.passage)
    return {key for key, names in passages.items() if len(names) >= _LEAST_PASSAGES}


def _whole(row: Sequence[float]) -> tuple[int, ...]:
    """A row as it is written; near to nothing is nothing."""
    if max(map(abs, row)) < _WORTH_A_ROW:
        return (0,) * len(row)
    return tuple(round(SCALE * value) if abs(value) >= _WORTH_WRITING else 0 for value in row)
