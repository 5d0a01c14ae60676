"""A floor under the reader on labelled passages of styles that no sheet has."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from atlas.content import load_content
from atlas.evaluate.__main__ import main
from atlas.evaluate.passages import evaluate_passage, read_passages
from atlas.model import Content

ROOT = Path(__file__).parent.parent
FLOORS = {
    "found": 0.97,
    "value": 0.95,
    "unit": 0.93,
    "qualifier": 0.96,
    "role": 0.96,
    "place": 0.97,
    "period": 0.90,
    "topic": 0.93,
}
MOST_SPURIOUS = 0.03


WHOLE = """
- id: w1
  whole: yes
  title: 辽源市医改见成效
  publisher: 辽源日报
  place: 辽源市
  published: 2023-04-12
  text: |
    辽源市医改见成效
    发布时间：2023-04-12 来源：辽源日报
    目前，全市参保率为98.5%，东丰县参保率为97.2%。
  figures:
  - {text: 98.5%, value: 98.5, unit: '%', qualifier: '=', role: current, period: 2023-04-12,
     place: 辽源市, body: '', topic: insurance}
  - {text: 97.2%, value: 97.2, unit: '%', qualifier: '=', role: current, period: 2023-04-12,
     place: 东丰县, body: '', topic: insurance}
"""


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(ROOT)[0]


@pytest.fixture(scope="module")
def counts(content: Content) -> Counter[str]:
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


def test_a_whole_document_is_read_by_its_own_words_alone(tmp_path: Path, content: Content) -> None:
    file = tmp_path / "real.yml"
    file.write_text(WHOLE, "utf-8")
    (passage,) = read_passages(file)
    seen, lines = evaluate_passage(content, passage)
    assert (seen["facts"], seen["place"], seen["period"], lines) == (2, 2, 2, [])
    assert [seen[f"right {field}"] for field in ("place", "date", "title", "publisher")] == [1] * 4

    file.write_text(
        WHOLE.replace("发布时间：2023-04-12", "").replace("辽源市医改", "医改"), "utf-8"
    )
    (passage,) = read_passages(file)
    seen, lines = evaluate_passage(content, passage)
    assert (seen["right date"], seen["right title"], seen["period"]) == (0, 0, 0)
    assert "w1 proposed date:  for 2023-04-12" in lines


def test_the_table_reads_the_files_that_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "real.yml"
    file.write_text(WHOLE, "utf-8")
    assert main([str(ROOT), "--passages", str(file)]) == 0
    head, row, proposed, total, _ = capsys.readouterr().out.splitlines()
    assert head.split()[-2:] == ["period?", "topic?"]
    assert row.split()[:4] == ["real,", "whole", "2", "100.0"]
    assert (
        proposed.strip()
        == "proposed right: place 1 of 1, date 1 of 1, title 1 of 1, publisher 1 of 1"
    )
    assert total.startswith("all real documents")


def test_the_labelled_sets_are_large_and_a_third_of_them_blind() -> None:
    counts = Counter({"open": 0, "blind": 0})
    styles: Counter[str] = Counter()
    for path in sorted((ROOT / "tests" / "cases" / "eval").glob("*.yml")):
        for passage in yaml.safe_load(path.read_text("utf-8")):
            kind = path.stem.partition("-")[0]
            counts[kind] += max(1, len(re.findall("[。！？；]", passage["text"])))
            styles[passage["style"]] += 1
    assert counts["open"] + counts["blind"] >= 300
    assert counts["blind"] * 3 >= counts["open"] + counts["blind"]
    assert {"bulletin", "work-report", "hospital-news", "qa", "county-page"} <= set(styles)
    assert min(styles.values()) >= 5
