"""Drafts, and how they enter a sheet."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.disk import write_atomically
from atlas.drafts import merge_drafts, render_drafts
from atlas.model import Source, Words
from atlas.reading.records import Candidate, Figure

SEED = "参保率达95%,签约率95%。"
SOURCE = Source(
    "yunshan-2023", Words("题", "t"), Words("报", "p"), "2023", "stated", "newspaper", "yunshan",
    "yunshan.txt", "0" * 64,
)  # fmt: skip
FIRST = Candidate(
    Figure(4, 7, "95%", Decimal("95"), "%", ">="),
    (SEED,),
    indicator="participation-rate",
    period="2023-03",
    period_basis="inferred",
    period_from="as-of-publication",
)
SECOND = Candidate(Figure(11, 14, "95%", Decimal("95.0"), "%"), (SEED,), subject="签约率")


def load(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


def test_a_draft_has_what_an_editor_judges() -> None:
    (item,) = load(render_drafts([FIRST], SOURCE, [], "参保率达95%,签约率95%。"))
    assert item == {
        "id": "yunshan-f001",
        "status": "draft",
        "indicator": "participation-rate",
        "role": "current",
        "text": "95%",
        "value": "95",
        "unit": "%",
        "qualifier": ">=",
        "period": "2023-03",
        "period_basis": "inferred",
        "period_from": "as-of-publication",
        "source": "yunshan-2023",
        "quote": SEED,
        "nth": "1",
    }


def test_without_an_indicator_the_subject_stands() -> None:
    (item,) = load(render_drafts([SECOND], SOURCE, [], SEED))
    assert "indicator" not in item
    assert (item["subject"], item["value"], item["nth"]) == ("签约率", "95.0", "2")
    assert item["period_basis"] == "none"


def test_ids_follow_the_highest_ever_used() -> None:
    taken = ["yunshan-f007", "yunshan-f012", "yunshan-m090", "other-f500"]
    items = load(render_drafts([FIRST, SECOND], SOURCE, taken))
    assert [item["id"] for item in items] == ["yunshan-f013", "yunshan-f014"]


def test_a_repeat_is_not_drafted() -> None:
    assert render_drafts([FIRST._replace(excluded="repeat")], SOURCE, []) == ""


def test_pairs_are_written_by_id_if_both_are_drafted() -> None:
    paired = FIRST._replace(pair=11)
    both = load(render_drafts([paired, SECOND], SOURCE, []))
    assert both[0]["pair"] == both[1]["id"]
    assert "pair" not in load(render_drafts([paired], SOURCE, []))[0]


@pytest.mark.parametrize(
    "words",
    [
        "- 甲95%",
        "甲: 乙95%",
        "甲 # 95%",
        "“甲”95%",
        "甲\t95%",
        "[95%",
        "甲\n95%",
        "'95%",
        "null 95%",
    ],
)
def test_every_quote_reads_back(words: str) -> None:
    (item,) = load(render_drafts([FIRST._replace(quote=(words,))], SOURCE, []))
    assert item["quote"] == words


def test_a_quote_of_two_parts_is_a_list() -> None:
    (item,) = load(render_drafts([FIRST._replace(quote=("甲:", "乙95%"))], SOURCE, []))
    assert item["quote"] == ["甲:", "乙95%"]


DRAFT = "- id: n\n  text: 9%\n"
SHEETS = {
    "a list": "place: a\nfacts:\n- id: x\n  q: 甲\n",
    "an indented list": "facts:\n  - id: x\n    q: {a: b,\n      c: d}  # c\n",
    "keys after it": "facts:\n- id: x\nmeasures: []\n",
    "a block of text at the end": "facts:\n- id: x\n  q: |\n    lit\n    more\n\n# tail\nz: 1\n",
    "no facts": "place: a\n",
    "facts without a value": "place: a\nfacts:\nmeasures: []\n",
    "no line end": "facts:\n- id: x",
    "Windows": "\ufeffplace: a\r\nfacts:\r\n- id: 武\r\n  quote: 甲\r\n",
    "a comment behind": "facts:\n- id: x  # why\n# end\n",
    "nothing": "",
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_merging_keeps_every_line_and_adds_the_drafts_last(sheet: str) -> None:
    merged = merge_drafts(sheet, DRAFT)
    before = load(sheet.lstrip("\ufeff")) or {}
    after = load(merged.lstrip("\ufeff"))
    assert after["facts"] == [*(before.get("facts") or []), {"id": "n", "text": "9%"}]
    assert {key: after[key] for key in before if key != "facts"} == {
        key: before[key] for key in before if key != "facts"
    }
    rest = iter(merged.splitlines())
    assert all(line in rest for line in sheet.splitlines())


def test_an_empty_list_in_brackets_is_opened() -> None:
    assert merge_drafts("facts: [] # none yet\nz: 1\n", DRAFT) == (
        "facts: # none yet\n- id: n\n  text: 9%\nz: 1\n"
    )


def test_nothing_to_add_changes_nothing() -> None:
    assert merge_drafts("facts: [  ]\n", "") == "facts: [  ]\n"


@pytest.mark.parametrize("sheet", ["- a\n", "facts: [{id: x}]\n"])
def test_a_sheet_of_another_shape_is_refused(sheet: str) -> None:
    with pytest.raises(ValueError, match=r"sheet|facts"):
        merge_drafts(sheet, DRAFT)


def test_writing_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "cities" / "a.yml"
    write_atomically(path, "甲\r\n")
    write_atomically(path, "乙\n")
    assert path.read_bytes() == "乙\n".encode()
    assert [found.name for found in path.parent.iterdir()] == ["a.yml"]
