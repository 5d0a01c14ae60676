"""The rows of the tables of a text, and the cells of each.

A table stands in a text as rows of cells parted by bars, tabs or spaces, as one cell a line, or
all in one line: 机构（个） 床位（张） 合计 5186 112603.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from atlas.reading.records import Figure
from atlas.reading.tableheads import Cell, is_bare

_BAR = re.compile(r"(?:(?<=[|｜])|(?<![^\n]))[^|｜\n]*")
_TAB = re.compile(r"(?:(?<=\t)|(?<![^\n]))[^\t\n]*")
_GAP = re.compile(  # a blank may stand within a head: 地　区
    r"(?<!\S)(?:地\s+区|[区县]\s+[县区]|指\s+标|项\s+目|名\s+称|单\s+位|类\s+别|年\s+份|[合总小]\s+计|全\s+[市县区州])(?!\S)"
    r"|#[ \t]*[\u4e00-\u9fff][ \t][\u4e00-\u9fff](?![^\s；;])|#[ \t]+[^\s；;]+"
    r"|(?:19|20)\d\d[ \t]年(?!\S)|[^\s；;]+"
)
# a word of another language, or its unit; not CT or DRG
_LATIN = re.compile(r"[(（]|[(（]?[A-Za-z]?[a-z][A-Za-z.,()（）'%/&-]*[)）]?|%[)）]")
_TENS = re.compile(r"[(（]?(?:10(?:,?000)?|000)")  # of (10 000 beds), which is no figure
_DASH = re.compile(r"[-—–/…*]+")
_CELL_LONGEST = 40
_BARRED_LONGEST = 90  # of a head in two languages with a bar behind it
_LINE_LONGEST = 4000
_YEARS_LEAST = 8  # cells of a table with one cell a line
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_BARS_LEAST = 4  # in a line that is a row whatever its cells say
_PART_LONGEST = 16  # on average, in a line with a full stop
UNIT_ALONE = re.compile(r"[(（][^()（）\d]{1,5}[)）]")
_BLANK = re.compile(r"[\s|｜]+")
_QUALIFIER = re.compile(r"[-－+＋±≥≤＞＜><~约近超]|不低于|不高于|不超过|不少于")
_LIMIT = re.compile(r"以上|以下|以内|左右|[及(（]?含?[)）]?以[上下]")
_CELL_BEFORE = re.compile(r"(?:[|｜\t]\s*|[\u4e00-\u9fff)）%％‰:：\d]\s+|\n\s*)\Z")
_CELL_AFTER = re.compile(r"\s*[|｜\t\n]|\s+[\u4e00-\u9fff\d]|\s*\Z|[;；]")
_GROUP = re.compile("(?:城乡|城镇)?(?:居民|职工|男性?|女性?|合计|其中|总计)")  # 住院人次 居民5816


def is_cell(text: str, start: int, end: int) -> bool:
    """Whether a number is all that its cell of a table holds.

    >>> is_cell("| 市医院 | 1500 | 820 |", 8, 12), is_cell("以 1+1 为", 2, 3)
    (True, False)
    """
    before = start == 0 or _CELL_BEFORE.search(text, max(0, start - 4), start)
    return bool(before and _CELL_AFTER.match(text, end))


def find_rows(
    text: str, figures: Sequence[Figure], starts: list[int]
) -> Iterator[list[Cell] | None]:
    """The cells of each row, those of lines with one cell taken together; None for prose."""
    for row in _find_rows(text, figures, starts):
        yield from _by_years(text, row) if row and len(row) >= _YEARS_LEAST else (row,)


def _by_years(text: str, row: list[Cell]) -> Iterator[list[Cell]]:
    """The rows of a table with one cell a line whose rows open with one year after the other."""
    heads = next((place for place, cell in enumerate(row) if _year(text, cell)), 0)
    first = _year(text, row[heads])
    second = next(
        (at for at in range(heads + 2, len(row)) if _year(text, row[at]) == first + 1), len(row)
    )
    size = second - heads
    opening = range(heads, len(row), size)
    told = all(_year(text, row[at]) == first + step for step, at in enumerate(opening))
    if not first or len(opening) < 2 or not told:
        yield row
        return
    yield row[max(0, heads - size + 1) : heads]
    yield from (row[at : at + size] for at in opening)


def _year(text: str, cell: Cell) -> int:
    """The year that a cell holds, nothing else; 0 where it holds none."""
    year = _YEAR.fullmatch(text, cell.start, cell.end)
    return int(year[1]) if year else 0


def _find_rows(
    text: str, figures: Sequence[Figure], starts: list[int]
) -> Iterator[list[Cell] | None]:
    together: list[Cell] = []
    position = 0
    barred = parted = False
    for line in text.splitlines(keepends=True):
        end = position + len(line)
        alone = line.strip()
        if alone in ("|", "｜") or (together and not alone):
            barred = parted = parted or bool(alone)
            position = end
            continue
        prose = _is_prose(line)
        cells = [] if prose else list(_cells(text, position, end, figures, starts))
        position = end
        longest = _BARRED_LONGEST if "|" in line else _CELL_LONGEST
        if len(cells) == 1 and cells[0].end - cells[0].start <= longest:
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
    if words and (within or UNIT_ALONE.fullmatch(text, cell.start, cell.end)):
        return [*cells[:-1], Cell(cells[-1].start, cell.end)]
    return [*cells, cell]


def _is_prose(line: str) -> bool:
    """Whether a line is sentences: seldom parted by blanks or bars, or endless."""
    if len(line) <= _LINE_LONGEST and line.count("|") + line.count("\t") >= _BARS_LEAST:
        return False
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
        if pattern is _GAP and _LATIN.fullmatch(words):
            continue
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
        elif not _TENS.fullmatch(words):
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
