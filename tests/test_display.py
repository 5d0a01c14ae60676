"""Numbers, units and periods in readers' words: a table of cases, and that no code lacks a word."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.display import display_words, label, show_period, show_value
from atlas.model import (
    FLAG_CODES,
    LEVELS,
    MEASURE_KINDS,
    PERIOD_BASES,
    PERIOD_SOURCES,
    QUALIFIERS,
    REASONS,
    ROLES,
    SOURCE_KINDS,
    Fact,
    Indicator,
    Words,
)

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "display.yml").read_text("utf-8"))


def make_fact(case: dict[str, Any]) -> Fact:
    return Fact(
        id="x-f001",
        status="accepted",
        place="x",
        indicator="i",
        role="change" if "direction" in case else "current",
        text=case["text"],
        value=Decimal(case["value"]),
        unit=case["unit"],
        period_basis="none",
        source="s",
        quote=(case["text"],),
        qualifier=case.get("qualifier", "="),
        direction=case.get("direction", ""),
    )


def make_indicator(case: dict[str, Any]) -> Indicator:
    unit_name = Words(**case["unit_name"]) if "unit_name" in case else None
    words = Words("名", "name")
    return Indicator("i", "t", words, words, case["unit"], "none", True, unit_name=unit_name)


@pytest.mark.parametrize("case", CASES["values"], ids=lambda case: case["why"])
def test_value(case: dict[str, Any]) -> None:
    shown = {lang: show_value(make_fact(case), make_indicator(case), lang) for lang in ("zh", "en")}
    assert shown == {"zh": case["zh"], "en": case["en"]}


@pytest.mark.parametrize("case", CASES["periods"], ids=lambda case: case["why"])
def test_period(case: dict[str, Any]) -> None:
    assert show_period(case["period"], "zh") == case["zh"]
    assert show_period(case["period"], "en") == case["en"]


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("roles", ROLES),
        ("role_meanings", ROLES),
        ("qualifiers", QUALIFIERS),
        ("period_bases", PERIOD_BASES),
        ("period_sources", PERIOD_SOURCES),
        ("levels", LEVELS),
        ("source_kinds", SOURCE_KINDS),
        ("measure_kinds", MEASURE_KINDS),
        ("flags", FLAG_CODES),
        ("reasons", REASONS),
        ("dispositions", ("fact", "repeat", "excluded", "withdrawn", "open")),
        ("better", ("higher", "lower", "none")),
        ("directions", ("up", "down")),
    ],
)
def test_every_code_has_words_and_no_other(table: str, codes: tuple[str, ...]) -> None:
    assert set(display_words()[table]) == set(codes)
    for code in codes:
        zh, en = label(table, code, "zh"), label(table, code, "en")
        if (table, code) != ("qualifiers", "="):
            assert zh
            assert en


def test_an_indicators_unit_name_is_not_lent_to_a_change_in_another_unit() -> None:
    case = {"value": "3", "unit": "pp", "text": "3个百分点", "direction": "up"}
    indicator = make_indicator({"unit": "%", "unit_name": {"zh": "百分比", "en": "per cent"}})
    assert show_value(make_fact(case), indicator, "zh") == "升3个百分点"
