"""The open data says what the sheets say, value by value."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from atlas.export import export_tables, read_tables
from atlas.export.textfiles import render_csv
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
    assert [path for path in outputs if "/places/" in path] == [
        "data/v1/places/yunshan.csv",
        "data/v1/places/yunshan.json",
    ]


def test_columns_are_those_of_the_design(outputs: dict[str, Output]) -> None:
    head = outputs["data/v1/facts.csv"].data.decode("utf-8").splitlines()[0]
    assert head == (
        "\ufeffid,place,place_name,adcode,body,topic,indicator,indicator_zh,indicator_en,breakdown,"
        "role,value,unit,qualifier,text,period,period_basis,pair,comparable,flags,note_zh,note_en,"
        "source,document,start,end,quote,url"
    )
    assert ",".join(read_tables()["figures"].names) == (
        "document,start,end,text,value,unit,disposition,reason,fact"
    )
    assert ",".join(read_tables()["measures"].names) == (
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
    for name in read_tables():
        listed = json.loads(outputs[f"data/v1/{name}.json"].data)
        told = [{key: str(cell) for key, cell in row.items()} for row in listed]
        assert told == rows(outputs, name)
    fact = json.loads(outputs["data/v1/facts.json"].data)[6]
    assert (fact["value"], type(fact["start"])) == ("26.50", int)


def test_drafts_stay_inside(mini: Path) -> None:
    path = mini / "content" / "cities" / "yunshan.yml"
    path.write_text(path.read_text("utf-8").replace("status: accepted", "status: draft"), "utf-8")
    atlas, _ = load_atlas(mini)
    assert atlas is not None
    listed = {output.path: output for output in export_tables(atlas)}
    assert rows(listed, "facts") == []
    assert rows(listed, "measures") == []
    assert {row["fact"] for row in rows(listed, "figures")} == {""}
    assert "fact" not in {row["disposition"] for row in rows(listed, "figures")}


def test_nothing_points_at_a_draft(mini: Path) -> None:
    """A result whose baseline is a draft stands alone; the draft's figure is not yet dealt with."""
    path = mini / "content" / "cities" / "yunshan.yml"
    text = path.read_text("utf-8")
    head = "- id: yunshan-f002\n  status: "
    assert head + "accepted" in text
    path.write_text(text.replace(head + "accepted", head + "draft"), "utf-8")
    atlas, _ = load_atlas(mini)
    assert atlas is not None
    listed = {output.path: output for output in export_tables(atlas)}
    by_id = {row["id"]: row for row in rows(listed, "facts")}
    assert "yunshan-f002" not in by_id
    assert by_id["yunshan-f003"]["pair"] == ""
    entry = next(row for row in rows(listed, "figures") if row["text"] == "71.35%")
    assert (entry["disposition"], entry["reason"], entry["fact"]) == ("open", "", "")
    [source] = rows(listed, "sources")
    assert int(source["accounted"]) < int(source["figures"])


CELLS = {
    "=HYPERLINK(1)": "'=HYPERLINK(1)",
    "+86 10": "'+86 10",
    "-费用下降": "'-费用下降",
    "@某某": "'@某某",
    "\t=1": "'\t=1",
    "\r=1": "'\r=1",
    "＝1+1": "'＝1+1",
    "'=1": "''=1",
    "=": "=",
    ">=": ">=",
    "-3.50": "-3.50",
    "26.50": "26.50",
    "'市人民医院'": "'市人民医院'",
    "": "",
}


@pytest.mark.parametrize(("cell", "safe"), CELLS.items())
def test_no_cell_is_a_formula_and_each_can_be_read_back(cell: str, safe: str) -> None:
    text = render_csv(["cell"], [{"cell": cell}]).decode("utf-8-sig")
    [[_], [written]] = [row or [""] for row in csv.reader(io.StringIO(text, newline=""))]
    assert written == safe
    assert re.sub(r"^'(?='*[=+\-@\t\r＝＋－＠])", "", written) == cell
