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
_STRIDE = 7  # so that neighbours, that are alike, do not follow each other
_UNRULED = 3  # every third is taken without the rules' verdict: on new pages it errs more often


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
    """The weights that make the labelled roles likely (Duchi, Hazan and Singer 2011)."""
    rows = _rows(samples)
    seen = Counter(sign for signs, _ in rows for sign in signs)
    rows = [
        (tuple(sign for sign in sorted(signs) if seen[sign] >= _LEAST_SEEN), role)
        for signs, role in rows
    ]
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(ROLES))
    squares: dict[str, list[float]] = defaultdict(lambda: [1e-6] * len(ROLES))
    for _ in range(_ROUNDS):
        for first in range(_STRIDE):
            for signs, role in rows[first::_STRIDE]:
                shares = likeliness(signs, weights)
                for at, name in enumerate(ROLES):
                    error = shares[at] - (name == role)
                    for sign in signs:
                        row, square = weights[sign], squares[sign]
                        slope = error + _PULL / seen[sign] * row[at]
                        square[at] += slope * slope
                        row[at] -= _RATE * slope / math.sqrt(square[at])
    return {sign: tuple(row) for sign, row in weights.items()}


def _rows(samples: Sequence[RoleSample]) -> list[tuple[frozenset[str] | tuple[str, ...], str]]:
    """Signs and role of the labelled ones, each after the labelled role before it."""
    rows: list[tuple[frozenset[str] | tuple[str, ...], str]] = []
    before = "current"
    for index, sample in enumerate(samples):
        signs = sample.signs | after_signs(before, sample.links)
        if index % _UNRULED == 0:
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
        before = likely_role(sample.signs | after_signs(before, sample.links), weights)
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
