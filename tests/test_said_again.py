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
