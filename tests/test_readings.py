"""How the documents are shared out between two processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.readings import read_all

PROJECT = Path(__file__).parents[1]


def test_each_process_reads_half_and_the_documents_of_a_place_follow_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content, _ = load_content(PROJECT)
    alone = read_all(content)
    shared: list[list[str]] = []

    def share_out(
        read: Callable[[str], object], mine: Iterable[str], others: Sequence[str]
    ) -> list[object]:
        shared.extend(([*mine], [*others]))
        return [read(key) for part in shared for key in part]

    monkeypatch.setattr("atlas.readings.share_out", share_out)
    monkeypatch.setattr("atlas.readings.has_spare", lambda: True)
    monkeypatch.setattr("atlas.readings._WORTH_SHARING", 0)
    assert read_all(content) == alone
    # The first is read before there are two.
    mine, others = [*content.sources][:1] + shared[0], shared[1]
    assert [*mine, *others] == list(content.sources)
    lengths = [
        sum(len(content.seeds[content.sources[key].seed]) for key in part)
        for part in (mine, others)
    ]
    longest = max(map(len, content.seeds.values()))
    assert others
    assert abs(lengths[0] - lengths[1]) <= 2 * longest
