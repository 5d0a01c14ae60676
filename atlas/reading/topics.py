"""Which topic a figure belongs to, by the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from atlas.reading.records import Figure, Region
from atlas.reading.sentences import Sentence
from atlas.reading.tables import any_of, read_table
from atlas.reading.topicwords import TopicHit, TopicHits, TopicWeights, topic_weights

_BEFORE, _AFTER = 320, 120  # how far words count, in signs; bounds the work for each figure
_BREAK = re.compile(r"[,，](?!\d{3}(?!\d))|[;；。!！?？|｜\n]")
_PART = re.compile("[;；。!！?？\n]")
_ADJACENT = 2  # signs between a figure and what it counts
_TELLS = 14  # signs within which a body is told to do something
_BODIES = frozenset({"institution", "place", "household", "team"})
_LEAD = re.compile(r"[^。:：;；!！?？\n]{2,30}[。:：]")
_STRONG = frozenset({"heads", "names"})
_ASIDE = re.compile(r"[(（][^)）]*$")
_DOES = re.compile(any_of(read_table("topic_words.yml")["doing"]))
LEVELS: Mapping[str, tuple[str, ...]] = {
    "own": ("subject", "own", "own_past", "counted", "own_after", "own_beyond"),
    "sentence": ("back1", "back1_past", "back2", "back2_past", "back3", "part", "agent"),
    "later": ("next", "next_far", "next_part", "aside"),
    "outer": ("previous", "paragraph", "lead", "heading", "above", "title", "document"),
    "known": ("indicator", "sure", "carried", "followed"),
}
"""Where a word may stand, from the nearest to the farthest; a strong near word dims the far."""
LEVEL_OF = {scope: level for level, scopes in LEVELS.items() for scope in scopes}


class Sign(NamedTuple):
    """Something that speaks for a topic: a word, and in which scope of the figure it stands."""

    scope: str
    topic: str
    group: str = ""
    word: str = ""
    share: float = 1.0


class Passed(NamedTuple):
    """How many commas and stops, ends of parts, and beginnings of figures stand before."""

    breaks: int
    parts: int
    figures: int


class Topics:
    """The words of the topics in one text."""

    def __init__(
        self, text: str, regions: Sequence[Region], figures: Sequence[Figure] = ()
    ) -> None:
        self._text = text
        self._hits = TopicHits(text, figures)
        self._breaks = [match.start() for match in _BREAK.finditer(text)]
        self._parts = [match.start() for match in _PART.finditer(text)]
        self._figures = [figure.start for figure in figures]
        self._passed: dict[int, Passed] = {}
        self._headings = [region for region in regions if region.kind == "heading"]
        self._heading_starts = [region.start for region in self._headings]
        self._document = _shares(self._hits.all) if len(regions) > 3 else {}

    def find_topic(
        self,
        figure: Figure,
        sentence: Sentence,
        likely: str = "",
        sure: bool = False,
        before: str = "",
    ) -> str:
        """The topic that most is said of around the figure, nothing where no word is.

        `likely` is that of the indicator that the figure seems, or is `sure`, to be a value of,
        `before` that of the figure before it in the sentence.
        """
        signs = self.find_signs(figure, sentence, likely, sure)
        signs += carried(signs, before)
        scores = score_topics(signs, figure.unit, topic_weights())
        return max(scores, key=lambda topic: scores[topic]) if scores else ""

    def speaks_of(self, topic: str, figure: Figure, sentence: Sentence) -> bool:
        """Whether the figure's own clause has a word of the topic."""
        signs = self.find_signs(figure, sentence)
        return any(sign.topic == topic and LEVEL_OF[sign.scope] == "own" for sign in signs)

    def find_signs(
        self, figure: Figure, sentence: Sentence, likely: str = "", sure: bool = False
    ) -> list[Sign]:
        """Each word once, in the nearest scope that it stands in."""
        signs: list[Sign] = []
        seen: set[tuple[str, str]] = set()
        subject = -1
        for hit, scope in self._around(figure, sentence):
            if scope == "own" and subject in (-1, hit.start):
                subject, scope = hit.start, "subject"
            if (hit.topic, hit.word) not in seen:
                seen.add((hit.topic, hit.word))
                signs.append(Sign(scope, hit.topic, hit.group, hit.word))
        for topic, share in self._document.items():
            signs.append(Sign("document", topic, "", "", share))
        if likely and ("agent", likely) not in {(sign.scope, sign.topic) for sign in signs}:
            signs.append(Sign("sure" if sure else "indicator", likely, "", ""))
        return signs

    def _around(self, figure: Figure, sentence: Sentence) -> Iterator[tuple[TopicHit, str]]:
        """The words from the nearest on, with their scopes; headings last."""
        region = sentence.region
        low, high = figure.start - _BEFORE, figure.end + _AFTER
        hits = [hit for hit in self._hits.within(low, high) if not _inside(hit, figure)]
        inside = [hit for hit in hits if sentence.first <= hit.start < sentence.last]
        for hit in sorted(inside, key=lambda hit: _distance(hit, figure)):
            yield hit, self._scope(hit, figure)
        yield from self._lead(region, sentence)
        for hit in reversed(hits):
            if region.start <= hit.start < sentence.first:
                between = self._count(self._parts, hit.end, sentence.first)
                yield hit, "previous" if between < 2 else "paragraph"
            elif sentence.last <= hit.start < region.end:
                yield hit, "paragraph"
        yield from self._titles(figure)

    def _scope(self, hit: TopicHit, figure: Figure) -> str:
        """Where a word of the sentence stands: before or after, beyond how many commas."""
        if hit.start >= figure.end:
            end, start = self._passing(figure.end), self._passing(hit.start)
            if start.parts > end.parts:
                return "next_part"
            if start.breaks > end.breaks:
                return "next" if start.breaks == end.breaks + 1 else "next_far"
            return self._scope_after(hit, figure)
        end, start = self._passing(hit.end), self._passing(figure.start)
        if start.parts > end.parts:
            return "part"
        past = "_past" if start.figures > end.figures else ""
        breaks = start.breaks - end.breaks
        if not breaks:
            return f"own{past}"
        return f"back{breaks}{past}" if breaks < 3 else "back3"

    def _passing(self, offset: int) -> Passed:
        """What stands before an offset; told once for each, as the same words stand near many."""
        known = self._passed.get(offset)
        if known is None:
            known = self._passed[offset] = Passed(
                bisect_left(self._breaks, offset),
                bisect_left(self._parts, offset),
                bisect_left(self._figures, offset),
            )
        return known

    def _scope_after(self, hit: TopicHit, figure: Figure) -> str:
        """Where a word of the clause stands behind the figure; who does something is no topic."""
        if _ASIDE.search(self._text, figure.end, hit.start):
            return "aside"
        does = _DOES.search(self._text, hit.end, hit.end + _TELLS)
        if figure.unit in _BODIES and does:
            index = bisect_left(self._breaks, hit.end)
            if index == len(self._breaks) or self._breaks[index] > does.start():
                return "agent"
        if hit.start - figure.end <= _ADJACENT:
            return "counted"
        beyond = self._passing(hit.start).figures > self._passing(figure.end).figures
        return "own_beyond" if beyond else "own_after"

    def _lead(self, region: Region, sentence: Sentence) -> Iterator[tuple[TopicHit, str]]:
        """The words that a paragraph opens with as with a heading: 三是深化支付改革."""
        lead = _LEAD.match(self._text, region.start, min(region.end, sentence.first))
        if lead:
            for hit in self._hits.within(region.start, lead.end()):
                yield hit, "lead"

    def _titles(self, figure: Figure) -> Iterator[tuple[TopicHit, str]]:
        """The words of the heading above, of the one above that, and of the first."""
        index = bisect_left(self._heading_starts, figure.start) - 1
        for scope, place in (("heading", index), ("above", index - 1), ("title", 0)):
            if 0 <= place <= index:
                heading = self._headings[place]
                for hit in self._hits.within(heading.start, heading.end):
                    yield hit, scope

    def _count(self, offsets: Sequence[int], start: int, end: int) -> int:
        return bisect_left(offsets, end) - bisect_left(offsets, start)


