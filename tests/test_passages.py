"""A floor under the reader on labelled passages of styles that no sheet has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.evaluate.passages import evaluate_passage, read_passages

ROOT = Path(__file__).parent.parent
FLOORS = {
    "found": 0.97,
    "value": 0.95,
    "unit": 0.93,
    "qualifier": 0.96,
    "role": 0.92,
    "place": 0.95,
    "period": 0.84,
    "topic": 0.86,
}
MOST_SPURIOUS = 0.03


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    content, _ = load_content(ROOT)
    total: Counter[str] = Counter()
    for passage in read_passages(ROOT / "tests" / "cases" / "eval" / "open-1.yml"):
        total += evaluate_passage(content, passage)[0]
    return total


@pytest.mark.parametrize("field", FLOORS)
def test_share_of_labelled_figures_read_alike(counts: Counter[str], field: str) -> None:
    assert counts["facts"] > 1000
    assert counts[field] / counts["facts"] >= FLOORS[field]


def test_few_figures_are_taken_for_facts_that_are_none(counts: Counter[str]) -> None:
    assert counts["spurious"] / counts["kept"] <= MOST_SPURIOUS
