"""Which place and which body a figure is about, by the names in its sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from atlas.model import Place
from atlas.reading.bodies import Bodies, body_end
from atlas.reading.divisions import (
    Division,
    divisions,
    find_division,
    find_full_names,
    find_renamed,
    is_within,
    names_below,
)
from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, clause_start, part_start
from atlas.reading.tables import any_of, look_for, read_table

_HEAD = 4000
_TITLE = 60
_JOINS = frozenset("、和与及")
_OPENING = 14  # signs of a paragraph in which it names what it is about
# One that helps, or sends for it: 深圳市22家医院结对河池26家医院.
_HELPS = re.compile(r"[^,，。;；]{0,16}(?:结对|对口|帮扶|支援|援助|派[出了驻])")
_LEADS_BACK = re.compile(
    "(?:上述|以上|这)[两二三四五六七八九十几]?个?[县市区旗州地]|[两三四五六七八九]个?[县市区旗地](?!级)"
)
_PAPER = re.compile("[日晚晨]报|(?:新闻|在线)?网|电视台|广播|融媒|发布[讯消]")
_REACH = 1200  # signs of a long paragraph that are looked at, to keep the work linear


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table("locality_words.yml")
    return table


@lru_cache(maxsize=8)
def _home_words(of_city: bool, of_province: bool, names: tuple[str, ...]) -> re.Pattern[str]:
    """Words for the home, and its names; in a city's text 全县 is a county named before."""
    table = _table()
    narrower = {*table["county_words"], *table["district_words"]} if of_city else set()
    wider = table["province_words"] if of_province else []
    home = [word for word in [*table["home"], *wider] if word not in narrower]
    words = rf"(?:{any_of(home)})(?!{table['kind_of_home']})"
    words = rf"{words}|(?:{any_of(names)})(?!{table['no_home']})" if names else words
    return re.compile(rf"{look_for([*home, *names])}(?:{words})")


@lru_cache(maxsize=8)  # the documents of one place follow each other
def _names_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(names))


@cache
def _named_before() -> re.Pattern[str]:
    table = _table()
    words = [*table["named_before"], *table["county_words"], *table["district_words"]]
    return re.compile(any_of(words))


@cache
def _joined() -> re.Pattern[str]:
    """What follows a place with or for whom something is done, but that it is not told of."""
    return re.compile(any_of(_table()["joined"]))


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the text: `slug` is empty where the registry has it not."""

    start: int
    end: int
    slug: str
    name: str


def _names_of_home(name: str, own: Division | None) -> tuple[str, ...]:
    """The home's name and, of an autonomous one, the short one with its kind: 凉山州."""
    if not name or name[-1] not in "市县区州旗盟":
        return ()
    return tuple({name, f"{own.short}{name[-1]}"} if own and "自治" in name else {name})


