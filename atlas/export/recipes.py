"""Lines to copy, by which readers' programs load the data: the table `recipes.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from atlas.model import Words


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a tool loads the data; `lines` name the folder of the data `{data}`."""

    tool: str
    lines: str
    says: Words

    def at(self, address: str) -> str:
        """The lines for data at that address, which ends with a slash."""
        return self.lines.replace("{data}", address).rstrip("\n")


@cache
def read_recipes() -> tuple[Recipe, ...]:
    """Every recipe, in the order of the file."""
    rows = yaml.safe_load(Path(__file__).with_name("recipes.yml").read_bytes())
    return tuple(Recipe(row["tool"], row["lines"], Words(row["zh"], row["en"])) for row in rows)
