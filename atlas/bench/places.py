"""Which real places a synthetic atlas has: a choice from the table of GB/T 2260."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

TABLE = Path(__file__).parents[1] / "reading" / "divisions.tsv"


@dataclass(frozen=True, slots=True)
class Division:
    """A place of the table; `parent` is the code of the place above it."""

    code: str
    name: str
    level: str
    parent: str

    @property
    def slug(self) -> str:
        return f"cn-{self.code}"

    @property
    def short(self) -> str:
        """The name without 市 or 县; a district keeps its 区, as many share the rest."""
        plain = len(self.name) > 2 and self.name[-1] in "市县" and "自治" not in self.name
        return self.name[:-1] if plain else self.name


def read_table(path: Path = TABLE) -> dict[str, str]:
    """The names of the table by code."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if not line.startswith("#"))


def choose_places(names: Mapping[str, str], count: int) -> list[Division]:
    """Prefectures first, then counties, each in turn from all provinces.

    A smaller choice is the beginning of a larger one. Raises ValueError where the table has fewer.
    """
    below = [_division(code, names) for code in names if not code.endswith("0000")]
    prefectures = [one for one in below if one.level == "prefecture"]
    counties = [one for one in below if one.level != "prefecture"]
    chosen = list(islice(chain(_in_turn(prefectures), _in_turn(counties)), count))
    if len(chosen) < count:
        raise ValueError(f"the table of divisions has {len(chosen)} places, not {count}")
    return chosen


def _division(code: str, names: Mapping[str, str]) -> Division:
    if code.endswith("00"):
        return Division(code, names[code], "prefecture", f"{code[:2]}0000")
    above = f"{code[:4]}00"
    level = "district" if names[code].endswith("区") else "county"
    return Division(code, names[code], level, above if above in names else f"{code[:2]}0000")


def _in_turn(divisions: Sequence[Division]) -> Iterable[Division]:
    """One of each province, then the next of each."""
    groups: dict[str, list[Division]] = {}
    for one in divisions:
        groups.setdefault(one.code[:2], []).append(one)
    return (one for row in zip_longest(*groups.values()) for one in row if one is not None)
