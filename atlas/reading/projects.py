"""Which figures measure a building that is not finished: what it will hold is planned."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, clause_start
from atlas.reading.tables import read_table

_LONGEST = 600  # signs of a paragraph that are looked at, to keep the work linear
_NEAR = 160  # signs of the sentences beside one's own
_ABOVE = 200  # signs of the paragraphs above one's own
_UNITS = frozenset(
    ("CNY", "bed", "m2", "", "place", "month", "room", "visit", "item", "institution", "m", "day")
)


def find_stage(text: str, figure: Figure, sentence: Sentence) -> str:
    """How far the building is that a figure measures: `planned`, `running`, `finished`; or nothing.

    Its sentence tells, else its paragraph (…破土动工。新院设床位620张), else those above it.
    """
    if figure.unit not in _UNITS:
        return ""
    start = clause_start(text, figure.start, sentence.first)
    measured = _pattern("measures").search(text, start, figure.end + 4)
    if not measured or _pattern("reached").search(text, start, figure.end):
        return ""
    if _pattern("older").search(text, max(sentence.first, figure.start - _NEAR), figure.start):
        return ""
    return _stage(text, sentence)


@lru_cache(maxsize=8)
def _stage(text: str, sentence: Sentence) -> str:
    region = sentence.region
    ends = min(sentence.last, sentence.first + _LONGEST)
    near = max(region.start, sentence.first - _NEAR), min(region.end, ends + _NEAR)
    whole = max(region.start, sentence.first - _LONGEST), min(region.end, ends + _LONGEST)
    above = max(0, region.start - _ABOVE), region.start
    if _told("running", text, *whole):
        return "running"
    planned = _told("planned", text, sentence.first, ends)
    meant = _told("ahead", text, sentence.first, ends)
    if planned and not _told("finished", text, sentence.first, ends):
        stands = _told("finished", text, max(0, whole[0] - _ABOVE), sentence.first)
        return "finished" if stands and not meant else "planned"
    if _told("finished", text, *whole):
        return "finished"
    stands = _told("finished", text, *above) and not _told("ahead", text, *above)
    if stands and not meant:
        return "finished"
    if planned or _told("begun", text, *near):
        return "planned"
    return "planned" if not stands and _told("opened", text, *above) else ""


def _told(key: str, text: str, start: int, end: int) -> bool:
    return _pattern(key).search(text, start, end) is not None


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(read_table("role_words.yml")["projects"][key], re.VERBOSE)
