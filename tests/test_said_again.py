"""Figures of headings that their paragraphs say again."""

from __future__ import annotations

import pytest

from atlas.reading.document import read_candidates

BODY = "云山市介绍，全市孕产妇管理率由2015年的91.2%提高到2021年的97.43%，三年来服务能力不断提升。"
LATER = "云山市现有设儿科门诊的医疗机构31家，助产机构12家，急救站9个，网络不断健全。"


@pytest.mark.parametrize(
    ("heading", "repeated"),
    [
        ("孕产妇系统管理率达97.43%", ["97.43%"]),  # four digits are known by themselves
        ("设儿科门诊的医疗机构达31家", ["31家"]),  # by the words before
        ("31家医疗机构设儿科门诊", ["31家"]),  # by the words behind
        ("医护培训31家", []),  # other words, a figure that many things have
        ("孕产妇系统管理率达97.44%", []),
    ],
)
def test_a_heading_that_is_said_again(heading: str, repeated: list[str]) -> None:
    text = f"{heading}\n\n{BODY}\n\n{LATER}\n"
    found = read_candidates(text, {}, {}, None, "2022-09-15")
    assert [one.figure.text for one in found if one.excluded == "repeat"] == repeated
    assert sum(one.excluded is None for one in found) >= 5


def _find_repeats(text: str) -> list[tuple[str, int]]:
    """The figures that are repeats, each with the number of the line that it stands in."""
    found = read_candidates(text, {}, {}, None, "2022-09-15")
    return [
        (one.figure.text, text.count("\n", 0, one.figure.start))
        for one in found
        if one.excluded == "repeat"
    ]


@pytest.mark.parametrize(
    ("first", "second", "repeated"),
    [
        (  # an odd value in other words
            "2021年全市人均预期寿命82.21岁,比上年高。",
            "人均预期寿命82.21岁是说这年出生的人能活多久。",
            ["82.21岁"],
        ),
        (  # nothing is told of the same thing
            "全年门诊收入351679.4元。",
            "培训351679.4小时。",
            [],
        ),
        (  # the same words, the same numbers
            "检查后全市立案13起,下达行政处罚11起。",
            "此次检查全市共立案13起,下达行政处罚11起,仍在处理。",
            ["13起", "11起"],
        ),
        (  # the same words lead on to another number
            "甲类传染病死亡93例,较上月同期80例上升。",
            "乙类传染病死亡93例,较上月同期79例上升。",
            [],
        ),
        ("城区新建卫生室12个。", "山区改建公厕12个。", []),
        ("2020年全市报告病例1377例。", "2021年全市报告病例1377例。", []),
        ("全市参保率提高到97.43%。", "到2025年参保率要达到97.43%。", []),  # once a plan
    ],
)
def test_a_figure_that_a_later_sentence_tells_again(
    first: str, second: str, repeated: list[str]
) -> None:
    assert _find_repeats(f"{first}\n{second}\n") == [(text, 1) for text in repeated]


def test_a_list_of_one_sentence_may_hold_a_value_twice() -> None:
    assert _find_repeats("预算收入2475.17万元,其中一般公共预算拨款2475.17万元。") == []


def test_a_sum_of_money_in_a_headline_is_known_by_itself() -> None:
    text = "参合率与1.98亿元\n\n云山市上半年共有136万人次享受补助，补助资金达1.98亿元。\n"
    assert _find_repeats(text) == [("1.98亿元", 0)]


def test_the_first_telling_takes_the_time_of_a_later_one() -> None:
    text = "云山市人均预期寿命82.21岁,健康水平提高。\n2021年全市人均预期寿命82.21岁。\n"
    first, again = read_candidates(text, {}, {}, None, "2022-09-15")
    assert (first.excluded, first.period, first.period_basis) == (None, "2021", "inferred")
    assert again.excluded == "repeat"
