"""What the words around a number say of it, by the table `figure_words.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.reading.tables import any_of, read_table
from atlas.reading.unitwords import BREAKS, unit_table

_REACH = 12
_RATE_REACH = 28
_ABOUT = re.compile("[余多来几+＋]")
_MORE = re.compile("[余多](?![种个家项])")
_AT_LEAST = re.compile(r"[至最]少(?![的时])[^,，。;；()（）\d]{1,4}\Z")
_AT_MOST = re.compile(
    r"(?:最多(?![的时])[^,，。;；()（）\d]{1,4}|最[高多](?:可|能)(?:以)?[^,，。;；\d]{0,3})\Z"
)
_BOUND_SHARE = re.compile(  # 不超过结余资金50%
    r"(?:(?P<least>不低于|不少于)|不超过|不高于)(?!全[国省市区县])[\u4e00-\u9fff]{2,8}\Z"
)
_BEYOND = re.compile(r"(?:超过?|突破|近|逾|约)有?\Z")  # 近百名, 突破千亿元
_REACHED = (
    "(?:均)?(?:为|是|[:：]|(?:降|升|提高|下降|上升|提升|控制|保持)?[至到在]|达到?|仅)?(?:了|近)?"
)
_FROM = r"[由从](?:\d{4}年[底末]?的)?"
_LISTED_RANK = re.compile(r"\s?(?:[,，。;；)）\n]|$)")  # 排名：新宾县第一，顺城区第二
_BRACKETS = re.compile(r"[(（][^()（）]{0,8}[)）]")
_STEP_FROM = re.compile(r"[从由]\Z")
_STEP_TO = re.compile(r"(?:[涨升降提增减加调](?:[高低到至为成]){1,2})(?=\d)")
_STEPPED = re.compile(r"[从由]\d[\d.]{0,5}万?[涨升降提增减加调][高低到至为成]{1,2}\Z")
_MONEY_NEAR = re.compile("医保|缴|交钱|交费|保费|费用|价|块|元|报销|钱|集采|支架|关节|种植牙|耗材")
_SAVED = re.compile(r"(?:\A|[,，、;；])省[了下]?\Z")  # 平均降53%,省1.9亿
_COUNTED_ON = re.compile(r"\s?(?:[%‰/:：.]|[\u4e00-\u9fff](?<![左起以,，的了]))")
_SCALES = frozenset("十百千万亿")
_OF_CASES = re.compile(r"每[十百千万\d]{1,4}(?P<one>[例笔件单])[^,，。;；]{0,10}\Z")
_EACH_TIME = re.compile(r"(?:每[个]?|[半一两])(?:年|月|周|天|日|季度?|半年|人)(?:至少|各|开展)?\Z")
_COUNTED = frozenset({"batch", "bed", "person", "place", "institution", "item", "room", ""})


@dataclass(frozen=True, slots=True)
class FigureRules:
    """The table, with the words of each rule as one pattern."""

    before: tuple[tuple[re.Pattern[str], str], ...]
    after: tuple[tuple[re.Pattern[str], str], ...]
    within: re.Pattern[str]
    within_units: frozenset[str]
    counted_before: tuple[re.Pattern[str], Mapping[str, str]]
    counted_after: tuple[re.Pattern[str], Mapping[str, str]]
    money_before: re.Pattern[str]
    money_after: re.Pattern[str]
    money_bare: re.Pattern[str]
    rank_after: re.Pattern[str]
    rank_before: re.Pattern[str]
    rank_never: re.Pattern[str]
    ranked: frozenset[str]
    rates: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]
    named: tuple[tuple[re.Pattern[str], str], ...]
    bare: tuple[tuple[re.Pattern[str], str], ...]
    never_after_one: str
    never_after: str
    page_break: re.Pattern[str]


def _qualifier_before(rule: Mapping[str, Any], filler: str) -> re.Pattern[str]:
    guard = f"(?<![{rule['not_after']}])" if "not_after" in rule else ""
    gap = "" if rule.get("filler") == "no" else filler
    return re.compile(rf"{guard}(?:{any_of(rule['words'])}){gap}\s?$")


def _qualifier_after(rule: Mapping[str, Any]) -> re.Pattern[str]:
    guard = f"(?![{rule['not_before']}])" if "not_before" in rule else ""
    return re.compile(rf"\s?(?:{any_of(rule['words'])}){guard}")


def _base(rule: Mapping[str, Any]) -> re.Pattern[str]:
    guard = f"(?<![{rule['not_after']}])" if "not_after" in rule else ""
    return re.compile(rf"{guard}(?:{any_of(rule['words'])})")


def _unit_words(units: Mapping[str, list[str]]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    words = {word: unit for unit, listed in units.items() for word in listed}
    return re.compile(any_of(words)), words


@cache
def figure_rules() -> FigureRules:
    """The table, read once."""
    raw = read_table("figure_words.yml")
    filler = rf"(?:{any_of(raw['filler'])})?(?:{any_of(raw['each'])}){{0,2}}"
    within = raw["within"]
    rank = raw["rank"]
    return FigureRules(
        before=tuple(
            (_qualifier_before(rule, filler), rule["qualifier"]) for rule in raw["before"]
        ),
        after=tuple((_qualifier_after(rule), rule["qualifier"]) for rule in raw["after"]),
        within=re.compile(rf"{within['word']}(?![{within['not_before']}])"),
        within_units=frozenset(within["units"]),
        counted_before=_unit_words(raw["counted"]["before"]),
        counted_after=_unit_words(raw["counted"]["after"]),
        money_before=re.compile(any_of(raw["money"]["before"])),
        money_after=re.compile(any_of(raw["money"]["after"])),
        money_bare=re.compile(rf"(?:{any_of(raw['money']['bare'])}){_REACHED}\Z"),
        rank_after=re.compile(any_of(rank["after"])),
        rank_before=re.compile(rf"\s?(?:{any_of(rank['before'])})"),
        ranked=frozenset(rank["ranked"]),
        rank_never=re.compile(rf"\s?(?:{any_of(rank['never'])})"),
        rates=tuple((_base(rule), rule) for rule in raw["per"]),
        named=tuple(
            (re.compile(rf"(?:{any_of(words)})(?:{_REACHED}|{_FROM})\Z"), unit)
            for unit, words in raw["named"].items()
        ),
        bare=tuple(
            (re.compile(rf"(?:{any_of(words)})(?:共|有|为)?[:：]? ?\Z"), unit)
            for unit, words in raw["bare"].items()
        ),
        never_after_one=raw["not_numeral_after"]["一"],
        never_after=raw["not_numeral_after"]["any"],
        page_break=re.compile(r"\s{0,4}\n\s{0,4}"),
    )


def find_qualifier(text: str, start: int, end: int, unit: str) -> str:
    """The qualifier of the figure `[start, end)`, `=` if no word says otherwise.

    >>> find_qualifier("不少于1次", 3, 5, "time"), find_qualifier("共签约27万人", 3, 7, "person")
    ('>=', '=')
    """
    rules = figure_rules()
    before = text[max(0, start - 14) : start]
    for pattern, qualifier in rules.before:
        if pattern.search(before):
            return qualifier
    inside = _ABOUT.search(text, start, end)
    if inside:
        return "~" if inside[0] == "来" else ">"
    for pattern, qualifier in rules.after:
        if pattern.match(text, end):
            return qualifier
    if unit in rules.within_units and rules.within.match(text, end):
        return "<="
    if unit == "%" and (bound := _BOUND_SHARE.search(text, max(0, start - 14), start)):
        return ">=" if bound["least"] else "<="
    if _AT_LEAST.search(text, max(0, start - 7), start):
        return ">="
    if _AT_MOST.search(text, max(0, start - 8), start):
        return "<="
    return ">" if _MORE.match(text, end) else "="


def words_before(text: str, position: int, reach: int) -> str:
    """The clause before a position, at most `reach` signs; a line break does not end it."""
    window = text[max(0, position - reach) : position]
    window = _BRACKETS.sub("", window)
    cut = max((window.rfind(sign) for sign in BREAKS if sign in window), default=-1)
    return "".join(window[cut + 1 :].split())


def is_money(text: str, start: int, end: int) -> bool:
    """Whether a number without a unit is an amount of money, by the words around it."""
    rules = figure_rules()
    if rules.money_after.match(text, end) or _is_priced_step(text, start, end):
        return True
    saved = _SAVED.search(text, max(0, start - 3), start)
    return bool(saved or rules.money_before.search(words_before(text, start, _REACH)))


def is_bare_money(text: str, start: int, end: int) -> bool:
    """Whether digits alone are an amount as people say it: 起付线1000, 降到2000左右.

    >>> is_bare_money("门槛费是1000左右", 4, 8), is_bare_money("门诊量是1000左右", 4, 8)
    (True, False)
    """
    if _COUNTED_ON.match(text, end) and not _STEP_TO.match(text, end):
        return False
    if figure_rules().money_bare.search(text, max(0, start - 12), start):
        return True
    return _is_priced_step(text, start, end)


def _is_priced_step(text: str, start: int, end: int) -> bool:
    """Whether it is an end of a rise or fall of what is paid: 支架从1.3万降到700."""
    near = _MONEY_NEAR.search(text, max(0, start - 40), start)
    return bool(near) and is_spoken_step(text, start, end)


def is_spoken_step(text: str, start: int, end: int) -> bool:
    """Whether digits alone are an end of a rise that people tell: 从350涨到380.

    >>> is_spoken_step("从350涨到380了", 1, 4), is_spoken_step("从350涨到380了", 6, 9)
    (True, True)
    """
    if _STEP_FROM.search(text, max(0, start - 2), start):
        return bool(_STEP_TO.match(text, end))
    return bool(_STEPPED.search(text, max(0, start - 14), start))


def is_rank(text: str, start: int, end: int) -> bool:
    """Whether 第三 or 前三 at `[start, end)` is a rank and no ordinal of another kind."""
    rules = figure_rules()
    if rules.rank_never.match(text, end):
        return False
    if rules.rank_before.match(text, end):
        return True
    if _LISTED_RANK.match(text, end) and text[max(0, start - 1) : start] in rules.ranked:
        return True
    if text[start] == "前" and not re.match(r"[,.;。，；、的]|$|\s", text[end : end + 1]):
        return False
    return bool(rules.rank_after.search(words_before(text, start, _REACH)))


_THINGS = frozenset({"台", "辆", "套", "栋", "幢", "艘"})
_LISTED_ONE = re.compile(r"[、,，。;；)）]")  # 添置DR一台、彩超一台
_HERE = {  # by the measure word, what stands before the numeral and behind the word
    "期": (re.compile("(?<!部)分\\Z"), re.compile("(?:工程)?(?:建|实施|进行|开发|推进)|[,，]")),
    "层": (re.compile("(?:楼|地[上下]|整)(?:共|高)?\\Z"), re.compile("")),
    "年": (re.compile("每\\Z"), re.compile("一?轮|[为一]?一?个?周期|[为一]一?个")),
    "次": (
        re.compile("每[^,，。;；\n]{1,20}(?:进行|上门服务|开展|随访|体检|检查|轮训|巡诊|更新)\\Z"),
        re.compile("(?!性)"),
    ),
}
_OF_ITS_KIND = re.compile("集[^。\\d]{2,40}于?一体")  # 是一所集医疗、教学于一体的医院


def is_numeral(text: str, start: int, end: int, word: str) -> bool:
    """Whether a Chinese numeral before the measure word counts something exactly."""
    rules, table = figure_rules(), unit_table()
    numeral = text[start:end]
    before = text[start - 1 : start] if start else ""
    long = len(numeral) > 1 and not _SCALES.isdisjoint(numeral)
    if _counts_here(text, start, end + len(word), word):
        return True
    beyond = bool(_BEYOND.search(text, max(0, start - 3), start))  # 近千份
    counts = word in table.long_counts and (long or (beyond and numeral[0] in "百千万"))
    never = word in table.not_chinese and not counts
    if never or numeral in ("二", "零", "〇"):
        return False
    if before == "上" and word != "成" and numeral[0] not in "百千万亿":
        return False  # 以上三项, but 站上九成
    bare = numeral[0] in "百千万亿" and numeral[-1] not in "余多来"
    told = long and numeral[0] not in _SCALES and before not in ("第", "每")  # 基数七百二十元
    if before and before in rules.never_after and not told:
        return False
    if bare:
        loose = unit_table().words.get(word) == "CNY" and len(numeral) == 1 and numeral != "亿"
        spoken = before == "上" and not loose
        return spoken or beyond
    if numeral != "一":
        return True
    if before == "满" and word in ("年", "个月"):
        return True
    if _OF_ITS_KIND.match(text, end + len(word)):
        return False
    if word == "次" and _EACH_TIME.search(text, max(0, start - 8), start):
        return True
    return _is_one(text, start, word)


def _counts_here(text: str, start: int, end: int, word: str) -> bool:
    """Whether the words around tell that a measure word counts that else is part of another.

    >>> _counts_here("分两期建设", 1, 3, "期"), _counts_here("第二期建设", 1, 3, "期")
    (True, False)
    """
    if word not in _HERE:
        return False
    before, after = _HERE[word]
    return bool(before.search(text, max(0, start - 26), start) and after.match(text, end))


def _is_one(text: str, start: int, word: str) -> bool:
    """Whether 一 before a measure word counts: 一家医院, and 添置DR一台、彩超一台."""
    before = text[start - 1 : start] if start else ""
    counts = word in unit_table().one_counts
    if word in _THINGS and _LISTED_ONE.match(text, start + 1 + len(word)):
        counts = before.isalpha()
    return counts and not (before and before in figure_rules().never_after_one)


def counted_unit(text: str, start: int, end: int) -> str:
    """What 228.3万 counts by the words around it (诊疗人次228.3万, 6万贫困人口), else nothing.

    Of what is counted and what is paid the word nearer to the number tells.

    >>> counted_unit("为患者省下4600万", 5, 10), counted_unit("投入后服务人口4600万", 7, 12)
    ('CNY', 'person')
    """
    rules = figure_rules()
    after, units = rules.counted_after
    match = after.match(text, end)
    if match:
        return units[match[0]]
    words = words_before(text, start, _REACH + 6)
    before, units = rules.counted_before
    counted = _last_of(before, words)
    paid = _last_of(rules.money_before, words[-_REACH:])
    if paid and (not counted or _ends(paid, words) > _ends(counted, words)):
        return "CNY"
    return units[counted] if counted else ""


def _last_of(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.findall(words)
    return found[-1] if found else ""


def _ends(word: str, words: str) -> int:
    return words.rfind(word) + len(word)


def named_unit(text: str, position: int) -> str:
    """The unit of a number at the position by the name of the measure before it, else nothing."""
    before = text[max(0, position - 14) : position].rstrip()
    return next((unit for name, unit in figure_rules().named if name.search(before)), "")


def bare_count(text: str, position: int) -> str:
    """What digits alone at the position count by the noun right before them, else nothing.

    >>> bare_count("床位600", 2), bare_count("医保目录2", 4)
    ('bed', '')
    """
    before = text[max(0, position - 8) : position]
    return next((unit for noun, unit in figure_rules().bare if noun.search(before)), "")


def rate_unit(text: str, start: int, unit: str, broken: bool = False) -> str:
    """The unit of a rate (每千人口…2.16个), or the unit itself if the clause names no base.

    `broken` says that the number has decimals, as in 每千人口医师、护士分别达到3.6人.
    """
    if unit not in _COUNTED and not (
        unit == "case" and _OF_CASES.search(text, max(0, start - 16), start)
    ):
        return unit
    before = words_before(text, start, _RATE_REACH)
    if broken and "分别" in before:
        listed = text[max(0, start - _RATE_REACH - 12) : start].replace("、", "")
        before = words_before(listed, len(listed), _RATE_REACH + 12)
    for pattern, rule in figure_rules().rates:
        if pattern.search(before):
            beds = unit == "bed" or (unit != "person" and "床" in before)
            rate = rule["bed"] if beds else rule["other"]
            return unit if rate == "same" else rate
    return unit
