"""The words of the topics in a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from atlas.reading.records import Figure
from atlas.reading.tables import any_of, read_table

_OTHERS = ("neutral", "doing", "reaching", "shots", "stocks")
_NEAR = 400  # signs within which a word of COVID tells which shots are meant
_CLAUSE = 14  # signs before and behind a word that name other shots


class TopicHit(NamedTuple):
    """A word of a topic in the text, in its group of the table: names, fields or hints."""

    start: int
    end: int
    topic: str
    group: str
    word: str


class TopicHits:
    """All words of the topics in one text, the longest where several begin.

    No word is read across the edge of a figure, 1名中医 has no 名中医, but one that begins with
    it: 5岁以下儿童死亡率.
    """

    def __init__(self, text: str, figures: Sequence[Figure]) -> None:
        pattern, words = _topic_words()
        self.all: Sequence[TopicHit] = [
            TopicHit(match.start(), match.end(), topic, group, match[0])
            for match in _find_words(pattern, text, figures)
            for topic, group in words[match[0]]
        ]
        self.all = _of_epidemic(text, self.all)
        self._starts = [hit.start for hit in self.all]

    def within(self, start: int, end: int) -> Sequence[TopicHit]:
        """The words that begin in `[start, end)`."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


@dataclass(frozen=True, slots=True)
class _Shots:
    words: frozenset[str]
    when: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def _shots() -> _Shots:
    raw = read_table("topic_words.yml")["shots"]
    when, unless = re.compile(any_of(raw["when"])), re.compile(any_of(raw["unless"]))
    return _Shots(frozenset(raw["words"]), when, unless)


def _of_epidemic(text: str, hits: Sequence[TopicHit]) -> Sequence[TopicHit]:
    """The words, those of shots with the epidemic's topic where the text nearby is of COVID."""
    shots = _shots()
    told = [match.start() for match in shots.when.finditer(text)]
    if not told:
        return hits
    return [
        hit._replace(topic="epidemic")
        if hit.word in shots.words and hit.topic == "public-health" and _is_covid(text, hit, told)
        else hit
        for hit in hits
    ]


def _is_covid(text: str, hit: TopicHit, told: Sequence[int]) -> bool:
    index = bisect_left(told, hit.start - _NEAR)
    near = index < len(told) and told[index] < hit.end + _NEAR
    first, last = max(0, hit.start - _CLAUSE), hit.end + _CLAUSE
    return near and not _shots().unless.search(text, first, last)


def _find_words(
    pattern: re.Pattern[str], text: str, figures: Sequence[Figure]
) -> Iterator[re.Match[str]]:
    """The words between the figures, and those that begin with one and go on behind it."""
    start = 0
    for figure in figures:
        if figure.start < start:
            continue  # in a word of a range: 0-6岁儿童
        yield from pattern.finditer(text, start, figure.start)
        word = pattern.match(text, figure.start)
        start = figure.end
        if word and word.end() > figure.end:
            yield word
            start = word.end()
    yield from pattern.finditer(text, start)


@cache
def _topic_words() -> tuple[re.Pattern[str], Mapping[str, tuple[tuple[str, str], ...]]]:
    """All words in one pattern, and the topics and groups of each.

    A name that holds one of its topic's heads counts as a head: 孕产妇住院分娩率.
    """
    words: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for topic, groups in read_table("topic_words.yml").items():
        if topic in _OTHERS:
            words.update({word: [] for word in groups if topic == "neutral"})
            continue
        heads = re.compile(any_of(groups["heads"]))
        for group, listed in groups.items():
            for word in _flat(listed):
                told = group == "names" and heads.search(word)
                words[word].append((topic, "heads" if told else group))
    return re.compile(any_of(words)), {word: tuple(found) for word, found in words.items()}


@cache
def topic_names() -> tuple[str, ...]:
    """The topics, in the order of their table."""
    return tuple(name for name in read_table("topic_words.yml") if name not in _OTHERS)


def find_topics(text: str) -> set[str]:
    """Every topic of which the text has a word."""
    pattern, words = _topic_words()
    return {topic for found in pattern.findall(text) for topic, _ in words[found]}


def _flat(listed: Sequence[str | Sequence[str]]) -> Iterator[str]:
    for item in listed:
        yield from [item] if isinstance(item, str) else item
