"""What speaks for the topic of a figure, as signs that weights are kept for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence

LEVELS: Mapping[str, tuple[str, ...]] = {
    "own": ("column", "label", "subject", "own", "own_past", "counted", "own_after", "own_beyond"),
    "sentence": ("back1", "back1_past", "back2", "back2_past", "back3", "part", "agent"),
    "later": ("next", "next_far", "next_part", "aside", "reached"),
    "outer": ("previous", "paragraph", "lead", "asked", "heading", "above", "title", "document"),
    "known": ("indicator", "sure", "stock"),
}
"""Where a word may stand, from the nearest to the farthest."""
LEVEL_OF = {scope: level for level, scopes in LEVELS.items() for scope in scopes}
_SHARES = (0.1, 0.25, 0.5)  # of a document's words that are of one topic
_CLAUSE = 60  # signs before a figure that its clause has at most
_BEHIND = 12  # and behind it
_GRAMS = (2, 3)  # signs of a piece of a clause
_TOUCHING = 4  # signs of the pieces that touch the figure, at most
_STOP = re.compile(r"[,，。;；!！?？|｜:：\n]")
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_LAST_HAN = re.compile(r"[\u4e00-\u9fff]{1,4}(?=[^\u4e00-\u9fff]*\Z)")


class Sign(NamedTuple):
    """Something that speaks for a topic: a word, and in which scope of the figure it stands."""

    scope: str
    topic: str
    group: str = ""
    word: str = ""
    share: float = 1.0


def find_keys(text: str, figure: Figure, sentence: Sentence, signs: Iterable[Sign]) -> set[str]:
    """The keys of the weights that a figure goes by: of its words, its clause and its unit."""
    keys, reached = {f"unit {figure.unit}"}, False
    of_words: list[Sequence[str]] = []
    for scope, topic, group, word, share in signs:
        reached = reached or scope == "reached"
        if word:
            of_words.append(_keys_of_word(scope, topic, group, word))
        elif scope == "document":
            keys.update(f"document {topic} {least}" for least in _SHARES if share >= least)
        else:
            keys.add(f"{scope} {topic}")
    keys.update(*of_words, _pieces(text, figure, sentence, "~" if reached else ">"))
    return keys


@lru_cache(maxsize=1 << 15)
def _keys_of_word(scope: str, topic: str, group: str, word: str) -> tuple[str, str, str]:
    """A word by its place and group, by how far that is, and by itself."""
    level = LEVEL_OF[scope]
    return f"{scope} {topic} {group}", f"{level}: {topic} {group}", f"{level}: {word}"


def _pieces(text: str, figure: Figure, sentence: Sentence, mark: str) -> list[str]:
    """Pieces of the clause: `<` those before the figure, `<<` those that touch it, too.

    Those behind it have the mark that is given: `>`, or `~` where something else reaches them.

    >>> from atlas.reading.figures import find_figures
    >>> from atlas.reading.regions import find_regions
    >>> from atlas.reading.sentences import Sentences
    >>> text = "设床位30张。"
    >>> figure, sentence = find_figures(text)[0], Sentences(text, find_regions(text)).find(0)
    >>> sorted(_pieces(text, figure, sentence, ">"))
    ['<<位', '<<床位', '<<设床位', '<床位', '<设床', '<设床位']
    """
    first, last = figure.start, figure.end
    start = max(sentence.first, first - _CLAUSE)
    for stop in _STOP.finditer(text, start, first):
        start = stop.end()
    stop_behind = _STOP.search(text, last, last + _BEHIND)
    before = text[start:first]
    behind = text[last : stop_behind.start() if stop_behind else last + _BEHIND]
    pieces = [*_grams("<", before), *_grams(mark, behind)]
    if touching := _LAST_HAN.search(before):
        run = touching[0]
        pieces += [f"<<{run[-size:]}" for size in range(1, len(run) + 1)]
    if (run_behind := _HAN.match(behind)) is not None:
        run = run_behind[0][:_TOUCHING]
        pieces += [f"{mark}{mark}{run[:size]}" for size in range(1, len(run) + 1)]
    return pieces


def _grams(mark: str, words: str) -> list[str]:
    return [
        mark + run[at : at + size]
        for run in _HAN.findall(words)
        for size in _GRAMS
        for at in range(len(run) - size + 1)
    ]
