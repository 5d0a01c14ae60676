"""Units of the bare numbers in the cells of a table, from its heads, its rows or its title.

A table stands in a text as rows of cells parted by bars, tabs or spaces, as one cell a line, or
all in one line: 机构（个） 床位（张） 合计 5186 112603.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from atlas.reading.records import Figure
from atlas.reading.tableheads import (
    BRACKETED,
    Cell,
    Head,
    bracketed_unit,
    head_of,
    implied_unit,
    is_bare,
    title_unit,
    unit_cell,
    unit_of_kinds,
    with_head,
)

_BAR = re.compile(r"(?:(?<=[|｜])|(?<![^\n]))[^|｜\n]*")
_TAB = re.compile(r"(?:(?<=\t)|(?<![^\n]))[^\t\n]*")
_GAP = re.compile(  # a blank may stand within a head: 地　区
    r"(?<!\S)(?:地\s+区|[区县]\s+[县区]|指\s+标|项\s+目|名\s+称|单\s+位|类\s+别|年\s+份|[合总小]\s+计|全\s+[市县区州])(?!\S)"
    r"|[^\s；;]+"
)
_DECLARED = re.compile(
    r"[(（](?:计量)?单位[:：][^()（）\s]{1,8}[)）](?=\S)"
    r"|[(（](?P<unit>%|‰|[万亿]?元|[万亿]?人|[个家张所]|万?人次)(?:[,，][^()（）\s]{1,12})?[)）][:：]"
)
_LISTED_VALUE = re.compile(r"[;；,，。、\n]|$")  # 蒙自82.4；个旧80.7
_DATE = re.compile(r"\d{4}年?(?:\d{1,2}月)?[底末]?(?:目标|实际|完成值?)?[值数]?[:：]?")
_DASH = re.compile(r"[-—–/…*]+")
_DIFFERENCE = re.compile("增减|升降|差值|变化|较上年|比上年")  # of two shares it is in points
_CELL_LONGEST = 40
_LINE_LONGEST = 4000
_PART_LONGEST = 16  # on average, in a line with a full stop
_UNIT_ALONE = re.compile(r"[(（][^()（）\d]{1,5}[)）]")
_OLD_YEAR = re.compile(r"19[0-4]\d")  # of later ones no figure is made
_BLANK = re.compile(r"[\s|｜]+")
_QUALIFIER = re.compile(r"[-－+＋±≥≤＞＜><~约近超]|不低于|不高于|不超过|不少于")
_LIMIT = re.compile(r"以上|以下|以内|左右|[及(（]?含?[)）]?以[上下]")
_CELL_BEFORE = re.compile(r"(?:[|｜\t]\s*|[\u4e00-\u9fff)）%％‰:：\d]\s+|\n\s*)\Z")
_CELL_AFTER = re.compile(r"\s*[|｜\t\n]|\s+[\u4e00-\u9fff\d]|\s*\Z|[;；]")
_GROUP = re.compile("(?:城乡|城镇)?(?:居民|职工|男性?|女性?|合计|其中|总计)")  # 住院人次 居民5816
_STAYED = re.compile(
    "[出入]院|门诊(?!部)|急诊(?!科)|诊疗"
)  # 出院人数（万人）: whoever comes again counts again
_STAFF = re.compile("医[师生]|护[士理]|药师|技师|人员|职工")


def fill_columns(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, with the units that the heads of their table give to those that have none."""
    filled = list(figures)
    starts = [figure.start for figure in figures]
    columns: list[Cell] = []
    whole: Head | None = None
    carried: Head | None = None
    filling = False
    numbering: set[int] = set()
    for row in _rows(text, figures, starts):
        if row is None:
            columns, whole, carried = [], None, None
            continue
        if all(_is_time(text, cell) for cell in row):
            columns = _spread(columns, sum(cell.end > cell.start for cell in row))
            continue
        has_numbers = any(cell.is_number for cell in row)
        if filling and not has_numbers:
            whole = carried = None  # another table begins
        whole = title_unit(text, row) or whole
        filling = has_numbers
        if has_numbers:
            carried = _fill_row(text, row, columns, whole, carried, filled)
            numbering |= _numbering(text, row, columns)
        elif len(row) > 1:
            columns = row
    _fill_declared(text, filled, starts)
    return [figure for index, figure in enumerate(filled) if index not in numbering]


def _fill_declared(text: str, filled: list[Figure], starts: list[int]) -> None:
    """（单位：亿元）收入：20.13；支出：18.74: the unit of the bare numbers of one line of prose."""
    for match in _DECLARED.finditer(text):
        line_end = text.find("\n", match.end())
        last = bisect_left(starts, line_end if line_end >= 0 else len(text))
        bracketed = BRACKETED.search(f"({match['unit']})" if match["unit"] else match[0])
        head = head_of(text, match.start(), bracketed, match.start()) if bracketed else None
        for index in range(bisect_left(starts, match.end()), min(last, len(filled))):
            figure = filled[index]
            named = match["unit"] and _LISTED_VALUE.match(text, figure.end)
            told = named or text[figure.start - 1] in ":：为是达"
            if head and told and is_bare(figure):
                filled[index] = with_head(figure, head)


