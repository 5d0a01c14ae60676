"""Why a figure is no fact: what its paragraph is, or the words around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.reading.asides import (
    is_all_day,
    is_aside,
    is_beside_text,
    is_tenet,
    is_way,
)
from atlas.reading.backgrounds import is_background
from atlas.reading.conditions import is_condition
from atlas.reading.figurewords import is_spoken_step
from atlas.reading.indefinites import (
    is_example,
    is_indefinite,
    is_place_in_row,
    is_pointed_back,
    is_sum_of_list,
    is_sum_of_quote,
)
from atlas.reading.records import Figure
from atlas.reading.sections import words_of_health
from atlas.reading.sentences import Sentence, clause_end, clause_start
from atlas.reading.stories import is_told_of_one
from atlas.reading.tablecells import is_cell
from atlas.reading.tables import any_of, read_table
from atlas.reading.testvalues import is_test_value

REGION_REASONS: Mapping[str, str] = {
    "furniture": "furniture",
    "caption": "furniture",
    "other-article": "other-article",
    "repeat": "repeat",
}
_SHARE_OF = re.compile("占[^,，]{0,14}$")  # 占财政收入的9.1%: the share is of health
_GROWN = re.compile(  # 同比, 同上年相比涨了
    r"(?:[同与和较比]?(?:上一?年|去年|前一?年)?(?:末|底|同期|度)*(?:相比|比)?)[又则约共平均]{0,2}"
    "(?:增长|增加|增收|上涨|涨|上升|下降|减少|降低|净增)了?(?:[约近]|[率幅]度?[为达])?"
)
_LAND = re.compile("(?:脱?贫困村|山头|洼地)(?![卫医的])")  # but 138个贫困村卫生室
_RESTATED_WITHIN = 80
_PHONE = re.compile(r"[:：]\d{7,8}")
_OF_PRINT = re.compile(r"\s?(?:版[)）]|页(?:$|[\n)）]))")  # (2023年06月12日 11 版), 共2页
_PHONES_ABOVE = 600  # signs above a cell among which a head tells of telephones
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\s+[\u4e00-\u9fff]{2}")
_ROW_NUMBER = re.compile(
    r"0\d(?=[ \t]*[\u4e00-\u9fff\n]|\Z)"
    r"|(?<=\s)\d{1,2}\s[\u4e00-\u9fff（）()0-9]{3,24}\s(?:岁|%|‰|人|张|个|所|家|1?/10万)\s[\d<≥≤]"
)
_CALL = re.compile("内?(?:拨打|致电|来电|服务热线)")
_WITHIN_SUM = ("里，", "里,", "中，", "中,")  # 380元里，90元用于门诊
_RATE_BEFORE = re.compile(  # 死亡率为0
    r"(?:[率比数值]|得分)(?:均)?(?:为|是|达到?|保持|降[为到至]|控制在|[:：])\s?\Z"
)
_ROUGHLY = re.compile(r"(?:个|名|人)?(?:左右|上下)")  # 每天500左右: counted, whatever it is
_RANGED = re.compile(r"\s?[-—–~～至到]\s?\d{1,4}\s?[层亩对县乡街度]")  # 4-5层
_LABELLED = re.compile(r"(?:\A|[\s|｜])[\u4e00-\u9fff()（）]{2,12}[:：]?\Z")
_NEXT_CELL = re.compile(r"[ \t\u3000|｜]+[\u4e00-\u9fff()（）]{2,12}[:：]?\d|\s*(?:\n|\Z)")
_LISTED_BARE = re.compile(r"(?:分别|依次)[为是达]?[\d.,、和%‰]*\Z")
_OWN_GOODS = re.compile(
    r"药(?![材田企种])|制剂|消毒[液剂水]|酒精|医用氧|液氧|制氧|血浆|全血|献血|采血|用血|供血|血液|血小板|医疗废物|医废"
)
_GROUND_UNITS = ("亩", "公顷")
_GROUND_REACH = 160
_TITLE_LONGEST = 60
_GROUNDS = re.compile("占地|用地|征地|净地|地块|院区面积|院落|选址|供地|[地区]面积")
_BUILT = re.compile(
    "医院|医疗机构|妇幼|健康中心|门诊|住院楼|医技|病房楼|医技楼|院址|院区|新院|分院|床位|卫生院|保健院|疾控|急救中心|血站|康养|医养|养老|护理院|托育|医疗(?:区|中心|综合)|卫生服务中心"
)
_TREATED = re.compile("[查灭]螺|[查灭]鼠|消杀|消毒|防疫|改厕|孳生地")
_FARMED = re.compile("种植|药材|[农林田耕]|果|粮|造林|绿化|公园|景区|产业园|基地(?:占|用)?")
_GRADED = re.compile("电子病历|互联互通|智慧服务|智慧管理")  # 电子病历平均5级以上
_MOTTO = re.compile(  # “两个提升、一个改善、一个满意”
    r"“[一二两三四五六七八九十][^“”、,，。\d]{1,8}(?:[、,，][一二两三四五六七八九十][^“”、,，。\d]{1,8}){1,6}”"
)
_MOTTO_LONGEST = 60
_SUM = re.compile(r"\d[\d.]*余?[万亿]元?\Z")
_UNIT_OF_HOUSE = re.compile(r"\d+\s?(?:单元|号|室)|[一二三四五六]单元")
_STOREY = re.compile("楼|建筑|地上|地下|高|大厦|框架|主体|局部")
_STOREY_REACH = 24
_DATELINE = re.compile(r"\d{1,2}月\d{1,2}日(?:讯|电)")  # 四川新闻网三台4月25日讯: the county
_LIES = re.compile("的?(?:患者|病人|家属)")  # 25床患者
_CIRCLE = re.compile(r"”?[\u4e00-\u9fff“”]{0,12}圈")  # 15分钟城市健康服务圈
_COUNTED_BY = re.compile(
    r"(?![前后版级型期号次代届批年月日时分秒点式类段区环路线栋室层系克斤两楼号门厅幢座床\d])[\u4e00-\u9fff](?=[,，。;；、]|$)"
)
_VERSION = re.compile(r"版(?![面税])|系统")
_TITLED = re.compile(r"《[^《》]{0,60}$")


@dataclass(frozen=True, slots=True)
class _Words:
    """The table `exclusion_words.yml`, each list as one pattern."""

    slogan: re.Pattern[str]
    slogan_after: re.Pattern[str]
    slogan_before: re.Pattern[str]
    name_before: re.Pattern[str]
    name_after: re.Pattern[str]
    quoted_longest: int
    not_health: tuple[str, ...]
    ticket: re.Pattern[str]
    other_fields: re.Pattern[str]
    sites: re.Pattern[str]
    by_unit: Mapping[str, re.Pattern[str]]
    counters: re.Pattern[str]


@cache
def _words() -> _Words:
    raw: Mapping[str, Any] = read_table("exclusion_words.yml")
    slogan, name = raw["slogan"], raw["name"]
    return _Words(
        slogan=re.compile(any_of(slogan["words"])),
        slogan_after=re.compile(any_of(slogan["after"])),
        slogan_before=re.compile(rf"(?:{any_of(slogan['before'])})$"),
        name_before=re.compile(rf"(?:{any_of(name['before'])})$"),
        name_after=re.compile(any_of(name["after"])),
        quoted_longest=int(name["quoted_longest"]),
        not_health=tuple(raw["not_health"]),
        ticket=re.compile(any_of(name["unless"])),
        other_fields=re.compile(f"{raw['economy']}|{any_of(raw['other_fields'])}"),
        sites=re.compile(raw["sites"]),
        by_unit={
            "person": re.compile(raw["population"]),
            "%": re.compile(raw["peoples"]),
            "m": re.compile(raw["height"]),
        },
        counters=re.compile(rf"(?:{any_of(raw['counters'])})[:：]?\s?$"),
    )


def find_exclusion_reason(
    text: str,
    figure: Figure,
    sentence: Sentence,
    stories: Sequence[tuple[int, int]],
    of_province: bool = False,
) -> str | None:
    """The reason why a figure is no fact, None if it may be one.

    A paragraph's kind goes before the words of the sentence; `stories` are those that
    `stories.find_stories` found. In a text `of_province` 全省 is the home.
    """
    region = REGION_REASONS.get(sentence.region.kind)
    if region:
        return region
    measured = not figure.unit and figure.text.endswith(_words().not_health)
    if measured and not _is_own_goods(text, figure, sentence):
        return "not-health"
    if _is_counter(text, figure, sentence):
        return "furniture"
    if _is_number_of_line(text, figure) or is_place_in_row(text, figure):
        return "ordinal"
    if is_beside_text(text, figure):
        return "furniture"
    if figure.unit in ("hour", "day") and _CALL.match(text, figure.end):
        return "furniture"
    if _is_other_field(text, figure, sentence) or is_aside(text, figure, sentence):
        return "not-health"
    if _is_restated(text, figure, sentence) or is_pointed_back(text, figure, sentence):
        return "repeat"
    return (
        ("anecdote" if _is_of_one(text, figure, sentence, stories) else None)
        or _name_or_slogan(text, figure, sentence)
        or ("condition" if _delimits(text, figure, sentence) else None)
        or ("background" if is_background(text, figure, sentence, of_province) else None)
    )


def _is_of_one(
    text: str, figure: Figure, sentence: Sentence, stories: Sequence[tuple[int, int]]
) -> bool:
    if is_example(text, figure, sentence):
        return True
    return is_told_of_one(text, figure, sentence.region, stories)


def _delimits(text: str, figure: Figure, sentence: Sentence) -> bool:
    if is_condition(text, figure) or is_way(text, figure) or is_test_value(text, figure):
        return True
    return is_sum_of_list(text, figure, sentence)


def _is_counter(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether it counts views or pages, or is a telephone number; 接听电话3210次 counts calls."""
    if figure.text.isdigit() and _is_phone(text, figure):
        return True
    if not figure.unit and _OF_PRINT.match(text, figure.end):
        return True
    before = text[max(sentence.first, figure.start - 8) : figure.start]
    counted = _words().counters.search(before)
    return counted is not None and not (figure.unit and "电话" in counted[0])


