"""Heads of a table's columns that stand in several rows: names, parts of them, units, years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from atlas.reading.tablecells import UNIT_ALONE
from atlas.reading.tableheads import Cell, counts_people, unit_cell

_HAN = re.compile("[\u4e00-\u9fff]")
_NO_HAN = re.compile("[^\u4e00-\u9fff]+")
_BASE = re.compile("每([千万])人")
_HEADS_REACH = 120
_RATES = {
    "person": {"千": "per_1000", "万": "per_10k"},
    "bed": {"千": "bed_per_1000", "万": "per_10k"},
}
_STUB = re.compile(r"年\s*份|年\s*度|指\s*标|项\s*目|地\s*区|名\s*称|类\s*别|县\s*区")


def below(text: str, above: Sequence[Cell], row: Sequence[Cell]) -> list[Cell]:
    """The heads of columns, of the rows above and the next one.

    Units alone are below names: (个) below 机构数. Parts marked # follow what they are parts of.
    A row in another language says the same again.
    """
    if above and not _has_han(text, row) and _has_han(text, above):
        return list(above)
    filled = [cell for cell in row if cell.end > cell.start]
    if len(above) > 1 and filled and all(text[cell.start] in "#＃" for cell in filled):
        return _with_parts(text, above, filled)
    return _with_units(text, above, row)


def widen(text: str, row: Sequence[Cell], columns: int) -> Sequence[Cell]:
    """The row with cells that are empty where wide gaps are, if it then fits the columns.

    Each column adds a blank and its words, so an empty one makes three blanks of one.
    """
    if not 1 < len(row) < columns:
        return row
    wide = [row[0]]
    for before, cell in pairwise(row):
        gap = text[before.end : cell.start]
        if not gap.strip(" ") and len(gap) % 2:
            wide += [Cell(before.end, before.end, is_number=True)] * (len(gap) // 2)
        wide.append(cell)
    end = row[-1].end
    blank = len(text[end : end + 2 * columns].partition("\n")[0])
    if not text[end : end + blank].strip(" ") and blank == 2 * (columns - len(wide)):
        wide += [Cell(end, end, is_number=True)] * (columns - len(wide))
    return wide if len(wide) in (columns, columns + 1) else row


def is_empty_row(text: str, row: Sequence[Cell]) -> bool:
    """Whether a row of a table has a name and a unit, but no number: 三、乡村医生 人."""
    stub = _STUB.match(text, row[0].start)
    return len(row) == 2 and not stub and unit_cell(text, row[1], row[0]) is not None


def base_of_rates(text: str, head: Cell, unit: str) -> str:
    """What a broken number of people or beds is, by a base in the rows of heads: 每万人口.

    Empty where none is named. `head` is of the lowest row.
    """
    bases = set(_BASE.findall(text, max(0, head.start - _HEADS_REACH), head.start))
    rates = _RATES.get(unit)
    return rates.get("".join(bases), "") if rates else ""


def spread(columns: Sequence[Cell], years: int) -> list[Cell]:
    """The heads of columns over the row of years below them: 机构 床位 over 2021 2022 2021 2022."""
    heads = [cell for cell in columns if cell.end > cell.start]
    over = heads[1:]
    if not over or years % len(over):
        return list(columns)
    return heads[:1] + [head for head in over for _ in range(years // len(over))]


def is_unit_alone(text: str, cell: Cell) -> bool:
    """Whether a cell is a unit in brackets."""
    return bool(UNIT_ALONE.fullmatch(text, cell.start, cell.end))


def _has_han(text: str, row: Sequence[Cell]) -> bool:
    return any(_HAN.search(text, cell.start, cell.end) for cell in row)


def _with_parts(text: str, above: Sequence[Cell], parts: Sequence[Cell]) -> list[Cell]:
    """Each head with its parts behind it; a part told again is the next head's: 床位's #医院."""
    heads: list[Cell] = []
    position = 0
    for index, whole in enumerate(above):
        heads.append(whole)
        if _STUB.match(text, whole.start):
            continue
        last = index == len(above) - 1
        of_people = counts_people(_name(text, whole))
        taken: set[str] = set()
        while position < len(parts):
            name = _name(text, parts[position])
            if not last and (name in taken or counts_people(name) != of_people):
                break
            taken.add(name)
            heads.append(replace(parts[position], above=whole))
            position += 1
    return heads


def _name(text: str, cell: Cell) -> str:
    """The Chinese words of a head up to its unit."""
    words = re.split("[(（]", text[cell.start : cell.end], maxsplit=1)[0]
    return _NO_HAN.sub("", words)


def _with_units(text: str, above: Sequence[Cell], row: Sequence[Cell]) -> list[Cell]:
    """The heads of a row, those that are units alone with the names above."""
    heads = list(row)
    over = _names_over(text, above, row)
    for place, name in over.items():
        if name.end == name.start or is_unit_alone(text, name):
            continue
        if is_unit_alone(text, row[place]):
            heads[place] = replace(row[place], above=name)
        elif row[place].end == row[place].start and place > 0:
            heads[place] = name
        elif text[name.start] in "#＃" and place > 0 and text[row[place].start] not in "#＃":
            heads[place] = replace(row[place], above=heads[place - 1])  # #医院、 over 卫生院
    left = [name for name in above if name.end > name.start and name not in over.values()]
    first = left if over and _STUB.match(text, row[0].start) and len(left) == 1 else []
    first = [] if any(_STUB.match(text, cell.start) for cell in first) else first
    return _parts_of(text, [*heads[:1], *first, *heads[1:]])


def _names_over(text: str, above: Sequence[Cell], row: Sequence[Cell]) -> dict[int, Cell]:
    """The names of the row above by the places of the cells they stand over, as far as told."""
    units = [place for place, cell in enumerate(row) if is_unit_alone(text, cell)]
    if not units or not above:
        return {}
    filled = [place for place, cell in enumerate(row) if cell.end > cell.start]
    names = [cell for cell in above if cell.end > cell.start]
    if len(names) == len(filled) + 1 and units[0] == 0:
        return dict(zip(filled, names[1:], strict=True))
    if len(names) == len(units) + 1 and units[0] == 0 and _STUB.match(text, names[0].start):
        return dict(zip(units, names[1:], strict=True))
    if len(above) in (len(row), len(row) + 1):
        return dict(enumerate(above[len(above) - len(row) :]))
    if len(above) < len(row) and units[-1] < len(above):
        return dict(enumerate(above))  # parts stand behind the last name
    if len(names) in (len(units), len(units) + 1):
        return dict(zip(units, names[len(names) - len(units) :], strict=True))
    return {}


def _parts_of(text: str, heads: list[Cell]) -> list[Cell]:
    """The heads, those marked # as parts of the head before: (张) # 医院."""
    for place in range(1, len(heads)):
        part, whole = heads[place], heads[place - 1]
        alike = counts_people(_name(text, part)) == counts_people(_name(text, whole.above or whole))
        if part.above is None and text[part.start : part.start + 1] in "#＃" and alike:
            heads[place] = replace(part, above=whole)
    return heads
