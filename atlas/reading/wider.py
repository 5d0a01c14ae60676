"""What a text tells of the nation, its province or other cities, and not of its own place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Any

from atlas.reading.divisions import divisions
from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence
from atlas.reading.tables import any_of, read_table

_SHORT_LEAST = 2  # 长兴 is 长兴县, but 莘县 has no shorter name
_BULLETIN = 2000  # signs that a bulletin of the nation goes on
_LISTED = re.compile(r"[\d.万亿%‰/个张人名家岁元、和与及]*")  # 分别为68.3%和70.1%


class Wider:
    """The subjects of one text that are wider than its place, or beside it."""

    def __init__(self, text: str, home_name: str, of_province: bool) -> None:
        self._text = text
        self._home = home_name[:-1] if len(home_name) > _SHORT_LEAST else home_name
        subjects = list(_find_opening(text, of_province))
        subjects += [match.end() for match in _amid().finditer(text)]
        self._subjects = sorted(subjects)
        self._others = sorted(_find_others(text, home_name))
        self._besides = list(_find_besides(text, home_name))
        self._bulletins = list(_find_bulletins(text, self._home))
        self._lore = [match.start() for match in _lore().finditer(text)]

    def is_background(self, figure: Figure, sentence: Sentence) -> bool:
        """Whether a figure's sentence is of the nation and speaks of no place since; or its clause.

        A sentence of the nation begins with it: 全国共有…, 国家医保局印发通知,要求….
        """
        index = bisect_right(self._bulletins, (figure.start, len(self._text))) - 1
        if index >= 0 and figure.start < self._bulletins[index][1]:
            return not self._tells_home_by_name(figure)
        index = bisect_right(self._subjects, figure.start) - 1
        if index >= 0 and self._subjects[index] >= sentence.first:
            return not self._names_home(self._subjects[index], figure.start)
        index = bisect_right(self._others, figure.start) - 1
        if index >= 0 and _LISTED.fullmatch(self._text, self._others[index], figure.start):
            return True
        index = bisect_right(self._lore, sentence.last) - 1
        if index >= 0 and self._lore[index] >= sentence.first:
            return not self._names_home(sentence.first, figure.start)
        index = bisect_right(self._besides, (figure.start, len(self._text))) - 1
        return index >= 0 and figure.start < self._besides[index][1]

    def _tells_home_by_name(self, figure: Figure) -> bool:
        """Whether the home is one in the nation's list: 其中境外输入8例(上海6例,广东2例)."""
        before = self._text[max(0, figure.start - len(self._home) - 1) : figure.start]
        return bool(self._home) and self._home in before

    def _names_home(self, start: int, end: int) -> bool:
        """Whether a stretch leads back to the text's own place, by its name or as 我市."""
        named = bool(self._home) and self._text.find(self._home, start, end) >= 0
        return named or bool(_home().search(self._text, start, end))


def _find_opening(text: str, of_province: bool) -> Iterator[int]:
    """Where the subjects end that open sentences; the text itself begins as behind a line end."""
    for match in _opening().finditer("\n" + text):
        if not (of_province and match["province"]):
            yield match.end(1) - 1


def _find_bulletins(text: str, home: str) -> Iterator[tuple[int, int]]:
    """What the nation's 31 provinces reported, to where the text comes back to its own place."""
    own = re.compile(rf"{_table()['back']}" + (rf"|{re.escape(home)}(?!\d)" if home else ""))
    end = 0
    for match in _bulletin().finditer(text) if home else ():
        if match.start() >= end:
            back = own.search(text, match.end(), match.end() + _BULLETIN)
            end = back.start() if back else min(len(text), match.end() + _BULLETIN)
            yield match.start(), end


def _find_besides(text: str, home_name: str) -> Iterator[tuple[int, int]]:
    """Where other cities stand in a list of counts: 潮州市17例(潮安区15例), with their brackets."""
    for match in _listed_cities().finditer(text) if home_name else ():
        if not home_name.startswith(match["name"]):
            yield match.start("name"), match.end()


def _find_others(text: str, home_name: str) -> Iterator[int]:
    """Where the words end that tell a value of another place: 广州的…率为, 低于上海市(."""
    for pattern in (_other_places(), _compared_places(), _other_provinces()):
        for match in pattern.finditer(text) if home_name else ():
            if not home_name.startswith(match["name"]):
                yield match.end()


@cache
def _table() -> Any:
    return read_table("exclusion_words.yml")["wider"]


@cache
def _opening() -> re.Pattern[str]:
    table = _table()
    named = read_table("exclusion_words.yml")["background"]["named"]
    nation = table["nation"].replace("<named>", named)
    subjects = rf"(?:{nation})|(?P<province>{table['province']})"
    return re.compile(
        rf"[。！？；;!?\n](?=([^\S\n]*(?:{table['lead']})?(?:{subjects})))", re.VERBOSE
    )


@cache
def _amid() -> re.Pattern[str]:
    return re.compile(_table()["amid"])


@cache
def _lore() -> re.Pattern[str]:
    return re.compile(_table()["lore"])


@cache
def _bulletin() -> re.Pattern[str]:
    return re.compile(_table()["bulletin"])


@cache
def _home() -> re.Pattern[str]:
    return re.compile(_table()["home"])


@cache
def _names(*levels: str) -> str:
    found = [one for one in divisions().values() if one.level in levels]
    return any_of({name for one in found for name in (one.name, one.short)})


@cache
def _listed_cities() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[,，、。;；:：\n]|分布在)(?P<name>{_names('province', 'prefecture')})各?\d+[例人起宗]"
        r"(?:[(（][^()（）]{0,80}[)）])?"
    )


@cache
def _other_places() -> re.Pattern[str]:
    names = _names("province", "prefecture")
    return re.compile(
        rf"(?<![^,，。；;:：\n])(?P<name>{names})(?:[、和与](?:{names})){{0,3}}"
        rf"(?:{_table()['measured']})?(?:仅|约|分别|均|高达|只|已)*[为是](?=\d)"
    )


@cache
def _compared_places() -> re.Pattern[str]:
    names = _names("province", "prefecture")
    return re.compile(rf"[低高次优少多长短]于(?P<name>{names})(?:平均)?(?:水平)?[(（的](?=\d)")


@cache
def _other_provinces() -> re.Pattern[str]:
    names = _names("province")
    return re.compile(rf"(?<![^,，。；;:：\n])(?P<name>{names}){_table()['has']}(?=\d)")
