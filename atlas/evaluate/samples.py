"""Labelled figures with all that speaks for their topics: what the weights are fitted to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from atlas.evaluate.passages import find_home, read_passages
from atlas.evaluate.sheets import accepted_facts, lexicon_without
from atlas.model import Content, Indicator, Place
from atlas.reading.document import read_candidates
from atlas.reading.figures import find_figures
from atlas.reading.folding import fold_text
from atlas.reading.lexicon import Lexicon, neighbours_of
from atlas.reading.records import Candidate
from atlas.reading.regions import find_regions
from atlas.reading.sentences import Sentences
from atlas.reading.times import find_times
from atlas.reading.topics import Topics
from atlas.reading.topicweights import TopicWeights, likely_topic

_MARK = re.compile(r"⟦(?P<figure>[^⟦⟧|]+)\|(?P<topic>[a-z-]+)⟧")
_NO_DATE = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled figure: the keys that speak for topics, and the topic that a person gave it."""

    passage: str
    keys: frozenset[str]
    topic: str


def passage_samples(content: Content, path: Path, known: set[str] | None = None) -> list[Sample]:
    """The facts of a file of labelled passages, without those whose text is `known` already."""
    samples: list[Sample] = []
    known = set() if known is None else known
    for passage in read_passages(path):
        if passage.text in known:
            continue
        known.add(passage.text)
        wanted = {
            place: label.row.get("topic", "")
            for label in passage.labels
            if label.is_fact
            for place in range(label.start, label.start + len(label.text))
        }
        home = find_home(content, passage.place)
        samples += _samples(
            f"{path.stem} {passage.id}",
            passage.text,
            passage.published,
            wanted,
            content.indicators,
            read_candidates(
                passage.text, content.indicators, content.places, home, passage.published
            ),
        )
    return samples


def marked_samples(content: Content, path: Path) -> list[Sample]:
    """The figures of a list of texts in which each has its topic beside it: ⟦3家|hospitals⟧.

    They are there for the fit of the topics alone, and tell nothing of other fields.
    """
    samples: list[Sample] = []
    texts: list[str] = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    for number, marked in enumerate(texts, start=1):
        text, wanted = _read_marks(marked)
        known = content.indicators
        candidates = read_candidates(text, known, content.places, None, _NO_DATE)
        name = f"{path.stem} {number}"
        samples += _samples(name, text, _NO_DATE, wanted, known, candidates)
    return samples


def _read_marks(marked: str) -> tuple[str, dict[int, str]]:
    """The text without its marks, and the topic of each sign of a marked figure.

    >>> _read_marks("医院⟦3家|hospitals⟧。")
    ('医院3家。', {2: 'hospitals', 3: 'hospitals'})
    """
    wanted: dict[int, str] = {}
    text, position = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        wanted |= dict.fromkeys(range(len(text), len(text) + len(mark["figure"])), mark["topic"])
        text, position = text + mark["figure"], mark.end()
    return text + marked[position:], wanted


def sheet_samples(content: Content) -> list[Sample]:
    """The accepted facts of the sheets, each document read without its own words."""
    samples: list[Sample] = []
    for source in content.sources.values():
        seed = content.seeds[source.seed]
        home: Place = content.places[source.place]
        lexicon = lexicon_without(content, source)
        wanted = {
            where.start: content.indicators[fact.indicator].topic
            for fact, where in accepted_facts(content, source, seed)
        }
        candidates = read_candidates(seed, lexicon, content.places, home, source.date)
        samples += _samples(source.id, seed, source.date, wanted, lexicon, candidates)
    return samples


def _samples(
    name: str,
    text: str,
    published: str,
    wanted: Mapping[int, str],
    lexicon: Mapping[str, Indicator],
    candidates: Sequence[Candidate],
) -> list[Sample]:
    """The figures that the reader keeps; `wanted` has their topics by offset in the text."""
    plain = fold_text(text).text
    regions, figures = find_regions(plain), find_figures(plain, find_times(plain, published))
    sentences, words = Sentences(plain, regions), Lexicon(plain, lexicon)
    topics = Topics(plain, regions, figures)
    samples: list[Sample] = []
    for index, (figure, candidate) in enumerate(zip(figures, candidates, strict=True)):
        sentence = sentences.find(figure.start)
        topic = _wanted(wanted, candidate)
        if candidate.excluded is not None or not topic:
            continue
        found, sure = words.find_indicator(
            figure, candidate.role, sentence, neighbours_of(figures, index, sentence)
        )
        likely = lexicon[found].topic if found else ""
        keys = topics.find_keys(figure, sentence, likely, sure)
        samples.append(Sample(name, frozenset(keys), topic))
    return samples


def _wanted(wanted: Mapping[int, str], candidate: Candidate) -> str:
    figure = candidate.figure
    places = range(figure.start, figure.end)
    return next((wanted[place] for place in places if place in wanted), "")


def count_agreeing(samples: Sequence[Sample], weights: TopicWeights) -> int:
    """How many get the topic that a person gave."""
    return sum(likely_topic(sample.keys, weights) == sample.topic for sample in samples)
