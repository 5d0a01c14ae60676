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
LABELLED = ROOT / "tests" / "cases" / "eval"
# Shares that a change may not lower: of what rules were made from, and of what none was.
FLOORS = {
    "open": {
        "found": 0.99,
        "value": 0.99,
        "unit": 0.98,
        "qualifier": 0.98,
        "role": 0.95,
        "place": 0.97,
        "period": 0.91,
        "topic": 0.91,
    },
    "blind": {
        "found": 0.98,
        "value": 0.98,
        "unit": 0.96,
        "qualifier": 0.97,
        "role": 0.88,
        "place": 0.96,
        "period": 0.84,
        "topic": 0.85,
    },
}
MOST_SPURIOUS = {"open": 0.02, "blind": 0.06}


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


@pytest.fixture(scope="module", params=list(FLOORS))
def counted(request: pytest.FixtureRequest, content: Content) -> tuple[str, Counter[str]]:
    """The kind of the labelled sets, and how often the reader and their labels agree."""
    total: Counter[str] = Counter()
    for path in sorted(LABELLED.glob(f"{request.param}-*.yml")):
        for passage in read_passages(path):
            total += evaluate_passage(content, passage)[0]
    return request.param, total


@pytest.mark.parametrize("field", FLOORS["open"])
def test_share_of_labelled_figures_read_alike(
    counted: tuple[str, Counter[str]], field: str
) -> None:
    kind, counts = counted
    assert counts["facts"] > 300
    assert counts[field] / counts["facts"] >= FLOORS[kind][field]


def test_few_figures_are_taken_for_facts_that_are_none(
    counted: tuple[str, Counter[str]],
) -> None:
    kind, counts = counted
    assert counts["spurious"] / counts["kept"] <= MOST_SPURIOUS[kind]


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


@pytest.mark.parametrize(("telling", "spurious"), [("repeat", 0), ("condition", 1)])
def test_a_fact_may_be_quoted_from_its_other_telling(
    tmp_path: Path, content: Content, telling: str, spurious: int
) -> None:
    path = tmp_path / "told.yml"
    row = {
        "id": "t1",
        "place": "祁县",
        "published": "2022-03-01",
        "text": "祁县期望寿命达82.21岁\n\n记者获悉，2021年祁县人均期望寿命达82.21岁。\n",
        "figures": [
            {"text": "82.21岁", "value": "82.21", "unit": "year", "excluded": ""},
            {"text": "82.21岁", "value": "82.21", "unit": "year", "excluded": telling},
        ],
    }
    path.write_text(yaml.safe_dump([row], allow_unicode=True), encoding="utf-8")
    (passage,) = read_passages(path)
    counts, _ = evaluate_passage(content, passage)
    assert (counts["kept"], counts["found"], counts["spurious"]) == (1, 1, spurious)


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


def test_the_labelled_sets_are_large_and_some_of_them_only_for_measuring() -> None:
    counts = Counter({"open": 0, "blind": 0})
    styles: Counter[str] = Counter()
    for path in sorted(LABELLED.glob("*.yml")):
        for passage in yaml.safe_load(path.read_text("utf-8")):
            kind = path.stem.partition("-")[0]
            counts[kind] += max(1, len(re.findall("[。！？；]", passage["text"])))
            styles[passage["style"]] += 1
    assert counts["open"] >= 200
    assert counts["blind"] >= 100
    assert {"bulletin", "work-report", "hospital-news", "qa", "county-page"} <= set(styles)
    assert min(styles.values()) >= 5
