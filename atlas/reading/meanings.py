"""What the figures of a document measure: their topics, decided together, and indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.model import Indicator
from atlas.reading.lexicon import Lexicon, find_breakdown, find_subject, neighbours_of
from atlas.reading.records import Candidate, Figure
from atlas.reading.sentences import Sentence
from atlas.reading.topicchains import decide_topics, find_ties
from atlas.reading.topics import Topics, score_topics
from atlas.reading.topicwords import topic_weights


@dataclass(frozen=True, slots=True)
class Indicators:
    """The words of one document that tell what its figures measure."""

    text: str
    figures: Sequence[Figure]
    topics: Topics
    lexicon: Lexicon
    known: Mapping[str, Indicator]

    def topic_of(self, indicator: str) -> str:
        return self.known[indicator].topic if indicator else ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a figure's own words say: the indicator, whether it is sure, each topic's score."""

    indicator: str
    sure: bool
    scores: Mapping[str, float]
    tie: float


def find_meanings(
    words: Indicators, candidates: Sequence[Candidate], sentences: Sequence[Sentence]
) -> list[Candidate]:
    """The candidates with topic, indicator and subject; those that are no facts as they are.

    Args:
        words: The document's figures and words.
        candidates: One for each figure, in their order.
        sentences: Those of the figures.
    """
    found = list(candidates)
    kept = [index for index, candidate in enumerate(candidates) if not candidate.excluded]
    seen = [
        _look(words, index, last, candidates[index].role, sentences)
        for last, index in zip([-1, *kept], kept, strict=False)
    ]
    topics = decide_topics([one.scores for one in seen], [one.tie for one in seen])
    for index, one, topic in zip(kept, seen, topics, strict=True):
        found[index] = _with_meaning(words, index, sentences[index], candidates[index], one, topic)
    return found


def _look(
    words: Indicators, index: int, last: int, role: str, sentences: Sequence[Sentence]
) -> _Seen:
    """What is seen of a figure; `last` is the index of the fact before it, -1 for the first."""
    figure, sentence = words.figures[index], sentences[index]
    neighbours = neighbours_of(words.figures, index, sentence)
    indicator, sure = words.lexicon.find_indicator(figure, role, sentence, neighbours)
    signs = words.topics.find_signs(figure, sentence, words.topic_of(indicator), sure)
    weights = topic_weights()
    before = (words.figures[last], sentences[last])
    ties = find_ties(words.text, before, (figure, sentence), signs) if last >= 0 else ()
    scores = score_topics(signs, figure.unit, weights)
    return _Seen(indicator, sure, scores, sum(weights.ties[tie] for tie in ties))


def _with_meaning(
    words: Indicators,
    index: int,
    sentence: Sentence,
    candidate: Candidate,
    seen: _Seen,
    topic: str,
) -> Candidate:
    """A candidate of that topic; the indicator seen stays if it is of the topic, or sure."""
    figure, neighbours = words.figures[index], neighbours_of(words.figures, index, sentence)
    indicator, likely = seen.indicator, words.topic_of(seen.indicator)
    meant = topic == likely or (seen.sure and words.topics.speaks_of(likely, figure, sentence))
    if indicator and not meant:
        indicator, _ = words.lexicon.find_indicator(
            figure, candidate.role, sentence, neighbours, topic
        )
    known = words.known[indicator] if indicator else None
    return candidate._replace(
        topic=topic,
        indicator=indicator,
        subject="" if known else find_subject(words.text, figure, sentence, neighbours),
        breakdown=(
            find_breakdown(words.text, figure, known, sentence, neighbours) if known else ()
        ),
    )
