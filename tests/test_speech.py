"""Who speaks where in a press conference or an interview."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reading.regions import find_regions
from atlas.reading.speech import find_speeches
from tests.tables import read_cases


@pytest.mark.parametrize("row", read_cases("speeches.yml"))
def test_who_speaks(row: dict[str, Any]) -> None:
    text = row["text"]
    found = find_speeches(text, find_regions(text))
    assert [[one.speaker, one.kind] for one in found] == [told[:2] for told in row["speeches"]]
    for speech, (*_, first) in zip(found, row["speeches"], strict=True):
        assert text[speech.start : speech.end].lstrip().startswith(first)


@given(st.text(alphabet="记者王局长问答：:\n今年95%。？ ", max_size=120))
def test_speeches_lie_in_order_within_the_text(text: str) -> None:
    end = 0
    for speech in find_speeches(text, find_regions(text)):
        assert end <= speech.start <= speech.end <= len(text)
        end = speech.end
