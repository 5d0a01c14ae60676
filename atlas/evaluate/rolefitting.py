"""Weights of the signs of roles, fitted to labelled figures: regularised logistic regression.

The figures are taken in turn, always in the same order, so that they give the same table.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.reading.roleweights import ROLES, RoleWeights, after_signs, likeliness, likely_role

_RATE, _ROUNDS = 0.2, 12
_PULL = 2.0  # of each weight towards 0, as many times as its sign is seen in a round
_LEAST_SEEN = 3
_WORTH_WRITING, _WORTH_A_ROW = 0.05, 0.12
_Row = tuple[frozenset[str], str]
_STRIDES = (5, 7, 11)  # of the fits that are averaged: neighbours, that are alike, stand apart


@dataclass(frozen=True, slots=True)
class RoleSample:
    """A figure: its signs, its link to the one before it, and the role that a person gave it.

    `role` is empty where no person takes it for a fact.
    """

    passage: str
    signs: frozenset[str]
    links: tuple[str, ...]
    role: str


def fit_roles(samples: Sequence[RoleSample]) -> RoleWeights:
    """The weights that make the labelled roles likely, the mean of several fits.

    In each fit another part of the figures is taken without the rules' verdict, which is right
    less often on new pages than on those that rules were written from.
    """
    fits = [_fit(_rows(samples, turn), stride) for turn, stride in enumerate(_STRIDES)]
    nothing = [0.0] * len(ROLES)
    return {
        sign: tuple(
            math.fsum(row) / len(fits)
            for row in zip(*(fit.get(sign, nothing) for fit in fits), strict=True)
        )
        for sign in sorted({sign for fit in fits for sign in fit})
    }


def _fit(rows: Sequence[_Row], stride: int) -> dict[str, list[float]]:
    """One pass after the other over the figures (Duchi, Hazan and Singer 2011)."""
    seen = Counter(sign for signs, _ in rows for sign in signs)
    kept = [
        (tuple(sign for sign in sorted(signs) if seen[sign] >= _LEAST_SEEN), role)
        for signs, role in rows
    ]
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(ROLES))
    squares: dict[str, list[float]] = defaultdict(lambda: [1e-6] * len(ROLES))
    for _ in range(_ROUNDS):
        for first in range(stride):
            for signs, role in kept[first::stride]:
                shares = likeliness(signs, weights)
                for at, name in enumerate(ROLES):
                    error = shares[at] - (name == role)
                    for sign in signs:
                        row, square = weights[sign], squares[sign]
                        slope = error + _PULL / seen[sign] * row[at]
                        square[at] += slope * slope
                        row[at] -= _RATE * slope / math.sqrt(square[at])
    return weights


def _rows(samples: Sequence[RoleSample], turn: int) -> list[_Row]:
    """Signs and role of the labelled ones, each after the labelled role before it."""
    rows: list[_Row] = []
    before = "current"
    for index, sample in enumerate(samples):
        signs = sample.signs | after_signs(before, sample.links)
        if index % len(_STRIDES) == turn:
            signs = frozenset(sign for sign in signs if not _is_verdict(sign))
        if sample.role:
            rows.append((signs, sample.role))
        before = sample.role or before
    return rows


def _is_verdict(sign: str) -> bool:
    """Whether a sign tells what the rules say, alone or together with something else."""
    return sign.startswith("rule ") or (sign.startswith("project ") and " rule " in sign)


def count_right(samples: Sequence[RoleSample], weights: RoleWeights) -> tuple[int, int]:
    """How many get the role that a person gave, each read after the one before it; and of all."""
    right, labelled, before = 0, 0, "current"
    for sample in samples:
        before = likely_role(sorted(sample.signs | after_signs(before, sample.links)), weights)
        labelled += bool(sample.role)
        right += bool(sample.role) and before == sample.role
    return right, labelled


def worth_writing(weights: RoleWeights) -> dict[str, Mapping[str, float]]:
    """The weights that are not near 0, rounded, by sign and role, of signs that tell something."""
    table = {
        sign: {
            role: round(value, 2)
            for role, value in zip(ROLES, row, strict=True)
            if abs(value) >= _WORTH_WRITING
        }
        for sign, row in sorted(weights.items())
        if max(map(abs, row)) >= _WORTH_A_ROW
    }
    return {sign: row for sign, row in table.items() if row}
