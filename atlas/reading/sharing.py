"""Units, multipliers and qualifiers that the figures of one sentence share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from atlas.reading.columns import fill_columns
from atlas.reading.divisions import full_names
from atlas.reading.figurewords import (
    bare_count,
    counted_unit,
    figure_rules,
    find_qualifier,
    is_bare_money,
    is_money,
    named_unit,
    rate_unit,
)
from atlas.reading.numerals import scale_up
from atlas.reading.records import Figure
from atlas.reading.unitwords import find_unit, noun_unit, unit_table, unit_word

_JOIN = re.compile(r"\s?(?:[、和与及或至到~～—–－-]|以及|——)\s?")
_COMPARED = re.compile(  # 床位55张,超过全国平均标准15张
    r"[,，]?(?:超过|超出|高于|高出|低于|多于|少于|优于|比|较)(?:了)?"
    r"(?:全国|全省|全市|全区|国家|自治区|省里|上年|去年|上一年|同期)[^,，。;；\d]{0,14}"
)
_REACHED = re.compile("[降减升增缩清提压下上][^,，。;；\\d]{0,3}[到至为]|\\s?→\\s?")
_ASKED = re.compile("(?:至少|不少于|不低于)[^,，。;；]{0,3}\\Z")
_ADDED = re.compile(r"[^,，。;；、和及与\d]{1,12}[、和及与]")
_RANGE = re.compile(r"\s?(?:[-—–~～－]|——|至|到)\s?")
_CHANGE = re.compile(r"[从由自](?:约|近)?\Z")
_PART = re.compile(r"[,，、(（]?(?:其中)?[^。;；\n\d,，]{0,14}")
_FURTHER = re.compile(r"[^。\n\d]{0,24}")
_REMEMBERED = 4
_LABELLED = re.compile(r"[、,，]\s?([\u4e00-\u9fff]{1,6})")
_AMONG = re.compile(r"[^,，。;；\n\d]{1,8}[中里][,，]?(?:已|现|就)?有?(?:近|约)?")  # 6个旗县中有5个
_OF_SUCH = re.compile(  # 机构149家：县级5个
    r"[^。\n\d]{0,3}?[:：,，、;；(（和及]?(?:其中)?[:：,，]?"
    r"(?:(?:[省市县区乡镇村州旗]|国家|部|地市)[级属直一][有]?|公立|民营|公办|民办|国有|私立|非公立|新增|新建|改建)[有为是]?"
)
_IN_DIVISION = re.compile(  # 医共体20个,其中凯里市3个
    r"[,，、:：;；(（]?(?:其中)?[:：,，]?(?P<name>[^\s,，、:：;；。\d]{2,8}?)各?[有为是]?"
)
_OTHER_DIVISIONS = re.compile("其[余他它](?:各?[县市区旗州乡镇]|县[市区]|地区)")
_OF_KINDS = frozenset({"institution", "person", "place", "team", "bed"})
_TOTALS = frozenset({"visit", "person", "case", "CNY", "item", "household"})
_RATE_GAP = re.compile(r"[^。;；\n\d]{1,22}|[;；][^,，。;；\n\d]{2,12}")
_STEP = re.compile(
    r"[^,，。;；\d]{0,4}(?:缩短|压缩|减|减少|增|增加|降|降低|提高|提升|调整|扩大|延长|变)[^,，。;；\d]{0,3}"
    r"|[^,，。;；\d]{1,6}[到至]"
)
_COUNTED_FIRST = frozenset({"case", "visit", "person", "household", "item"})
_IN_PARTS = frozenset({"bed", "person", "case", "CNY", "institution", "item"})
_BARE_LIST = re.compile(r"[,，、;；]\s?[\u4e00-\u9fff]{2,5}\s?")
_PARTS_OPEN = re.compile(r"[,，。;；]?(?:其中[:：]?|[:：(（])[\u4e00-\u9fff]{2,6}")
_NEXT_PART = re.compile(r"[、,，;；][\u4e00-\u9fff]{2,6}\d{1,7}[、,，;；。)）]")
_SCATTER = re.compile(r"\s?±\s?\d[\d.]{0,8}\s?[)）]?\s?")  # (43.8±9.7)岁
_BOUNDS = (">=", "<=")
_LIMITS = (*_BOUNDS, ">", "<")
_SMALL_RATES = frozenset({"person", "bed", "item", "place", "institution"})
_LISTED = re.compile(
    r"""
    \s?[、和及与]\s?                                            # 6个、3个和5个
    | [^。;；\n]{0,16}[,，、](?:其中)?[^,，、。;；\d]{1,4}
    | [^。;；\n,，]{0,16}[,，]?(?:比|较|同比)[^。;；\n,，\d]{0,8}[增减多少]加?了?
    """,
    re.VERBOSE,
)
_NO_NOUN = re.compile(r"\s|[,，、。;；:：)）(（和及与并]|以[内上下]|左右|分别|$")
_DATES = re.compile(r"(?:20\d\d年)(?:\d{1,2}月)?[底末初]?")


def share_units(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Give numbers without a unit the one they share with the next (1、2和3家) or imply."""
    finished: list[Figure] = []
    following: Figure | None = None
    for figure in reversed(_share_backwards(text, fill_columns(text, found))):
        figure = _share_listed(text, _share_points(text, figure, following), following)
        figure = _share_scattered(text, figure) if _is_open(figure) else figure
        shared = _share_unit(text, figure, following) if _is_open(figure) else figure
        following = _imply_unit(text, shared) if _is_open(shared) else shared
        if not _is_year(following):
            finished.append(following)
    finished.reverse()
    for index in range(1, len(finished)):
        finished[index] = _share_step(text, finished[index - 1], finished[index])
        finished[index] = _share_bare(text, finished[index - 1], finished[index])
        finished[index] = _share_total(text, finished[index - 1], finished[index])
        finished[index] = _share_last(text, finished, index)
    return _share_qualifiers(text, finished)


