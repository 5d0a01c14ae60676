"""Numbers that count nothing new: the one of 一家医院里, the five of 这5种死因, made-up sums."""

from __future__ import annotations

import re

from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence

_REACH = 24  # signs
_ONE = re.compile("一[家所支座套例笔]")
_BECOMES = re.compile(  # 打造成一家…, 将成为一所…; but 建成一所 counts
    "(?:(?:改造|改建|建设|发展|打造|办|变)成(?:为|了)?|成为|成了|变为|作为|[这它]?是|[坐座]落[着著在于]?)\\Z"
)
_AGAIN = re.compile("又一[家所支座]")  # 一家又一家
_ALL_IN_ONE = re.compile(
    r"[与集以][^,，。;；\d]{2,40}(?:一体|为主|为目标)的"
)  # 一家集医疗…于一体的
_TEAM_BEFORE = re.compile("(?:打造|培养|锻造|带出|留下|建设|建立|拥有|形成)[出起成了]{0,2}\\Z")
_TEAM_AFTER = re.compile(r"[^,，。;；\d]{0,20}(?:队伍|团队|力量|医疗队|铁军)")
_THERE_IS = re.compile("有\\Z")
_SUCH = re.compile(r"[“‘「《]|[^,，。;；、\d的]{1,8}(?:的|而)[^,，。;；\d]{1,10}")
_GOES_TO = re.compile(r"(?:来到|走进|走访|探访|位于|[在到])[^,，。;；：:\d]{0,14}\Z")
_INSIDE = re.compile(r"[^,，。;；、\d]{2,12}(?:里|内|门口|门前|大厅|病房|诊室|[,，]记者)")
_COUNTS = re.compile("[建设选新增每各办再另设投关取配至]|确定|试点")
_MOST = re.compile(r"最[快慢大小高低长短早晚多少远](?:的)?\Z")
_SHARED = re.compile("[共同合]用\\Z")
_POINTED = re.compile(r"这\Z|(?:满足|符合|具备)(?:以上|上述)\Z")
_UNPOINTED = frozenset({"year", "month", "week", "day", "hour", "minute", "%", "CNY"})
_CAUSES = re.compile(
    r"(?:大|类|种)?(?:主要)?(?:死因|死亡原因|疾病|癌症?|恶性肿瘤|肿瘤)[^,，。;；\d]{0,10}占"
)
_LIST = re.compile(r"[^、,，。;；\d]{2,16}(?:、[^、,，。;；\d]{2,16}){2,9}(?:[,，]这?|[等这])\Z")
_LIST_REACH = 80
_QUOTED = re.compile(r"“[^“”\n、]{1,16}(?:、[^“”\n、]{1,16}){1,9}”这?\Z")
_LISTED_MOST = 10
_FOR_EXAMPLE = re.compile(
    r"(?:比如|例如|譬如|举例|假如|假设|假定|如[:：])[^。；;\n]{0,30}?"
    r"(?:病人|患者|参保|居民|职工|老人|住院|门诊|看病|某)[^。；;\n\d]{0,14}?"
    r"(?:花费?|费用|产生|发生|支出)(?:了|为|是)?[^。；;\n\d]{0,3}(?=\d)"
)
_TAKEN_AS = re.compile(r"以[^,，。;；\d]{0,16}\Z")
_AS_EXAMPLE = re.compile(r"[^,，。;；\d]{0,10}为例")
_PLACE_OF = re.compile(
    r"第\d{1,4}[名例位][^,，。;；\d]{0,10}(?:志愿者|捐献[者人]|登记者|患者|病人|宝宝)"
)
_FIRST_COME = re.compile(  # 为前30名就诊市民发放体验券
    r"前\d{1,4}[名位](?:[^,，。;；\d]{0,6})(?:市民|居民|患者|群众|顾客|参与者|职工|学生)"
)
_RANKED_ILLS = re.compile(
    r"(?:死因|死亡原因|发病[率数]|死亡[率数])(?:和[^,，。;；\d]{2,4}率)?[^,，。;；\d]{0,5}\Z"
    r"|[癌瘤病炎](?:均|分别|都)?(?:高居|位居|位列|排在)\Z"
)
_FOREMOST = re.compile("前[一二两三四五六七八九十\\d]{1,2}位?")


def is_indefinite(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether it is the one that only brings something in: 走进一家护理院, 打造一支…队伍.

    One that is counted stays: 新增一家, 每县选一家.
    """
    if not _ONE.match(figure.text):
        return False
    floor = max(sentence.first, figure.start - _REACH)
    before = text[floor : figure.start]
    at = text, figure.end
    if before.endswith("又") or _AGAIN.match(*at) or _ALL_IN_ONE.match(*at):
        return True
    if _BECOMES.search(before) or _MOST.search(before) or _SHARED.search(before):
        return True
    if _TEAM_BEFORE.search(before) and _TEAM_AFTER.match(*at):
        return True
    if _COUNTS.search(re.split("[,，;；、]", before)[-1]):
        return False
    if _THERE_IS.search(before) and _SUCH.match(*at):
        return True
    return bool(_GOES_TO.search(before) and _INSIDE.match(*at))


def is_pointed_back(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether it only says again how many were named: 这3家医院, 同时满足以上3个条件."""
    before = text[max(sentence.first, figure.start - 4) : figure.start]
    return figure.unit not in _UNPOINTED and bool(_POINTED.search(before))


def is_sum_of_list(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether it says how many causes of death stand before it: …、糖尿病,5种疾病占82.41%."""
    if figure.unit != "item" or not _CAUSES.match(text, figure.end):
        return False
    floor = max(sentence.first, figure.start - _LIST_REACH)
    return bool(_LIST.search(text[floor : figure.start]))


def is_sum_of_quote(text: str, figure: Figure) -> bool:
    """Whether it says how many stand in the quotation marks before it: “责任、利益”两个共同体."""
    if figure.unit not in ("item", "institution", "") or figure.value > _LISTED_MOST:
        return False
    return bool(_QUOTED.search(text, max(0, figure.start - _LIST_REACH), figure.start))


def is_example(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether it is reckoned for a case that is made up: 比如病人住院花费1000元,可报销600元."""
    if figure.unit not in ("CNY", "%"):
        return False
    if _AS_EXAMPLE.match(text, figure.end) and figure.unit == "CNY":
        return bool(_TAKEN_AS.search(text[max(sentence.first, figure.start - 20) : figure.start]))
    made_up = _FOR_EXAMPLE.search(text, sentence.first, figure.start + 1)
    return made_up is not None


def is_place_in_row(text: str, figure: Figure) -> bool:
    """Whether it numbers one of many, or ranks illnesses: 第52名志愿者, 居死因前五位."""
    if figure.unit != "rank":
        return False
    if _PLACE_OF.match(text, figure.start) or _FIRST_COME.match(text, figure.start):
        return True
    before = text[max(0, figure.start - 14) : figure.start]
    return bool(_FOREMOST.match(text, figure.start) and _RANKED_ILLS.search(before))