class Localities:
    """The places that a document may be about, and where it names them."""

    def __init__(self, text: str, places: Mapping[str, Place], home: Place | None) -> None:
        self._text = text
        self.home = home.slug if home else ""
        self.home_name = (
            home.name.zh
            if home
            else guess_home_name(text, [place.name.zh for place in places.values()])
        )
        if not home:
            self.home = next(
                (place.slug for place in places.values() if place.name.zh == self.home_name), ""
            )
        self._registered = {place.adcode: slug for slug, place in places.items()}
        self._adcode = (home and home.adcode) or _find_home(self.home_name, text)
        own = divisions().get(self._adcode)
        self.of_province = own is not None and own.level == "province"
        self._of_city = self._adcode.endswith("00") and not self._adcode.endswith("0000")
        self._home_words = _home_words(
            self._of_city, self.of_province, _names_of_home(self.home_name, own)
        )
        self._names = _names_below(self._adcode, self._registered) | _narrower_names(
            places, self.home
        )
        self._bodies = Bodies(text, self.home_name, self._adcode, self._names, self._home_words)
        self._pattern = _names_pattern(tuple(self._names)) if self._names else None
        self._subject = self._find_subject()

    def find_place(
        self, figure: Figure, sentence: Sentence, position: int, count: int
    ) -> tuple[str, str]:
        """The slug and the Chinese name of the place nearest before the figure, else the home.

        Args:
            figure: The figure.
            sentence: Its sentence.
            position: Where it stands in a list told with 分别, counted from 0.
            count: How long that list is, 1 if there is none.
        """
        mentions = self._mentions(sentence, figure.start)
        if not mentions and count > 1:
            mentions = self._listed_before(sentence, figure.start, count)
        if not mentions:
            return self._named_before(sentence, figure.start)
        listed = [mentions[-1]]
        for mention in reversed(mentions[:-1]):
            if not self._are_listed(mention, listed[0]):
                break
            listed.insert(0, mention)
        if len(listed) == 1:
            return listed[0].slug, listed[0].name
        if len(listed) == count:
            return listed[position].slug, listed[position].name
        return self.home, self.home_name

    def _find_subject(self) -> Mention | None:
        """The one county that the first lines of a city's document name, and not the city."""
        if not self._of_city or not self._pattern:
            return None
        head = self._text.lstrip()[:_TITLE].split("\n")[0]
        named = {self._names[match[0]] for match in self._pattern.finditer(head)}
        if len(named) != 1 or self.home_name in head or self._home_words.search(head):
            return None
        return Mention(0, 0, *named.pop())

    def _named_before(self, sentence: Sentence, end: int) -> tuple[str, str]:
        """The county that the paragraph has spoken of since it last spoke of the home, else home.

        It goes on being spoken of where the paragraph opens with it or a word says so: 该县.
        """
        home, region = (self.home, self.home_name), sentence.region
        if not self._of_city or not self._pattern:
            return home
        start = max(region.start, end - _REACH)
        told = False
        for match in self._home_words.finditer(self._text, start, end):
            start, told = match.end(), True
        found = self._subject
        opened = False
        opens_with_home = self._text.startswith(self.home_name, region.start)
        for match in self._pattern.finditer(self._text, start, end):
            aside = self._is_aside(match.end(), start, end)
            if not aside and not body_end().match(self._text, match.end()):
                found = Mention(match.start(), match.end(), *self._names[match[0]])
                alone = not {self._text[match.start() - 1], self._text[match.end()]} & _JOINS
                opened = alone and not opens_with_home and match.start() <= region.start + _OPENING
        said = _named_before().search(self._text, max(start, sentence.first), end)
        meant = found and (said or opened or (found is self._subject and not told))
        return (found.slug, found.name) if found and meant else home

    def find_body(self, figure: Figure, sentence: Sentence) -> str:
        """The body or project that a figure is about, as `Bodies.find` gives it."""
        return self._bodies.find(figure, sentence)

    def _listed_before(self, sentence: Sentence, end: int, count: int) -> list[Mention]:
        """The counties that 上述县 or 三地 leads back to, as many as there are figures."""
        led = _LEADS_BACK.search(self._text, sentence.first, end)
        if not led or not self._pattern:
            return []
        run: list[Mention] = []
        start = max(sentence.region.start, led.start() - _REACH)
        for match in self._pattern.finditer(self._text, start, led.start()):
            mention = Mention(match.start(), match.end(), *self._names[match[0]])
            if run and self._are_listed(run[-1], mention):
                run.append(mention)
            elif len(run) != count:
                run = [mention]
        return run if len(run) == count else []

    def _mentions(self, sentence: Sentence, end: int) -> list[Mention]:
        """Places named before `end`, since the text last spoke of the home as a whole."""
        start = part_start(self._text, end, sentence.parts[-1][0])
        start = sentence.first if start > end else start
        for match in self._home_words.finditer(self._text, start, end):
            start = match.end()
        below = self._pattern.finditer(self._text, start, end) if self._pattern else ()
        found = [
            Mention(match.start(), match.end(), *self._names[match[0]])
            for match in below
            if self._is_told_of(match.start(), match.end(), start)
            and not self._is_aside(match.end(), start, end)
        ]
        found += self._elsewhere(start, end)
        return sorted(found, key=lambda mention: mention.start)

    def _elsewhere(self, start: int, end: int) -> list[Mention]:
        """Full names of places outside the home that a clause begins with.

        Inside a clause such a name tells with whom or after whom something was done.
        """
        found = []
        opened = start
        for first, last in find_full_names(self._text, start, end):
            name = self._text[first:last]
            division = find_division(name, self._adcode)
            opens = clause_start(self._text, first, start)
            begins = first in (opens, opened) or self._text[opens:first] in ("在", "其中", "如")
            opened = last if begins else -1  # 山西省太原市: the next name begins where this ends
            if not division or not begins or name in self._names or name == self.home_name:
                continue
            if self._is_around(division.adcode) or division.level == "province":
                continue
            apart = _joined().match(self._text, last) or _HELPS.match(self._text, last)
            if not apart and self._is_told_of(first, last, start):
                found.append(Mention(first, last, self._registered.get(division.adcode, ""), name))
        return found

    def _is_told_of(self, start: int, end: int, floor: int) -> bool:
        """Whether a place is meant, not only its paper, or a body that no clause is about."""
        if _PAPER.match(self._text, end):
            return False
        body = body_end().match(self._text, end)
        if not body:
            return True
        start -= self._text[max(0, start - 1) : start] == "在"
        opens = clause_start(self._text, start, floor) == start
        return opens and self._text[body.end() : body.end() + 1] not in (
            "、",
            "等",
            "和",
            "与",
            "对",
        )

    def _is_aside(self, position: int, start: int, end: int) -> bool:
        """Whether a place stands in brackets that are closed again: 2例（均在林口县）,…."""
        opening = max(self._text.rfind(sign, start, position) for sign in "(（")
        if opening < 0:
            return False
        closing = min(
            (at for sign in ")）" if (at := self._text.find(sign, opening, end)) >= 0), default=-1
        )
        return closing >= position

    def _is_around(self, adcode: str) -> bool:
        return adcode == self._adcode or is_within(self._adcode, adcode)

    def _are_listed(self, first: Mention, second: Mention) -> bool:
        return self._text[first.end : second.start] in ("、", "和", "及", "与")


