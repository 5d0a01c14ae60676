"""The hunt for regular expressions sees all that the reading package has."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from atlas.evaluate.runaway import collect_patterns, find_held, find_written


@dataclass
class Record:
    pattern: re.Pattern[str]
    others: tuple[re.Pattern[str], ...]


@cache
def by_word() -> dict[str, re.Pattern[str]]:
    return {"word": re.compile("e")}


def test_patterns_are_found_wherever_they_are_held() -> None:
    module = ModuleType("held")
    module.__dict__.update(
        alone=re.compile("a"), record=Record(re.compile("b"), (re.compile("c"),)), cached=by_word
    )
    found = {name: pattern.pattern for name, pattern in find_held(module)}
    assert found == {
        "alone": "a",
        "record.pattern": "b",
        "record.others.0": "c",
        "cached.word": "e",
    }


def test_patterns_are_found_where_they_are_written() -> None:
    lexicon = importlib.import_module("atlas.reading.lexicon")
    written = [pattern.pattern for _, pattern in find_written(lexicon)]
    assert lexicon._STOP.pattern in written


def test_every_module_that_uses_expressions_is_tried() -> None:
    tried = {name.split(".")[0] for name in collect_patterns()}
    assert {"figures", "regions", "numerals", "webpage", "metadata"} <= tried
