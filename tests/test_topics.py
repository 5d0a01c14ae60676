"""Which topic figures belong to, and how the weights of words are fitted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from atlas.content import load_content
from atlas.evaluate.samples import Sample, count_agreeing, marked_samples
from atlas.evaluate.topicfitting import fit_weights
from atlas.evaluate.weights import main
from atlas.reading.document import read_candidates
from atlas.reading.topicsigns import LEVELS
from atlas.reading.topicweights import topic_weights
from atlas.reading.topicwords import topic_names
from tests.tables import read_cases


@pytest.mark.parametrize("row", read_cases("topics.yml"))
def test_topics(row: dict[str, Any]) -> None:
    found = read_candidates(row["text"], {}, {}, None, "2023-05-01")
    assert [candidate.topic for candidate in found if not candidate.excluded] == row["topics"]


def test_a_figure_without_a_known_word_has_no_topic() -> None:
    assert [found.topic for found in read_candidates("鼋鼍龃龉35件。", {}, {}, None, "")] == [""]


def test_a_heading_decides_where_the_sentence_names_nothing() -> None:
    text = "二、妇幼保健\n去年服务了1200人，增长三成。\n"
    found = read_candidates(text, {}, {}, None, "2023-05-01")
    assert {candidate.topic for candidate in found} == {"maternal-child"}


def test_the_weights_are_of_the_topics_and_of_scopes_that_exist() -> None:
    weights = topic_weights()
    assert weights.topics == topic_names()
    scopes = {scope for scopes in LEVELS.values() for scope in scopes}
    marks = scopes | {f"{level}:" for level in LEVELS} | {"unit"}
    for key, row in weights.rows.items():
        assert key[0] in "<>~" or key.partition(" ")[0] in marks, key
        assert len(row) == len(weights.topics), key


def test_a_marked_passage_gives_each_figure_its_topic(tmp_path: Path) -> None:
    marked = tmp_path / "marked.yml"
    marked.write_text("- 建成中医馆⟦35个|tcm⟧，新增托位⟦120个|maternal-child⟧。\n", "utf-8")
    content = load_content(tmp_path)[0]
    samples = marked_samples(content, marked)
    assert [one.topic for one in samples] == ["tcm", "maternal-child"]
    assert "unit institution" in samples[0].keys
    assert "<<中医馆" in samples[0].keys


def samples_of(topic: str, *keys: str, times: int = 40) -> list[Sample]:
    return [Sample(f"passage {turn}", frozenset(keys), topic) for turn in range(times)]


def test_a_word_learns_what_it_says_beside_others() -> None:
    beds = samples_of("hospitals", "own: 床位")
    samples = [*beds, *samples_of("ageing", "own: 床位", "own: 养老")]
    fitted = fit_weights(samples, topic_names())
    assert count_agreeing(samples, fitted) == len(samples)
    ageing, hospitals = fitted.topics.index("ageing"), fitted.topics.index("hospitals")
    assert fitted.rows["own: 养老"][ageing] > fitted.rows["own: 养老"][hospitals]
    assert fitted.rows["own: 床位"][ageing] < fitted.rows["own: 床位"][hospitals]


def test_what_is_seen_in_one_passage_or_hardly_at_all_has_no_weight() -> None:
    often = samples_of("tcm", "own: 中医")
    once = [Sample("one", frozenset({"own: 某某", "own: 中医"}), "tcm")] * 9
    rare = samples_of("tcm", "own: 少见", "own: 中医", times=2)
    assert set(fit_weights([*often, *once, *rare], topic_names()).rows) == {"own: 中医"}


def test_fitting_gives_the_same_weights_each_time() -> None:
    samples = [*samples_of("tcm", "next: 中医", "unit bed"), *samples_of("ageing", "unit bed")]
    assert fit_weights(samples, topic_names()) == fit_weights(samples, topic_names())


def test_weights_are_measured_on_other_labelled_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for first in (2000, 2010):
        files.append(tmp_path / f"from-{first}.yml")
        files[-1].write_text(
            "".join(
                f"- id: m{year}\n  style: news\n  place: 宜昌市\n  published: {year}-04-12\n"
                f"  text: {year}年全市建成中医馆35个，新增托位120个。\n  figures:\n"
                "  - {text: 35个, value: 35, unit: institution, role: current, topic: tcm}\n"
                "  - {text: 120个, value: 120, unit: place, role: change, topic: maternal-child}\n"
                for year in range(first, first + 9)
            ),
            encoding="utf-8",
        )
    assert main([str(tmp_path), "--measure", "--passages", *map(str, files)]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows == [[name, "100.0", "100.0"] for name in ("from-2000", "from-2010", "all")]


def test_a_heading_and_a_lead_count_for_each_figure_of_the_sentence_after() -> None:
    text = "一、概况\n全市有人口。\n二、妇幼保健\n去年服务了1200人，又服务了300人。后来又有40人。\n"
    found = read_candidates(text, {}, {}, None, "2023-05-01")
    assert [candidate.topic for candidate in found] == ["maternal-child"] * 3