def guess_home_name(text: str, known: Iterable[str] = ()) -> str:
    r"""The place that a document names most near its beginning, empty if it names none.

    A name in no table counts if it is among the `known`, or if one known place bears its short
    form: 太谷县 has become 太谷区.

    >>> guess_home_name("清河县医改见成效\n清河县组建医共体。")
    '清河县'
    >>> guess_home_name("空白县\n全县医改"), guess_home_name("山西省太谷县医改")
    ('', '太谷县')
    """
    never = tuple(_table()["not_places"])
    counts: Counter[str] = Counter()
    for first, last in find_full_names(text, 0, min(len(text), _HEAD)):
        counts[text[first:last]] += text[first:last] not in never
    registered = frozenset(known)
    for match in _any_name().finditer(text[:_HEAD]):
        name = match[1]
        if name in registered or (name not in counts and _was_renamed(name, never)):
            counts[name] += 1
    named = [name for name, count in counts.most_common() if count]
    return next((name for name in named if not _is_province(name)), next(iter(named), ""))


def _was_renamed(name: str, never: tuple[str, ...]) -> bool:
    return not name.endswith(never) and find_renamed(name) is not None


@cache
def _any_name() -> re.Pattern[str]:
    ends = "".join(_table()["place_ends"])
    return re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[省州市旗在]))([\u4e00-\u9fff]{{2,3}}?[{ends}])"
        r"(?![域级直属外内立])"
    )


def _is_province(name: str) -> bool:
    division = find_division(name)
    return division is not None and division.level == "province"


def _find_home(name: str, text: str) -> str:
    """The code of the place that a document is about, "" where its name may mean several."""
    division = find_division(name) or find_renamed(name)
    if division:
        return division.adcode
    above = {text[first:last] for first, last in find_full_names(text, 0, min(len(text), _HEAD))}
    for other in sorted(above - {name}):
        upper = find_division(other)
        below = find_division(name, upper.adcode) if upper else None
        if upper and below and is_within(below.adcode, upper.adcode):
            return below.adcode
    return ""


def _names_below(adcode: str, registered: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {
        # 墨江县 and 介休 are written in full.
        name: (registered.get(division.adcode, ""), division.name)
        for name, division in names_below(adcode).items()
    }


def _narrower_names(places: Mapping[str, Place], home: str) -> dict[str, tuple[str, str]]:
    """The names of the counties and districts below the home, full and short."""
    below = _slugs_below(places, home)
    names: dict[str, tuple[str, str]] = {}
    for slug, place in places.items() if below else ():
        if slug not in below:
            continue
        for name in (place.name.zh, place.short.zh):
            if len(name) > 1:
                names[name] = (place.slug, place.name.zh)
    return names


def _slugs_below(places: Mapping[str, Place], home: str) -> set[str]:
    """What lies below a place, level by level; of places that lie below each other, both."""
    below: set[str] = set()
    level = {home}
    while level := {slug for slug, one in places.items() if one.parent in level} - below:
        below |= level
    return below
