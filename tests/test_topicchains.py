"""The topics of figures that follow one another, decided together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise, product

import pytest

from atlas.evaluate.fitting import likelihoods
from atlas.reading.document import read_candidates
from atlas.reading.figures import find_figures
from atlas.reading.regions import find_regions
from atlas.reading.sentences import Sentences
from atlas.reading.topicchains import TIES, decide_topics, find_ties
from atlas.reading.topics import Sign
from atlas.reading.topicwords import topic_weights

TOPICS = ("tcm", "ageing", "digital")
SCORES = ((0.4, 1.0, 0.2), (0.3, 0.1, 0.5), (1.1, 0.2, 0.9), (0.0, 0.6, 0.7), (0.2, 0.5, 0.05))
CHAINS = [(0.0, 0.5, 0.2, 0.9, 0.3), (0.0, 0.0, 0.0, 0.0, 0.0), (0.0, 2.0, 2.0, 2.0, 2.0)]


def total(choice: Sequence[int], ties: Sequence[float]) -> float:
    """What all that is chosen has for it, reckoned the long way."""
    own = sum(one[topic] for one, topic in zip(SCORES, choice, strict=True))
    return own + sum(
        tie
        for tie, (first, second) in zip(ties[1:], pairwise(choice), strict=True)
        if first == second
    )


def every_choice() -> list[tuple[int, ...]]:
    return list(product(range(3), repeat=len(SCORES)))


@pytest.mark.parametrize("ties", CHAINS)
def test_no_other_choice_has_more_for_it(ties: Sequence[float]) -> None:
    best = max(every_choice(), key=lambda choice: total(choice, ties))
    decided = decide_topics([dict(zip(TOPICS, one, strict=True)) for one in SCORES], ties)
    assert decided == [TOPICS[topic] for topic in best]


@pytest.mark.parametrize("ties", CHAINS)
def test_likelihoods_are_those_of_all_choices(ties: Sequence[float]) -> None:
    weights = {choice: math.exp(2 * total(choice, ties)) for choice in every_choice()}
    whole = sum(weights.values())
    likely, alike = likelihoods(SCORES, ties, 2.0)
    for place in range(len(SCORES)):
        for topic in range(3):
            share = sum(w for choice, w in weights.items() if choice[place] == topic) / whole
            assert likely[place][topic] == pytest.approx(share)
        same = sum(w for choice, w in weights.items() if choice[place - 1] == choice[place])
        assert place == 0 or alike[place] == pytest.approx(same / whole)


def test_figures_without_any_word_have_no_topic() -> None:
    assert decide_topics([{}, {}], [0.0, 1.0]) == ["", ""]
    assert decide_topics([], []) == []


@pytest.mark.parametrize(
    ("text", "group", "ties"),
    [
        ("中医馆35个，服务1200人。", "", ("bare",)),
        ("中医馆35个，中医阁120个。", "heads", ("settled", "settled-alike")),
        ("中医馆35个，中医阁120个。", "names", ("told", "told-alike")),
        ("中医馆35个，中医阁120个。", "hints", ("hinted", "alike")),
        ("服务率分别为35%、47%。", "", ("bare", "alike", "listed")),
        ("中医馆35个。服务1200人。", "", ("bare-next",)),
        ("中医馆35个。\n去年新增托位1200个。", "names", ("told-far",)),
    ],
)
def test_what_ties_a_figure_to_the_one_before(text: str, group: str, ties: Sequence[str]) -> None:
    figures, sentences = find_figures(text), Sentences(text, find_regions(text))
    before, this = ((figure, sentences.find(figure.start)) for figure in figures)
    signs = (
        [Sign("own", "tcm", group, "中医")] if group else [Sign("back1", "tcm", "names", "中医")]
    )
    assert find_ties(text, before, this, signs) == ties


def test_there_is_a_weight_for_each_tie() -> None:
    assert set(topic_weights().ties) == set(TIES)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        # What names nothing stays with its neighbours, also in the sentence after.
        ("全县建成中医馆12个，投入180万元。覆盖率达92%。", ["tcm"] * 3),
        # What names something else does not.
        (
            "全县建成中医馆12个。新增托位300个，参保率达97%。",
            ["tcm", "maternal-child", "insurance"],
        ),
    ],
)
def test_neighbours(text: str, topics: Sequence[str]) -> None:
    assert [found.topic for found in read_candidates(text, {}, {}, None, "2023")] == topics
