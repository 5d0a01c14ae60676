"""The tables of rules that lie beside the code as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import resources
from typing import Any

import yaml


def read_table(name: str) -> Any:
    """A table by its file name, every scalar as text."""
    data = resources.files("atlas.reading").joinpath(name).read_bytes()
    return yaml.load(data, Loader=yaml.BaseLoader)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
