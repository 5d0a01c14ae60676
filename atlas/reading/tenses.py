"""Whether what is told was over or still to come when a document came out."""

from __future__ import annotations

import re

_FRAMED = re.compile(  # 围绕预期寿命79岁的目标,…; 《…行动计划》; “十四五”规划系列发布会
    "(?:围绕|对照|按照|根据|依据|瞄准|聚焦)[^,，。;；]{0,40}[,，]|《[^《》]{0,40}》|规划[^,，。;；]{0,8}发布会"
)
_ASKED = re.compile("目标|计划|规划|任务|要求|指标|力争|预期|拟")


def find_tense(period: str, published: str) -> str:
    """When a period ends, seen from the date of the document."""
    if not period or not published:
        return "none"
    first, _, end = period.partition("/")
    if end == "..":
        return "open"
    end = end or first
    if end[:4] > published[:4]:
        return "to come"
    over = len(end) > len("2022") and end < published[: len(end)]
    early = " early" if published[5:7] in ("01", "02", "03") and not over else ""
    if end[:4] == published[:4]:
        return "this year" + early
    return "last year" if int(end[:4]) == int(published[:4]) - 1 else "past"


def is_future(period: str, published: str) -> bool:
    """Whether a period ends after the year of the document."""
    end = period.rpartition("/")[2]
    return bool(published) and end != ".." and end[:4] > published[:4]


def is_asked(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a sentence speaks of a plan behind what only sets the frame."""
    first = max((found.end() for found in _FRAMED.finditer(text, start, end)), default=start)
    return _ASKED.search(text, first, end) is not None
