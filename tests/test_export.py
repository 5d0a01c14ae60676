"""The open data says what the sheets say, value by value."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from atlas.export import COLUMNS, export_tables
from atlas.parts import Output
from atlas.site import load_atlas


@pytest.fixture
def outputs(mini: Path) -> dict[str, Output]:
    atlas, problems = load_atlas(mini)
    assert atlas is not None, problems
    return {output.path: output for output in export_tables(atlas, "https://example.org/")}


def rows(outputs: dict[str, Output], name: str) -> list[dict[str, str]]:
    text = outputs[f"data/v1/{name}.csv"].data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_place_has_its_own_rows(outputs: dict[str, Output]) -> None:
    own = rows(outputs, "places/yunshan")
    assert [row["id"] for row in own] == [row["id"] for row in rows(outputs, "facts")]
    assert {row["place"] for row in own} == {"yunshan", "qinghe"}
    assert [path for path in outputs if "/places/" in path] == ["data/v1/places/yunshan.csv"]


def test_columns_are_those_of_the_design(outputs: dict[str, Output]) -> None:
    head = outputs["data/v1/facts.csv"].data.decode("utf-8").splitlines()[0]
    assert head == (
        "\ufeffid,place,place_name,adcode,body,topic,indicator,indicator_zh,indicator_en,breakdown,"
        "role,value,unit,qualifier,text,period,period_basis,pair,comparable,flags,note_zh,note_en,"
        "source,document,start,end,quote,url"
    )
    assert ",".join(COLUMNS["figures"]) == (
        "document,start,end,text,value,unit,disposition,reason,fact"
    )
    assert ",".join(COLUMNS["measures"]) == (
        "id,place,place_name,body,topic,title_zh,title_en,period,source,document,start,end,quote,url"
    )


def test_a_fact_row_holds_what_the_sheet_says(outputs: dict[str, Output]) -> None:
    row = next(row for row in rows(outputs, "facts") if row["id"] == "yunshan-f007")
    assert (row["value"], row["qualifier"], row["unit"]) == ("26.50", ">=", "%")
    assert (row["place"], row["place_name"], row["adcode"]) == ("qinghe", "清河县", "990121")
    assert row["url"] == "https://example.org/cities/yunshan/#yunshan-f007"
    assert row["comparable"] == "yes"


def test_offsets_lead_to_the_printed_figure(outputs: dict[str, Output], mini: Path) -> None:
    listed = rows(outputs, "facts")
    assert len(listed) == 10
    for row in listed:
        seed = (mini / "seeds" / row["document"]).read_text("utf-8")
        assert seed[int(row["start"]) : int(row["end"])] == row["text"]
        assert row["quote"] in seed
        assert row["text"] in row["quote"]


def test_targets_and_single_bodies_are_not_comparable(outputs: dict[str, Output]) -> None:
    by_id = {row["id"]: row["comparable"] for row in rows(outputs, "facts")}
    assert by_id["yunshan-f008"] == "no"
    assert by_id["yunshan-f004"] == "yes"


def test_the_ledger_accounts_for_every_figure(outputs: dict[str, Output]) -> None:
    entries = rows(outputs, "figures")
    held = {row["fact"] for row in entries if row["disposition"] == "fact"}
    assert held == {f"yunshan-f{number:03}" for number in range(1, 11)}
    assert [row["text"] for row in entries if row["disposition"] == "open"] == []


def test_json_holds_the_same_rows(outputs: dict[str, Output]) -> None:
    for name in COLUMNS:
        assert json.loads(outputs[f"data/v1/{name}.json"].data) == rows(outputs, name)


def test_drafts_stay_inside(mini: Path) -> None:
    path = mini / "content" / "cities" / "yunshan.yml"
    path.write_text(path.read_text("utf-8").replace("status: accepted", "status: draft"), "utf-8")
    atlas, _ = load_atlas(mini)
    assert atlas is not None
    listed = {output.path: output for output in export_tables(atlas)}
    assert rows(listed, "facts") == []
    assert rows(listed, "measures") == []
