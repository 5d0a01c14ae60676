"""The reader of figures, by a table of sentences."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reading.figures import find_figures
from atlas.units import UNITS
from tests.tables import read_cases


@pytest.mark.parametrize("row", read_cases("figures.yml"))
def test_figures_of_a_sentence(row: dict[str, Any]) -> None:
    found = [
        [figure.text, f"{figure.value:f}", figure.unit, figure.qualifier]
        for figure in find_figures(row["text"])
    ]
    assert found == [expected + ["="] * (4 - len(expected)) for expected in row["figures"]]


SIGNS = (
    "0123456789.,,。、%‰一二三十百千万亿第前年月日个家人元/:-至“”"
    "超近约余多以上\n医院团队AZ 每半分之"
)


@given(st.text(alphabet=SIGNS, max_size=120))
def test_spans_lie_in_order_and_hold_their_text(text: str) -> None:
    end = 0
    for figure in find_figures(text):
        assert end <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
        assert figure.unit in UNITS or figure.unit == ""
        end = figure.end


@pytest.mark.parametrize(
    "unit",
    [
        "9",
        "9,",
        "1.",
        "一",
        "万",
        "a1",
        "“",
        "第",
        "每",
        "1:",
        "2020",
        "12月",
        "百分之",
        "1、",
        "(1",
        "近3",
    ],
)
def test_a_long_run_of_one_sign_is_read_to_its_end(unit: str) -> None:
    text = unit * 4_000
    found = find_figures(text)
    assert all(text[figure.start : figure.end] == figure.text for figure in found)
    assert [figure.start for figure in found] == sorted({figure.start for figure in found})
