"""What a document says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.model import Content
from atlas.reading.metadata import Proposal, propose_metadata
from atlas.reading.regions import find_regions

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(PROJECT)[0]


def propose(content: Content, text: str) -> Proposal:
    return propose_metadata(text, find_regions(text), content.places)


def test_the_places_and_stated_dates_of_the_registered_sources(content: Content) -> None:
    for source in content.sources.values():
        found = propose(content, content.seeds[source.seed])
        assert found.place_slug == source.place, source.id
        stated = source.date if source.date_basis == "stated" else ""
        assert (found.date, found.date_basis) == (stated, "stated" if stated else ""), source.id


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布时间：2024-03-15 10:20　来源：清河日报", "2024-03-15"),
        ("2024年3月15日", "2024-03-15"),
        ("2024年3月", "2024-03"),
        ("2024/3/5", "2024-03-05"),
        ("二〇二四年三月十五日", "2024-03-15"),
        ("2024年3月15日 第04版：综合 本报记者 王某 通讯员 李某", "2024-03-15"),
        ("清河日报 2024年3月15日 A03版 记者 李某", "2024-03-15"),
        ("发布时间：2024-02-31", ""),
        ("来源：清河日报", ""),
        ("市政府举行新闻发布会，2022年1月底前接种率提高到90%以上。记者到会。", ""),
        ("2024年3月15日发布。", "2024-03-15"),
    ],
)
def test_dates(content: Content, line: str, date: str) -> None:
    text = f"清河县医改三年见成效\n{line}\n2023年，全县参保率达95.3%，组建医共体5个，床位1200张。"
    assert propose(content, text).date == date


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("临泽县医改见成效\n临泽县参保率达95%。", ("", "临泽县")),
        ("牡丹江市西安区医改见成效\n全区参保率达95%。", ("", "西安区")),
        ("辽源市西安区医改见成效\n全区参保率达95%。", ("", "西安区")),
        ("医改见成效\n参保率达95%。", ("", "")),
    ],
)
def test_a_place_is_never_another_of_the_same_name(
    content: Content, text: str, place: tuple[str, str]
) -> None:
    found = propose(content, text)
    registered = {slug: known.name.zh for slug, known in content.places.items()}
    assert found.place_name == place[1]
    if found.place_slug:
        assert registered[found.place_slug] == found.place_name
        assert "牡丹江" not in text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("全国高血压日:铜陵这些数据与你有关\n2021-10-08 铜陵新闻网\n全市患者13万人。", "铜陵市"),
        ("胰岛素集采在我市落地\n来源:泰州日报\n全市178家医疗机构参与。", "泰州市"),
        ("“健康海口”专场新闻发布会\n全市人均期望寿命80.9岁。", "海口市"),
        ("少跑腿少排队\n来源:洛阳市涧西区卫健委\n全区互认112项。", "涧西区"),
        ("药都谯城:放心吃中药\n亳州晚报\n全区中医馆27家,居全市第二。", "谯城区"),
        ("赤峰市宁城县中心医院\n我院胸痛中心通过国家认证\n收治患者2300例。", "宁城县"),
        ("看病更近了\n来源:阜新日报\n市民常到沈阳看病。全市组建医联体5个。", "阜新市"),
        ("路尽头的药箱\n丽水日报\n缙云县有车9辆。全县巡诊1730次。", "缙云县"),
        ("科尔沁的蒙医新事\n通辽日报\n全市建馆121个,列全区第一。全区调剂。", "通辽市"),
        ("重庆市江北区医改见成效\n全区参保率达95%。", "江北区"),  # given up in 2025
        ("渝北区医改\n重庆市渝北区参保率达95%。", "渝北区"),
        ("医改见成效\n到沈阳看病的人少了,参保率达95%。", ""),
        ("2020年,新田县卫健局为2185名孕产妇免费筛查。", "新田县"),
        ("今年查出患者13万人,其中三成在外地治疗,有人去了新田县。", ""),
        ("重点人群健康保障\n全市健康保障网织密,参保率达95%。", ""),
        ("乡镇医生招聘\n来源:黑龙江日报\n我省今年再招800名,去年我省招了700名。", "黑龙江省"),
        ("贫困户看病\n海口网4月24日消息\n我省签约率达90%,全省卫生院达标率75%。", "海南省"),
        ("家门口看病\n来源:绥化日报\n全市组建医联体5个,居全省第二。", "绥化市"),
        ("医改见成效\n新华社合作社区参保率达95%。", ""),
    ],
)
def test_places_by_title_masthead_and_publisher(content: Content, text: str, place: str) -> None:
    assert propose(content, text).place_name == place


@pytest.mark.parametrize(
    ("place", "adcode"),
    [
        ("宁波市江北区", "330205"),
        ("重庆市江北区", "500105"),
        ("江北区", ""),
        ("鼓楼区", ""),
        ("南京市鼓楼区", "320106"),
    ],
)
def test_a_name_of_several_has_no_code_till_the_text_tells_which(
    content: Content, place: str, adcode: str
) -> None:
    assert propose(content, f"{place}医改见成效\n全区参保率达95%。").place_adcode == adcode


@pytest.mark.parametrize(
    ("text", "title", "publisher"),
    [
        ("二、2021年工作回顾\n全市参保率达95%。", "", ""),
        (
            "清河县人民医院\n首页 概况 新闻 科室\n胸痛中心通过国家认证\n收治300例。",
            "胸痛中心通过国家认证",
            "",
        ),
        (
            "清河县人民政府关于印发《方案》的通知\n到2025年达95%。",
            "清河县人民政府关于印发《方案》的通知",
            "清河县人民政府",
        ),
        ("医改三年见成效\n今天我们邀请到市卫健委,介绍情况。", "医改三年见成效", ""),
        ("医改三年见成效\n本报讯(记者 李某)参保率达95%。", "医改三年见成效", ""),
    ],
)
def test_what_is_no_title_and_no_publisher(
    content: Content, text: str, title: str, publisher: str
) -> None:
    found = propose(content, text)
    assert (found.title, found.publisher) == (title, publisher)


def test_title_publisher_and_kind(content: Content) -> None:
    text = (
        "首页 > 新闻 > 正文\n清河县举行深化医改新闻发布会\n——三年成效综述\n"
        "2024-03-15 来源：清河日报 浏览次数：12\n2023年，全县参保率达95.3%。"
    )
    found = propose(content, text)
    assert found.title == "清河县举行深化医改新闻发布会——三年成效综述"
    assert (found.publisher, found.kind) == ("清河日报", "press-conference")


@pytest.mark.parametrize("text", ["", "医院", "The county has 5 hospitals.", "。\n，\n——"])
def test_nothing_said_nothing_proposed(content: Content, text: str) -> None:
    assert propose(content, text) == Proposal()
