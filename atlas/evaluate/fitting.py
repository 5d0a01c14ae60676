"""Weights of the topics' words, fitted to labelled figures: a conditional random field.

The figures of a passage are one chain (Lafferty, McCallum and Pereira 2001). Every weight is
drawn towards the one it starts from, so that what is rarely seen stays as it was. Nothing here
is random: the same passages give the same table.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from atlas.evaluate.samples import Sample, chains_of
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
    "ties": 2.0,
}
_LEAST = 0.02
_WORTH_WRITING = 0.08  # more than what one figure alone moves a word by


def fit_weights(samples: Sequence[Sample], start: TopicWeights) -> TopicWeights:
    """The weights that make the labelled topics likely, near to those of `start`."""
    fitted = _Values(start)
    chains = chains_of(samples)
    for turn in range(1, _ROUNDS + 1):
        slopes: dict[Key, float] = defaultdict(float)
        weights = fitted.weights()
        for chain in chains:
            _add_slopes(chain, weights, slopes)
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
            ties={
                name: max(0.0, value + moved["ties", name]) for name, value in start.ties.items()
            },
        )


def _add_slopes(chain: Sequence[Sample], weights: TopicWeights, slopes: dict[Key, float]) -> None:
    """Adds what the loss of one chain gains by each value."""
    parts = [_parts(sample.signs, weights) for sample in chain]
    dimmed = [shades(sample.signs, weights) for sample in chain]
    scores = [
        _scores(sample, one, shade, weights)
        for sample, one, shade in zip(chain, parts, dimmed, strict=True)
    ]
    ties = [sum(weights.ties[tie] for tie in sample.ties) for sample in chain]
    likely, alike = likelihoods(
        [[score[topic] for topic in weights.groups] for score in scores], ties, _HARDNESS
    )
    for index, sample in enumerate(chain):
        errors = {
            topic: _HARDNESS * (share - (topic == sample.topic))
            for topic, share in zip(weights.groups, likely[index], strict=True)
        }
        _add_own_slopes(sample, parts[index], dimmed[index], errors, weights, slopes)
        same = index > 0 and chain[index - 1].topic == sample.topic
        for tie in sample.ties:
            slopes["ties", tie] += _HARDNESS * (alike[index] - same)


def _scores(
    sample: Sample,
    parts: Mapping[tuple[str, str], _Part],
    dimmed: Mapping[str, float],
    weights: TopicWeights,
) -> dict[str, float]:
    scores = {topic: weights.units.get(sample.unit, {}).get(topic, 0.0) for topic in weights.groups}
    for (topic, scope), part in parts.items():
        scores[topic] += weights.scopes[scope] * dimmed[LEVEL_OF[scope]] * part.total
    return scores


def _add_own_slopes(
    sample: Sample,
    parts: Mapping[tuple[str, str], _Part],
    dimmed: Mapping[str, float],
    errors: Mapping[str, float],
    weights: TopicWeights,
    slopes: dict[Key, float],
) -> None:
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


def likelihoods(
    scores: Sequence[Sequence[float]], ties: Sequence[float], hardness: float
) -> tuple[list[list[float]], list[float]]:
    """How likely each topic of each figure is, and that it is the one of the figure before.

    The forward and the backward run over a chain whose only step is to stay or to change.

    >>> likely, alike = likelihoods([[1, 0], [0, 0]], [0, 1], 1)
    >>> [round(share, 2) for share in likely[1]], round(alike[1], 2)
    ([0.61, 0.39], 0.73)
    """
    raised = [[math.exp(hardness * (score - max(one))) for score in one] for one in scores]
    gains = [math.expm1(hardness * tie) for tie in ties]
    forward = [_shared(raised[0])]
    for one, gain in zip(raised[1:], gains[1:], strict=True):
        past = forward[-1]
        forward.append(
            _shared([now * (1 + gain * share) for now, share in zip(one, past, strict=True)])
        )
    backward = [[1.0] * len(raised[0])]
    alike = [0.0] * len(scores)
    for index in range(len(scores) - 1, 0, -1):
        gain = gains[index]
        coming = _shared(
            [now * share for now, share in zip(raised[index], backward[0], strict=True)]
        )
        stay = sum(
            past * (1 + gain) * now for past, now in zip(forward[index - 1], coming, strict=True)
        )
        backward.insert(0, [1 + gain * now for now in coming])
        alike[index] = stay / sum(
            past * share for past, share in zip(forward[index - 1], backward[0], strict=True)
        )
    likely = [
        _shared([one * other for one, other in zip(*pair, strict=True)])
        for pair in zip(forward, backward, strict=True)
    ]
    return likely, alike


def _shared(values: Sequence[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values]


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
        weights.ties,
    )
