"""What the signs of roles count for together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from atlas.reading.tables import read_table

ROLES = ("current", "baseline", "target", "change", "parameter")
RoleWeights = Mapping[str, Sequence[float]]
"""The weight of each sign for each role, in the order of `ROLES`."""


@cache
def role_weights() -> dict[str, tuple[int, ...]]:
    """The weights of `role_weights.yml`, in hundredths: whole, their sum has no order."""
    table: Mapping[str, Mapping[str, str]] = read_table("role_weights.yml")
    return {
        sign: tuple(round(100 * float(row.get(role, 0))) for role in ROLES)
        for sign, row in table.items()
    }


def after_signs(before: str, links: Iterable[str]) -> frozenset[str]:
    """The signs that the role of the figure before gives, by how the two are linked."""
    return frozenset(f"after {before} {link}".rstrip() for link in links)


def weigh(signs: Iterable[str], weights: RoleWeights) -> list[float]:
    """The sum of the signs' weights for each role."""
    rows = list(filter(None, map(weights.get, signs)))
    return list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * len(ROLES)


def likely_role(signs: Iterable[str], weights: RoleWeights) -> str:
    """The role that most speaks for; of weights that are not whole, signs are taken in order.

    >>> likely_role(["rule target", "unit %"], {"rule target": (0, 0, 2, 0, 0)})
    'target'
    """
    sums = weigh(signs, weights)
    return ROLES[max(range(len(ROLES)), key=sums.__getitem__)]
