"""Units of the bare numbers in the cells of a table, from its heads, its rows or its title."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, cycle, pairwise, takewhile

from atlas.reading.headrows import (
    base_of_rates,
    below,
    is_empty_row,
    is_unit_alone,
    spread,
    widen,
)
from atlas.reading.records import Figure
from atlas.reading.tablecells import find_rows
from atlas.reading.tableheads import (
    BRACKETED,
    Cell,
    Head,
    bracketed_unit,
    head_of,
    implied_unit,
    is_bare,
    sums_unit,
    title_unit,
    unit_behind,
    unit_cell,
    unit_of_kinds,
    with_head,
)
from atlas.reading.unitwords import noun_unit

_DECLARED = re.compile(
    r"[(（](?:计量)?单位[:：][^()（）\s]{1,8}[)）](?=\S)"
    r"|[(（](?P<unit>%|‰|[万亿]?元|[万亿]?人|[个家张所]|万?人次)(?:[,，][^()（）\s]{1,12})?[)）][:：]"
)
_LISTED_VALUE = re.compile(r"[;；,，。、\n]|$")  # 蒙自82.4；个旧80.7
_DATE = re.compile(r"\d{4}[ \u3000]?年?(?:\d{1,2}月)?[底末]?(?:目标|实际|完成值?)?[值数]?[:：]?")
_DIFFERENCE = re.compile("增减|升降|差值|变化|较上年|比上年")  # of two shares it is in points
_YEAR = re.compile(r"(?:19|20)\d\d")  # of those beside a bar no figure is made
_STAYED = re.compile(
    "[出入]院|门诊(?!部)|急诊(?!科)|诊疗"
)  # 出院人数（万人）: whoever comes again counts again
_YEARS_LEAST = 3
_LIMITS = {"≥": ">=", "≤": "<=", ">": ">", "＞": ">", "<": "<", "＜": "<"}
_STAFF = re.compile("医[师生]|护[士理]|药师|技师|人员|职工")


def fill_columns(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, with the units that the heads of their table give to those that have none."""
    filled = list(figures)
    starts = [figure.start for figure in figures]
    columns: list[Cell] = []
    over: list[Cell] = []  # the years above the columns
    whole: Head | None = None
    sums: Head | None = None
    carried: Head | None = None
    filling = False
    numbering: set[int] = set()
    for row in find_rows(text, figures, starts):
        if row is None:
            columns, over, whole, sums, carried = [], [], None, None, None
            continue
        years = sum(cell.end > cell.start for cell in row)
        if all(_is_time(text, cell) for cell in row):
            columns = spread(columns, years) if years else columns
            over = [cell for cell in row if cell.end > cell.start] or over
            continue
        has_numbers = any(cell.is_number for cell in row)
        if _is_row_of_years(row, filled):
            over = list(row)
            numbering |= {cell.figure for cell in row if cell.figure is not None}
            continue
        if filling and not has_numbers:
            whole = sums = carried = None  # another table begins
        whole = title_unit(text, row) or whole
        sums = sums_unit(text, row) or sums
        named = filling and not has_numbers and is_empty_row(text, row)
        filling = has_numbers or named
        if has_numbers:
            carried = _fill_row(text, row, columns, (whole, sums), carried, filled)
            _keep_years(widen(text, row, len(over) + 1), over, filled)
            numbering |= _numbering(text, row, columns)
        elif len(row) > 1 and not named:
            columns, over = below(text, columns, row), []
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
            (place == 0 < len(row) - 2 and _YEAR.fullmatch(text, cell.start, cell.end))
            or (
                place in heads
                and text[heads[place].start : heads[place].end] in ("序号", "编号", "序")
            )
        )
    }


def _last_filled(left: Cell, cell: Cell) -> Cell:
    return cell if cell.end > cell.start else left


def _is_time(text: str, cell: Cell) -> bool:
    """Whether a cell is empty or a year, as in a second row of heads."""
    return cell.start == cell.end or bool(_DATE.fullmatch(text, cell.start, cell.end))