def _is_phone(text: str, figure: Figure) -> bool:
    """Whether it is a telephone's number by itself: 护士站:5857828, or in a column of them."""
    if not figure.unit and _PHONE.fullmatch(text, figure.start - 1, figure.end):
        return True
    if len(figure.text) not in (7, 8) or not is_cell(text, figure.start, figure.end):
        return False
    return text.find("电话", max(0, figure.start - _PHONES_ABOVE), figure.start) >= 0


def _is_number_of_line(text: str, figure: Figure) -> bool:
    """Whether it numbers a heading or a row: 2.1 疫情概要, 3 居民健康素养水平 % 33.5."""
    line = text.rfind("\n", max(0, figure.start - 1), figure.start) + 1
    if figure.start in (0, line) and _SECTION_NUMBER.match(text, figure.start):
        return True
    return not figure.unit and bool(_ROW_NUMBER.match(text, figure.start))


def _is_own_goods(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether a weight or an area is of medicine: blood, a hospital's ground, where snails live."""
    if figure.text.endswith(_GROUND_UNITS):
        start = clause_start(text, figure.start, sentence.first)
        if _TREATED.search(text, start, figure.start):
            return True
        floor = max(sentence.region.start, figure.start - _GROUND_REACH)
        grounds = _GROUNDS.search(text, max(sentence.first, figure.start - 60), figure.start)
        title = text[:_TITLE_LONGEST].partition("\n")[0]
        built = _BUILT.search(text, floor, figure.end + 36) or _BUILT.search(title)
        return bool(grounds and built) and not _FARMED.search(text, start, figure.end + 10)
    return bool(_OWN_GOODS.search(text, max(sentence.first, figure.start - 90), figure.end + 2))


def _is_other_field(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether the clause is of the economy or farming, also 4715.7亿元,增长7%."""
    start = clause_start(text, figure.start, sentence.first)
    if _GROWN.fullmatch(text, start, figure.start):
        start = clause_start(text, max(start - 1, sentence.first), sentence.first)
    measured = _words().by_unit.get(figure.unit)
    if measured and measured.search(text[start : figure.start]):
        return True
    if figure.unit in ("%", "time") and text.startswith("的", figure.start - 1):
        return False  # 可支配收入的50%: the share is of what stands before
    if figure.text.endswith("个") and _LAND.match(text, figure.end):
        return True
    other = _words().other_fields.search(text, start, figure.start)
    if other is None or (figure.unit == "%" and _SHARE_OF.search(text[start : other.start()])):
        return False
    site = _words().sites.fullmatch(other[0])
    end = clause_end(text, figure.end, sentence.last)
    return not (site and words_of_health().search(text, start, end))


def _is_restated(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether a sentence begins with a figure that was told just before: …提高到61%。61%的….

    Of shares only that of all may be told of two things in a row.
    """
    opens = figure.start == sentence.first or text[figure.end : figure.end + 2] in _WITHIN_SUM
    if not opens or figure.text == "100%":
        return False
    floor = max(sentence.region.start, figure.start - _RESTATED_WITHIN)
    told = text.rfind(figure.text, floor, figure.start)
    return told >= 0 and not text[max(0, told - 1) : told].isdigit()


def _name_or_slogan(text: str, figure: Figure, sentence: Sentence) -> str | None:
    words = _words()
    before = text[max(sentence.first, figure.start - 12) : figure.start]
    after = text[figure.end : figure.end + 8]
    if words.slogan.search(figure.text) or words.slogan_before.search(before):
        return "slogan"
    if words.ticket.search(before) and figure.unit == "day":
        return None
    if is_all_day(text, figure) or _is_where(text, figure, before):
        return "name"
    if is_indefinite(text, figure, sentence) or is_sum_of_quote(text, figure):
        return "name"
    if figure.unit in ("minute", "hour") and _CIRCLE.match(text, figure.end):
        return "name"
    if _is_short_quote(text, figure) or _is_in_motto(text, figure):
        return "slogan" if words.slogan_after.match(after) else "name"
    if is_tenet(text, figure) or (figure.unit == "item" and words.slogan_after.match(after)):
        return "slogan"
    if words.name_before.search(before) or words.name_after.match(after):
        return "name"
    if _TITLED.search(text[max(0, figure.start - 60) : figure.start]):
        return "name"
    return "name" if _is_bare(text, figure, sentence) else None


def _is_where(text: str, figure: Figure, before: str) -> bool:
    """Whether it says where something is: 住院部3层, 5病区12床, 3栋1单元; or is a unit's: /10万."""
    if figure.text.endswith(("栋", "幢")) and _UNIT_OF_HOUSE.match(text, figure.end):
        return True
    if _DATELINE.match(text, figure.end):
        return True
    if figure.text in ("10万", "十万") and before.endswith("/"):
        return True
    if figure.text.endswith("床") and (
        before.endswith(("病区", "病室", "病房")) or _LIES.match(text, figure.end)
    ):
        return True
    if not figure.text.endswith("层"):
        return False
    floor = max(0, figure.start - _STOREY_REACH)
    floor = max(floor, text.rfind("。", floor, figure.start) + 1)
    return not _STOREY.search(text, floor, figure.end + 8)


def _is_bare(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether it is digits alone, of which nothing is counted: the 1 and 15 of 1+15."""
    if not figure.unit and figure.text[-1].isdigit() and _VERSION.match(text, figure.end):
        return True  # 基层卫生2.0系统
    digits = not figure.unit and figure.text.isdigit()
    if _RATE_BEFORE.search(text, max(0, figure.start - 8), figure.start):
        return False
    if _LISTED_BARE.search(text, max(sentence.first, figure.start - 24), figure.start):
        return False
    if text.startswith("级", figure.end) and _GRADED.search(text, sentence.first, figure.start):
        return False
    if _ROUGHLY.match(text, figure.end) or _RANGED.match(text, figure.end):
        return False
    if _is_labelled_cell(text, figure):
        return False
    if is_spoken_step(text, figure.start, figure.end):
        return False
    if _COUNTED_BY.match(text, figure.end):
        return False  # 讲座21堂课: a measure that the atlas does not know
    return digits and not is_cell(text, figure.start, figure.end)


def _is_labelled_cell(text: str, figure: Figure) -> bool:
    """Whether it stands with its label in a row of such cells: 住院人次 居民5816 职工427."""
    if not _NEXT_CELL.match(text, figure.end):
        return False
    line = text.rfind("\n", max(0, figure.start - 80), figure.start) + 1
    before = text[max(line, figure.start - 80) : figure.start]
    return " " in before.strip() and bool(_LABELLED.search(before))


def _is_short_quote(text: str, figure: Figure) -> bool:
    """Whether quotation marks hold little more than the figure: “四个全覆盖”."""
    if _SUM.match(figure.text):
        return False  # “减少亏损5000万”
    longest = _words().quoted_longest
    opening = text.rfind("“", max(0, figure.start - longest), figure.start)
    if opening < 0 or "”" in text[opening : figure.start]:
        return False
    closing = text.find("”", figure.end - 1, opening + longest + 1)
    return closing >= 0


def _is_in_motto(text: str, figure: Figure) -> bool:
    """Whether it is the two of “两个提升、一个改善、一个满意”."""
    opening = text.rfind("“", max(0, figure.start - _MOTTO_LONGEST), figure.start)
    motto = _MOTTO.match(text, opening) if opening >= 0 else None
    return motto is not None and figure.end < motto.end()


def clause_words(text: str, figure: Figure, sentence: Sentence) -> tuple[str, int]:
    """The clause of a figure, from comma to comma, and where in it the figure stands."""
    start = clause_start(text, figure.start, sentence.first)
    end = clause_end(text, figure.end, sentence.last)
    return text[start:end], figure.start - start
