"""Units after a number, by a table."""

from __future__ import annotations

from typing import Any

import pytest

from atlas.reading.unitwords import find_unit, unit_table
from atlas.units import UNITS
from tests.tables import read_cases


@pytest.mark.parametrize("row", read_cases("units.yml"))
def test_unit_after_a_number(row: dict[str, Any]) -> None:
    number = row["text"].index(row["number"])
    found = find_unit(row["text"], number + len(row["number"]), number)
    if row["word"] == "null":
        assert found is None
    else:
        assert found is not None
        assert (found.word, found.unit) == (row["word"], row["unit"])


def test_the_table_uses_codes_of_the_open_data_only() -> None:
    table = unit_table()
    used = set(table.words.values())
    used.update(unit for nouns in table.nouns.values() for unit in nouns.values())
    assert used - set(UNITS) == {""}


def test_every_guard_belongs_to_a_word_of_the_table() -> None:
    table = unit_table()
    assert set(table.not_before) <= set(table.words)
    assert table.one_counts <= set(table.words)
    assert table.before <= set(table.measures)
