"""Which of a text's times its figures belong to, by a table."""

from __future__ import annotations

from typing import Any

import pytest

from atlas.reading.document import read_candidates
from atlas.reading.records import Candidate
from tests.tables import read_cases


def read(text: str, published: str = "2023-03-15") -> list[Candidate]:
    return read_candidates(text, {}, {}, None, published)


@pytest.mark.parametrize("row", read_cases("timing.yml"))
def test_time_of_each_figure(row: dict[str, Any]) -> None:
    found = read(row["text"], row.get("published", "2023-03-15"))
    assert [[candidate.figure.text, candidate.period] for candidate in found] == row["periods"]


def test_a_time_carried_over_says_so() -> None:
    named, carried = read("2022年，全市有医院41家。实有床位3000张。")
    assert (named.period_basis, named.period_from) == ("stated", "")
    assert (carried.period_basis, carried.period_from) == ("inferred", "context")
