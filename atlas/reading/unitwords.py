"""The unit that stands after a number, by the table `unit_words.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from atlas.reading.tables import read_table

BREAKS = frozenset(',.;:!?。，、；：！？()（）《》“”"|\t')
_NOUN_REACH = 16
_FAR_REACH = 44
_PARTS = frozenset("。；;\n")
_CLAUSES = re.compile("[,，]")
_DIGITS = re.compile(r"\d[\d.,]*")
_NOTE = re.compile(r"[(（][^()（）]{0,24}[)）]")
_OFTEN = re.compile(
    r"(?:每|一个)(?:个?[天日周月年季]|人|家|所|车|\d*分钟)[^,，。;；\n]*\Z"
)  # 每月出诊6次
_OPENINGS = ("“", "《", "「", '"')
_ONE_SIGN_REACH = 3  # 村12个, 乡镇共12个, but not 云山市已组建12个
_GAP_LONGEST = 5
_VERBS = frozenset(
    "的了在为被将已均都有无达占获评成建设立推启实施行开展纳入参与提供完通落由从到向是能可和及与、给对同享全共用分至"
)
_AND = frozenset("和与及")
_WHOLE = frozenset("全本我该各每")
"""全县共有141个 does not count counties."""
_LOOSE = frozenset("的均全都已实开达共近约有为从由和与及\n")


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A unit as printed: `end` is the offset after it, `times` what one is worth (成: 10)."""

    end: int
    word: str
    unit: str
    times: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class UnitTable:
    """The rules of `unit_words.yml`; `nouns` are keyed by group, then by noun."""

    words: Mapping[str, str]
    times: Mapping[str, Decimal]
    measures: Mapping[str, tuple[str, str]]
    nouns: Mapping[str, Mapping[str, str]]
    before: frozenset[str]
    far: frozenset[str]
    not_before: Mapping[str, tuple[str, ...]]
    not_chinese: frozenset[str]
    long_counts: frozenset[str]
    one_counts: frozenset[str]
    longest: int


@cache
def unit_table() -> UnitTable:
    """The table, read once."""
    raw = read_table("unit_words.yml")
    words = {word: unit for unit, listed in raw["words"].items() for word in listed}
    words |= {word: rule["unit"] for word, rule in raw["times"].items()}
    words |= {word: rule["default"] for word, rule in raw["measures"].items()}
    nouns = {
        group: {noun: unit for unit, listed in units.items() for noun in listed}
        for group, units in raw["nouns"].items()
    }
    return UnitTable(
        words=words,
        times={word: Decimal(rule["times"]) for word, rule in raw["times"].items()},
        measures={word: (rule["default"], rule["nouns"]) for word, rule in raw["measures"].items()},
        nouns=nouns,
        before=frozenset(raw["before"]),
        far=frozenset(raw["far"]),
        not_before={word: tuple(listed) for word, listed in raw["not_before"].items()},
        not_chinese=frozenset(raw["not_chinese"]),
        long_counts=frozenset(raw["long_counts"]),
        one_counts=frozenset(raw["one_counts"]),
        longest=max(map(len, words)),
    )


def find_unit(text: str, position: int, number: int) -> UnitWord | None:
    """The unit word at `position`, the longest that fits; None if none stands there.

    Args:
        text: The whole text.
        position: Where the unit would start.
        number: Where the number before it starts; nouns are looked for before that.

    >>> find_unit("5个技术帮扶团队", 1, 0).unit, find_unit("提高15.36个百分点", 7, 2).unit
    ('team', 'pp')
    """
    table = unit_table()
    for length in range(min(table.longest, len(text) - position), 0, -1):
        word = text[position : position + length]
        end = position + length
        if word not in table.words or text.startswith(table.not_before.get(word, ("\0",)), end):
            continue
        unit = table.words[word]
        if word == "期" and text.startswith("分", number - 1):
            unit = ""  # 分两期建设
        if word in table.measures:
            unit = _counted_unit(text, word, end, number)
        return UnitWord(end, word, unit, table.times.get(word, Decimal(1)))
    return None


def _counted_unit(text: str, word: str, end: int, number: int) -> str:
    """The unit of a measure word, from the noun after it, or before the number."""
    table = unit_table()
    default, group = table.measures[word]
    if word == "次" and _OFTEN.search(text, max(0, number - _NOUN_REACH), number):
        return default
    nouns = table.nouns[group]
    ends_line = text[end : end + 1] == "\n" and word in table.before
    after = _noun_before(text, number, nouns) if ends_line else None
    after = _noun_after(text, end, nouns) if after is None else after
    if after is None and word in table.before:
        after = _noun_before(text, number, nouns)
    if after is None and word in table.far:
        after = _noun_in_sentence(text, number, nouns)
    return default if after is None else after


