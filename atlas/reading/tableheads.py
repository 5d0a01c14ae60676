"""What the heads of a table, its title and the names of its rows say of the units below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from atlas.reading.figurewords import figure_rules, named_unit, rate_unit
from atlas.reading.numerals import scale_up
from atlas.reading.records import Figure
from atlas.reading.unitwords import find_unit, noun_unit

BRACKETED = re.compile(
    r"[(（](?:(?P<whole>单位|计量单位|金额单位)[:：]?\s?)?(?P<scale>[万亿]?)(?P<unit>[^()（）\s]{0,6})[)）]"
)
_UNIT_CELL = re.compile(
    r"(?:(?P<whole>单位|计量单位|金额单位)[:：]\s?)?(?P<scale>[万亿]?)(?P<unit>[^()（）\s]{0,6})"
)
_SHARE = re.compile(r"(?<!死亡)(?<!发病)(?<!患病)率[:：]?$|占比[:：]?$|比例[:：]?$")
_COUNT = re.compile(
    r"(?:数量?|发病|死亡|病例|批次|人次|量|参保|参合|床位|人员|职工|医师|护士|医生|药师|技师)[:：]?$"
)
_PEOPLE = re.compile("(?:人员|职工|医[师生]|护士|[药技]师|卫生员|村医|药剂士)(?:总?数)?[:：]?$")
_NO_NAME = re.compile(r"\s|[#＃]|其中[:：]?")  # what is no part of a name: # 护　士
_HOUSE = re.compile("医院|卫生院|卫生室|诊所|门诊部|服务站|机构|[中服]心|疾控|保健院")
_NOTED = re.compile(r"(?<=.)[(（][^()（）]*[)）]$")  # 目标人群数(按33%比例)
_HOUSES = re.compile(  # whole heads of columns
    r"#?(?:其中[:：]?)?(?:(?:公立|民营|综合|专科|各类)?医院|(?:乡镇|中心|街道|镇)?卫生院|(?:标准化)?村?卫生[室站]"
    r"|诊所|门诊部|社区卫生服务(?:中心|站)(?:[(（]站[)）])?|(?:医疗|医疗卫生|卫生|基层医疗卫生)机构|零售药店|药店)"
)
_PAID = re.compile(r"(?:费用|金额|单价|均价|补助标准|缴费标准|筹资标准|总收入|总支出)[:：]?$")
_SUMS_UNIT = re.compile(r"单位[:：][^\s|]{1,12}[、,，](?P<scale>[万亿]?)元")
_SUMS = re.compile("(?:基金|累计|本年|本期|当期|统筹|滚存)[^\\s]{0,6}(?:收入|支出|结余)[:：]?$")
_DAYS = re.compile(r"住院[天日]数?[:：]?$|[天日]数[:：]?$")
_LENGTHS = re.compile("(?:周转|开展|举办|出诊)次数[:：]?$|(?:住院|在院|工作)[日天]数?[:：]?$")
_SCALES = {"万": 4, "亿": 8, "": 0}
_NO_UNIT = frozenset("大分度号")


@dataclass(frozen=True, slots=True)
class Head:
    """What a head gives to the numbers below it: a unit, and the power of ten they are in."""

    unit: str
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell `[start, end)`; `figure` is the index of the figure that fills it.

    `above` is where the name stands that a head has above its unit, 机构数 over (个), or what it
    is a part of.
    """

    start: int
    end: int
    is_number: bool = False
    figure: int | None = None
    above: Cell | None = None


def is_bare(figure: Figure) -> bool:
    """Whether it is digits alone."""
    return not figure.unit and figure.text[-1].isdigit()


def unit_of_houses(text: str, name: Cell) -> Head | None:
    """The unit of a row that names houses alone: 医院｜165｜163."""
    printed = text[name.start : name.end]
    return Head("institution") if _HOUSE.search(printed[-3:]) else None


def unit_of_kinds(text: str, name: Cell | None, column: Cell | None) -> Head | None:
    """What nothing else gives, by the row's name, then by the column's: sums, stays, houses."""
    for cell in (name, column):
        printed = text[cell.start : cell.end] if cell else ""
        if _PAID.search(printed):
            return Head("CNY")
        if _DAYS.search(printed):
            return Head("day")
    houses = column and _HOUSES.fullmatch(_NO_NAME.sub("", text[column.start : column.end]))
    return (unit_of_houses(text, name) if name else None) or (
        Head("institution") if houses else None
    )


