"""Which name of a list told with 分别 each of its figures has."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.reading.document import read_candidates

KNOWN = load_content(Path(__file__).parents[1])[0].indicators


def measured(text: str) -> list[str]:
    """The indicator of each fact, or its subject."""
    found = read_candidates(text, KNOWN, {}, None, "2024-03")
    return [one.indicator or one.subject for one in found if not one.excluded]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "全县孕产妇死亡率、婴儿死亡率和5岁以下儿童死亡率分别为8.2/10万、2.1‰和3.4‰。",
            ["maternal-mortality", "infant-mortality", "under-five-mortality"],
        ),
        (  # the first name ends as the second does
            "高血压、2型糖尿病患者规范管理率分别达到76.1%、75.4%。",
            ["hypertension-standard-management-rate", "diabetes-standard-management-rate"],
        ),
        (  # another measure is none of those that are known
            "新生儿死亡率和婴儿死亡率分别为1.3‰、2.2‰。",
            ["新生儿死亡率", "infant-mortality"],
        ),
        (  # names of places are no measures: all have the same
            "甲县、乙县婴儿死亡率分别为1.3‰、2.2‰。",
            ["infant-mortality", "infant-mortality"],
        ),
        (  # more figures than names: nothing is told of each
            "婴儿死亡率分别为1.3‰、2.2‰。",
            ["infant-mortality", "infant-mortality"],
        ),
        (
            "婴儿死亡率2.1‰，孕产妇死亡率8.2/10万。",
            ["infant-mortality", "maternal-mortality"],
        ),
    ],
)
def test_each_figure_of_a_list_has_the_name_of_its_place(text: str, names: list[str]) -> None:
    assert measured(text) == names
