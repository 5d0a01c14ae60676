"""Weights of the topics' words, fitted to labelled figures: regularised logistic regression.

Every weight is drawn towards the one it starts from, so that what is rarely seen stays as
it was. Nothing here is random: the same passages give the same table.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from atlas.evaluate.samples import Sample
from atlas.reading.topics import LEVEL_OF, Sign, shades, strength
from atlas.reading.topicwords import TopicWeights

Key = tuple[str, ...]
_HARDNESS = 2.0  # of the softmax, for scores that are about 1
_RATE, _ROUNDS = 0.03, 60
_PULL: Mapping[str, float] = {
    "scopes": 10.0,
    "shades": 2.0,
    "groups": 10.0,
    "units": 3.0,
    "words": 12.0,
}
_LEAST = 0.02
_WORTH_WRITING = 0.08  # more than what one figure alone moves a word by


def fit_weights(samples: Sequence[Sample], start: TopicWeights) -> TopicWeights:
    """The weights that make the labelled topics likely, near to those of `start`."""
    fitted = _Values(start)
    for turn in range(1, _ROUNDS + 1):
        slopes: dict[Key, float] = defaultdict(float)
        weights = fitted.weights()
        before = ""
        for sample in samples:
            _add_slopes(sample.after(before), weights, slopes)
            before = sample.topic
        fitted.step(slopes, turn)
    return fitted.weights()


class _Values:
    """The values that are fitted, by key, with their running means (Adam, Kingma and Ba 2015)."""

    def __init__(self, start: TopicWeights) -> None:
        self._start = start
        self._moved: dict[Key, float] = defaultdict(float)
        self._mean: dict[Key, float] = defaultdict(float)
        self._square: dict[Key, float] = defaultdict(float)

    def step(self, slopes: Mapping[Key, float], turn: int) -> None:
        for key in set(slopes) | set(self._moved):
            slope = slopes.get(key, 0.0) + _PULL[key[0]] * self._moved[key]
            self._mean[key] = 0.9 * self._mean[key] + 0.1 * slope
            self._square[key] = 0.99 * self._square[key] + 0.01 * slope * slope
            mean = self._mean[key] / (1 - 0.9**turn)
            square = self._square[key] / (1 - 0.99**turn)
            self._moved[key] -= _RATE * mean / (math.sqrt(square) + 1e-3)

    def weights(self) -> TopicWeights:
        start, moved = self._start, self._moved
        groups = {
            topic: {
                name: max(_LEAST, value + moved["groups", topic, name])
                for name, value in row.items()
            }
            for topic, row in start.groups.items()
        }
        units: dict[str, dict[str, float]] = defaultdict(dict)
        words: dict[str, dict[str, float]] = defaultdict(dict)
        for key, value in moved.items():
            if key[0] == "units":
                units[key[1]][key[2]] = value
            elif key[0] == "words":
                words[key[1]][key[2]] = max(_LEAST, groups[key[2]][key[3]] + value)
        return TopicWeights(
            scopes={
                name: max(_LEAST, value + moved["scopes", name])
                for name, value in start.scopes.items()
            },
            groups=groups,
            units=dict(units),
            words=dict(words),
            shades={
                name: min(1.0, max(_LEAST, value + moved["shades", name]))
                for name, value in start.shades.items()
            },
            further=start.further,
        )


def _add_slopes(sample: Sample, weights: TopicWeights, slopes: dict[Key, float]) -> None:
    """Adds what the loss of one figure gains by each value."""
    dimmed = shades(sample.signs, weights)
    parts = _parts(sample.signs, weights)
    scores = {topic: weights.units.get(sample.unit, {}).get(topic, 0.0) for topic in weights.groups}
    for (topic, scope), part in parts.items():
        scores[topic] += weights.scopes[scope] * dimmed[LEVEL_OF[scope]] * part.total
    errors = _errors(scores, sample.topic)
    for topic, wrong in errors.items():
        slopes["units", sample.unit, topic] += wrong
    for (topic, scope), part in parts.items():
        wrong, level = errors[topic], LEVEL_OF[scope]
        slopes["scopes", scope] += wrong * dimmed[level] * part.total
        if dimmed[level] < 1:
            slopes["shades", level] += wrong * weights.scopes[scope] * part.total
        for sign, share in part.shares:
            slope = wrong * weights.scopes[scope] * dimmed[level] * share
            if sign.word:
                slopes["groups", topic, sign.group] += slope
                slopes["words", sign.word, topic, sign.group] += slope


@dataclass(frozen=True, slots=True)
class _Part:
    """What a topic's words in one scope say together, and each one's share in it."""

    total: float
    shares: tuple[tuple[Sign, float], ...]


def _parts(signs: Iterable[Sign], weights: TopicWeights) -> dict[tuple[str, str], _Part]:
    grouped: dict[tuple[str, str], list[Sign]] = defaultdict(list)
    for sign in signs:
        grouped[sign.topic, sign.scope].append(sign)
    parts = {}
    for key, found in grouped.items():
        values = [strength(sign, weights) for sign in found]
        best = values.index(max(values))
        further = weights.further[LEVEL_OF[key[1]]]
        shares = tuple(
            (sign, 1.0 if index == best else further) for index, sign in enumerate(found)
        )
        total = values[best] + further * (sum(values) - values[best])
        parts[key] = _Part(total, shares)
    return parts


def _errors(scores: Mapping[str, float], wanted: str) -> dict[str, float]:
    """By how much each topic is held for more likely than it is."""
    highest = max(scores.values())
    raised = {topic: math.exp(_HARDNESS * (score - highest)) for topic, score in scores.items()}
    total = sum(raised.values())
    return {
        topic: _HARDNESS * (value / total - (topic == wanted)) for topic, value in raised.items()
    }


def worth_writing(weights: TopicWeights) -> TopicWeights:
    """The weights without those that hardly differ from their group's."""
    units = {
        unit: {topic: value for topic, value in row.items() if abs(value) >= _WORTH_WRITING}
        for unit, row in weights.units.items()
    }
    groups = {topic: set(row.values()) for topic, row in weights.groups.items()}
    words = {
        word: {
            topic: value
            for topic, value in row.items()
            if all(abs(value - usual) >= _WORTH_WRITING for usual in groups[topic])
        }
        for word, row in weights.words.items()
    }
    return TopicWeights(
        weights.scopes,
        weights.groups,
        {unit: row for unit, row in units.items() if row},
        {word: row for word, row in words.items() if row},
        weights.shades,
        weights.further,
    )
