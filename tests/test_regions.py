"""What the paragraphs of a page are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reading.regions import find_regions
from tests.tables import read_cases


@pytest.mark.parametrize("row", read_cases("regions.yml"))
def test_kinds_of_paragraphs(row: dict[str, Any]) -> None:
    assert [region.kind for region in find_regions(row["text"])] == row["kinds"]


def test_a_repeat_leads_to_its_first_copy() -> None:
    text = "全市有医院5家。\n我市推进医改。\n全市有医院5家。\n全市有医院5家。"
    copies = [region.of for region in find_regions(text)]
    assert copies == [None, None, 0, 0]


def test_a_cut_paragraph_leads_to_its_other_half() -> None:
    text = "我市推进药品集中带量采购,其中集中采购药品涉及慢性\n\n病、消化道疾病,平均降幅达50%以上。"
    first, second = find_regions(text)
    assert first.next_part == second.start
    assert second.next_part is None


def test_a_whole_paragraph_is_no_other_half() -> None:
    whole = "形成属地、公安、单位监管机制,每日报备。"
    text = (
        f"健康行动推进实施,继成为全省第三个省级卫生城市群后,\n{whole}\n全力筑牢三个关口。\n{whole}"
    )
    assert find_regions(text)[0].next_part is None


@given(st.text(alphabet="医院病95%。,\n\r \u3000(刘)来源:", max_size=80))
def test_regions_lie_in_order_without_white_space(text: str) -> None:
    end = 0
    for region in find_regions(text):
        assert end <= region.start < region.end <= len(text)
        assert text[region.start : region.end] == text[region.start : region.end].strip()
        end = region.end


def test_a_cut_sentence_goes_on_behind_other_blocks() -> None:
    text = (
        "按照“十四五”规划,全市谋划、储备500万\n本版图片由本报记者 李明 摄\n▲医生为患者会诊\n"
        "元以上重大项目40个。其中,续建项目10个。"
    )
    first, *_, last = find_regions(text)
    assert first.next_part == last.start
    assert text[last.start] == "元"


def test_a_paragraph_with_a_beginning_of_its_own_is_no_other_half() -> None:
    text = "全系统严格实行隔离观察、人员转送。在我市\n守健康\n近年来,全市有医院5家,床位800张。"
    assert [region.next_part for region in find_regions(text)] == [None, None, None]


CUT = "2022年全市组建家庭医生签约团队1320个，签约居民"
CAPTION = "▲市人民医院医生为群众义诊。记者 李强 摄"
OTHER_HALVES = {
    "behind a caption": ([CUT, CAPTION, "群众中的老年人等重点人群已达七成。"], 2),
    "behind a caption, with a time of its own": ([CUT, CAPTION, "2023年,签约率达76.5%。"], None),
    "behind a heading and a whole paragraph": (
        [CUT, "改革惠民", "我市建成医共体5个，覆盖所有乡镇卫生院。", "156.3万人，签约率达76.5%。"],
        3,
    ),
    "a whole paragraph behind another": (
        [CUT, "我市建成医共体5个，覆盖所有乡镇卫生院。", "患者满意度达到95.2%，较上年提高。"],
        1,
    ),
    "the items of a list end no sentence of each other": (
        ["一是推进药品集中采购，平均降价53%，节约资金2.1亿元", "二是组建签约团队120个，签约15万人"],
        None,
    ),
}


@pytest.mark.parametrize(("lines", "wanted"), OTHER_HALVES.values(), ids=OTHER_HALVES)
def test_where_a_cut_sentence_goes_on(lines: list[str], wanted: int | None) -> None:
    regions = find_regions("\n".join(lines))
    assert regions[0].next_part == (None if wanted is None else regions[wanted].start)
