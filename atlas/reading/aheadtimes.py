"""Whether a year's end, or what lies within a year, is still to come: 预计年底, 力争年内."""

from __future__ import annotations

import re

_YEARBOOK_UNTIL = 8  # months into a year in which 全年 is the year before
_AHEAD = re.compile("将|要|拟|计划|预计|力争|争取|确保|有望|安排|目标|任务|启动|开工|务必|必须")
_AHEAD_SOON = re.compile(rf"[^。;；\n]{{0,24}}?(?:{_AHEAD.pattern})")
_PLANNED = re.compile("(?:计划|将|要|力争|预计|拟)(?!内|外|数|任务)")  # 全年计划新增托位5000个
_EXPECTED = re.compile(r"(?:预计|预期|力争|争取|确保|有望|计划|将)[^,，。;；]{0,4}\Z")


def is_told_soon(text: str, position: int) -> bool:
    """Whether the words from a position on tell of what is to come."""
    return bool(_AHEAD_SOON.match(text, position))


def is_within_ahead(text: str, start: int, end: int) -> bool:
    """Whether the 年内 at `[start, end)` is that of a plan: 计划年内, 年内将."""
    return bool(_AHEAD.search(text, max(0, start - 8), start)) or is_told_soon(text, end)


def is_end_ahead(text: str, start: int, end: int) -> bool:
    """Whether the 全年 or 年底 at `[start, end)` is planned: 全年计划新增, 预计在年底实现."""
    return bool(_PLANNED.match(text, end) or _EXPECTED.search(text, max(0, start - 10), start))


def is_yearbook_time(published: str) -> bool:
    """Whether what a document calls 全年 or 年内 is likely the year before that of its date."""
    return bool(published) and int(published[5:7] or "1") <= _YEARBOOK_UNTIL
