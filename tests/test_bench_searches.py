"""What `atlas.bench.searches` measures in a real browser."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from atlas.bench.searches import Answer, ask, render_answers
from atlas.parts import SearchRecord
from tests.indexes import build_index

PROJECT = Path(__file__).parents[1]


@pytest.mark.browser
def test_a_first_search_loads_scripts_index_and_records(tmp_path: Path) -> None:
    records = [
        SearchRecord("fact", "参保率 武汉", "参保率达98.34%", "cities/wuhan/#f1", ("98.34%",)),
        SearchRecord("fact", "参保率 成都", "参保率达97.1%", "cities/chengdu/#f1", ("97.1%",)),
    ]
    for output in build_index(records):
        (tmp_path / output.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / output.path).write_bytes(output.data)
    shutil.copytree(PROJECT / "theme" / "js", tmp_path / "js")
    script = '<script src="/js/none.js" data-base="." data-index="search/"></script>'
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title>{script}")
    answers = {one.query: one for one in ask(tmp_path, ["参保率", "98.34%", "没有"])}
    assert [one.found for one in answers.values()] == [2, 1, 0]
    scripts = [
        len(gzip.compress((tmp_path / "js" / f"{name}.js").read_bytes(), 6))
        for name in ("panel", "index", "tokens")
    ]
    assert all(one.loaded > sum(scripts) for one in answers.values())
    assert answers["参保率"].loaded > answers["没有"].loaded


def test_the_median_and_the_heaviest_are_told() -> None:
    told = render_answers([Answer(str(n), 10.0 * n, 1000 * n, n, n) for n in range(1, 8)])
    assert told.splitlines()[-1].split() == ["4.0", "40", "median", "of", "7"]
    assert told.splitlines()[-2].split() == ["7.0", "70", "7", "7", "7"]
