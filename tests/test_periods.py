"""Times of a text, by a table, and what a period may be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reading.periods import is_period
from atlas.reading.times import find_periods, parse_period
from tests.tables import read_cases


@pytest.mark.parametrize("row", read_cases("periods.yml"))
def test_times_of_a_sentence(row: dict[str, Any]) -> None:
    text = row["text"]
    spans = find_periods(text, row.get("published", ""))
    found = [[text[span.start : span.end], span.value, span.basis, span.source] for span in spans]
    assert found == row["spans"]


@pytest.mark.parametrize(
    "period",
    ["2022", "2022-10", "2022-10-01", "2020-02-29", "2016/2020", "2022-10-01/..", "2022/2022-06"],
)
def test_a_period(period: str) -> None:
    assert is_period(period)


@pytest.mark.parametrize(
    ("period", "why"),
    [
        ("", "empty"),
        ("22", "two digits"),
        ("0000", "no year"),
        ("2022-13", "no such month"),
        ("2022-1", "one digit"),
        ("2022-02-30", "no such day"),
        ("2021-02-29", "no leap year"),
        ("2020/2016", "the wrong way round"),
        ("2020-06/2020-05", "months the wrong way round"),
        ("../2020", "open at the beginning"),
        ("2020/", "no end"),
        ("2020/2021/2022", "three"),
        ("2022年", "Chinese"),
        ("２０２２", "full-width"),
        ("2022-10-01 ", "a space"),
        ("2022-10-01T00:00", "a clock time"),
    ],
)
def test_no_period(period: str, why: str) -> None:
    assert not is_period(period), why


def test_parse_period_reads_one_whole_time_only() -> None:
    assert parse_period("2022年10月") == "2022-10"
    assert parse_period("2022/..") == "2022/.."
    assert parse_period("2022年和2023年") is None
    assert parse_period("上半年") is None


@given(st.text(alphabet="0123456789年月日至—-/.十一二三四五近今去“”以来起目前 \n", max_size=60))
def test_every_value_is_a_period(text: str) -> None:
    end = 0
    for span in find_periods(text, "2024-02-29"):
        assert is_period(span.value)
        assert end <= span.start < span.end <= len(text)
        end = span.end
