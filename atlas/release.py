"""Which version of the data this is, and of what day: no clock, the file `release.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Release:
    """A version by number, and its ISO date."""

    version: str
    date: str


@cache
def read_release() -> Release:
    """The version that this is."""
    data = Path(__file__).with_name("release.yml").read_bytes()
    row = yaml.load(data, Loader=yaml.BaseLoader)
    return Release(row["version"], row["date"])
