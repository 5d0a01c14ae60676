"""What the figures of a document measure: their topics and indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.model import Indicator
from atlas.reading.lexicon import Lexicon, find_breakdown, find_subject, neighbours_of
from atlas.reading.records import Candidate, Figure
from atlas.reading.sentences import Sentence
from atlas.reading.topics import Topics
from atlas.reading.topicweights import likely_topic, topic_weights


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
    """What a figure's words say: the indicator, whether it is sure, and the topic."""

    indicator: str
    sure: bool
    topic: str


def find_meanings(
    words: Indicators, candidates: Sequence[Candidate], sentences: Sequence[Sentence]
) -> list[Candidate]:
    """The candidates with topic, indicator and subject; those that are no facts as they are.

    Args:
        words: The document's figures and words.
        candidates: One for each figure, in their order.
        sentences: Those of the figures.
    """
    return [
        candidate if candidate.excluded else _with_meaning(words, index, sentence, candidate)
        for index, (candidate, sentence) in enumerate(zip(candidates, sentences, strict=True))
    ]


def _look(words: Indicators, index: int, role: str, sentence: Sentence) -> _Seen:
    """What is seen of a figure."""
    figure = words.figures[index]
    neighbours = neighbours_of(words.figures, index, sentence)
    indicator, sure = words.lexicon.find_indicator(figure, role, sentence, neighbours)
    keys = words.topics.find_keys(figure, sentence, words.topic_of(indicator), sure)
    return _Seen(indicator, sure, likely_topic(keys, topic_weights()))


def _with_meaning(
    words: Indicators, index: int, sentence: Sentence, candidate: Candidate
) -> Candidate:
    """A candidate of that topic; the indicator seen stays if it is of the topic, or sure."""
    figure, neighbours = words.figures[index], neighbours_of(words.figures, index, sentence)
    seen = _look(words, index, candidate.role, sentence)
    indicator, topic, likely = seen.indicator, seen.topic, words.topic_of(seen.indicator)
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
