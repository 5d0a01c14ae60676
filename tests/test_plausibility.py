"""Each rule speaks where a figure cannot be right, and is silent where it can."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from atlas.display import show_arithmetic
from atlas.model import Fact, Indicator, Words
from atlas.plausibility import find_doubts, step_of
from atlas.reading.numerals import parse_numeral
from atlas.site import check_folder
from tests.tables import read_cases

NAME = Words("名", "name")
CASES = read_cases("plausibility.yml")


def make_indicator(name: str, comparable: bool = True, zh: str = "名") -> Indicator:
    words = Words(zh, name)
    return Indicator(name, "insurance", words, NAME, "%", "none", comparable)


INDICATORS = {
    indicator.id: indicator
    for indicator in (
        make_indicator("insurance-participants", comparable=False),
        make_indicator("insurance-participation-rate", zh="基本医保参保率"),
        make_indicator("nursery-places"),
        make_indicator("nursery-places-per-1000"),
        make_indicator("projects", comparable=False),
        make_indicator("investment", comparable=False),
    )
}


def make_fact(row: dict[str, Any], case: dict[str, Any]) -> Fact:
    text = row["text"]
    number = text.lstrip("第").rstrip("%‰元张个人次位天倍百分点")
    value = parse_numeral(number)
    assert value is not None, text
    period = row.get("period", case.get("period", ""))
    return Fact(
        id=row["id"],
        status="draft",
        place=row.get("place", "yunshan"),
        indicator=row.get("indicator", ""),
        subject=row.get("name", ""),
        breakdown=tuple(row.get("of", {}).items()),
        role=row.get("role", "current"),
        text=text,
        value=value,
        unit=row.get("unit", "%"),
        qualifier=row.get("qualifier", "="),
        period=period,
        period_basis="stated" if period else "none",
        pair=row.get("pair"),
        source="yunshan-2023",
        quote=(row.get("quote") or case["quote"],),
    )


@pytest.mark.parametrize("case", CASES)
def test_doubts(case: dict[str, Any]) -> None:
    facts = [make_fact(row, case) for row in case["facts"]]
    doubts = find_doubts(facts, INDICATORS, {"yunshan-2023": "2023-03-15"})
    assert {doubt.rule: doubt.arithmetic for doubt in doubts} == (case["doubts"] or {})
    assert len(doubts) == len(case["doubts"] or {})


def test_every_rule_has_cases_on_both_sides() -> None:
    fired = {rule for row in CASES for rule in row.values[0]["doubts"] or {}}
    assert fired == {
        "share-over-100",
        "mortality-unit",
        "change-disagrees",
        "direction-disagrees",
        "population-disagrees",
        "sum-disagrees",
        "order-impossible",
        "figures-disagree",
    }
    assert sum(not row.values[0]["doubts"] for row in CASES) > len(fired)


@pytest.mark.parametrize(
    ("text", "step"),
    [("6102.3元", "0.1"), ("9322万元", "10000"), ("1,862张", "1"), ("26.50%", "0.01")],
)
def test_the_last_printed_digit(text: str, step: str) -> None:
    case = {"quote": text}
    fact = make_fact({"id": "a", "text": text}, case)
    assert f"{step_of(fact).normalize():f}" == step


def test_an_accepted_doubt_without_its_flag_is_a_warning(mini: Path) -> None:
    sheet = mini / "content" / "cities" / "yunshan.yml"
    text = sheet.read_text("utf-8")
    flag = re.search(r"  flags:\n  - code: share-over-100\n(?:    .*\n)+", text)
    assert flag
    sheet.write_text(text.replace(flag[0], ""), "utf-8")
    _, problems = check_folder(mini)
    assert [(problem.rule, problem.severity) for problem in problems] == [
        ("plausibility-share-over-100", "warning")
    ]
    assert "116.01% > 100%" in problems[0].render("en")
    assert "share-over-100" in problems[0].render("zh")


def test_the_arithmetic_of_every_rule_is_told_in_english_too() -> None:
    lines = {line for row in CASES for line in (row.values[0]["doubts"] or {}).values()}
    told = [show_arithmetic(line, "en") for line in lines]
    assert len(told) > 10
    assert [line for line in told if re.search("[\u4e00-\u9fff]", line)] == []