def _share_last(text: str, figures: Sequence[Figure], index: int) -> Figure:
    """参保160万人，多7万人；在职的118万: the last is of people as well."""
    figure = figures[index]
    if not (_is_open(figure) and _scale(figure.text) and _NO_NOUN.match(text, figure.end)):
        return figure
    stop = figure.start
    for before in reversed(figures[max(0, index - _REMEMBERED) : index]):
        if not _FURTHER.fullmatch(text, before.end, stop):
            return figure
        if before.unit in _TOTALS and _scale(before.text):
            return replace(figure, unit=before.unit)
        stop = before.start
    return figure


def _share_bare(text: str, before: Figure, figure: Figure) -> Figure:
    """床位600,开放730; 满意868件。其中收费94、其他339: parts are counted as what stands before."""
    if before.unit not in _IN_PARTS or figure.unit or not _is_digits(figure):
        return figure
    if _is_digits(before):
        told = _NO_NOUN.match(text, figure.end)
        listed = told and _BARE_LIST.fullmatch(text, before.end, figure.start)
    else:
        opened = _PARTS_OPEN.fullmatch(text, before.end, figure.start)
        listed = opened and _NEXT_PART.match(text, figure.end)
    return replace(figure, unit=before.unit) if listed else figure


def _share_backwards(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Units that a figure takes from the one before it."""
    shared: list[Figure] = []
    for figure in found:
        if shared:
            figure = _share_rate(text, shared[-1], figure)
            figure = _share_measure(text, shared[-2:], figure)
            figure = _share_kind(text, shared[-1], figure)
            figure = _share_total(text, shared[-1], _share_step(text, shared[-1], figure))
        shared.append(figure)
    return shared


def _share_rate(text: str, before: Figure, figure: Figure) -> Figure:
    """每千人口医师数3.2人、护士数3.7人: the second is a rate too, as nobody counts 3.7 nurses."""
    rated = before.unit.startswith("per_1") or before.unit == "bed_per_1000"
    if not rated or figure.unit not in _SMALL_RATES:
        return figure
    compared = _COMPARED.fullmatch(text, before.end, figure.start)
    reached = _REACHED.fullmatch(text, before.end, figure.start)
    if figure.value == int(figure.value) and not compared and not reached:
        return figure
    if not _RATE_GAP.fullmatch(_DATES.sub("", text[before.end : figure.start])):
        return figure
    if figure.unit == "bed" or before.unit != "bed_per_1000":
        unit = "bed_per_1000" if figure.unit == "bed" and before.unit == "per_1000" else before.unit
        return replace(figure, unit=unit)
    return replace(figure, unit="per_1000")


def _share_measure(text: str, earlier: Sequence[Figure], figure: Figure) -> Figure:
    """由30个工作日缩短至10个, 门诊138个,其中婺城18个: the noun stands by the first alone."""
    word = unit_word(figure.text)
    table = unit_table()
    if word not in table.measures:
        return figure
    if unit_word(earlier[-1].text) == word and _AMONG.fullmatch(
        text, earlier[-1].end, figure.start
    ):
        return replace(figure, unit=earlier[-1].unit)
    if figure.unit != table.words[word] or not _NO_NOUN.match(text, figure.end):
        return figure
    for before in reversed(earlier):
        gap = text[before.end : figure.start]
        step = word in before.text and _STEP.fullmatch(gap)
        listed = unit_word(before.text) == word and _LISTED.fullmatch(gap)
        if step or (listed and noun_unit(re.split("[,，、]", gap)[-1], word) is None):
            return replace(figure, unit=before.unit)
    return figure


def _share_kind(text: str, before: Figure, figure: Figure) -> Figure:
    """医疗卫生机构149家：县级5个: what the whole counts is counted by level or owner."""
    word = unit_word(figure.text)
    if word != "个" or figure.unit not in ("item", "") or before.unit not in _OF_KINDS:
        return figure
    if not _NO_NOUN.match(text, figure.end):
        return figure
    of_such = figure.unit and _OF_SUCH.fullmatch(text, before.end, figure.start)
    told = of_such or _is_of_division(text, before.end, figure.start)
    return replace(figure, unit=before.unit) if told else figure


def _is_of_division(text: str, start: int, end: int) -> bool:
    """Whether a stretch between two figures only names where the second is: ,其中凯里市."""
    told = _IN_DIVISION.fullmatch(text, start, end)
    name = told["name"] if told else ""
    return name in full_names() or bool(_OTHER_DIVISIONS.fullmatch(name))


def _share_step(text: str, before: Figure, figure: Figure) -> Figure:
    """由12.6%降至0: what a bare number is reached from gives its unit."""
    bare = not figure.unit and figure.text[-1].isdigit() and before.unit
    if not bare or not _NO_NOUN.match(text, figure.end):
        return figure
    if not _REACHED.fullmatch(text, before.end, figure.start):
        return figure
    return replace(figure, unit=before.unit)


def _share_total(text: str, before: Figure, figure: Figure) -> Figure:
    """诊疗651.3万人次(其中公立医院588.7万): a part has its unit; 4.4万笔1320万 are paid."""
    if figure.unit or not _scale(figure.text) or before.unit not in _TOTALS:
        return figure
    if before.unit in _COUNTED_FIRST and before.end == figure.start:
        return replace(figure, unit="CNY") if _NO_NOUN.match(text, figure.end) else figure
    if not _PART.fullmatch(text, before.end, figure.start) or not _scale(before.text):
        return figure
    told = counted_unit(text, figure.start, figure.end) or is_money(text, figure.start, figure.end)
    if told or not _NO_NOUN.match(text, figure.end):
        return figure
    return replace(figure, unit=before.unit)


def _bound_ranges(text: str, figures: list[Figure]) -> list[Figure]:
    """80元至260元: the first is the least, the second the most; 从80元到260元 may be a change."""
    bound = list(figures)
    for index in range(1, len(bound)):
        first, second = bound[index - 1], bound[index]
        if first.qualifier != "=" or second.qualifier not in ("=", "<="):
            continue
        if first.unit in ("ratio", "") and "到" in text[first.end : second.start]:
            continue
        if first.unit != second.unit or not _RANGE.fullmatch(text, first.end, second.start):
            continue
        if first.value >= second.value or _CHANGE.search(
            text, max(0, first.start - 3), first.start
        ):
            continue
        bound[index - 1] = replace(first, qualifier=">=")
        bound[index] = replace(second, qualifier="<=")
    return bound


def _share_qualifiers(text: str, figures: list[Figure]) -> list[Figure]:
    """分别不低于50%、60%; 分别控制在2.5‰、4‰以内: one qualifier for the whole list."""
    shared = _bound_ranges(text, figures)
    for index in range(1, len(shared)):
        first, second = shared[index - 1], shared[index]
        if first.qualifier == ">=" and second.qualifier == "=" and _is_added(text, first, second):
            shared[index] = replace(second, qualifier=">=")
    for index in range(1, len(shared)):
        first, second = shared[index - 1], shared[index]
        told = first.qualifier in _LIMITS and not _has_own(text, first)
        if told and second.qualifier == "=" and _is_list(text, first, second):
            shared[index] = replace(second, qualifier=first.qualifier)
    for index in range(len(shared) - 1, 0, -1):
        first, second = shared[index - 1], shared[index]
        told = second.qualifier in _BOUNDS and _has_own(text, second)
        if told and first.qualifier == "=" and _is_list(text, first, second):
            shared[index - 1] = replace(first, qualifier=second.qualifier)
    return shared


def _is_added(text: str, first: Figure, second: Figure) -> bool:
    """Whether both are asked for: 至少有1名全科医生和2名中医师."""
    asked = _ASKED.search(text, max(0, first.start - 6), first.start)
    return bool(asked and _ADDED.fullmatch(text, first.end, second.start))


def _is_list(text: str, first: Figure, second: Figure) -> bool:
    listed = text[first.end : second.start] in ("、", "和", "及", "与")
    told = re.search("分别|依次", text[max(0, first.start - 12) : first.start])
    return listed and bool(told) and first.unit == second.unit


def _has_own(text: str, figure: Figure) -> bool:
    """Whether the qualifier stands after the figure: 4‰以内."""
    return any(pattern.match(text, figure.end) for pattern, _ in figure_rules().after)


def _is_digits(figure: Figure, about: str = "") -> bool:
    """Whether it is a whole number alone, maybe with commas: 2,500; and 2500多 with `about` 多."""
    return figure.text.replace(",", "").rstrip(about or " ").isdigit()


def _is_open(figure: Figure) -> bool:
    """Whether nothing but digits and a multiplier is there."""
    return not figure.unit and figure.text[-1] in "0123456789百千万亿余多"


def _is_year(figure: Figure) -> bool:
    """Whether it is a bare 1950 to 2049: a heading's year rather than a count."""
    bare = not figure.unit and figure.text.isdigit() and figure.qualifier == "="
    return bare and 1950 <= figure.value < 2050


def _share_points(text: str, figure: Figure, following: Figure | None) -> Figure:
    """提高0.9个、1.4个百分点: the first is points as well."""
    if following is None or following.unit != "pp" or not figure.text.endswith("个"):
        return figure
    joined = _JOIN.fullmatch(text, figure.end, following.start)
    return replace(figure, unit="pp") if joined else figure


def _share_scattered(text: str, figure: Figure) -> Figure:
    """(43.8±9.7)岁: a mean has the unit that stands behind how far it scatters."""
    scatter = _SCATTER.match(text, figure.end)
    unit = find_unit(text, scatter.end(), figure.start) if scatter else None
    return replace(figure, unit=unit.unit) if unit else figure


def _share_listed(text: str, figure: Figure, following: Figure | None) -> Figure:
    """3个、2个和2个医共体: the noun stands by the last alone."""
    word = unit_word(figure.text)
    table = unit_table()
    if following is None or word not in table.measures or figure.unit != table.words[word]:
        return figure
    alike = unit_word(following.text) == word and following.unit != figure.unit
    joined = alike and _JOIN.fullmatch(text, figure.end, following.start)
    return replace(figure, unit=following.unit) if joined else figure


def _share_unit(text: str, figure: Figure, following: Figure | None) -> Figure:
    if following is None or following.unit in ("", "rank", "ratio", "fraction"):
        return figure
    between = text[figure.end : following.start]
    if not _JOIN.fullmatch(between) and not _is_labelled_alike(text, figure, between):
        return figure
    value = figure.value
    scale = _scale(following.text)
    if scale and not _scale(figure.text) and value < scale_up(following.value, -scale):
        value = scale_up(value, scale)  # 6至7万元 is 60 000 to 70 000
    return replace(figure, unit=following.unit, value=value)


def _is_labelled_alike(text: str, figure: Figure, between: str) -> bool:
    """Whether both numbers have labels of one form: 一级200、二级500元."""
    label = _LABELLED.fullmatch(between)
    if not label or not figure.text.isdigit():
        return False
    return len(label[1]) > 1 and text[figure.start - 1 : figure.start] == label[1][-1]


def _scale(printed: str) -> int:
    """The power of ten of 万 or 亿 in a figure's text."""
    return next((power for sign, power in (("亿", 8), ("万", 4)) if sign in printed), 0)


def _imply_unit(text: str, figure: Figure) -> Figure:
    """The unit that a page break cut off (500万 ⏎ 元以上), that the words imply, or a rate's."""
    start, end = figure.start, figure.end
    if figure.text[-1] in "万亿余多":
        if gap := figure_rules().page_break.match(text, end):
            unit = find_unit(text, gap.end(), start)
            if unit and unit.unit == "CNY":
                qualifier = find_qualifier(text, start, unit.end, unit.unit)
                return replace(figure, unit=unit.unit, qualifier=qualifier)
        counted = counted_unit(text, start, end)
        if counted:
            return replace(figure, unit=counted)
        if is_money(text, start, end):
            return replace(figure, unit="CNY")
    if _is_digits(figure) and not _is_year(figure) and is_bare_money(text, start, end):
        return replace(figure, unit="CNY")
    named = named_unit(text, start) or rate_unit(text, start, "")
    if not named and _is_digits(figure, "余多") and _NO_NOUN.match(text, end):
        named = bare_count(text, start)
    return replace(figure, unit=named)
