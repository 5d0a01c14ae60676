"""Weights of the signs of roles, fitted to labelled figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.evaluate.logistic import STRIDES, Row, fit_mean
from atlas.reading.roleweights import ROLES, RoleWeights, after_signs, likely_role

_PULL = 2.0
_WORTH_WRITING, _WORTH_A_ROW = 0.05, 0.12


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
    """The weights that make the labelled roles likely.

    In each fit another part of the figures is taken without the rules' verdict, which is right
    less often on new pages than on those that rules were written from.
    """
    passes = [_rows(samples, turn) for turn in range(len(STRIDES))]
    return fit_mean(passes, _PULL, len(ROLES))


def _rows(samples: Sequence[RoleSample], turn: int) -> list[Row]:
    """Signs and role of the labelled ones, each after the labelled role before it."""
    rows: list[Row] = []
    before = "current"
    for index, sample in enumerate(samples):
        signs = sample.signs | after_signs(before, sample.links)
        if index % len(STRIDES) == turn:
            signs = frozenset(sign for sign in signs if not _is_verdict(sign))
        if sample.role:
            rows.append((signs, ROLES.index(sample.role)))
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
