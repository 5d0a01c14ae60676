"""A floor under the reader: what it finds in the documents whose facts editors accepted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.evaluate.sheets import evaluate_source

ROOT = Path(__file__).parent.parent
FLOORS = {
    "span": 0.99,
    "value": 0.99,
    "unit": 0.99,
    "qualifier": 0.99,
    "kept": 0.99,
    "role": 0.97,
    "period": 0.90,
    "place": 0.96,
    "indicator": 0.75,
    "pair": 0.96,
}


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    content, _ = load_content(ROOT)
    total: Counter[str] = Counter()
    for source in content.sources.values():
        total += evaluate_source(content, source)[0]
    return total


@pytest.mark.parametrize("field", FLOORS)
def test_share_of_accepted_facts_read_alike(counts: Counter[str], field: str) -> None:
    assert counts["facts"] > 200
    assert counts[field] / counts["facts"] >= FLOORS[field]


def test_few_figures_are_left_for_which_no_editor_has_a_word(counts: Counter[str]) -> None:
    assert counts["unknown"] <= 3
