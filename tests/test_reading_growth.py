"""Reading takes time in proportion to the text, whatever is said again and again in it."""

from __future__ import annotations

import time
from itertools import islice

import pytest

from atlas.evaluate.speed import PIECES, SENTENCE, repeated
from atlas.reading.document import read_candidates

SIGNS = 2_000
MOST = 8.0
"""Of four times the text: a step that grows with its square takes sixteen times as long."""


def seconds(name: str, signs: int) -> float:
    text = "".join(islice(repeated(PIECES[name])(0), signs))[:signs]
    started = time.process_time()
    read_candidates(text, {}, {}, None, "2023")
    return time.process_time() - started


@pytest.mark.parametrize("name", PIECES)
def test_time_grows_with_the_text(name: str) -> None:
    read_candidates(SENTENCE, {}, {}, None, "2023")  # so that all tables are there
    small, large = (min(seconds(name, SIGNS * times) for _ in range(2)) for times in (1, 4))
    assert large < MOST * small + 0.01