def title_unit(text: str, row: Sequence[Cell]) -> Head | None:
    """The unit of a whole table: 单位：万元, (万元)：."""
    for cell in row:
        if cell.is_number:
            continue
        printed = text[cell.start : cell.end]
        match = _UNIT_CELL.fullmatch(printed)
        if match and match["whole"]:
            return head_of(text, cell.start, match, cell.start)
        for bracketed in BRACKETED.finditer(printed):
            told = bracketed["whole"] or printed.startswith((":", "："), bracketed.end())
            name_end = cell.start + bracketed.start()
            head = head_of(text, cell.start, bracketed, name_end) if told else None
            if head:
                return head
    return None


def sums_unit(text: str, row: Sequence[Cell]) -> Head | None:
    """The unit of the sums of a table whose title names several: 单位:人(次)、万元."""
    found = (_SUMS_UNIT.search(text, cell.start, cell.end) for cell in row if not cell.is_number)
    match = next(filter(None, found), None)
    return Head("CNY", _SCALES[match["scale"]]) if match else None


def unit_cell(text: str, cell: Cell, name: Cell | None) -> Head | None:
    """The unit that is all of a cell, that of a rate by the name before it."""
    printed = text[cell.start : cell.end]
    match = _UNIT_CELL.fullmatch(printed)
    if not match or printed in _NO_UNIT:
        return None
    return head_of(text, cell.start, match, name.end if name else cell.start)


def bracketed_unit(text: str, cell: Cell) -> Head | None:
    """The unit in the last brackets of a head."""
    printed = text[cell.start : cell.end]
    for match in reversed(list(BRACKETED.finditer(printed))):
        name_end = cell.above.end if cell.above else cell.start + match.start()
        head = head_of(text, cell.start, match, name_end)
        if head:
            return head
    if cell.above and not BRACKETED.fullmatch(printed):
        return bracketed_unit(text, cell.above)
    return None


def counts_people(name: str) -> bool:
    """Whether a name of a row or column is of people: 卫生技术人员数."""
    return bool(_PEOPLE.search(name))


def unit_behind(text: str, row: Sequence[Cell], place: int) -> Head | None:
    """The unit that is all of the cell behind a number: ≥ | 5000 | 人 |; not 床位 | 张 | 1200."""
    if place + 1 >= len(row) or row[place + 1].is_number:
        return None
    if place + 2 < len(row) and row[place + 2].is_number:
        return None
    name = row[place - 1] if place else None
    if name and name.end - name.start < 2 and place > 1:
        name = row[place - 2]
    return unit_cell(text, row[place + 1], name)


def head_of(text: str, offset: int, match: re.Match[str], name_end: int) -> Head | None:
    """The head that a match, counted from `offset`, gives; its name ends at `name_end`."""
    printed, scale = match["unit"], _SCALES[match["scale"]]
    if printed in ("1/10万", "1/十万", "/10万", "10万分之一"):
        return Head("per_100k")
    start, end = offset + match.start("unit"), offset + match.end("unit")
    word = find_unit(text, start, name_end) if printed else None
    if word and word.end == end:
        line = text.rfind("\n", 0, min(name_end, offset)) + 1
        unit = rate_unit(text[line:name_end], name_end - line, word.unit)
        if unit == "time" and text[name_end - 2 : name_end] == "人数":
            unit = "visit"  # 支付人数(次)
        return Head(unit, scale) if unit else None
    if not printed and scale:
        counted = _counted(text[max(0, name_end - 12) : name_end])
        return Head(counted, scale) if counted else None
    return None


def implied_unit(text: str, cell: Cell) -> Head | None:
    """The unit of a head that names none: 抽检批次, 中医馆数, 签约率."""
    printed = _NO_NAME.sub("", text[cell.start : cell.end])
    named = named_unit(text, cell.end)
    if named:
        return Head(named)
    if _SHARE.search(printed):
        return Head("%")
    if _SUMS.search(printed):
        return Head("CNY")
    if _LENGTHS.search(printed):
        return Head("time" if printed.rstrip(":：").endswith("次数") else "day")
    printed = _NOTED.sub("", printed)
    if _PEOPLE.search(printed):
        return Head("person")
    if not _COUNT.search(printed):
        return None
    counted = _counted(printed)
    return Head(counted) if counted else None


def _counted(printed: str) -> str:
    pattern, units = figure_rules().counted_before
    words = pattern.findall(printed)
    return units[words[-1]] if words else noun_unit(printed, "个") or ""


def with_head(figure: Figure, head: Head) -> Figure:
    """The figure with the unit of its head, multiplied out."""
    return replace(figure, unit=head.unit, value=scale_up(figure.value, head.scale))
