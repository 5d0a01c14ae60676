"""Points of time as Chinese writes them: 2022年10月1日, 10月, 3日."""

from __future__ import annotations

import re

from atlas.reading.periods import Point

_DATED = re.compile(r"(\d+)\s?(年|月|日|号)")
_LAST_DAY = 31


def read_point(printed: str, before: Point) -> Point:
    """The point of 2022年10月1日, or of 10月 or 3日 after another point."""
    found = {unit: int(number) for number, unit in _DATED.findall(printed)}
    year = found.get("年", before.year)
    month = found.get("月", 0 if "年" in found else before.month)
    day = found.get("日", found.get("号", 0))
    of_month = day == _LAST_DAY and not Point(year, month, day).iso()  # 9月31日 means September
    return Point(year, month, 0 if of_month else day)
