"""Numerals, by a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reading.numerals import parse_numeral, scale_up
from tests.tables import read_cases


@pytest.mark.parametrize("row", read_cases("numerals.yml"))
def test_value_of_a_numeral(row: dict[str, Any]) -> None:
    value = parse_numeral(row["text"])
    assert (None if value is None else f"{value:f}") == (
        None if row["value"] == "null" else row["value"]
    )


@given(st.text(alphabet="0123456789.,十百千万亿〇一二两九余多点 ", max_size=30))
def test_nothing_raises_and_nothing_is_negative(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value >= 0


def test_a_long_number_is_not_rounded() -> None:
    assert f"{scale_up(Decimal('1234567890123456789012345678901'), 4):f}" == (
        "12345678901234567890123456789010000"
    )
