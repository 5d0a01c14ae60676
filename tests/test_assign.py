"""The machine's guesses of what figures mean."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.model import Indicator, Place, Words
from atlas.reading.assign import assign_figures
from atlas.reading.figures import find_figures
from atlas.reading.periods import is_period
from atlas.reading.records import Candidate
from atlas.reading.regions import find_regions
from tests.tables import read_cases

NAME = Words("名", "name")


def make_place(slug: str, zh: str, parent: str | None = None) -> Place:
    short = zh[:-1]
    return Place(slug, "000000", "county", parent, Words(zh, slug), Words(short, slug))


def make_indicator(
    name: str, unit: str, words: str, breakdowns: str = "", topic: str = "insurance"
) -> Indicator:
    return Indicator(
        id=name,
        topic=topic,
        name=NAME,
        definition=NAME,
        unit=unit,
        better="none",
        comparable=True,
        breakdowns=tuple(breakdowns.split()),
        words=tuple(words.split()),
    )


HOME = make_place("yunshan", "云山市")
PLACES = {
    place.slug: place
    for place in (
        HOME,
        make_place("qinghe", "清河县", "yunshan"),
        make_place("dongfeng", "东丰县", "yunshan"),
        make_place("other", "外地县"),
    )
}
INDICATORS = {
    indicator.id: indicator
    for indicator in (
        make_indicator("participants", "person", "参保人数"),
        make_indicator("participation-rate", "%", "参保率"),
        make_indicator("reimbursement", "%", "报销比例", "scheme basis"),
        make_indicator("cost", "CNY", "次均费用", topic="hospitals"),
        make_indicator("teams", "team", "家庭医生签约团队", topic="primary-care"),
        make_indicator("contract-rate", "%", "签约率", topic="primary-care"),
        make_indicator("priority-rate", "%", "重点人群签约率", topic="primary-care"),
    )
}


def assign(text: str, published: str = "2023-03-15", home: Place | None = HOME) -> list[Candidate]:
    figures = find_figures(text)
    regions = find_regions(text)
    return assign_figures(text, regions, figures, INDICATORS, PLACES, home, published)


@pytest.mark.parametrize("row", read_cases("roles.yml"))
def test_roles(row: dict[str, Any]) -> None:
    assert [found.role for found in assign(row["text"]) if not found.excluded] == row["roles"]


@pytest.mark.parametrize("row", read_cases("exclusions.yml"))
def test_reasons(row: dict[str, Any]) -> None:
    assert [str(found.excluded or "null") for found in assign(row["text"])] == row["reasons"]


def test_periods_of_a_step() -> None:
    found = assign("2022年,全市参保人数为405939人,参保率由2021年的71.35%提升至116.01%。")
    assert [candidate.period for candidate in found] == ["2022", "2021", "2022"]
    assert {candidate.period_basis for candidate in found} == {"stated"}
    starts = [candidate.figure.start for candidate in found]
    assert [candidate.pair for candidate in found] == [None, starts[2], starts[1]]


def test_a_step_without_times_has_no_period_of_its_baseline() -> None:
    found = assign("2022年,次均费用由6102.3元降为5598元,降幅达8%。")
    assert [candidate.period for candidate in found] == ["", "2022", "2022"]
    assert [candidate.indicator for candidate in found] == ["cost"] * 3
    assert found[2].pair == found[1].figure.start


def test_the_time_of_a_goal_holds_for_the_next_sentence_on_the_home() -> None:
    text = "规划至2030年,云山市新增医院21所。云山市{}总床位不低于千人口7.49张。"
    goal = assign(text.format("医疗卫生机构"))[-1]
    assert (goal.period, goal.role) == ("2030", "target")
    of_a_body = assign(text.format("中医院"))[-1]
    assert of_a_body.period == ""


def test_no_time_no_period() -> None:
    (found,) = assign("建立档案,参保率达95%。")
    assert (found.period, found.period_basis, found.period_from) == ("", "none", "")


def test_up_to_now_is_the_date_of_the_document() -> None:
    (found,) = assign("截至目前,参保率达95%。")
    assert (found.period, found.period_basis) == ("2023-03-15", "inferred")
    assert found.period_from == "as-of-publication"


def test_a_time_in_a_title_is_of_the_title() -> None:
    (found,) = assign("按照《方案(2022—2025年)》,参保率达95%。")
    assert found.period_basis == "none"


def test_breakdowns_in_a_list() -> None:
    found = assign(
        "职工医保政策范围内报销比例和实际报销比例分别为86.4%、72.8%,"
        "居民医保报销比例分别为74.6%、69%。"
    )
    employee = [dict(candidate.breakdown)["scheme"] for candidate in found]
    assert employee == ["employee", "employee", "resident", "resident"]
    assert [dict(candidate.breakdown)["basis"] for candidate in found[:2]] == ["policy", "actual"]


def test_the_nearest_word_whose_unit_fits_names_the_indicator() -> None:
    found = assign("组建家庭医生签约团队95个,签约率43.2%,重点人群签约率78.9%。")
    assert [candidate.indicator for candidate in found] == [
        "teams",
        "contract-rate",
        "priority-rate",
    ]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("村卫生室58个；疾病预防控制中心1个。", ["village-clinics", ""]),
        ("村卫生室由58个增加到60个。", ["village-clinics", "village-clinics"]),
        ("医疗卫生机构1319个，含村卫生室。", [""]),
        ("全县有58个村卫生室。", ["village-clinics"]),
    ],
)
def test_a_word_beside_one_count_is_not_of_the_next(text: str, indicators: list[str]) -> None:
    clinics = make_indicator("village-clinics", "institution", "村卫生室", topic="primary-care")
    found = assign_figures(
        text, find_regions(text), find_figures(text), {clinics.id: clinics}, PLACES, HOME, "2023"
    )
    assert [candidate.indicator for candidate in found] == indicators


def test_the_province_of_a_document_is_no_background() -> None:
    text = "年内全省乡镇卫生院达标率75%以上。全国成人患病率为11.9%。"
    found = assign(text, home=Place("", "230000", "province", None, *[Words("黑龙江省", "")] * 2))
    assert [candidate.excluded for candidate in found] == [None, "background"]
    assert found[0].place_name == "黑龙江省"
    assert [candidate.excluded for candidate in assign(text)] == ["background"] * 2


def test_an_autonomous_prefecture_by_its_short_name() -> None:
    home = Place("", "513400", "prefecture", None, *[Words("凉山彝族自治州", "")] * 2)
    text = "昭觉县距州府西昌一百公里。凉山州累计报告感染者35329例。"
    assert [found.place_name for found in assign(text, home=home)][-1] == "凉山彝族自治州"


def test_a_paper_is_no_place() -> None:
    home = Place("", "460000", "province", None, *[Words("海南省", "")] * 2)
    (candidate,) = assign("海口网讯，去年签约率达90%。", home=home)
    assert candidate.place_name == "海南省"
    (candidate,) = assign("海口去年签约率达90%。", home=home)
    assert candidate.place_name == "海口市"


def test_without_an_indicator_there_is_a_subject_and_a_topic() -> None:
    (found,) = assign("新建村卫生室12家。")
    assert (found.indicator, found.subject, found.topic) == ("", "新建村卫生室", "primary-care")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("清河县参保率达95%。", ["qinghe"]),
        ("清河县通过评审。全市参保率达95%。", ["yunshan"]),
        ("清河县通过评审,全市参保率达95%。", ["yunshan"]),
        ("东丰县连续四年、清河县连续两年获评优秀。", ["dongfeng", "qinghe"]),
        ("东丰、清河每年投入500万元。", ["yunshan"]),
        ("东丰、清河分别投入300万元和200万元。", ["dongfeng", "qinghe"]),
        (
            "东丰县、清河县分别组建3个和2个医共体。上述县的就诊率依次为83.6%和85.1%。",
            ["dongfeng", "qinghe", "dongfeng", "qinghe"],
        ),
        ("清河县中医院等10个项目开工。", ["yunshan"]),
        ("记者从清河县获悉,云山市签约率要达到30%。", ["yunshan"]),
        ("清河县请云山市人民医院派出医师12名。", ["qinghe"]),
        ("外地县参保率达95%。", ["yunshan"]),
        ("清河县推进医改,是我市首家试点,组建医共体2个。", ["qinghe"]),
        ("清河县推进医改,我市首次评估,组建医共体2个。", ["yunshan"]),
    ],
)
def test_places(text: str, places: list[str]) -> None:
    assert [found.place for found in assign(text)] == places


def test_a_body_and_a_project() -> None:
    hospital, cost = assign("市人民医院开放床位500张。\n市中医院扩建项目,总投资2.3亿元。")
    assert hospital.body == "市人民医院"
    assert cost.body == "市中医院扩建项目"
    (told_of,) = assign("扩建的门诊楼为全省重点项目,总投资2.3亿元。")
    assert not told_of.body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("市人民医院牵头组建联盟。今年以来开展手术500例。", "市人民医院"),
        ("市人民医院牵头组建联盟。今年以来全市开展手术500例。", ""),
        ("日前,市人民医院服务上线。累计完成500单。", "市人民医院"),
        ("记者从市人民医院获悉,该院开展手术500例。", "市人民医院"),
        ("市疾控中心发布结果:合格率95%。", ""),
        ("市卫健委组建团队95个。", ""),
        ("县级公立医院达5家。", ""),
        ("市一院开展手术500例。", "市一院"),
        ("市里引进了市二院等两家医院。", ""),
        ("市人民医院\n我院通过认证\n收治患者300例。", "市人民医院"),
        ("市人民医院\n我院通过认证\n全市收治患者300例。", ""),
        ("市人民医院\n记者走访\n收治患者300例。", ""),
        ("市人民医院2023年成绩单\n门诊更多了\n收治患者300例。", "市人民医院"),
        ("市疾控中心2023年工作总结\n报告患者300例。", ""),
    ],
)
def test_the_body_that_a_paragraph_is_about(text: str, body: str) -> None:
    assert assign(text)[-1].body == body


def test_a_list_of_steps_is_of_its_places() -> None:
    found = assign("东丰县、清河县参保率分别由91%、92%提高到95%、96%。")
    assert [one.place for one in found] == ["dongfeng", "qinghe"] * 2


def test_an_unknown_document_names_its_own_place() -> None:
    (found,) = assign("甘肃省临泽县医改见成效\n临泽县参保率达95%。", "", None)
    assert (found.place, found.place_name) == ("", "临泽县")


def test_a_quote_runs_over_a_cut_column() -> None:
    text = "我市推进药品集中带量采购,其中集中采购药品涉及慢性\n\n病、消化道疾病,平均降幅达50%以上。"
    (found,) = assign(text)
    assert found.quote == (
        "我市推进药品集中带量采购,其中集中采购药品涉及慢性",
        "病、消化道疾病,平均降幅达50%以上。",
    )


def test_a_long_sentence_is_quoted_in_part() -> None:
    text = "市里推进改革" + ",各部门共同努力落实到位" * 20 + ",参保率达95%,群众满意。"
    (found,) = assign(text)
    (quote,) = found.quote
    assert quote in text
    assert "参保率达95%" in quote
    assert len(quote) <= 200


SIGNS = "0123456789%、,。;年月由到降增加人家个《》“”“”我市清河县医院参保率\n()分别为"


@given(st.text(alphabet=SIGNS, max_size=120))
def test_every_candidate_can_be_quoted(text: str) -> None:
    found = assign(text)
    assert len(found) == len(find_figures(text))
    for candidate in found:
        assert any(candidate.figure.text in part for part in candidate.quote)
        assert all(part in text for part in candidate.quote)
        assert not candidate.period or is_period(candidate.period)
        assert (candidate.period_basis == "none") == (candidate.period == "")


JINZHONG = Place("jz", "140700", "prefecture", None, Words("晋中市", ""), Words("晋中", ""))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("和顺县参保率达95%。", "和顺县"),
        ("介休参保率达95%。", "介休市"),
        ("和顺参保率达95%。", "晋中市"),  # 和顺 is a word too
        ("介休通过评审。市里参保率达95%。", "晋中市"),
        ("介休市人民医院参保率达95%。", "介休市"),
        ("市里与介休市人民医院合作,参保率达95%。", "晋中市"),
        ("祁县医改见成效\n参保率达95%。", "祁县"),
        ("祁县医改见成效\n全市参保率达95%。", "晋中市"),
        ("祁县、介休市医改见成效\n参保率达95%。", "晋中市"),
        ("介休市医改起步早。该市推进改革,群众满意,参保率达95%。", "介休市"),
        ("晋中市推进医改,祁县通过评审。全县参保率达95%。", "祁县"),
        ("晋中市推进医改,祁县通过评审。参保率达95%。", "晋中市"),
        ("祁县、介休市分别通过评审。参保率达95%。", "晋中市"),
        ("山西省太原市参保率达95%。", "太原市"),
        ("与太原市合作,参保率达95%。", "晋中市"),
        ("太原市、忻州市等地参加,参保率达95%。", "晋中市"),
        ("太原市的医院结对帮扶,参保率达95%。", "晋中市"),
        ("晋中市通报\n新增病例(均在祁县)后参保率达95%。", "晋中市"),
        ("祁县(山区)参保率达95%。", "祁县"),
        ("朝阳区参保率达95%。", "晋中市"),  # which of them?
        ("山西省参保率95%。", "晋中市"),  # the province is no place of a city's figure
    ],
)
def test_places_that_nobody_registered(text: str, name: str) -> None:
    (found,) = assign(text, home=JINZHONG)
    assert found.place_name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("介休市医改见成效\n全市参保率达95%。", "介休市"),
        ("石柱土家族自治县医改\n全县参保率达95%。", "石柱土家族自治县"),
        ("山西省太谷县医改见成效\n全县参保率达95%。", "太谷县"),
        ("便民惠民医改见成效\n社区参保率达95%。", ""),
        ("不设区的市辖区和各县区\n全区参保率达95%。", ""),
    ],
)
def test_a_document_of_nowhere_known(text: str, name: str) -> None:
    (found,) = assign(text, home=None)
    assert (found.place, found.place_name) == ("", name)