def _numbering(text: str, row: Sequence[Cell], columns: Sequence[Cell]) -> set[int]:
    """The figures that only number the rows."""
    heads = _aligned(text, row, columns)
    return {
        cell.figure
        for place, cell in enumerate(row)
        if cell.figure is not None
        and (
            (place == 0 < len(row) - 2 and _OLD_YEAR.fullmatch(text, cell.start, cell.end))
            or (
                place in heads
                and text[heads[place].start : heads[place].end] in ("序号", "编号", "序")
            )
        )
    }


def is_cell(text: str, start: int, end: int) -> bool:
    """Whether a number is all that its cell of a table holds.

    >>> is_cell("| 市医院 | 1500 | 820 |", 8, 12), is_cell("以 1+1 为", 2, 3)
    (True, False)
    """
    before = start == 0 or _CELL_BEFORE.search(text, max(0, start - 4), start)
    return bool(before and _CELL_AFTER.match(text, end))


def _rows(text: str, figures: Sequence[Figure], starts: list[int]) -> Iterator[list[Cell] | None]:
    """The cells of each row, those of lines with one cell taken together; None for prose."""
    together: list[Cell] = []
    position = 0
    barred = parted = False
    for line in text.splitlines(keepends=True):
        end = position + len(line)
        if line.strip() in ("|", "｜"):
            barred = parted = True
            position = end
            continue
        prose = _is_prose(line)
        cells = [] if prose else list(_cells(text, position, end, figures, starts))
        position = end
        if len(cells) == 1 and cells[0].end - cells[0].start <= _CELL_LONGEST:
            barred = barred and "|" not in line
            together = _put(text, together, cells[0], barred and not parted)
            parted = False
            continue
        barred = parted = False
        if together:
            yield together
            together = []
        if cells:
            yield cells
        elif prose:
            yield None
    if together:
        yield together


def _put(text: str, cells: list[Cell], cell: Cell, within: bool) -> list[Cell]:
    """The cells and one more, or its words put to the last: (张) below 床位数."""
    words = cells and not cells[-1].is_number and not cell.is_number
    if words and (within or _UNIT_ALONE.fullmatch(text, cell.start, cell.end)):
        return [*cells[:-1], Cell(cells[-1].start, cell.end)]
    return [*cells, cell]


