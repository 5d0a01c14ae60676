"""A fact that was taken back: out of everything that counts, and still accounted for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from atlas.export import export_tables
from atlas.model import Atlas
from atlas.pages import search_records
from atlas.site import load_atlas, with_history
from tests.repositories import SHEET, start_repository

GONE = "yunshan-f001"
ADDRESS = "https://example.org/"


@pytest.fixture
def withdrawn(mini: Path) -> Path:
    """The mini atlas under git, one fact and one measure withdrawn in the second commit."""
    repository = start_repository(mini)
    why = "{date: 2024-02-10, why: {zh: 原文说的是清河县。, en: It is of Qinghe County.}}"
    for name in (GONE, "yunshan-m001"):
        new = f"- id: {name}\n  status: withdrawn\n  withdrawn: {why}"
        repository.edit(f"- id: {name}\n  status: accepted", new)
    repository.commit("2024-02-10", "Withdraw what is not the city's")
    return mini


@pytest.fixture
def atlas(withdrawn: Path) -> Atlas:
    found, problems = load_atlas(withdrawn)
    assert found is not None, problems
    return with_history(found, withdrawn)


def read(atlas: Atlas, name: str) -> list[dict[str, str]]:
    data = {one.path: one.data for one in export_tables(atlas, ADDRESS)}[f"data/v1/{name}.csv"]
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_it_is_no_row_of_the_data_but_of_its_history(atlas: Atlas) -> None:
    assert GONE not in {row["id"] for row in read(atlas, "facts")}
    assert read(atlas, "measures") == []
    last = [row for row in read(atlas, "history") if row["event"] == "withdrawn"]
    assert {(row["record"], row["was"], row["date"], row["why_en"]) for row in last} == {
        (GONE, "405939人", "2024-02-10", "It is of Qinghe County."),
        ("yunshan-m001", "市人民医院启用新院区", "2024-02-10", "It is of Qinghe County."),
    }
    assert {row["url"] for row in last if row["record"] == GONE} == {
        f"{ADDRESS}cities/yunshan/#{GONE}"
    }


def test_its_figure_is_not_free_again(atlas: Atlas) -> None:
    [entry] = [one for one in atlas.ledgers["yunshan-2023"] if one.fact == GONE]
    assert (entry.disposition, entry.text) == ("withdrawn", "405939人")
    rows = [row for row in read(atlas, "figures") if row["text"] == "405939人"]
    assert [(row["disposition"], row["fact"]) for row in rows] == [("withdrawn", "")]
    [source] = read(atlas, "sources")
    assert source["accounted"] == source["figures"]


def test_a_fact_that_replaces_it_holds_the_figure(withdrawn: Path) -> None:
    text = (withdrawn / SHEET).read_text("utf-8")
    start, end = text.index(f"- id: {GONE}\n"), text.index("- id: yunshan-f002")
    new = text[start:end].replace(GONE, "yunshan-f021").replace("withdrawn\n", "accepted\n")
    new = "".join(line for line in new.splitlines(True) if "  withdrawn:" not in line)
    (withdrawn / SHEET).write_text(text.rstrip("\n") + "\n" + new, "utf-8")
    atlas, problems = load_atlas(withdrawn)
    assert atlas is not None, problems
    [row] = [row for row in read(atlas, "figures") if row["text"] == "405939人"]
    assert (row["disposition"], row["fact"]) == ("fact", "yunshan-f021")


def test_no_search_finds_it(atlas: Atlas) -> None:
    for lang in ("zh", "en"):
        found = search_records(atlas, lang)
        assert found
        assert [one for one in found if GONE in one.url or "yunshan-m001" in one.url] == []


def test_every_table_still_agrees_with_the_others(atlas: Atlas) -> None:
    outputs = {one.path: one.data for one in export_tables(atlas, ADDRESS)}
    index = json.loads(outputs["data/v1/index.json"])
    assert index["rows"]["facts"] == 9
    assert index["rows"]["history"] == 13
