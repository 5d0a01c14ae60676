"""How wide a text is, by rule: Han and full-width 1 em, everything else 0.6 em.

Signs whose width depends on the font, curly quotation marks among them, count as wide.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from unicodedata import east_asian_width

_NARROW = Decimal("0.6")
_PIECES = re.compile(r"[!-~]+ ?|.", re.DOTALL)
_NEVER_FIRST = "，。、；：）》”’！？"


def measure_text(text: str, size: int) -> Decimal:
    """Width in the units of `size`.

    >>> measure_text("辽源 0", 10)
    Decimal('32.0')
    """
    wide = sum(map(_is_wide, text))
    return size * (wide + (len(text) - wide) * _NARROW)


@cache
def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WFA"


def wrap_text(text: str, width: Decimal, size: int) -> list[str]:
    """Lines no wider than `width`, cut between Han characters or at spaces; a longer word stays.

    >>> wrap_text("口径相同，年份不同", Decimal(50), 10)
    ['口径相同，', '年份不同']
    """
    lines = [""]
    for piece in _PIECES.findall(text):
        fits = measure_text((lines[-1] + piece).rstrip(), size) <= width
        if fits or not lines[-1] or piece in _NEVER_FIRST:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines]
