"""Figures of a headline that the article says again: the article's sentence is the one to quote."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from atlas.reading.records import Candidate, Figure, Region
from atlas.reading.retold import count_significant

_BEFORE = 16  # signs; what the figure measures stands within so many before it
_BEHIND = 10
_GRAM = 3
_RARE_FROM = 4  # digits
_RARE_SUM_FROM = 3  # digits without the noughts at the ends, of a sum of money: 1.98亿元
_NO_HAN = re.compile("[^\u4e00-\u9fff]")


def mark_headlines(
    text: str, regions: Sequence[Region], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Headline figures that stand in an article below, by the same words, are its repeats.

    A figure of four digits and more is known by itself: nobody measures 99.34% twice.
    """
    starts = [region.start for region in regions]
    told: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    words: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    marked: list[Candidate] = []
    for candidate in reversed(candidates):
        figure = candidate.figure
        index = bisect_right(starts, figure.start) - 1
        alike = figure.value, figure.unit, figure.qualifier
        if candidate.excluded is None:
            if index < 0 or regions[index].kind != "heading":
                told[alike].append(figure)
            else:
                below = words[alike]
                below.update(*(_words_around(text, one) for one in told.pop(alike, ())))
                if below & _words_around(text, figure) or (below and _is_rare(figure)):
                    candidate = candidate._replace(excluded="repeat")
        marked.append(candidate)
    return marked[::-1]


def _words_around(text: str, figure: Figure) -> set[str]:
    """Groups of characters right before and behind a figure."""
    behind = text[figure.end : figure.end + _BEHIND].partition("\n")[0]
    around = f"{text[max(0, figure.start - _BEFORE) : figure.start]} {behind}"
    words = _NO_HAN.sub(" ", around)
    grams = (words[at : at + _GRAM] for at in range(len(words) - _GRAM + 1))
    return {gram for gram in grams if " " not in gram}


def _is_rare(figure: Figure) -> bool:
    if figure.unit == "CNY" and count_significant(figure.value) >= _RARE_SUM_FROM:
        return True
    return sum(sign.isdigit() for sign in figure.text) >= _RARE_FROM
