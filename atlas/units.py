"""The unit codes of the open data, with their names for readers.

GB/T 15835 governs how numerals are printed; the codes are those of the design. The words by
which a document writes a unit are data of the reader of figures.
"""

from __future__ import annotations

from types import MappingProxyType

from atlas.model import Words

UNITS = MappingProxyType(
    {
        "%": Words("%", "%"),
        "‰": Words("‰", "‰"),
        "pp": Words("个百分点", "percentage points"),
        "per_1000": Words("每千人", "per 1,000"),
        "per_10k": Words("每万人", "per 10,000"),
        "per_100k": Words("每10万", "per 100,000"),
        "bed_per_1000": Words("张/千人", "beds per 1,000"),
        "CNY": Words("元", "yuan"),
        "person": Words("人", "people"),
        "visit": Words("人次", "visits"),
        "case": Words("例", "cases"),
        "household": Words("户", "households"),
        "institution": Words("家", "institutions"),
        "bed": Words("张", "beds"),
        "team": Words("个", "teams"),
        "item": Words("项", "items"),
        "batch": Words("批", "batches"),
        "place": Words("个", "places"),
        "room": Words("间", "rooms"),
        "session": Words("场", "sessions"),
        "time": Words("次", "times"),
        "rank": Words("位", "rank"),
        "fraction": Words("分数", "fraction"),
        "ratio": Words("比", "ratio"),
        "year": Words("年", "years"),
        "month": Words("个月", "months"),
        "week": Words("周", "weeks"),
        "day": Words("天", "days"),
        "hour": Words("小时", "hours"),
        "minute": Words("分钟", "minutes"),
        "second": Words("秒", "seconds"),
        "m": Words("米", "metres"),
        "km": Words("公里", "kilometres"),
        "m2": Words("平方米", "square metres"),
    }
)
