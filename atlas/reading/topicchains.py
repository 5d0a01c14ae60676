"""The topics of figures that follow one another, decided together.

Neighbours mostly share their topic, the more so the nearer they stand and the less a figure's
own words say: each such tie adds to every reading in which the two have the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence
from atlas.reading.topics import LEVEL_OF, Sign

_TOLD = ("bare", "hinted", "told", "settled")  # by the strongest of its own words
TIES = (
    *(told + where for told in _TOLD for where in ("", "-next", "-far")),
    *("alike", "told-alike", "settled-alike", "listed", "column"),
)
_STRENGTHS = {"hints": "hinted", "fields": "hinted", "names": "told", "heads": "settled"}
_JOINS = frozenset("、和及与至")


def find_ties(
    text: str,
    before: tuple[Figure, Sentence],
    this: tuple[Figure, Sentence],
    signs: Sequence[Sign],
) -> tuple[str, ...]:
    """What ties a figure to the one before it: how near that is, and what its own words say.

    Args:
        text: The document.
        before: The figure before it, with its sentence.
        this: The figure, with its sentence.
        signs: What speaks for the topics of the figure itself.
    """
    (last, told), (figure, sentence) = before, this
    own = _told(signs)
    if own != "bare" and figure.column and last.column not in (None, figure.column):
        return ("column",)
    if sentence.region.start != told.region.start:
        return (f"{own}-far",)
    if sentence.first != told.first:
        return (f"{own}-next",)
    ties = [own]
    if figure.unit == last.unit:
        ties.append(f"{own}-alike" if own in ("told", "settled") else "alike")
    if text[last.end : figure.start] in _JOINS:
        ties.append("listed")
    return tuple(ties)


def _told(signs: Sequence[Sign]) -> str:
    """How much the words of a figure's own clause say, by the strongest of them."""
    told = {_STRENGTHS[sign.group] for sign in signs if LEVEL_OF[sign.scope] == "own"}
    return max(told, key=_TOLD.index, default=_TOLD[0])


def decide_topics(scores: Sequence[Mapping[str, float]], ties: Sequence[float]) -> list[str]:
    """The topics that together have most for them (Viterbi 1967); nothing where no word speaks.

    Args:
        scores: What speaks for each topic of each figure by itself.
        ties: What is gained where a figure has the topic of the one before; the first counts not.

    >>> decide_topics([{"tcm": 2, "ageing": 1}, {"tcm": 1, "ageing": 1.2}], [0, 0.5])
    ['tcm', 'tcm']
    >>> decide_topics([{"tcm": 2, "ageing": 1}, {"tcm": 1, "ageing": 1.2}], [0, 0.1])
    ['tcm', 'ageing']
    """
    topics = sorted({topic for one in scores for topic in one})
    if not topics:
        return [""] * len(scores)
    totals = dict.fromkeys(topics, 0.0)
    stayed: list[dict[str, bool]] = []
    bests: list[str] = []
    for one, tie in zip(scores, ties, strict=True):
        best = max(totals, key=lambda topic: totals[topic])
        most = totals[best]
        stays = {topic: totals[topic] + tie >= most for topic in topics}
        totals = {
            topic: one.get(topic, 0.0) + (totals[topic] + tie if stays[topic] else most)
            for topic in topics
        }
        stayed.append(stays)
        bests.append(best)
    decided = [max(totals, key=lambda topic: totals[topic])]
    for stays, best in zip(reversed(stayed[1:]), reversed(bests[1:]), strict=True):
        decided.append(decided[-1] if stays[decided[-1]] else best)
    return decided[::-1]
