"""Numerals as Chinese documents print them, read into plain decimals.

GB/T 15835 allows Arabic and Chinese numerals and the mixed form (3.6亿). Chinese numerals are
read by a strict grammar, so that 七八 (seven or eight) is no number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "万亿": 12}
SCALES |= {small + big: SCALES[small] + SCALES[big] for small in "十百千" for big in "万亿"}

# Thousands are set off by commas or, in GB/T 15835, by a thin space; a plain space only counts
# where a unit follows, as it may part two columns.
_SPACED = (
    r"\d{1,3}(?:[\u2009\u202f\xa0]\d{3})+(?!\d)"
    r"|\d{1,3}(?:[ ]\d{3})+(?=(?:[.．]\d+)?\s?"
    r"(?:[万亿元人名例家个所张项次户台件份处支余多剂只套管床辆座平公]|[—–~～-]\s?\d))"
)
ARABIC = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|{_SPACED}|\d+)(?:[.．]\d+)?"
SCALE = r"(?:万亿|[十百千]?[万亿]|百(?!分)|千(?![克米瓦卡]))"
CHINESE = r"[〇零一二两三四五六七八九十百千万亿]+(?:点[〇零一二三四五六七八九]+[万亿]?)?"

_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_WIDE_SIGNS = str.maketrans("０１２３４５６７８９．％／∶", "0123456789.%/:")
_ANY_WIDE = re.compile("[０-９．％／∶]")
_WIDE_COMMA = re.compile("，(?<=[0-9]，)(?=[0-9]{3}(?![0-9]))")
_ABOUT = re.compile("[余多来]|(?<=十)几")  # 十几 is more than ten, 几十 no number
_THIN = re.compile(r"(?<=\d)[ \u2009\u202f\xa0](?=\d{3}(?!\d))")
_LONGEST = 40
_PART = re.compile(rf"({ARABIC})\s?[余多来]?\s?({SCALE})?[余多来]?")
_SECTION = re.compile(
    r"(?:([一二两三四五六七八九]?)(千))?(零?)"
    r"(?:([一二两三四五六七八九]?)(百))?(零?)"
    r"(?:([一二两三四五六七八九]?)(十))?(零?)([一二两三四五六七八九]?)"
)
_SPELLED = re.compile(r"[〇零一二三四五六七八九]{2,}")


def parse_numeral(text: str) -> Decimal | None:
    """The value of a numeral, multiplied out; None if it is none. 余, 多 and 来 are passed over.

    Printed decimals stay, unless a multiplier takes them up.

    >>> parse_numeral("26.50"), parse_numeral("1.077亿"), parse_numeral("130,878")
    (Decimal('26.50'), Decimal('107700000'), Decimal('130878'))
    >>> parse_numeral("3800余万"), parse_numeral("三千二百"), parse_numeral("两")
    (Decimal('38000000'), Decimal('3200'), Decimal('2'))
    >>> parse_numeral("七八") is None
    True
    """
    printed = _THIN.sub("", text.strip().translate(_WIDE))
    if not printed or len(printed) > _LONGEST:
        return None
    if printed[0].isdigit():
        return _parse_arabic(printed)
    return _parse_chinese(_ABOUT.sub("", printed))


@lru_cache(maxsize=1)
def narrow_signs(text: str) -> str:
    """The text with full-width digits and their signs made narrow, one to one.

    Where nothing changes it is the same object, so that what is kept by text is found at once:
    an equal text would be compared sign by sign, each time.

    >>> narrow_signs("１，２８６例，占７６.１％")
    '1,286例，占76.1%'
    """
    wide = _ANY_WIDE.search(text) is not None
    return _WIDE_COMMA.sub(",", text.translate(_WIDE_SIGNS) if wide else text)


def scale_up(value: Decimal, exponent: int) -> Decimal:
    """The value times a power of ten, never in scientific form and never rounded.

    >>> scale_up(Decimal("26.50"), 4)
    Decimal('265000')
    """
    sign, digits, point = value.as_tuple()
    shifted = int(point) + exponent
    if shifted > 0:
        return Decimal((sign, digits + (0,) * shifted, 0))
    scaled = Decimal((sign, digits, shifted))
    whole = scaled == scaled.to_integral_value() if exponent and len(digits) < 28 else False
    return Decimal(int(scaled)) if whole else scaled


def _parse_arabic(printed: str) -> Decimal | None:
    """One part (9322万) or several of falling scale (1亿2000万)."""
    total, position, ceiling = Decimal(0), 0, 99
    while position < len(printed):
        match = _PART.match(printed, position)
        if not match:
            return None
        exponent = SCALES[match[2]] if match[2] else 0
        if exponent >= ceiling:
            return None
        part = Decimal("".join(match[1].replace(",", "").split()))
        part = scale_up(part, exponent) if exponent else part
        total, position, ceiling = (total + part if position else part), match.end(), exponent
    return total


def _parse_chinese(printed: str) -> Decimal | None:
    whole, point, decimals = printed.partition("点")
    if decimals and decimals[-1] in SCALES:  # 十一点七亿
        value = _parse_chinese(printed[:-1])
        return None if value is None else scale_up(value, SCALES[decimals[-1]])
    number = _parse_whole(whole)
    if number is None or bool(point) != bool(decimals):
        return None
    if not point:
        return Decimal(number)
    if any(digit not in DIGITS for digit in decimals):
        return None
    return Decimal(f"{number}.{''.join(str(DIGITS[digit]) for digit in decimals)}")


def _parse_whole(printed: str) -> int | None:
    if printed in ("〇", "零"):
        return 0
    if _SPELLED.fullmatch(printed) and (len(printed) > 3 or "〇" in printed):
        return int("".join(str(DIGITS[digit]) for digit in printed))
    return _parse_sections(printed, ("亿", "万"))


def _parse_sections(printed: str, scales: tuple[str, ...]) -> int | None:
    """Read by 亿, then by 万; what is left is one section of at most four digits."""
    if not scales:
        return _parse_section(printed)
    head, scale, tail = printed.partition(scales[0])
    if not scale:
        return _parse_sections(printed, scales[1:])
    unit: int = 10 ** SCALES[scale]
    upper = _parse_sections(head, scales[1:]) if head else 1
    if upper is None or not tail:
        return None if upper is None else upper * unit
    if tail in DIGITS:  # 两万五 is 25 000, spoken short
        return upper * unit + DIGITS[tail] * unit // 10
    lower = _parse_sections(tail, scales[1:])
    return None if lower is None else upper * unit + lower


def _parse_section(printed: str) -> int | None:
    match = _SECTION.fullmatch(printed)
    if not match or not printed or (len(printed) > 1 and printed[0] in "百千"):
        return None
    total: int = 0
    for digit, scale in ((1, 2), (4, 5), (7, 8)):
        if match[scale]:
            total += (DIGITS[match[digit]] if match[digit] else 1) * 10 ** SCALES[match[scale]]
    last = match[10]
    if not last:
        return total if total else None
    before = printed[-2:-1]  # 三千二 is 3 200, spoken short; 三千零二 is 3 002
    spoken = 10 ** (SCALES[before] - 1) if before in ("百", "千") else 1
    return total + DIGITS[last] * spoken
