"""Documents on all fields of a place: only what is told of health may be a fact."""

from __future__ import annotations

import pytest

from atlas.model import Place, Words
from atlas.reading.document import read_candidates

HOME = Place("", "", "county", None, Words("云山县", ""), Words("云山", ""))
REPORT = "云山县{}年政府工作报告\n"
FARMS = "粮食总产34.9万吨,新建农田1万亩,改造管网62公里。"


def kept(text: str) -> list[str]:
    """The figures that may be facts."""
    found = read_candidates(text, {}, {}, HOME, "2023-05-18")
    return [candidate.figure.text for candidate in found if candidate.excluded is None]


@pytest.mark.parametrize(
    ("told", "facts"),
    [
        ("接续办好30件民生实事,办结诉求9000件。", []),
        ("医疗供给更加优质。新上救治设备386台。3家卫生院获评先进。", ["386台", "3家"]),
        ("创建13个美丽乡村,15个村完成改造。", []),
        ("县医院改扩建大楼,总投资5.2亿元。", ["5.2亿元"]),
        ("投资2.1亿元,启动县医院门诊楼建设。", ["2.1亿元"]),
        ("增速居全市第5;医保参保率居全市第2。", ["第2"]),
    ],
)
def test_in_a_report_on_all_fields_health_must_be_named(told: str, facts: list[str]) -> None:
    assert kept(REPORT.format(2022) + FARMS + "\n" + told) == facts


def test_a_share_is_of_what_was_told_before() -> None:
    told = REPORT.format(2022) + FARMS + "\n财政收入3.2亿元,占公共预算的81.2%。{}"
    assert kept(told.format("报销最高为可支配收入的6倍。")) == ["6倍"]


def test_a_report_on_health_need_not_name_it() -> None:
    assert kept("云山县2022年卫生健康工作报告\n办结诉求9000件,增速居全市第5。") == [
        "9000件",
        "第5",
    ]


def test_a_document_is_on_all_fields_by_what_it_tells_too() -> None:
    farms = "\n".join([FARMS] * 3) + "\n"
    assert kept(f"{farms}办结诉求9000件。") == []
    assert kept("办结诉求9000件。\n全县医院12家。") == ["9000件", "12家"]


def test_the_heading_above_tells_what_a_list_is_on() -> None:
    report = REPORT.format(2022) + FARMS + "\n{}\n共完成126个,惠及3.2万人。"
    assert kept(report.format("十、医疗卫生")) == ["126个", "3.2万人"]
    assert kept(report.format("十、城乡建设")) == []


def test_cells_of_a_row_are_on_what_its_head_names() -> None:
    rows = "表9 各类机构情况\n普通高中 | 4113 | 12329\n公立医院 | 34 | 2289"
    assert kept("云山县2022年国民经济统计公报\n" + rows) == ["34", "2289"]


def test_what_goes_on_inside_an_office_is_no_health() -> None:
    assert kept("督促12个科室、31家医疗机构梳理,列出88条问题清单,整改任务已完成66项。") == []
    assert kept("梳理35项问题清单,为12个科室配备设备31台。") == ["35项", "12个", "31台"]
