"""A text in the plain form that the rules read, and the way back to the text as given.

Signs are folded one to one (full-width digits, Kangxi radicals, traditional characters), so
that offsets stay; only marks of no width and line ends inside a paragraph are left out, and the
map back accounts for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from atlas.reading.tables import read_table

_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_WIDE_COMMA = re.compile(
    "\uff0c(?<=[\uff10-\uff19]\uff0c)(?=[\uff10-\uff19]{3}(?![\uff10-\uff19]))"
)
_HALF_STOP = re.compile(
    r"\.(?<=[\u4e00-\u9fff%‰)）”]\.)(?<![\s\n][一二三四五六七八九十]\.)(?=\s*[\u4e00-\u9fff“(（\n]|\s*\Z)"
)
"""A full stop of a Chinese sentence that was typed in half width, not that of 一. or 1.2."""
_PER_MILLE = re.compile("[%％]。(?=[,，、；;)）])")
"""How some presses print ‰: its last ring has become a full stop."""
_ITEM_STOP = re.compile(r"(?m)\.(?=(?:19|20)\d\d年)(?:(?<=^\d\.)|(?<=^\d\d\.))")
"""The stop behind the number of an item that opens with a year: 1.2023年9月."""
_WIDE_SIGNS = "％＋－．／＜＞＝～＄＆｜"
_LINE_ENDS = re.compile("\r(?!\n)|[\x0b\x0c\x85\u2028\u2029]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ROW = re.compile(
    "\\S(?:[\u3000\t]|  )[^\u3000\t]{0,40}\\S(?:[\u3000\t]|  )\\s*\\S"  # three cells of a table
    "|(?<!\\S)\\d[\\d.,]*[%‰]? -?\\d[\\d.,]*[%‰]?(?!\\S)"  # two of numbers
)
_TRADITIONAL_LEAST = 12
"""A text is in traditional script if it has one such character among so many."""

_WRAPPED_LEAST, _FULL_LEAST, _WIDEST, _RAGGED = 8, 16, 90, 3  # lines; signs a line


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The plain form `text` of `given`; `starts` maps its offsets, None where they are the same."""

    given: str
    text: str
    starts: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span in the text as given of one in the plain form."""
        if self.starts is None or start >= end:
            return start, end
        return self.starts[start], self.starts[end - 1] + 1


@lru_cache(maxsize=1)
def fold_text(given: str) -> FoldedText:
    r"""The plain form of a text; kept for the next question about the same.

    >>> fold_text("参保率９５．３％").text
    '参保率95.3%'
    >>> folded = fold_text("参保1\u200b2人")
    >>> folded.text, folded.span(2, 4)
    ('参保12人', (2, 5))
    """
    rings = {match.end() - 1 for match in _PER_MILLE.finditer(given)}
    given_plain = _PER_MILLE.sub("‰。", given) if rings else given
    text = _LINE_ENDS.sub(
        "\n", _HALF_STOP.sub("。", _WIDE_COMMA.sub(",", _ITEM_STOP.sub("、", given_plain)))
    )
    for sign in _one_to_one().keys() & set(text):
        text = text.replace(sign, _one_to_one()[sign])
    if _is_traditional(text):
        text = text.translate({ord(old): new for old, new in _simplified().items()})
    dropped = {match.start() for match in _NO_WIDTH.finditer(text)} | _wraps(text) | rings
    if not dropped:
        return FoldedText(given, text)
    starts = [index for index in range(len(text)) if index not in dropped]
    return FoldedText(given, "".join(map(text.__getitem__, starts)), starts)


def is_blank(text: str) -> bool:
    r"""Whether nothing in it can be seen.

    >>> is_blank("\ufeff \u3000\r\n"), is_blank("5")
    (True, False)
    """
    return not _NO_WIDTH.sub("", text).strip()


def _wraps(text: str) -> set[int]:
    """The line ends that only wrap a paragraph, in a text whose lines are filled to one width."""
    lines = text.split("\n")
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    width = lengths[len(lengths) * 4 // 5] if lengths else 0
    least = max(_FULL_LEAST, width - _RAGGED)
    full = [
        least <= len(line.rstrip()) <= width + _RAGGED and not _ROW.search(line) for line in lines
    ]
    if sum(full) < _WRAPPED_LEAST or sum(full) * 2 < len(lengths) or width > _WIDEST:
        return set()
    wraps: set[int] = set()
    position = 0
    for line, following, is_full in zip(lines, lines[1:], full, strict=False):
        position += len(line) + 1
        ended = line.rstrip().endswith(("。", "！", "？", ":", "："))
        if is_full and not ended and following[:1].strip():
            wraps |= set(range(position - 1 - (len(line) - len(line.rstrip())), position))
    return wraps


@cache
def _one_to_one() -> dict[str, str]:
    """Full-width letters and digits, some signs, no-break spaces, radicals as characters."""
    wide = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
    wide += [ord(sign) for sign in _WIDE_SIGNS]
    table = {chr(code): chr(code - 0xFEE0) for code in wide}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            table[chr(code)] = plain
    spaces = [0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F]
    return table | dict.fromkeys(map(chr, spaces), " ")


@cache
def _simplified() -> dict[str, str]:
    table = read_table("script_words.yml")
    forms = [table[key].replace(" ", "") for key in ("traditional", "simplified")]
    return dict(zip(*forms, strict=True))


def _is_traditional(text: str) -> bool:
    """Whether more than a name or two is written so; 乾县 keeps its sign in simplified script."""
    old = sum(text.count(sign) for sign in _simplified().keys() & set(text))
    return old > 0 and old * _TRADITIONAL_LEAST > sum(map(len, _HAN.findall(text)))
