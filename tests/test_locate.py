"""Quotes and figures are found where they stand, and nowhere else."""

from __future__ import annotations

import pytest

from atlas.locate import find_exclusion, find_printed, locate, nearest_difference
from atlas.model import Exclusion

SEED = "甲市有5家医院。另有95%的人、15%的人和5%的人。\n\n甲市有5家医院。"


def test_the_first_occurrence_is_taken() -> None:
    where = locate(SEED, ["甲市有5家医院。"], "5家")
    assert where is not None
    assert (where.start, SEED[where.start : where.end]) == (3, "5家")


def test_a_figure_inside_a_longer_one_is_none() -> None:
    where = locate(SEED, ["另有95%的人、15%的人和5%的人。"], "5%")
    assert where is not None
    assert SEED[where.start - 1 : where.end] == "和5%"


@pytest.mark.parametrize(
    ("text", "figure", "starts"),
    [
        ("6102.3元,6102元", "6102元", [8]),
        ("0.5%和5%", "5%", [5]),
        ("12345", "123", []),
        ("3.5", "3", []),
    ],
)
def test_numbers_have_bounds(text: str, figure: str, starts: list[int]) -> None:
    assert find_printed(text, figure) == starts


def test_two_parts_hold_the_figure_in_the_second() -> None:
    where = locate(SEED, ["甲市有5家", "15%的人"], "15%")
    assert where is not None
    assert where.part == 1
    assert SEED[where.start : where.end] == "15%"


def test_what_is_not_there_is_none() -> None:
    assert locate(SEED, ["乙市"], "5") is None
    assert locate(SEED, ["甲市有5家医院。"], "5家", nth=2) is None


def test_exclusions_by_quote_and_by_stretch() -> None:
    second = Exclusion("repeat", quote="甲市有5家医院。", nth=2)
    assert find_exclusion(SEED, second) == (len(SEED) - 8, len(SEED))
    stretch = Exclusion("vague", first="另有", last="15%的人")
    span = find_exclusion(SEED, stretch)
    assert span is not None
    assert SEED[slice(*span)] == "另有95%的人、15%的人"
    assert find_exclusion(SEED, Exclusion("vague", quote="没有")) is None


def test_the_nearest_sentence_shows_where_a_quote_goes_wrong() -> None:
    assert nearest_difference(SEED, "甲市有5家诊所。") == ("甲市有5家医院。", 5)
    assert nearest_difference(SEED, "全无关系的话") == ("", 0)
