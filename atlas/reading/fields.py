"""Which stretches of a text are on another field than health, by the short label that opens them.

Work reports and bulletins tell all fields in one list: 教育:…; 健康:…; 住房:….
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.reading.records import Figure, Region
from atlas.reading.tables import any_of, read_table

_NUMERAL = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_NUMBER = rf"(?:{_NUMERAL}[、.．]\s?|[(（]{_NUMERAL}[)）]\s?|[—●◆■▪·]+\s?)"
_LABEL = r"[\u4e00-\u9fff、]{2,10}"
_ITEM = r"[一二三四五六七八九]是[\u4e00-\u9fff“”、]{2,16}"
_OPENING = re.compile(  # 教育:, 2.教育。, 一是办好教育。 and a heading of its own: 十一、节能降耗
    rf"(?<![^。;；:：\n,，])(?:(?<![^。;；\n])[ \t\u3000]*"
    rf"(?:(?P<plain>【?{_LABEL})[:：】]|{_NUMBER}(?P<numbered>{_LABEL})(?:[:：。]|(?=\s*\n)))"
    rf"|(?P<item>{_ITEM})[:：。])"
)


@dataclass(frozen=True, slots=True)
class _Words:
    others: re.Pattern[str]
    items: re.Pattern[str]
    never: re.Pattern[str]
    health: re.Pattern[str]


@cache
def _words() -> _Words:
    labels: Any = read_table("exclusion_words.yml")["labels"]
    health = read_table("region_words.yml")["health"]
    return _Words(
        re.compile(any_of(labels["others"])),
        re.compile(labels["items"]),
        re.compile(any_of([*labels["never"], *health])),
        re.compile(any_of(health)),
    )


class Fields:
    """The stretches of one text that are on other fields."""

    def __init__(self, text: str, regions: Sequence[Region]) -> None:
        self._spans = list(_find_others(text, regions))
        self._starts = [start for start, _ in self._spans]

    def is_other(self, figure: Figure) -> bool:
        """Whether a figure stands in such a stretch."""
        index = bisect_right(self._starts, figure.start) - 1
        return index >= 0 and figure.start < self._spans[index][1]


def _find_others(text: str, regions: Sequence[Region]) -> Iterator[tuple[int, int]]:
    """From a label of another field to the next one or the paragraph's end, without a health word.

    Below a heading of its own the stretch is the next paragraph.
    """
    ends = [region.end for region in regions]
    words = _words()
    openings = list(_OPENING.finditer(text))
    for at, opening in enumerate(openings):
        label = opening["plain"] or opening["numbered"] or opening["item"]
        others = words.items if opening["item"] else words.others
        if not others.search(label) or words.never.search(label):
            continue
        last = bisect_right(ends, opening.end() - 1)
        headed = last < len(regions) - 1 and ends[last] <= opening.end()
        if headed:
            last += 1
        end = ends[last] if last < len(ends) else len(text)
        if at + 1 < len(openings):
            end = min(end, openings[at + 1].start())
        if not words.health.search(text, opening.end(), end):
            yield opening.start(), end
