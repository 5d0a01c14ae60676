"""Several documents on one figure: which agree, which differ, what comes first, what pages show."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from atlas.accounts import find_accounts
from atlas.cli import main
from atlas.export import hold, list_tables
from atlas.model import Fact
from atlas.pages import search_records
from atlas.parts import Page
from atlas.problems import render_problems
from atlas.site import check_folder, load_atlas, load_site
from tests.page_tree import parse_tree
from tests.tables import read_cases
from tests.test_checks import break_file

DATES = {"old": "2022-05", "year": "2023", "month": "2023-02", "new": "2024-03-01"}
BASE: dict[str, Any] = {
    "status": "accepted",
    "place": "yunshan",
    "indicator": "insurance-participation-rate",
    "role": "current",
    "text": "95%",
    "unit": "%",
    "period": "2022",
    "period_basis": "stated",
    "quote": ("",),
}
SECOND = """云山市医保参保情况
2024-05-20 来源:云山晚报

2022年,全市参保人数为405939人,参保率达到99.8%。2023年,全市参保率为95.2%。
"""
SHEET = "content/cities/yunshan.yml"


def make_fact(row: dict[str, Any]) -> Fact:
    fields = BASE | row
    fields["value"] = Decimal(fields.get("value", "95"))
    fields["breakdown"] = tuple(map(tuple, fields.get("breakdown", ())))
    return Fact(**fields)


@pytest.mark.parametrize("row", read_cases("accounts.yml"))
def test_what_documents_say(row: dict[str, Any]) -> None:
    facts = [make_fact(one) for one in row["facts"]]
    found = find_accounts(facts, DATES)
    for groups, wanted in ((found.agreeing, row["agree"]), (found.differing, row["differ"])):
        assert list(groups) == sorted(itertools.chain.from_iterable(wanted))
        distinct = {tuple(one.id for one in group) for group in groups.values()}
        assert distinct == {tuple(group) for group in wanted}


def test_rows_that_differ_change_seats_only_among_themselves() -> None:
    rows = [
        {"id": "a", "source": "old"},
        {"id": "x", "source": "old", "indicator": "beds"},
        {"id": "b", "source": "new", "value": "96"},
    ]
    facts = [make_fact(row) for row in rows]
    ordered = find_accounts(facts, DATES).order([[fact] for fact in facts])
    assert [group[0].id for group in ordered] == ["b", "x", "a"]


@pytest.fixture
def two(mini: Path, tmp_path: Path) -> Path:
    """The mini atlas with a second document, its source settled and its facts accepted."""
    document = tmp_path / "evening.txt"
    document.write_text(SECOND, "utf-8")
    assert main(["--root", str(mini), "--lang", "en", "add", str(document)]) == 0
    sheet = mini / SHEET
    sheet.write_text(sheet.read_text("utf-8").replace("status: draft", "status: accepted"), "utf-8")
    record = mini / "content" / "sources" / "yunshan-2024.yml"
    text = record.read_text("utf-8").split("note:")[0].replace("TODO", "Evening paper")
    record.write_text(text, "utf-8")
    _, problems = check_folder(mini)
    assert not problems, render_problems(problems, "en")
    return mini


def find_page(root: Path, path: str) -> Page:
    site = load_site(root)
    return next(page for page in site.pages if page.path == path)


def cut_row(html: str, words: str) -> str:
    return next(row for row in html.split("<tbody")[1:] if words in row.split("</tr>")[0])


@pytest.mark.parametrize("path", ["cities/yunshan/", "indicators/insurance-participants/"])
def test_one_row_holds_both_sources(two: Path, path: str) -> None:
    html = find_page(two, path).html
    assert parse_tree(html).faults == []
    rows = [row for row in html.split("<tbody")[1:] if "405,939人" in row.split("</tr>")[0]]
    assert len(rows) == 1
    assert "2份来源" in rows[0]
    assert "sources/yunshan-2023/" in rows[0]
    assert "sources/yunshan-2024/" in rows[0]
    assert "另一份来源给出同一数字" in rows[0]


def test_the_second_source_keeps_its_address(two: Path) -> None:
    content, _ = check_folder(two)
    second = next(fact for fact in content.facts() if fact.same_as)
    assert f'id="{second.id}"' in find_page(two, "cities/yunshan/").html


def test_both_values_stand_with_the_rule(two: Path) -> None:
    html = find_page(two, "cities/yunshan/").html
    rows = [row.split("</tr>")[0] for row in html.split("<tbody")[1:]]
    places = [
        next(i for i, row in enumerate(rows) if re.search(rf">{re.escape(value)}</a>", row))
        for value in ("99.8%", "116.01%")
    ]
    assert places == sorted(places)
    assert "另有116.01%；先列发布较晚的" in rows[places[0]]
    assert "另有99.8%；先列发布较晚的" in rows[places[1]]
    told = cut_row(html, ">99.8%</a>").split('class="hra-differs"')[1]
    assert told.index("99.8%") < told.index("116.01%")
    assert "method/#accounts" in told


def test_each_source_page_names_the_other(two: Path) -> None:
    for own, other in (("yunshan-2023", "yunshan-2024"), ("yunshan-2024", "yunshan-2023")):
        html = find_page(two, f"sources/{own}/").html
        line = next(one for one in html.split("<li>") if "同一数字也见于" in one)
        assert "405,939人" in line
        assert f"sources/{other}/" in line
        assert "来源不一" in html


def test_the_words_of_either_source_are_found(two: Path) -> None:
    atlas, _ = load_atlas(two)
    assert atlas is not None
    found = [one.url for one in search_records(atlas, "zh") if "405939人,参保率达到" in one.text]
    assert "cities/yunshan/#yunshan-f001" in found


def test_the_data_has_a_row_for_each_source(two: Path) -> None:
    atlas, _ = load_atlas(two)
    assert atlas is not None
    groups = list_tables(hold(atlas).atlas)["facts"]
    rows = [row for group in groups for row in group.make() if row["value"] == "405939"]
    assert [row["document"] for row in rows] == ["yunshan.txt", "evening.txt"]
    ends = {row["document"]: row for row in rows}["evening.txt"]
    assert SECOND[int(ends["start"]) : int(ends["end"])] == "405939人"


def test_a_same_that_is_not_the_same_is_told(two: Path) -> None:
    break_file(two, SHEET, "same_as: yunshan-f001", "same_as: yunshan-f003")
    _, problems = check_folder(two)
    assert [problem.rule for problem in problems] == ["same-as"]
    assert "yunshan-f003 is of the same source, or differs in" in problems[0].render("en")
