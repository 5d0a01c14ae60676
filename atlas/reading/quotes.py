"""What to quote for each figure: words that stand in the text for the first time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, quote_spans

_HEADS = ((16, 4), (4, 2))  # signs by which words are looked for, and from one look to the next
_LONG = 1000  # signs; words so long are few, as those too short for a head: looked for one by one

_PARAGRAPH_LONGEST = 4000  # signs; a text without line ends is no quote for each of its figures

_CELLS_LONGEST = 120  # signs of a cell and those before it
_REST = re.compile(r"[ |｜]*(?:\n|\Z)")
_NAME = re.compile("[\u4e00-\u9fff]{2}")  # of one sign is a unit

_FEW = 50  # words, which are found sooner one by one

Spans = tuple[tuple[int, int], ...]


class Quotes:
    """The quotes of the figures of one text; a quote means the first occurrence of its words."""

    def __init__(self, text: str, figures: Sequence[Figure], sentences: Sequence[Sentence]) -> None:
        self._text = text
        self._named = [_named_cell(text, figure) for figure in figures]
        self._shortest = [
            quote_spans(text, sentence, figure.start, figure.end)
            for figure, sentence in zip(figures, sentences, strict=True)
        ]
        spans = {span for quote in self._shortest for span in quote}
        spans.update(span for sentence in sentences for span in sentence.parts)
        spans.update(filter(None, self._named))
        self._firsts = _first_spans(text, spans)

    def find(self, index: int, sentence: Sentence) -> Spans | None:
        """The shortest good quote of a figure that stands there first.

        A number that is all of its line, a cell of a table, is quoted from the row's name on.
        None where even the paragraph's words stood before, or are too many for a quote.
        """
        start, end = sentence.region.start, sentence.region.end
        for spans in (self._shortest[index], sentence.parts):
            if all(self._is_first(span) for span in spans):
                return spans
        fits = end - start <= _PARAGRAPH_LONGEST and self._is_first((start, end))
        if fits:
            return ((start, end),)
        named = self._named[index]
        return (named,) if named and self._is_first(named) else None

    def _is_first(self, span: tuple[int, int]) -> bool:
        if span not in self._firsts:
            self._firsts[span] = self._text.find(self._text[slice(*span)]) == span[0]
        return self._firsts[span]


def _named_cell(text: str, figure: Figure) -> tuple[int, int] | None:
    """From the last line with a Chinese name to a number that is all of its line; else None."""
    start, end = figure.start, figure.end
    if text[start - 1 : start] != "\n" or not _REST.match(text, end):
        return None
    floor = max(0, start - _CELLS_LONGEST)
    names = [name.start() for name in _NAME.finditer(text, floor, start)]
    if not names:
        return None
    first = text.rfind("\n", floor, names[-1]) + 1
    return (first, end) if first > floor or not floor else None


def _first_spans(text: str, spans: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bool]:
    """Whether the words of each span stand there for the first time in the text."""
    words = {span: text[slice(*span)] for span in spans}
    firsts = find_first(text, words.values())
    return {span: firsts[printed] == span[0] for span, printed in words.items()}


def find_first(text: str, words: Collection[str]) -> dict[str, int]:
    """Where each of the words first stands in the text that holds them, all in one pass.

    >>> sorted(find_first("甲乙丙丁甲乙丙丁戊", ["甲乙丙丁戊", "丙", "乙丙丁甲"]).items())
    [('丙', 2), ('乙丙丁甲', 1), ('甲乙丙丁戊', 4)]
    """
    least, most = _HEADS[-1][0], _LONG
    firsts = {word: text.find(word) for word in words if not least <= len(word) <= most}
    left = set(words) - firsts.keys()
    for head, step in _HEADS:
        fit = {word for word in left if len(word) >= head}
        left -= fit
        few = len(fit) < _FEW
        firsts |= (
            {word: text.find(word) for word in fit} if few else _find_by_head(text, fit, head, step)
        )
    return firsts


def _find_by_head(text: str, words: set[str], head: int, step: int) -> dict[str, int]:
    """Where each of the words first stands; only where a part of their first signs does.

    The text is looked at every few signs: wherever a word stands, one such look falls on one of
    the parts of its head. From there all that begin so are compared.
    """
    part = head - step + 1
    firsts: dict[str, int] = {}
    likely: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    for word in words:
        for behind in range(step):
            likely[word[behind : behind + part]][behind, len(word)] += 1
    looks = [at for at in range(0, len(text), step) if text[at : at + part] in likely]
    for look in looks:
        for behind, length in sorted(likely[text[look : look + part]], reverse=True):
            at = look - behind
            word = text[at : at + length] if at >= 0 else ""
            if word in words and word not in firsts:
                firsts[word] = at
                _forget(likely, word, step, part)
    return firsts


def _forget(
    likely: Mapping[str, Counter[tuple[int, int]]], word: str, step: int, part: int
) -> None:
    """Seeks a word no longer: in a text of one sign, all would be compared from every place."""
    for behind in range(step):
        places = likely[word[behind : behind + part]]
        places[behind, len(word)] -= 1
        if not places[behind, len(word)]:
            del places[behind, len(word)]
