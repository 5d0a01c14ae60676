"""What a part of a document tells: a plan, a rule, or a report of what is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest

from atlas.reading.records import Region
from atlas.reading.tables import read_table

_TITLE_LINES = 12
_TITLE_LEAST, _TITLE_LONGEST = 6, 80
_HEADING_LONGEST = 34
_MOST_CELLS = 3  # of a heading's line; with more it is the head of a table
_LABEL_LONGEST = 10  # of a paragraph's own heading: 支持政策:…
_LEAD_IN_LONGEST = 80  # of a line that a list follows: 到2025年,要达到以下目标:
_NUMERAL = "[一二三四五六七八九十百]+"
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第(?:{_NUMERAL}|\d+)[章部篇编]",
        rf"第(?:{_NUMERAL}|\d+)节",
        rf"{_NUMERAL}[、.．]",
        rf"[(（]{_NUMERAL}[)）]",
        r"\d{1,2}[.、．](?!\d)|[(（]\d{1,2}[)）]",
    )
)
_UNNUMBERED = len(_LEVELS)
_BOTH = re.compile("(?:总结|回顾|情况)[^。]{0,6}?[和及与暨][^。]{0,10}(?:要点|计划|打算|安排|思路)")
_HEADING_END = re.compile("[。;；:：\n]")


class Genres:
    """The genres of one text's parts: plan, rule, report, or nothing where no heading tells."""

    def __init__(self, text: str, regions: Sequence[Region]) -> None:
        self._starts: list[int] = []
        self._genres: list[str] = []
        whole = _title_genre(text, regions)
        stack: list[tuple[int, str]] = []
        for region, after in zip_longest(regions, regions[1:]):
            found = _read_heading(text, region)
            if found:
                level, genre = found
                if after and _is_lead_in(text, region):
                    level = min(level, _level(text[after.start : after.end]) - 1)
                while stack and stack[-1][0] >= level:
                    stack.pop()
                around = stack[-1][1] if stack else whole
                told = genre and not (genre == "rule" and around == "report")
                stack.append((level, genre if told else around))
            self._starts.append(region.start)
            self._genres.append(stack[-1][1] if stack else whole)

    def find(self, offset: int) -> str:
        """The genre of the part that holds the offset."""
        index = bisect_right(self._starts, offset) - 1
        return self._genres[index] if index >= 0 else ""


@cache
def _words(key: str) -> re.Pattern[str]:
    groups = read_table("genre_words.yml")[key]
    return re.compile("|".join(f"(?P<{genre}>{groups[genre]})" for genre in groups), re.VERBOSE)


def _title_genre(text: str, regions: Sequence[Region]) -> str:
    """By the first line of the head that has a title's length and one of its words."""
    for region in regions[:_TITLE_LINES]:
        line = text[region.start : region.end]
        if region.kind not in ("heading", "article") or len(line) > _TITLE_LONGEST:
            continue
        genre = _last_genre(_words("titles"), line) if len(line) >= _TITLE_LEAST else ""
        if genre and "。" not in line:
            return "" if _BOTH.search(line) else genre
    return ""


def _read_heading(text: str, region: Region) -> tuple[int, str] | None:
    """The level of a heading, 0 the highest, and its genre; None where the paragraph has none."""
    if region.kind not in ("heading", "article"):
        return None
    if _is_lead_in(text, region):
        genre = _last_genre(_words("sections"), text[region.start : region.end])
        if genre == "plan":
            return _UNNUMBERED, genre
    head = text[region.start : min(region.end, region.start + _HEADING_LONGEST + 1)]
    stop = _HEADING_END.search(head)
    words = head[: stop.start()] if stop else head
    if (
        len(words) > _HEADING_LONGEST
        or re.search("[|｜]", words)
        or len(words.split()) > _MOST_CELLS
    ):
        return None
    level = _level(words)
    if level == _UNNUMBERED and region.kind != "heading":
        return _read_label(words, stop)
    if level == _UNNUMBERED and not _words("sections").search(words):
        return None
    genres = [match.lastgroup or "" for match in _words("sections").finditer(words)]
    # 回顾与展望 tells both; 目标完成情况 tells what came of it.
    mixed = genres and genres[-1] == "plan" and "report" in genres
    return level, "" if mixed or not genres else genres[-1]


def _read_label(words: str, stop: re.Match[str] | None) -> tuple[int, str] | None:
    """What a paragraph's own short label says of it: 现状:我县…."""
    if not stop or stop[0] not in ":：" or len(words) > _LABEL_LONGEST:
        return None
    genre = _last_genre(_words("sections"), words)
    return (_UNNUMBERED + 1, genre) if genre else None


def _is_lead_in(text: str, region: Region) -> bool:
    return region.end - region.start <= _LEAD_IN_LONGEST and text[region.end - 1] in ":："


def _level(words: str) -> int:
    return next((at for at, sign in enumerate(_LEVELS) if sign.match(words)), _UNNUMBERED)


def _last_genre(pattern: re.Pattern[str], words: str) -> str:
    genre = ""
    for match in pattern.finditer(words):
        genre = match.lastgroup or ""
    return genre
