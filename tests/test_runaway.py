"""The hunt for regular expressions sees all that the reading package has."""

from __future__ import annotations

import pytest

from atlas.evaluate.runaway import collect_patterns


@pytest.mark.parametrize(
    "name",
    [
        "figures._NUMBER",
        "periods._times_pattern",
        "topics._topic_words.0",
        "exclusions._words.ages",
        "lexicon._breakdown_words.scheme",
        "lexicon.line ",
    ],
    ids=["global", "cached", "pair", "record", "table", "call"],
)
def test_patterns_are_found_wherever_they_are_held(name: str) -> None:
    assert any(found.startswith(name) for found in collect_patterns())
