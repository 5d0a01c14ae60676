"""Which figures are of the nation, the province or a standard, and not of the place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.reading.asides import is_other_side
from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, clause_start
from atlas.reading.tables import any_of, read_table

_TOLD_AGAINST = re.compile("[高低优多少出](?:于|出)|位居|名列")
_OWN_VALUE = re.compile(
    r"[(（]\Z|(?:全国|全省|国家)的[^,，;；]*\Z|(?:国际|国家)标准的?\Z"
    r"|(?:国家|省里?|省市|上级)(?:要求|规定|定)的\Z"
)  # 优于全国的5.0‰, 低于国家要求的90分钟
_SHARE_OF_ALL = re.compile(r"占(?:到|据|了)?(?:全国|全省|我省)[^,，。;；\d]{0,8}\Z")
"""Of what the nation or the province has, the part that is the place's own."""
_SHARES = frozenset(("%", "fraction", "‰"))
_STEP_AFTER = re.compile("(?:缩短|压缩|精简|减少?|降低?|提高|提升|扩大)[到至为]")
_NATION_HAS = re.compile("全国(?:现有|共有|已有|有|达)[近约超]?\\Z")  # 定点医院全国有5.27万家
_CURABLE = re.compile("(?:以上)?[都均]?(?:能|可以?)(?:治好|治愈|预防|避免)")  # 95%以上能治好
_ONE_OF = re.compile(
    r"[^,，。;；\d]{0,10}(?:之一|中的(?:一[个家座所]|唯一))"
)  # 全国15座试点城市之一
_WORLD = re.compile(  # 高于国际通行10%的标准, 高收入国家水平(80.8岁)
    r"(?:国际|世界|全球)(?:上)?(?:通行|公认|通用|认可|规定)的?\Z"
    r"|(?:发达|高收入|发展中|同等收入)国家[^,，。;；\d]{0,10}[(（为是]\Z"
)
_BY_STANDARD = re.compile(
    "(?:国际|国内|行业|指南)(?:推荐|规定|要求)?的?\\Z"
)  # 远超国际90分钟黄金救治标准
_STANDARD = re.compile(r"[^,，。;；\d]{0,8}(?:标准|要求|时限)")
_MINISTRIES = re.compile("部委|国家部[门委]|中央部门|国家(?:和|及|、)地区")  # 100多个国家和地区
_RANKED_AMONG = re.compile(  # 在全市9个县区中排第二
    r"[^,，。;；\d]{0,10}(?:中|里)[^,，。;；\d]{0,6}(?:排|列|居|名次|第)"
)
_AMONG = re.compile("全[国省市区州盟][各的]?\\Z")


@dataclass(frozen=True, slots=True)
class _Words:
    """The part `background` of the table `exclusion_words.yml`, each list as one pattern."""

    background: re.Pattern[str]
    named: re.Pattern[str]
    nation: re.Pattern[str]
    subjects: re.Pattern[str]
    measured: re.Pattern[str]
    beside: re.Pattern[str]
    beside_after: re.Pattern[str]


@cache
def _words() -> _Words:
    raw: Mapping[str, Any] = read_table("exclusion_words.yml")["background"]
    return _Words(
        background=re.compile(any_of(raw["words"])),
        named=re.compile(rf"全国(?={raw['named']})"),
        nation=re.compile(raw["opens"]),
        subjects=re.compile(
            rf"(?:{any_of(raw['subjects'])})[^,，]{{0,20}}(?:{any_of(raw['measures'])})"
            r"(?:仅|约|分别|只)?(?:为|是|达|达到|有)?(?:[从由]?(?:\d{4}年[底末]?的?)?"
            r"(?:[\d.]+[^\d,，。;；、]{0,4}[升降高长加低][至到](?:\d{4}年[底末]?的?)?)?)?$"
        ),
        measured=re.compile(any_of(raw["unless"])),
        beside=re.compile(
            rf"(?:{any_of(raw['beside'])})(?:平均)?(?:水平)?(?:分别)?[为是的仅]?[(（]?\s?"
            r"(?:\d+(?:\.\d+)?(?:[%‰个人张名份]|/10万)?[、和与])*$"
        ),
        beside_after=re.compile(
            r"(?:[、和](?:全国|全省)\d+(?:\.\d+)?[^,，。;；\d]{0,2})?"
            rf"(?:{any_of(raw['after'])})"
        ),
    )


def is_background(text: str, figure: Figure, sentence: Sentence, of_province: bool = False) -> bool:
    """Whether a figure is of the nation, the province or a standard.

    In a text `of_province` 全省 is the home.
    """
    words = _words()
    start = clause_start(text, figure.start, sentence.first)
    before = _without_own(text[start : figure.start], figure.unit, of_province)
    if _is_of_nation(text, figure, before):
        return True
    told = words.beside_after.match(text, figure.end)
    if is_other_side(text, figure, sentence) or _is_measure_of_rank(text, figure, before):
        return True
    if told and told[0] != "的要求":
        return True
    if figure.unit not in ("pp", "rank") and words.nation.match(before):
        return True
    against = words.measured.search(before)
    if figure.unit not in ("pp", "rank", "time"):
        margin = _TOLD_AGAINST.search(before) and not (
            _OWN_VALUE.search(before) or figure.unit == "%"  # 高于全国1.2%; a margin is in points
        )
        stepped = _STEP_AFTER.match(text, figure.end)  # 由国家规定的30个工作日缩短至10个
        if words.beside.search(before) and (told or not margin) and not stepped:
            return True
        if words.subjects.search(before) and not against:
            return True
    return bool(words.background.search(before) and not against)


def _is_of_nation(text: str, figure: Figure, before: str) -> bool:
    """Whether it counts what the nation has (全国有5.27万家), or what all books say."""
    if figure.unit != "fraction" and _ONE_OF.match(text, figure.end):
        return True
    curable = figure.unit == "%" and _CURABLE.match(text, figure.end)
    return bool(curable or _NATION_HAS.search(before))


def _without_own(before: str, unit: str, of_province: bool) -> str:
    """The words before a figure without the names of wider places that say nothing of it."""
    before = _words().named.sub("", before)
    if unit in _SHARES:
        before = _SHARE_OF_ALL.sub("占", before)
    return before.replace("全省", "全市") if of_province else before


def _is_measure_of_rank(text: str, figure: Figure, before: str) -> bool:
    """Whether it is what the world holds for right, or among how many a place is ranked."""
    if _WORLD.search(before) or _MINISTRIES.match(text, figure.end):
        return True
    if _BY_STANDARD.search(before) and _STANDARD.match(text, figure.end):
        return figure.unit != "time"  # 是国际标准的5倍
    return bool(_AMONG.search(before) and _RANKED_AMONG.match(text, figure.end))
