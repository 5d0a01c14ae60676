"""Points of time as Chinese writes them: 2022年10月1日, 10月, 3日."""

from __future__ import annotations

import re

from atlas.reading.numerals import parse_numeral
from atlas.reading.periods import Point, month_before

_DATED = re.compile(r"(\d+|[一二三四五六七八九十]+(?=月))\s?(年|月|日|号)")
_LAST_DAY = 31
_DAY_OPENS = re.compile(r"(?:截[至止]到?|(?:\A|[\n,，。;；:：、“(（])(?:从|自|记者)?|记者)\Z")
_DAY_GOES_ON = re.compile(
    r"\s?(?:\d{1,2}[时点:：]|[上下]午|晚|凌晨|[,，从起](?!内)|新增|在|获悉|召开|举行|发布|通报|全[市县区州]|[一-龥]{2,4}[市县区州])"
)


def read_point(printed: str, before: Point) -> Point:
    """The point of 2022年10月1日, or of 10月 or 3日 after another point."""
    found = {unit: int(parse_numeral(number) or 0) for number, unit in _DATED.findall(printed)}
    year = found.get("年", before.year)
    month = found.get("月", 0 if "年" in found else before.month)
    day = found.get("日", found.get("号", 0))
    of_month = day == _LAST_DAY and not Point(year, month, day).iso()  # 9月31日 means September
    return Point(year, month, 0 if of_month else day)


def day_before_date(text: str, start: int, end: int, published: str) -> str:
    """The day that 截至15日18时 at `[start, end)` means: the last such day up to the date.

    Nothing where the words around it do not tell a date (术后15日), or where no full date is known.

    >>> [day_before_date(text, 2, 5, "2022-01-16") for text in ("截至15日18时", "术后15日")]
    ['2022-01-15', '']
    """
    before = text[max(0, start - 4) : start]
    if len(published) != len("2022-01-16"):
        return ""
    if not _DAY_OPENS.search(before) or not (
        before.endswith(("截至", "截止", "截至到", "截止到")) or _DAY_GOES_ON.match(text, end)
    ):
        return ""
    day = int(re.sub(r"\D", "", text[start:end]))
    of_month = published[:7] if day <= int(published[8:]) else month_before(published, 1)
    return Point(int(of_month[:4]), int(of_month[5:]), day).iso()
