"""Which place and which body a figure is about, by the names in its sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.model import Figure, Place
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
        self.home_name = home.name.zh if home else guess_home_name(text)
        if not home:
            self.home = next(
                (place.slug for place in places.values() if place.name.zh == self.home_name), ""
            )
        self._names = _narrower_names(places, self.home)
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
        if self._pattern is None:
            return []
        start = part_start(self._text, end, sentence.parts[-1][0])
        start = sentence.first if start > end else start
        for match in _home_words().finditer(self._text, start, end):
            start = match.end()
        return [
            Mention(match.start(), match.end(), *self._names[match[0]])
            for match in self._pattern.finditer(self._text, start, end)
            if not _body_end().match(self._text, match.end())
        ]

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


def guess_home_name(text: str) -> str:
    r"""The place that a document names most near its beginning, empty if it names none.

    >>> guess_home_name("清河县医改见成效\n清河县组建医共体。")
    '清河县'
    """
    ends = "".join(_table()["place_ends"])
    never = tuple(_table()["not_places"])
    counts: Counter[str] = Counter()
    name = re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[省州市旗在]))([\u4e00-\u9fff]{{2,3}}?[{ends}])(?![域级直属外内立])"
    )
    for match in name.finditer(text[:_HEAD]):
        if not match[1].endswith(never):
            counts[match[1]] += 1
    return counts.most_common(1)[0][0] if counts else ""


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
