"""Times that other words of the document give: the title of a plan, 此后, 这期间, an opening."""

from __future__ import annotations

import pytest

from atlas.model import Place, Words
from atlas.reading.document import read_candidates

HOME = Place("", "", "county", None, Words("青川县", "青川县"), Words("青川", "青川"))


@pytest.mark.parametrize(
    ("text", "printed", "period"),
    [
        ("青川县2023年度民生实事\n医疗:新建卫生院15家。", "15家", "2023"),
        ("青川县2022年工作总结及2023年打算\n医疗:拟建卫生院15家。", "15家", ""),
        ("胸痛中心2021年通过验收,此后救治患者360例。", "360例", "2021/2023-05-08"),
        ("2020年2月至2022年2月集采支架688个。这期间少花255万元。", "255万元", "2020-02/2022-02"),
        ("5月2日,住院楼投用。这座楼有床位126张。", "126张", "2023-05-02"),
        ("5月2日,记者来到医院。医院有床位126张。", "126张", ""),
    ],
)
def test_a_time_told_elsewhere(text: str, printed: str, period: str) -> None:
    found = read_candidates(text, {}, {}, HOME, "2023-05-08")
    assert [one.period for one in found if one.figure.text == printed] == [period]
