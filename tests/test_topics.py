"""Which topic figures belong to, and how the weights of words are fitted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from atlas.content import load_content
from atlas.evaluate.fitting import fit_weights, worth_writing
from atlas.evaluate.samples import Sample, count_agreeing, marked_samples
from atlas.evaluate.weights import main, start_weights
from atlas.reading.document import read_candidates
from atlas.reading.topics import LEVELS, Sign
from atlas.reading.topicwords import TopicHits, topic_weights
from tests.tables import read_cases


@pytest.mark.parametrize("row", read_cases("topics.yml"))
def test_topics(row: dict[str, Any]) -> None:
    found = read_candidates(row["text"], {}, {}, None, "2023-05-01")
    assert [candidate.topic for candidate in found if not candidate.excluded] == row["topics"]


def test_a_figure_without_a_known_word_has_no_topic() -> None:
    assert [found.topic for found in read_candidates("甲乙丙丁35件。", {}, {}, None, "")] == [""]


def test_a_heading_decides_where_the_sentence_names_nothing() -> None:
    text = "二、妇幼保健\n去年服务了1200人，增长三成。\n"
    found = read_candidates(text, {}, {}, None, "2023-05-01")
    assert {candidate.topic for candidate in found} == {"maternal-child"}


def test_each_weight_is_of_a_word_and_a_scope_that_exist() -> None:
    weights = topic_weights()
    assert set(weights.scopes) == {scope for scopes in LEVELS.values() for scope in scopes}
    for word, row in weights.words.items():
        near = TopicHits(word, ()).all, TopicHits(f"新冠：{word}", ()).all
        assert {hit.topic for hits in near for hit in hits} >= set(row), word


def test_a_marked_passage_gives_each_figure_its_topic(tmp_path: Path) -> None:
    marked = tmp_path / "marked.yml"
    marked.write_text("- 建成中医馆⟦35个|tcm⟧，新增托位⟦120个|maternal-child⟧。\n", "utf-8")
    content = load_content(tmp_path)[0]
    samples = marked_samples(content, marked)
    assert [(one.unit, one.topic) for one in samples] == [
        ("institution", "tcm"),
        ("place", "maternal-child"),
    ]


def sample(topic: str, unit: str, *signs: Sign) -> Sample:
    return Sample("passage", unit, signs, topic, ties=())


def test_a_word_learns_what_it_says_and_a_rare_one_stays() -> None:
    both = (
        Sign("own", "hospitals", "names", "床位"),
        Sign("own", "ageing", "names", "养老"),
    )
    samples = [sample("ageing", "bed", *both)] * 40
    start = start_weights(topic_weights())
    fitted = fit_weights(samples, start)
    assert count_agreeing(samples, fitted) == 40
    assert fitted.words["养老"]["ageing"] > start.groups["ageing"]["names"]
    assert fitted.words["床位"]["hospitals"] < start.groups["hospitals"]["names"]
    assert fitted.groups["tcm"] == start.groups["tcm"]
    assert worth_writing(fit_weights(samples[:1], start)).words == {}


def test_fitting_gives_the_same_weights_each_time() -> None:
    samples = [sample("tcm", "bed", Sign("next", "tcm", "names", "中医"))] * 3
    start = start_weights(topic_weights())
    assert fit_weights(samples, start) == fit_weights(samples, start)


def test_weights_are_measured_on_other_labelled_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled = tmp_path / "more.yml"
    labelled.write_text(
        "- id: m1\n  style: news\n  place: 宜昌市\n  published: 2023-04-12\n"
        "  text: 全市建成中医馆35个，新增托位120个。\n  figures:\n"
        "  - {text: 35个, value: 35, unit: institution, role: current, topic: tcm}\n"
        "  - {text: 120个, value: 120, unit: place, role: change, topic: maternal-child}\n",
        encoding="utf-8",
    )
    assert main([str(tmp_path), "--measure", "--passages", str(labelled)]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows == [["more", "100.0", "100.0"], ["all", "100.0", "100.0"]]


def test_a_heading_and_a_lead_count_for_each_figure_of_the_sentence_after() -> None:
    text = "一、概况\n全市有人口。\n二、妇幼保健\n去年服务了1200人，又服务了300人。后来又有40人。\n"
    found = read_candidates(text, {}, {}, None, "2023-05-01")
    assert [candidate.topic for candidate in found] == ["maternal-child"] * 3
