"""What a building will hold is planned until the building is in use."""

from __future__ import annotations

import pytest

from atlas.evaluate.marked import strip_marks
from atlas.reading.figures import find_figures
from atlas.reading.projects import find_stage
from atlas.reading.regions import find_regions
from atlas.reading.sentences import Sentences


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("新院区选址城南，设床位300张。", "planned"),
        ("环境影响评价公示：县医院新建门诊楼，面积5000平方米。", "planned"),
        ("市中医院迁建工程昨日奠基。\n\n新院设床位300张，总投资2亿元。", "planned"),
        ("门诊楼昨日启用，设床位300张，总投资2亿元。", "finished"),
        ("全市推进14个医院项目，市二院项目正在施工，总投资2亿元。", "running"),
        ("县医院现有床位300张，新院区正在施工。", ""),
        ("县医院设床位300张。", ""),
    ],
)
def test_how_far_a_building_is(text: str, stage: str) -> None:
    figure = next(
        figure for figure in find_figures(text) if figure.text in ("300张", "5000平方米", "2亿元")
    )
    sentence = Sentences(text, find_regions(text)).find(figure.start)
    assert find_stage(text, figure, sentence) == stage


def test_marks_are_labels() -> None:
    text, labels = strip_marks("现有{80张|n}，拟设{300张|t}，共{三层|x}。")
    assert text == "现有80张，拟设300张，共{三层|x}。"
    assert [(label.start, label.row["role"]) for label in labels] == [(2, "current"), (8, "target")]