def _spread(columns: Sequence[Cell], years: int) -> list[Cell]:
    """The heads of columns over the row of years below them: 机构 床位 over 2021 2022 2021 2022."""
    heads = [cell for cell in columns if cell.end > cell.start]
    over = heads[1:]
    if not over or years % len(over):
        return list(columns)
    return heads[:1] + [head for head in over for _ in range(years // len(over))]


def _last_filled(left: Cell, cell: Cell) -> Cell:
    return cell if cell.end > cell.start else left


def _is_time(text: str, cell: Cell) -> bool:
    """Whether a cell is empty or a year, as in a second row of heads."""
    return cell.start == cell.end or bool(_DATE.fullmatch(text, cell.start, cell.end))


def _is_prose(line: str) -> bool:
    """Whether a line is sentences: seldom parted by blanks or bars, or endless."""
    parts = 1 + len(_BLANK.findall(line.strip()))
    return len(line) > _LINE_LONGEST or ("。" in line and len(line) > _PART_LONGEST * parts)


def _cells(
    text: str, start: int, end: int, figures: Sequence[Figure], starts: list[int]
) -> Iterator[Cell]:
    line = text[start:end].rstrip("\r\n")
    pattern = _BAR if "|" in line or "｜" in line else _TAB if "\t" in line.strip() else _GAP
    index = bisect_left(starts, start)
    for match in pattern.finditer(text, start, start + len(line)):
        words = match[0].strip()
        first = match.start() + match[0].index(words)
        last = first + len(words)
        if not words:
            if pattern is _TAB or start < first < start + len(line):
                yield Cell(first, first)
            continue
        while index < len(figures) and figures[index].start < first:
            index += 1
        while index + 1 < len(figures) and figures[index + 1].end <= last:
            index += 1
        if _DASH.fullmatch(words):
            yield Cell(first, last, is_number=True)
        elif index < len(figures) and figures[index].start < last:
            yield from _number_cell(text, first, last, index, figures[index])
        else:
            yield Cell(first, last)


def _number_cell(text: str, start: int, end: int, index: int, figure: Figure) -> Iterator[Cell]:
    """A cell that a figure ends: all of it, or its words up to a colon are a cell before it."""
    before, after = text[start : figure.start], text[figure.end : end]
    if after and not _LIMIT.fullmatch(after):
        yield Cell(start, end)
    elif not before or _QUALIFIER.fullmatch(before):
        yield Cell(start, end, True, index)
    elif not after and _GROUP.fullmatch(before) and is_bare(figure):
        yield Cell(figure.start, end, True, index)
    elif before.endswith((":", "：")):
        yield Cell(start, figure.start)
        yield Cell(figure.start, end, True, index)
    else:
        yield Cell(start, end)


def _fill_row(
    text: str,
    row: Sequence[Cell],
    columns: Sequence[Cell],
    whole: Head | None,
    carried: Head | None,
    filled: list[Figure],
) -> Head | None:
    """Fills one row; what its own words give, or else `carried`, is for parts in the next one."""
    named = _aligned(text, row, columns)
    _keep_columns(row, named, filled)
    explicit = {place: bracketed_unit(text, cell) for place, cell in named.items()}
    named = named or _heads_within(text, row, filled)
    heads = {
        place: bracketed_unit(text, cell) or implied_unit(text, cell)
        for place, cell in named.items()
    }
    signed = {
        place
        for place, cell in named.items()
        if not explicit.get(place) and _DIFFERENCE.search(text, cell.start, cell.end)
    }
    name: Cell | None = None
    own: Head | None = None
    used: Head | None = None
    for place, cell in enumerate(row):
        if not cell.is_number:
            if _is_time(text, cell):
                continue
            unit = unit_cell(text, cell, name)
            name = name if unit else cell
            own = unit or bracketed_unit(text, cell)
        elif cell.figure is not None and is_bare(filled[cell.figure]):
            implied = implied_unit(text, name) if name else None
            head = explicit.get(place) or own or heads.get(place) or whole or implied
            head = head or (carried if name else None)
            head = head or unit_of_kinds(text, name, named.get(place))
            if head:
                used = own or implied or used
                head = Head("pp") if head.unit == "%" and place in signed else head
                told = [one for one in (name, named.get(place)) if one]
                if head.unit == "person" and _tells_stays(text, told):
                    head = Head("visit", head.scale)
                filled[cell.figure] = with_head(filled[cell.figure], head)
    return used or carried


def _tells_stays(text: str, told: Sequence[Cell]) -> bool:
    """Whether people of a row and column are patients: 出院人数, but not the nurses of 门诊部."""
    names = [text[one.start : one.end] for one in told]
    return any(map(_STAYED.search, names)) and not any(map(_STAFF.search, names))


def _keep_columns(row: Sequence[Cell], heads: Mapping[int, Cell], filled: list[Figure]) -> None:
    """Tells each figure of a row where the head of its column stands."""
    for place, head in heads.items():
        figure = row[place].figure
        if figure is not None and head.end > head.start:
            filled[figure] = replace(filled[figure], column=(head.start, head.end))


def _aligned(text: str, row: Sequence[Cell], columns: Sequence[Cell]) -> dict[int, Cell]:
    """The head of each cell by its place, if the row of heads is as long or one shorter.

    A row of units alone, (个) | (张) | |, has none for the names of the rows.
    """
    if columns and _UNIT_ALONE.fullmatch(text, columns[0].start, columns[0].end):
        columns = [cell for cell in columns if cell.end > cell.start]
    shift = len(row) - len(columns)
    if not columns or shift not in (0, 1):
        return {}
    spread = list(accumulate(columns, _last_filled))
    return {place: spread[place - shift] for place in range(shift, len(row))}


def _heads_within(text: str, row: Sequence[Cell], filled: Sequence[Figure]) -> dict[int, Cell]:
    """The heads of a table in one line: the last before the label of its first run of numbers."""
    runs = [run for run in _runs(row) if not _is_run_of_years(row, run, filled)]
    if not runs or runs[0][0] == 0:
        return {}
    size = len(runs[0])
    texts = [cell for cell in row[: runs[0][0]] if not cell.is_number]
    if len(texts) == size and all(bracketed_unit(text, cell) for cell in texts):
        heads = texts
    elif len(texts) > size and (len(runs) > 1 or (size > 1 and len(texts) <= size + 2)):
        heads = texts[-size - 1 : -1]
    else:
        return {}
    return {
        place: head
        for run in runs
        if len(run) == size
        for place, head in zip(run, heads, strict=True)
    }


def _runs(row: Sequence[Cell]) -> list[list[int]]:
    """The places of the numbers that stand side by side."""
    runs: list[list[int]] = []
    for place, cell in enumerate(row):
        if not cell.is_number:
            continue
        if place and row[place - 1].is_number:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _is_run_of_years(row: Sequence[Cell], run: list[int], filled: Sequence[Figure]) -> bool:
    values = [filled[cell.figure].value for place in run if (cell := row[place]).figure is not None]
    years = all(1950 <= value < 2050 for value in values)
    return years and len(values) > 1 and all(abs(b - a) == 1 for a, b in pairwise(values))
