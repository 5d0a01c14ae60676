"""Roles by the words around a figure, whatever the signs weigh."""

from __future__ import annotations

import pytest

from atlas.model import Place, Words
from atlas.reading.document import read_candidates

HOME = Place("", "", "county", None, Words("青川县", "青川县"), Words("青川", "青川"))


@pytest.mark.parametrize(
    ("text", "printed", "role"),
    [
        ("参保160万人,较上年同期多7万人;在职118万人,多5万人。", "5万人", "change"),
        ("B超预约要等2天,去年是5天。", "5天", "baseline"),
        ("改造之前,挂号要排40分钟;现在候诊18分钟。", "40分钟", "baseline"),
        ("改造之前,挂号要排40分钟;现在候诊18分钟。", "18分钟", "current"),
        ("万元以上设备36台,原先11台。", "11台", "baseline"),
        ("门诊日均2360人次,搬迁前1180人次。", "1180人次", "baseline"),
        ("门诊日均2360人次,搬迁前1180人次。", "2360人次", "current"),
        ("新院区破土动工,设床位500张。老院建于1976年,床位200张。", "500张", "target"),
        ("新院区破土动工,设床位500张。老院建于1976年,床位200张。", "200张", "current"),
        ("卫生厕所普及率74%,年底达到78%。", "78%", "target"),
        ("城乡卫生厕所普及率74%,年底达到了78%。", "74%", "current"),
        ("卫生院建设方案\n每所补8万元,总投资379万元。", "379万元", "target"),
        ("就诊率84%,距年度目标88%差3.4个百分点。", "3.4个百分点", "current"),
    ],
)
def test_a_role_by_its_words(text: str, printed: str, role: str) -> None:
    found = read_candidates(text, {}, {}, HOME, "2023-05-08")
    assert [one.role for one in found if one.figure.text == printed] == [role]
