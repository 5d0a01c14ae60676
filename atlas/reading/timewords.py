"""The word tables of times, each as one pattern."""

from __future__ import annotations

import re
from functools import cache

from atlas.reading.tables import any_of, read_table

_WORD = 3  # signs of a word on either side of the time that seems to stand in it


@cache
def time_words(key: str) -> re.Pattern[str]:
    """The pattern of the words under a key of period_words.yml."""
    return re.compile(any_of(read_table("period_words.yml")[key]))


def has_time_word(key: str, text: str, start: int, end: int) -> bool:
    """Whether one of the words stands in `[start, end)` as a word of its own."""
    found = time_words(key).finditer(text, start, end)
    return any(not is_inside_word(text, match.start(), match.end()) for match in found)


def is_inside_word(text: str, start: int, end: int) -> bool:
    """Whether some of what stands at `[start, end)` is a part of another word.

    >>> is_inside_word("主要表现在三个方面", 3, 5), is_inside_word("全市现在有医院", 2, 4)
    (True, False)
    """
    around = time_words("no_times").finditer(text, max(0, start - _WORD), end + _WORD)
    return any(
        word.start() < start < word.end() or word.start() < end < word.end() for word in around
    )