def _fill_row(
    text: str,
    row: Sequence[Cell],
    columns: Sequence[Cell],
    title: tuple[Head | None, Head | None],
    carried: Head | None,
    filled: list[Figure],
) -> Head | None:
    """Fills one row; what its own words give, or else `carried`, is for parts in the next one.

    `title` is the unit of the whole table, and that of its sums where it has several.
    """
    whole, sums = title
    row = widen(text, row, len(columns))
    named = _aligned(text, row, columns)
    brackets = {place: bracketed_unit(text, cell) for place, cell in named.items()}
    explicit = {place: head for place, head in brackets.items() if head}
    named = named or _heads_within(text, row, filled)
    _keep_columns(text, row, named, filled)
    heads = {
        place: bracketed_unit(text, cell) or implied_unit(text, cell)
        for place, cell in named.items()
    }
    heads_here = set(named.values())
    signed = {
        place
        for place, cell in named.items()
        if not explicit.get(place) and _DIFFERENCE.search(text, cell.start, cell.end)
    }
    name: Cell | None = None
    own: Head | None = None
    used: Head | None = None
    _take_limits(text, row, filled)
    for place, cell in enumerate(row):
        if not cell.is_number:
            if _is_time(text, cell):
                continue
            unit = unit_cell(text, cell, name)
            name = name if unit else cell
            own = _like_before(text, cell, name, unit, used or carried) if unit else None
            own = own or (None if cell in heads_here else bracketed_unit(text, cell))
        elif cell.figure is not None and is_bare(filled[cell.figure]):
            implied = implied_unit(text, name) if name else None
            told = unit_behind(text, row, place) or explicit.get(place) or own
            head = told or heads.get(place) or whole or implied
            head = head or (used or carried if name else None)
            head = head or unit_of_kinds(text, name, named.get(place))
            if head:
                used = own or implied or used
                if whole and head.unit == whole.unit and not told:
                    head = whole  # 职工 in a table of 万人
                if sums and head == Head("CNY") and not told:
                    head = sums
                if filled[cell.figure].value % 1 and not head.scale and columns:
                    head = Head(base_of_rates(text, columns[0], head.unit) or head.unit)
                head = Head("pp") if head.unit == "%" and place in signed else head
                names = [one.above or one for one in (name, named.get(place)) if one]
                if head.unit == "person" and _tells_stays(text, names):
                    head = Head("visit", head.scale)
                filled[cell.figure] = with_head(filled[cell.figure], head)
    return used or carried


def _like_before(text: str, cell: Cell, name: Cell | None, unit: Head, before: Head | None) -> Head:
    """The unit of a cell; 个 behind a name without a noun counts what it did before: 其他 个."""
    bare = text[cell.start : cell.end] == "个" and before and before.unit == "institution"
    unknown = name and noun_unit(text[name.start : name.end], "个") is None
    return before if bare and unknown and before else unit


def _take_limits(text: str, row: Sequence[Cell], filled: list[Figure]) -> None:
    """Gives figures the qualifier that is all of the cell before: | ≥ | 95 | % |."""
    for before, cell in pairwise(row):
        qualifier = _LIMITS.get(text[before.start : before.end])
        if qualifier and cell.figure is not None:
            filled[cell.figure] = replace(filled[cell.figure], qualifier=qualifier)


def _keep_years(row: Sequence[Cell], over: Sequence[Cell], filled: list[Figure]) -> None:
    """Tells each figure of a row which year stands over its column, if the row is whole."""
    numbers = [cell for cell in row if cell.is_number]
    if len(numbers) != len(over):
        return
    for cell, year in zip(numbers, over, strict=True):
        if cell.figure is not None:
            filled[cell.figure] = replace(filled[cell.figure], year=(year.start, year.end))


def _tells_stays(text: str, told: Sequence[Cell]) -> bool:
    """Whether people of a row and column are patients: 出院人数, but not the nurses of 门诊部."""
    names = [text[one.start : one.end] for one in told]
    return any(map(_STAYED.search, names)) and not any(map(_STAFF.search, names))


def _keep_columns(
    text: str, row: Sequence[Cell], heads: Mapping[int, Cell], filled: list[Figure]
) -> None:
    """Tells each figure of a row where the head of its column stands."""
    for place, head in heads.items():
        figure = row[place].figure
        if figure is not None and head.end > head.start:
            name = head.above if head.above and is_unit_alone(text, head) else head
            filled[figure] = replace(filled[figure], column=(name.start, name.end))


def _aligned(text: str, row: Sequence[Cell], columns: Sequence[Cell]) -> dict[int, Cell]:
    """The head of each cell by its place, if the row of heads is as long or one shorter.

    A row of units alone, (个) | (张) | |, has none for the names of the rows.
    """
    if columns and is_unit_alone(text, columns[0]):
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
    years = [cell for cell in texts if cell.end > cell.start and _is_time(text, cell)]
    units = list(takewhile(lambda cell: bracketed_unit(text, cell), reversed(texts)))[::-1]
    if 1 < len(units) < size and all(len(run) % len(units) == 0 for run in runs):
        return {place: head for run in runs for place, head in zip(run, cycle(units))}
    if len(years) == size > 1:
        heads = years
    elif len(texts) == size > 1 and all(bracketed_unit(text, cell) for cell in texts):
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


def _is_row_of_years(row: Sequence[Cell], filled: Sequence[Figure]) -> bool:
    """Whether a row is nothing but years, one after the other: 2004 2005 2006."""
    if len(row) < _YEARS_LEAST or any(cell.figure is None for cell in row):
        return False
    return _is_run_of_years(row, list(range(len(row))), filled)


def _is_run_of_years(row: Sequence[Cell], run: list[int], filled: Sequence[Figure]) -> bool:
    values = [filled[cell.figure].value for place in run if (cell := row[place]).figure is not None]
    years = all(1950 <= value < 2050 for value in values)
    return years and len(values) > 1 and all(abs(b - a) == 1 for a, b in pairwise(values))