def unit_word(printed: str) -> str:
    """The unit word at the end of a figure's text, the longest; empty if there is none."""
    table = unit_table()
    for length in range(min(table.longest, len(printed)), 0, -1):
        if printed[-length:] in table.words:
            return printed[-length:]
    return ""


def noun_unit(words: str, measure: str) -> str | None:
    """The unit of the last noun in `words` that the measure word may count, None without one."""
    table = unit_table()
    return _noun_before(words, len(words), table.nouns[table.measures[measure][1]])


def _noun_after(text: str, start: int, nouns: Mapping[str, str]) -> str | None:
    """The unit of the noun phrase that begins at `start`: its first noun, or one that it runs into.

    >>> nouns = {"医院": "institution", "项目": "item"}
    >>> _noun_after("医院项目完成", 0, nouns), _noun_after("“国门医院”启用", 0, nouns)
    ('item', 'institution')
    """
    start += text[start : start + 1] in _OPENINGS  # 4个“胸痛中心”
    stop = _stretch_end(text, start)
    position, found = start, None
    while position < stop:
        noun = _longest(text, position, stop, nouns)
        if found is not None and not noun:
            if text[position] not in _AND:
                return _beyond(text, position, stop, nouns, found) or found
            noun = _longest(text, position + 1, stop, nouns)  # 卫生室与服务点
            if not noun:
                return _beyond(text, position, stop, nouns, found) or found
            position += 1
        found = nouns[noun] if noun else None
        position += len(noun) if noun else 1
    return found


def _beyond(text: str, start: int, stop: int, nouns: Mapping[str, str], first: str) -> str | None:
    """The unit of the noun that a phrase ends with, a few signs on: 家庭过期药品回收点.

    What houses or people have is no such noun: 11个卫生院代办制度.
    """
    found: str | None = None
    position = start
    while position < stop and text[position] not in _VERBS:
        noun = _longest(text, position, stop, nouns)
        if noun and (not first or nouns[noun] != "item"):
            found, start = nouns[noun], position + len(noun)
        elif position - start >= _GAP_LONGEST:
            break
        position += len(noun) if noun else 1
    return found


def _noun_before(text: str, number: int, nouns: Mapping[str, str]) -> str | None:
    """The unit of the last noun before the number, within its clause; notes are passed over.

    >>> _noun_before("各类机构（含卫生室）共计972个", 12, {"机构": "institution"})
    'institution'
    """
    if text[number - 1 : number] in ("”", "》"):
        number -= 1
    words = text[max(0, number - _FAR_REACH) : number]
    noted = "）" in words or ")" in words
    return _last_noun(_NOTE.sub("", words) if noted else words, nouns)


def _noun_in_sentence(text: str, number: int, nouns: Mapping[str, str]) -> str | None:
    """The unit of the last noun before the number, beyond commas: 四级手术，起步那年41台."""
    start = number
    while start > 0 and number - start < _FAR_REACH and text[start - 1] not in _PARTS:
        start -= 1
    found: str | None = None
    for clause in _CLAUSES.split(_DIGITS.sub("", text[start:number])):
        found = _last_noun(clause, nouns) or found
    return found


def _last_noun(words: str, nouns: Mapping[str, str]) -> str | None:
    """The unit of the last noun in the last clause of the words."""
    number = start = len(words)
    while start > 0 and number - start < _NOUN_REACH and words[start - 1] not in BREAKS:
        start -= 1
    found: str | None = None
    position = start
    while position < number:
        noun = _longest(words, position, number, nouns)
        near = number - position <= _ONE_SIGN_REACH
        short = noun is not None and len(noun) == 1
        if noun and not (short and (not near or words[position - 1 : position] in _WHOLE)):
            found = nouns[noun]
        position += len(noun) if noun else 1
    return found


def _stretch_end(text: str, start: int) -> int:
    stop = start
    limit = min(len(text), start + _NOUN_REACH)
    while stop < limit and text[stop] not in BREAKS and not text[stop].isdigit():
        stop += 1
    return stop


def _longest(text: str, position: int, stop: int, nouns: Mapping[str, str]) -> str | None:
    for length in range(min(6, stop - position), 0, -1):
        noun = text[position : position + length]
        if noun in nouns and (length > 1 or _stands_alone(text, position + 1)):
            return None if text.startswith("级", position + length) else noun  # 国家级
    return None


def _stands_alone(text: str, end: int) -> bool:
    """Whether a noun of one sign ends there: 县 in 11个县, but not in 县级医院."""
    return end >= len(text) or text[end] in BREAKS or text[end] in _LOOSE or text[end].isdigit()
