"""The year that a plan is for, by its title: what it asks for is of that year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from atlas.reading.periods import PeriodSpan
from atlas.reading.records import Region

_TITLE_LINES, _TITLE_LONGEST = 6, 60
_TITLE_OF_PLAN = re.compile(
    r"(?P<year>20\d\d)\s?年?度?[^。\n\d]{0,24}(?:计划|要点|安排|实事|任务|打算)"
)
_TITLE_OF_MORE = re.compile(r"总结|完成|进展|落实|回顾|20\d\d.{1,30}20\d\d")


def find_planned_year(
    text: str, regions: Sequence[Region], periods: Sequence[PeriodSpan]
) -> PeriodSpan | None:
    """The year that the title of a plan names: 2023年民生实事."""
    for region in regions[:_TITLE_LINES]:
        where = region.start, region.end
        if region.end - region.start > _TITLE_LONGEST or _TITLE_OF_MORE.search(text, *where):
            continue
        title = _TITLE_OF_PLAN.search(text, *where)
        for span in periods if title else ():
            if title and span.start == title.start() and span.value == title["year"]:
                return replace(span, basis="inferred", source="context")
    return None