def carried(signs: Sequence[Sign], before: str) -> list[Sign]:
    """That a figure is on what the one before it was, where its own clause does not say."""
    bare = not any(LEVEL_OF[sign.scope] == "own" for sign in signs)
    return [Sign("carried" if bare else "followed", before, "", "")] if before else []


def _inside(hit: TopicHit, figure: Figure) -> bool:
    return figure.start <= hit.start < figure.end


def _distance(hit: TopicHit, figure: Figure) -> int:
    return figure.start - hit.end if hit.start < figure.start else hit.start - figure.end


def _shares(hits: Iterable[TopicHit]) -> Mapping[str, float]:
    counts = Counter(hit.topic for hit in hits if hit.group in _STRONG)
    return {topic: count / counts.total() for topic, count in counts.items()}


def score_topics(signs: Sequence[Sign], unit: str, weights: TopicWeights) -> dict[str, float]:
    """How much speaks for each topic.

    In a scope a topic's best word counts whole and each further one in part; where the own
    clause or the sentence has a strong word, what stands farther off is dimmed.
    """
    said: dict[tuple[str, str], list[float]] = defaultdict(list)
    for sign in signs:
        said[sign.topic, sign.scope].append(strength(sign, weights))
    dimmed = shades(signs, weights)
    units = weights.units.get(unit, {})
    scores: dict[str, float] = {}
    for (topic, scope), strengths in said.items():
        level = LEVEL_OF[scope]
        best = max(strengths)
        total = best + weights.further[level] * (sum(strengths) - best)
        before = scores.get(topic)
        scores[topic] = (units.get(topic, 0.0) if before is None else before) + (
            weights.scopes[scope] * dimmed[level] * total
        )
    return scores


def strength(sign: Sign, weights: TopicWeights) -> float:
    """What a word says of its topic by itself."""
    if not sign.word:
        return sign.share
    own = weights.words.get(sign.word, {}).get(sign.topic)
    return own if own is not None else weights.groups[sign.topic][sign.group]


def shades(signs: Sequence[Sign], weights: TopicWeights) -> dict[str, float]:
    """By how much each level counts, given what stands nearer."""
    strong = {LEVEL_OF[sign.scope] for sign in signs if sign.group in _STRONG}
    sentence = weights.shades["sentence"] if "own" in strong else 1.0
    outer = weights.shades["outer"] if strong & {"own", "sentence"} else 1.0
    levels = {"own": 1.0, "sentence": sentence, "later": sentence * weights.shades["later"]}
    return {**levels, "outer": outer, "known": 1.0}
