"""Times that are only the other side of a comparison: 比2021年下降8.7%, 与2020年相比."""

from __future__ import annotations

import re
from functools import cache

from atlas.reading.tables import any_of, read_table

_GOAL_OF = re.compile(
    "[,，。;；][比较][^,，。;；\\d较比]{2,12}[为在]\\Z"
)  # 比健康城市行动为2030年定下的35%高
_TIMES_OF = re.compile(r"(?:年|月|同期)?的?[\d.一二两三四五六七八九十]{1,5}[多余]?倍")
_AGAINST = re.compile("[与同和跟][^,，。;；\\d]{0,8}\\Z")
IN_COMPARISON = re.compile("(?:同期|末|底)?相比")


def is_compared(text: str, start: int, end: int) -> bool:
    """Whether the time at `[start, end)` is what a figure is measured against.

    >>> text = "与改革前的2020年相比"
    >>> is_compared(text, 5, 10), is_compared("在2020年相比之下", 1, 6)
    (True, False)
    """
    if _before().search(text, max(0, start - 4), start) or _TIMES_OF.match(text, end):
        return True
    if IN_COMPARISON.match(text, end) and _AGAINST.search(text, max(0, start - 12), start):
        return True
    return bool(_GOAL_OF.search(text, max(0, start - 16), start))


@cache
def _before() -> re.Pattern[str]:
    """Words before the other side of a comparison; 药占比 and 环比 are none."""
    comparisons = any_of(read_table("period_words.yml")["comparisons"])
    return re.compile(rf"(?<![占环])(?:{comparisons})\Z")
