"""Which place and which body a figure is about, by the names in its sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.model import Place
from atlas.reading.divisions import (
    find_division,
    find_full_names,
    find_renamed,
    is_within,
    names_below,
)
from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, clause_start, part_start
from atlas.reading.tables import any_of, read_table

_HEAD = 4000


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table("locality_words.yml")
    return table


@cache
def _home_words() -> re.Pattern[str]:
    return re.compile(any_of(_table()["home"]))


@cache
def _body_end() -> re.Pattern[str]:
    return re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:{any_of(_table()['bodies'])})")


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
        self._names = _names_below(self._adcode, self._registered) | _narrower_names(
            places, self.home
        )
        starts = [*_table()["body_starts"], *self._names, self.home_name or "市"]
        ends = any_of(_table()["bodies"])
        one = rf"(?:{any_of(starts)})[\u4e00-\u9fff]{{0,9}}?(?:{ends})"
        self._body = re.compile(
            rf"(?<![\u4e00-\u9fff])在?({one}(?:、{one}){{0,4}}|各[\u4e00-\u9fff]{{0,4}}?(?:{ends}))"
            r"(?![\u4e00-\u9fff]{0,2}(?:项目|建设|异地|二期|三期|迁建|扩建|改扩建|工程|新院))"
        )
        self._pattern = re.compile(any_of(self._names)) if self._names else None

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
        if not mentions:
            return self.home, self.home_name
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

    def find_body(self, figure: Figure, sentence: Sentence) -> str:
        """The body or project that the figure's clause or the one before names, else nothing."""
        project = self._project(figure, sentence)
        if project:
            return project
        start = part_start(self._text, figure.start, sentence.first)
        window = self._text[start : figure.start]
        found = list(self._body.finditer(window))
        if not found or _home_words().search(window, found[-1].end()):
            return ""
        followed = window[found[-1].end() : found[-1].end() + 1]
        return "" if followed in ("", "、", "等", "和", "与") else found[-1][1]

    def _mentions(self, sentence: Sentence, end: int) -> list[Mention]:
        """Places named before `end`, since the text last spoke of the home as a whole."""
        start = part_start(self._text, end, sentence.parts[-1][0])
        start = sentence.first if start > end else start
        for match in _home_words().finditer(self._text, start, end):
            start = match.end()
        below = self._pattern.finditer(self._text, start, end) if self._pattern else ()
        found = [
            Mention(match.start(), match.end(), *self._names[match[0]])
            for match in below
            if not _body_end().match(self._text, match.end())
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
            if not _joined().match(self._text, last) and not _body_end().match(self._text, last):
                found.append(Mention(first, last, self._registered.get(division.adcode, ""), name))
        return found

    def _is_around(self, adcode: str) -> bool:
        return adcode == self._adcode or is_within(self._adcode, adcode)

    def _are_listed(self, first: Mention, second: Mention) -> bool:
        return self._text[first.end : second.start] in ("、", "和", "及", "与")

    def _project(self, figure: Figure, sentence: Sentence) -> str:
        """The project that a cost or an area belongs to: 某项目,总投资5000万元."""
        rule = _table()["project"]
        start = clause_start(self._text, figure.start, sentence.first)
        if not self._text[start : figure.start].startswith(tuple(rule["figures"])):
            return ""
        floor = max(sentence.region.start, start - 120)
        ends = any_of(rule["ends"])
        named = re.findall(
            rf"[^,，。;；:：]{{4,36}}?(?:{ends})(?=[,，。])", self._text[floor:start]
        )
        return str(named[-1]) if named else ""


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
        name: (registered.get(division.adcode, ""), division.name)
        for name, division in names_below(adcode).items()
    }


def _narrower_names(places: Mapping[str, Place], home: str) -> dict[str, tuple[str, str]]:
    """The names of the counties and districts below the home, full and short."""
    names: dict[str, tuple[str, str]] = {}
    for place in places.values():
        if not _is_below(place, places, home):
            continue
        for name in (place.name.zh, place.short.zh):
            if len(name) > 1:
                names[name] = (place.slug, place.name.zh)
    return names


def _is_below(place: Place, places: Mapping[str, Place], home: str) -> bool:
    seen: list[str] = []
    parent = place.parent
    while parent and parent not in seen:
        if parent == home:
            return True
        seen.append(parent)
        parent = places[parent].parent if parent in places else None
    return False
