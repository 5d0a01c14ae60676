"""The table of China's divisions, and which of them a name means."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.reading.divisions import (
    divisions,
    find_division,
    find_short_names,
    former_divisions,
    names_below,
    short_name,
)
from tests.tables import read_cases


def test_the_table_holds_the_whole_country() -> None:
    levels = [division.level for division in divisions().values() if not division.former]
    assert levels.count("province") == 34
    assert levels.count("prefecture") == 333
    assert 2840 <= levels.count("county") + levels.count("district") <= 2860
    assert all(len(code) == 6 and code.isdigit() for code in divisions())


def test_what_was_given_up_has_no_name_of_today_in_its_prefecture() -> None:
    today = {
        (division.adcode[:4], name)
        for division in divisions().values()
        if not division.former
        for name in division.names
    }
    former = [(division.adcode[:4], division.name) for division in former_divisions()]
    assert len(former) == len(set(former)) >= 120
    assert not today & set(former)


def test_every_parent_is_in_the_table() -> None:
    for division in divisions().values():
        parent = division.parent
        assert (parent is None) == (division.level == "province")
        assert parent is None or parent in divisions()


def test_the_registry_agrees_with_the_table(project: Path) -> None:
    content, _ = load_content(project)
    for place in content.places.values():
        division = divisions()[place.adcode]
        assert (place.name.zh, place.level) == (division.name, division.level)
        parent = content.places[place.parent].adcode if place.parent else None
        assert parent == division.parent


@pytest.mark.parametrize("case", read_cases("divisions.yml"))
def test_names(case: dict[str, str]) -> None:
    division = find_division(case["name"], case.get("home", ""))
    assert (division.adcode if division else "null") == case["means"]


def test_words_of_the_language_are_no_places() -> None:
    assert "互助县" in names_below("630200")
    assert "互助" not in names_below("630200")
    assert "西安" not in names_below("220400")
    assert "乐都" in names_below("630200")


def test_a_place_that_is_not_known_has_no_places_below() -> None:
    assert not names_below("")


def test_short_names_have_two_signs_at_least() -> None:
    assert [name for name in map(short_name, ("祁县", "东区", "忠县")) if len(name) < 2] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("加大重点人群健康保障力度", []),  # 康保 is a county
        ("延长服务时间,建设老年友好医院,推进乡村振兴", []),
        ("其中卫生技术人员300人", []),
        ("中卫的卫生技术人员300人", ["中卫市"]),
        ("该院长阳某说", []),
        ("三江源地区患病率下降", []),
        ("长阳的医共体", ["长阳土家族自治县"]),
        ("介休、灵石的医共体", ["介休市", "灵石县"]),
    ],
)
def test_short_names_are_told_from_parts_of_words(text: str, names: list[str]) -> None:
    assert [found.name for _, _, found in find_short_names(text)] == names


def test_a_name_that_may_be_a_word_is_known_in_its_city() -> None:
    assert [found.name for _, _, found in find_short_names("高密人口分布")] == []
    assert names_below("370700")["高密"].name == "高密市"
