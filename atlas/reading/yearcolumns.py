"""Roles by the columns of a table: a year before, a year now, a goal for a year to come."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from atlas.reading.records import Figure

_HEAD_CELL = (
    r"(?:(?:19|20)\d\d年?[底末]?(?:\s?[(（]?(?:目标|规划|实际|完成|现状|基期|基准)[值数]?[)）]?)?"
    r"|(?:目标|规划|现状|基期|基准|基线)[值数]?(?:[(（](?:19|20)\d\d年?[)）])?"
    r"|(?:较上年|比上年|同比)?(?:增减|增长|增幅|升降|变化)[幅率值]?度?(?:[(（][%±]+[)）])?)"
)
_HEAD = re.compile(
    rf"(?<![\d\u4e00-\u9fff]){_HEAD_CELL}(?:[\s|｜]+{_HEAD_CELL}){{1,5}}(?![\d\u4e00-\u9fff])"
)
_CELL = re.compile(_HEAD_CELL)
_CHANGE = re.compile("增|升降|变化")
_NO_VALUE = re.compile(r"[\s|｜]*(?:[—–-]{1,2}|持平|/)(?=\s|[|｜]|$)")
_GOAL = re.compile("目标|规划")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = re.compile(r"[\s|｜≥≤＞＜><~约+＋−－↑↓-]*")
_REACH = 120  # signs from one row to the next; a table ends where the next is farther


def find_column_roles(text: str, figures: Sequence[Figure], published: str) -> dict[int, str]:
    r"""The roles of the figures, by index, in tables of years, with or without a goal.

    Of the columns before a goal's the last is current, or the baseline if it is the only one.

    Args:
        text: The document.
        figures: Its figures.
        published: Its date in ISO 8601, empty if it is not known.

    >>> from atlas.reading.figures import find_figures
    >>> table = "指标 | 2020年 | 2025年目标\n床位(张) | 1200 | 1500\n"
    >>> find_column_roles(table, find_figures(table), "2022")
    {0: 'baseline', 1: 'target'}
    """
    starts = [figure.start for figure in figures]
    heads = list(_HEAD.finditer(text))
    roles: dict[int, str] = {}
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        columns = _roles_of(_CELL.findall(head[0]), published)
        if not columns:
            continue
        first = bisect_left(starts, head.end())
        for run in _runs(text, figures, head.end(), first, end):
            # The last cells of a row may tell no value: — or 持平.
            whole = len(run) == len(columns)
            if whole or _NO_VALUE.match(text, figures[run[-1]].end):
                roles.update(zip(run, columns, strict=False))
    return roles


def _roles_of(cells: Sequence[str], published: str) -> list[str]:
    """The role of each column, in order; empty where none is a goal's."""
    if _CHANGE.search(cells[-1]):
        return [*_roles_of(cells[:-1], published), "change"] if len(cells) > 2 else []
    goals = [_is_goal(cell, published) for cell in cells]
    before = goals.index(True) if True in goals else 0
    if True not in goals:
        return _roles_of_years(cells)
    if not before or not all(goals[before:]):
        return []
    results = ["baseline"] if before == 1 else ["baseline"] * (before - 1) + ["current"]
    return results + ["target"] * (len(cells) - before)


def _roles_of_years(cells: Sequence[str]) -> list[str]:
    """The newest of the years is current, the others are what it is held against."""
    years = [found[0] if (found := _YEAR.search(cell)) else "" for cell in cells]
    newest = max(years)
    if "" in years or years.count(newest) > 1:
        return []
    return ["current" if year == newest else "baseline" for year in years]


def _is_goal(cell: str, published: str) -> bool:
    year = _YEAR.search(cell)
    return bool(_GOAL.search(cell) or (published and year and year[0] > published[:4]))


def _runs(
    text: str, figures: Sequence[Figure], position: int, index: int, end: int
) -> Iterator[list[int]]:
    """The figures of each row, that nothing but the signs of a table parts."""
    run: list[int] = []
    while index < len(figures) and figures[index].start < end:
        figure = figures[index]
        if run and _BETWEEN.fullmatch(text, figures[run[-1]].end, figure.start):
            run.append(index)
        else:
            if run:
                yield run
            if figure.start - position > _REACH or "。" in text[position : figure.start]:
                return
            run = [index]
        position = figure.end
        index += 1
    if run:
        yield run
