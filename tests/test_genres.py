"""What a part of a document tells: a plan, a rule, a report."""

from __future__ import annotations

import pytest

from atlas.reading.genres import Genres
from atlas.reading.regions import find_regions

PLAN = """清河县“十四五”卫生健康发展规划
第一章 发展基础
第一节 主要成就
全县床位达到1200张,比2015年增加300张,服务能力明显增强。
第二章 发展目标
每千人口床位达到6.2张,参保率保持在95%以上,群众满意度提高。
"""
REPORT = """清河县卫生健康局2023年工作总结
一、主要工作
(一)待遇保障更加有力
全县参保率达95%,住院报销比例稳定在70%,群众满意。
二、2024年工作打算
新建村卫生室12家,组建医共体5个,改造乡镇卫生院。
"""


@pytest.mark.parametrize(
    ("text", "words", "genre"),
    [
        (PLAN, "床位达到1200张", "report"),
        (PLAN, "床位达到6.2张", "plan"),
        (REPORT, "参保率达95%", "report"),
        (REPORT, "新建村卫生室", "plan"),
        ("关于做好2024年居民医保缴费工作的通知\n每人380元。", "380", "rule"),
        ("清河县健康清河规划实施情况\n床位达1200张。", "1200", "report"),
        ("——回眸与展望\n床位达1200张。", "1200", ""),
        ("床位达1200张。", "1200", ""),
        ("计划生育服务见成效\n床位达1200张。", "1200", "report"),
    ],
)
def test_the_last_heading_tells(text: str, words: str, genre: str) -> None:
    assert Genres(text, find_regions(text)).find(text.index(words)) == genre


def test_a_line_that_a_list_follows_tells_for_the_list() -> None:
    text = "全县推进医改。\n到2025年要达到以下目标:\n1.床位达100张;\n一、成效\n床位达200张。"
    genres = Genres(text, find_regions(text))
    assert [genres.find(text.index(words)) for words in ("100张", "200张")] == ["plan", "report"]


def test_a_section_ends_with_the_next_of_its_level() -> None:
    text = "一、下一步打算\n(一)建医院\n床位达100张。\n二、工作开展情况\n床位达200张。"
    genres = Genres(text, find_regions(text))
    assert [genres.find(text.index(words)) for words in ("100张", "200张")] == ["plan", "report"]


def test_a_paragraph_can_have_its_own_label() -> None:
    text = "养老服务实施方案\n支持政策:每张床补3000元。\n现状:床位2130张。\n工作目标:床位达3000张。"
    genres = Genres(text, find_regions(text))
    found = [genres.find(text.index(words)) for words in ("3000元", "2130张", "3000张")]
    assert found == ["rule", "report", "plan"]
