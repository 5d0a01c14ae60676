"""Lines of numbers alone that are rows of a table, not furniture of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from atlas.reading.records import Region

_NUMBER = r"-?\d[\d.,]*[%％‰]?"
_ROW = re.compile(rf"{_NUMBER}(?:[ \t\u3000\xa0]+(?:{_NUMBER}|[-—–…*/])){{1,40}}")
_OF_YEAR = re.compile(r"(?:19|20)\d\d[ \t\u3000\xa0]+(?!\d{1,2}[ \t\u3000\xa0]\d{1,2}(?!\d))")
_NAMED_ROW = re.compile(
    r"(?:\d{1,2}[.、．])?"
    rf"[^\d\n]*[\u4e00-\u9fff][^\d\n]*[ \t\u3000\xa0]+(?P<cells>{_ROW.pattern})"
)
_LATIN_ROW = re.compile(rf"[A-Za-z][A-Za-z .,&'()-]{{1,60}}[ \t]+(?P<cells>{_ROW.pattern})")
_ROW_LEAST = 3  # numbers
_PART = re.compile(r"[ \t\u3000\xa0]+")
_LONGEST = 400  # signs of a row


def keep_rows(text: str, regions: Sequence[Region]) -> list[Region]:
    """The regions, with rows of numbers taken for headings, as cells of a table are.

    Such a row opens with a year, as rows of a yearbook do, or stands beside one that has a name
    and as many numbers. A row of 1 2 3 leads to pages of a list.
    """
    kept = list(regions)
    for index, region in enumerate(regions):
        if region.kind != "furniture":
            continue
        cells = _cells(text, region, _ROW) or _cells(text, region, _LATIN_ROW)
        if cells and (_opens_with_year(text, region, cells) or _has_like(text, kept, index, cells)):
            kept[index] = replace(region, kind="heading")
    return kept


def is_row(words: str) -> bool:
    """Whether a line has a name and at least three numbers, or a year and so many."""
    if len(words) > _LONGEST:
        return False
    named = _NAMED_ROW.fullmatch(words)
    cells = named["cells"] if named else words if _OF_YEAR.match(words) else ""
    return len(_PART.split(cells)) >= _ROW_LEAST and bool(_ROW.fullmatch(cells))


def _cells(text: str, region: Region, form: re.Pattern[str]) -> list[str]:
    """The numbers of a row of a form, empty if the region is none."""
    if region.end - region.start > _LONGEST:
        return []
    row = form.fullmatch(text, region.start, region.end)
    return _PART.split(row[row.lastgroup or 0]) if row else []


def _opens_with_year(text: str, region: Region, cells: Sequence[str]) -> bool:
    return len(cells) > 2 and bool(_OF_YEAR.match(text, region.start))


def _has_like(text: str, regions: Sequence[Region], index: int, cells: Sequence[str]) -> bool:
    """Whether the row before or after has a name and as many numbers, or was kept like this one."""
    for other in (index - 1, index + 1):
        if not 0 <= other < len(regions):
            continue
        named = _cells(text, regions[other], _NAMED_ROW)
        kept = other < index and regions[other].kind == "heading"
        alike = named or (_cells(text, regions[other], _ROW) if kept else [])
        if len(alike) == len(cells):
            return True
    return False
