"""Medians, ratios and growth of measured builds, as a table and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from atlas.bench.contestants import Run

BASE = "hugo"
"""Whose time the others are told in."""
_COLUMNS = (
    ("wall", "wall s", 9),
    ("cpu", "cpu s", 9),
    ("memory", "peak MB", 9),
    ("size", "out MB", 9),
    ("files", "files", 8),
    ("rewritten", "rewritten", 10),
    ("changed", "changed", 9),
    ("ratio_wall", "wall/hugo", 10),
    ("ratio_cpu", "cpu/hugo", 10),
)


def summarise(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """A row for each contestant and size with the medians of its runs, in order of appearance.

    Sizes are in MB of a million bytes. `ratio_…` are medians of the ratios within one round, None
    where Hugo was not measured; so a machine that is slow for a while slows both.
    """
    groups: dict[tuple[str, int], list[Run]] = {}
    for run in runs:
        groups.setdefault((run.name, run.places), []).append(run)
    return [
        _summarise(name, places, group, groups.get((BASE, places), []))
        for (name, places), group in groups.items()
    ]


def _summarise(name: str, places: int, runs: Sequence[Run], base: Sequence[Run]) -> dict[str, Any]:
    pairs = list(zip(runs, base, strict=False))
    return {
        "name": name,
        "places": places,
        "rounds": len(runs),
        "wall": median(run.cost.wall for run in runs),
        "cpu": median(run.cost.cpu for run in runs),
        "memory": median(run.cost.memory for run in runs) / 1e6,
        "size": median(run.size for run in runs) / 1e6,
        "files": median(run.files for run in runs),
        "rewritten": median(run.rewritten for run in runs),
        "changed": median(run.changed for run in runs),
        "ratio_wall": median(a.cost.wall / b.cost.wall for a, b in pairs) if pairs else None,
        "ratio_cpu": median(a.cost.cpu / b.cost.cpu for a, b in pairs) if pairs else None,
    }


def find_growth(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, int, int, float, float]]:
    """Name, the smaller and the larger size, how often the wall time and the CPU time."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["name"], []).append(row)
    for name, group in groups.items():
        ordered = sorted(group, key=lambda row: int(row["places"]))
        for small, large in pairwise(ordered):
            grown = (large["wall"] / small["wall"], large["cpu"] / small["cpu"])
            yield (name, small["places"], large["places"], *grown)


def render_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows by size, then what grows how fast."""
    head = f"{'places':>6}  {'':<26}" + "".join(f"{title:>{w}}" for _, title, w in _COLUMNS)
    lines = [head]
    for row in sorted(rows, key=lambda row: int(row["places"])):
        cells = "".join(f"{_show(row[key]):>{width}}" for key, _, width in _COLUMNS)
        lines.append(f"{row['places']:>6}  {row['name']:<26}{cells}")
    lines += ["", "growth                              wall    cpu"]
    lines += [
        f"{name:<26}{small:>4}→{large:<4}{wall:>6.1f}{cpu:>7.1f}"
        for name, small, large, wall, cpu in find_growth(rows)
    ]
    return "\n".join(lines) + "\n"


def _show(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
