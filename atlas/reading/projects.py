"""Which figures measure a building that is not finished: what it will hold is planned."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, clause_start
from atlas.reading.tables import read_table

_LONGEST = 600  # signs of a paragraph that are looked at, to keep the work linear
_UNITS = frozenset(("CNY", "bed", "m2", "", "place", "month", "room", "visit", "item"))


def is_of_project(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether a figure is a measure of a building that its sentence tells to be on the way.

    Or the one before tells that it has been begun: …破土动工。新院设床位620张.
    """
    if figure.unit not in _UNITS:
        return False
    start = clause_start(text, figure.start, sentence.first)
    measured = _pattern("measures").search(text, start, figure.end + 4)
    if not measured or _pattern("reached").search(text, start, figure.end):
        return False
    return _is_under_way(text, sentence)


@lru_cache(maxsize=8)
def _is_under_way(text: str, sentence: Sentence) -> bool:
    """Whether a sentence tells of a building on the way, and its paragraph of none in use."""
    floor = max(sentence.region.start, sentence.first - _LONGEST)
    ceiling = min(sentence.last, sentence.first + _LONGEST)
    begun = _pattern("planned").search(text, sentence.first, ceiling)
    begun = begun or _pattern("begun").search(text, floor, ceiling)
    ends = min(sentence.region.end, sentence.last + _LONGEST)
    return bool(begun) and not _pattern("finished").search(text, floor, ends)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(read_table("role_words.yml")["projects"][key], re.VERBOSE)
