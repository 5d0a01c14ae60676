"""Which body a figure is about: a hospital, a centre, a project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from atlas.reading.divisions import divisions
from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, clause_start, part_start
from atlas.reading.tables import any_of, read_table

_TITLE = 60
_OPENING = 14  # signs of a paragraph in which it names what it is about
_LONGEST = 40  # signs of a name
_REACH = 1200  # signs of a long paragraph that are looked at, to keep the work linear
_NOTE = re.compile(r"[(（][^()（）]*[)）]")  # a name in it is another's, or one of many
_LISTED = ("、", "等", "和", "与", "及")  # behind a name: it is one of several


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table("locality_words.yml")
    return table


@cache
def body_end() -> re.Pattern[str]:
    """The end of a name that makes it a body's and not a place's: 人民医院."""
    return re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:{any_of(_table()['bodies'])})")


@cache
def _no_body() -> re.Pattern[str]:
    return re.compile(any_of(_table()["no_body"]))


@cache
def _same_body() -> re.Pattern[str]:
    return re.compile(any_of(_table()["same_body"]))


@cache
def _own_body() -> re.Pattern[str]:
    return re.compile(any_of(_table()["own_body"]))


@cache
def _tells() -> re.Pattern[str]:
    return re.compile(rf".{{0,6}}?(?:{any_of(_table()['tells'])})")


@lru_cache(maxsize=8)  # the documents of one place follow each other
def _named_as(names: tuple[str, ...], home_name: str, adcode: str) -> re.Pattern[str]:
    """The names of bodies at a home, those of what lies below it among them."""
    starts = [*_table()["body_starts"], *names, home_name or "市"]
    own = divisions().get(adcode)
    above = divisions().get(own.parent or "") if own else None
    starts += [name for one in (own, above) if one for name in (one.name, one.short)]
    ends = any_of(_table()["bodies"])
    one = rf"(?:{any_of(starts)})[\u4e00-\u9fff]{{0,9}}?(?:{ends})"
    return re.compile(
        rf"(?<![\u4e00-\u9fff\d])(?:在|(?:记者|日前)?从|据|走进)?({one}(?:、{one}){{0,4}}|各[\u4e00-\u9fff]{{0,4}}?(?:{ends}))"
        r"(?![\u4e00-\u9fff]{0,2}(?:项目|建设|异地|迁建|扩建|改扩建|工程))"
    )


class Bodies:
    """The bodies that one text names."""

    def __init__(
        self,
        text: str,
        home_name: str,
        adcode: str,
        names: Iterable[str],
        home_words: re.Pattern[str],
    ) -> None:
        self._text = text
        self._adcode = adcode
        self._home_words = home_words
        self._body = _named_as(tuple(names), home_name, adcode)
        self._own_body = self._find_own_body()
        self._first_bodies: dict[tuple[int, int], int] = {}

    def find(self, figure: Figure, sentence: Sentence) -> str:
        """The body or project that the figure's clause or the one before names, else nothing."""
        project = self._project(figure, sentence)
        if project:
            return project
        start = part_start(self._text, figure.start, sentence.first)
        floor = max(sentence.region.start, figure.start - _REACH)
        again = _same_body().search(self._text, start, figure.start) is not None
        since = max(0, figure.start - _REACH) if again else start
        name = self._named_body(since, figure.start, told_of=again)
        if name is None:
            first = sentence.region.start
            last = min(figure.start, first + _OPENING + _LONGEST)
            at = self._first_body(first, last)
            opens = clause_start(self._text, at, sentence.region.start) == at
            if opens and at <= sentence.region.start + _OPENING:
                name = self._named_body(floor, figure.start)
        if name is None and self._own_body:
            told = self._home_words.search(self._text, sentence.first, figure.start)
            name = "" if told else self._own_body
        return name or ""

    def _first_body(self, start: int, end: int) -> int:
        """Where the first body named there begins, -1 without one; told once for a paragraph."""
        known = self._first_bodies.get((start, end))
        if known is None:
            found = self._body.search(self._text, start, end)
            known = self._first_bodies[start, end] = found.start(1) if found else -1
        return known

    def _find_own_body(self) -> str:
        """The hospital that a document is of: its head names it, and it speaks of 我院."""
        head = self._text[:_TITLE]
        found = self._body.search(head)
        if not found or _no_body().search(found[1]):
            return ""
        if not _own_body().search(self._text) and not self._is_of_one(found):
            return ""
        own = divisions().get(self._adcode)
        above = divisions().get(own.parent or "") if own else None
        inner = found[1].removeprefix(above.name) if above else found[1]
        return inner if own and inner.startswith(own.name) else found[1]

    def _is_of_one(self, found: re.Match[str]) -> bool:
        """Whether a page begins with its hospital and hardly speaks of the place.

        What a centre for disease control reports is the place's.
        """
        opens = not self._text[: found.start(1)].strip()
        others = [*islice(self._home_words.finditer(self._text), 3)]
        apart = self._text[found.end(1) : found.end(1) + 1] in (*_LISTED, "对", "\n", "")
        return opens and found[1].endswith("院") and len(others) < 3 and not apart

    def _named_body(self, start: int, end: int, told_of: bool = False) -> str | None:
        """The last body named there, "" where the text has gone on from it, None without one.

        A body that only tells of others (市疾控中心发布) counts where it is `told_of` again.
        """
        window = _NOTE.sub(lambda note: " " * len(note[0]), self._text[start:end])
        found = [match for match in self._body.finditer(window) if not _no_body().search(match[1])]
        if not found:
            return None
        last = found[-1]
        gone_on = self._home_words.search(window, last.end()) or (
            not told_of and _tells().match(window, last.end())
        )
        followed = window[last.end() : last.end() + 1]
        return "" if gone_on or followed in ("", *_LISTED) else last[1]

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
        return str(named[-1]) if named and not set(named[-1]) & {"为", "是"} else ""
