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


@dataclass(frozen=True, slots=True, order=True)
class TopicHit:
    """A word of a topic in the text and how much it says."""

    start: int
    end: int
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
        self._hits = [
            TopicHit(match.start(), match.end(), topic, strength)
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
        said: dict[str, list[float]] = defaultdict(list)
        seen: set[tuple[str, str]] = set()
        for hit in sorted(self._near(figure), key=lambda hit: abs(hit.start - figure.start)):
            word = (hit.topic, self._text[hit.start : hit.end])
            if word not in seen:
                seen.add(word)
                said[hit.topic].append(hit.strength * self._weight(hit, figure, sentence))
        if sure:
            return likely
        if likely:
            said[likely].append(_INDICATOR)
        scores = {topic: _total(weights) for topic, weights in said.items()}
        return max(scores, key=lambda topic: scores[topic]) if scores else ""

    def _near(self, figure: Figure) -> Sequence[TopicHit]:
        first = bisect_left(self._starts, figure.start - _BEFORE)
        last = bisect_left(self._starts, figure.end + _AFTER)
        return self._hits[first:last]

    def _weight(self, hit: TopicHit, figure: Figure, sentence: Sentence) -> float:
        """How much a word counts by where it stands: most in the figure's own clause."""
        if not sentence.first <= hit.start < sentence.last:
            region = sentence.region
            return _PARAGRAPH if region.start <= hit.start < region.end else _BEYOND
        if hit.start >= figure.start:
            inside = hit.start < clause_end(self._text, figure.end, sentence.last)
            return _CLAUSE_AFTER if inside else _SENTENCE_AFTER
        if hit.start >= clause_start(self._text, figure.start, sentence.first):
            return 1.0
        breaks = len(_BREAK.findall(self._text[hit.end : figure.start]))
        return max(_LEAST_BEFORE, _EARLIER * _PER_BREAK**breaks)


def _total(weights: Sequence[float]) -> float:
    ordered = sorted(weights, reverse=True)
    return ordered[0] + _FURTHER * sum(ordered[1:])
