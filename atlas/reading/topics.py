"""Which topic a figure belongs to, by the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from atlas.reading.records import Figure, Region
from atlas.reading.sentences import Sentence, clause_end, clause_start
from atlas.reading.tables import any_of, read_table

_STRENGTHS: Mapping[str, float] = {"names": 10, "fields": 5, "hints": 2}
_BEFORE, _AFTER = 320, 120  # how far words count, in signs; bounds the work for each figure
_FURTHER = 0.32  # what each word beyond a topic's best one adds
_CLAUSE_AFTER, _SENTENCE_AFTER, _PARAGRAPH, _BEYOND = 0.9, 0.22, 0.32, 0.12
_EARLIER, _PER_BREAK, _LEAST_BEFORE = 0.9, 0.86, 0.4
_INDICATOR = 9
_BREAK = re.compile("[,，;；:：]")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word of a topic in the text and how much it says; `breaks` is how many stand before."""

    start: int
    breaks: int
    word: str
    topic: str
    strength: float


@cache
def _topic_words() -> tuple[re.Pattern[str], Mapping[str, tuple[tuple[str, float], ...]]]:
    words: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for topic, groups in read_table("topic_words.yml").items():
        for group, listed in groups.items():
            for word in listed:
                words[word].append((topic, _STRENGTHS[group]))
    return re.compile(any_of(words)), {word: tuple(found) for word, found in words.items()}


class Topics:
    """The words of the topics in one text."""

    def __init__(self, text: str, regions: Sequence[Region]) -> None:
        pattern, words = _topic_words()
        self._text = text
        self._breaks = [match.start() for match in _BREAK.finditer(text)]
        self._hits = [
            _Hit(match.start(), bisect_left(self._breaks, match.end()), match[0], topic, strength)
            for match in pattern.finditer(text)
            for topic, strength in words[match[0]]
        ]
        self._starts = [hit.start for hit in self._hits]
        self._headings = [region for region in regions if region.kind == "heading"]

    def find_topic(
        self, figure: Figure, sentence: Sentence, likely: str = "", sure: bool = False
    ) -> str:
        """The topic that most is said of around the figure, nothing where no word is.

        `likely` is that of the indicator that the figure seems, or is `sure`, to be a value of.
        """
        if sure:
            return likely
        said: dict[str, list[float]] = defaultdict(list)
        seen: set[tuple[str, str]] = set()
        clause = (
            clause_start(self._text, figure.start, sentence.first),
            clause_end(self._text, figure.end, sentence.last),
        )
        breaks = bisect_left(self._breaks, figure.start)
        at = figure.start
        for hit in sorted(self._near(figure), key=lambda hit: abs(hit.start - at)):
            word = (hit.topic, hit.word)
            if word not in seen:
                seen.add(word)
                weight = _weight(hit, at, clause, breaks - hit.breaks, sentence)
                said[hit.topic].append(hit.strength * weight)
        if likely:
            said[likely].append(_INDICATOR)
        scores = {topic: _total(weights) for topic, weights in said.items()}
        return max(scores, key=lambda topic: scores[topic]) if scores else ""

    def _near(self, figure: Figure) -> Sequence[_Hit]:
        first = bisect_left(self._starts, figure.start - _BEFORE)
        last = bisect_left(self._starts, figure.end + _AFTER)
        return self._hits[first:last]


def _weight(hit: _Hit, at: int, clause: tuple[int, int], breaks: int, sentence: Sentence) -> float:
    """How much a word counts by where it stands: most in the clause of the figure `at`."""
    start = hit.start
    if not sentence.first <= start < sentence.last:
        region = sentence.region
        return _PARAGRAPH if region.start <= start < region.end else _BEYOND
    if start >= at:
        return _CLAUSE_AFTER if start < clause[1] else _SENTENCE_AFTER
    if start >= clause[0]:
        return 1.0
    return max(_LEAST_BEFORE, _EARLIER * _PER_BREAK**breaks)


def _total(weights: Sequence[float]) -> float:
    ordered = sorted(weights, reverse=True)
    return ordered[0] + _FURTHER * sum(ordered[1:])
