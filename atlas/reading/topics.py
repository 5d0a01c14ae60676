"""Which topic a figure belongs to, by the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from atlas.reading.records import Figure, Region
from atlas.reading.sentences import Sentence
from atlas.reading.tables import any_of, read_table
from atlas.reading.topicsigns import LEVEL_OF, Sign, find_keys
from atlas.reading.topicwords import TopicHit, TopicHits

_BEFORE, _AFTER = 320, 120  # how far words count, in signs; bounds the work for each figure
_BREAK = re.compile(r"[,，](?!\d{3}(?!\d))|[;；。!！?？|｜\n]")
_PART_ENDS = ";；。!！?？\n"
_REACH = 60  # signs before a figure within which a verb reaches the bodies that are counted
_ADJACENT = 2  # signs between a figure and what it counts
_TELLS = 14  # signs within which a body is told to do something
_BODIES = frozenset({"institution", "place", "household", "team"})
_REACHABLE = _BODIES | {"", "person"}
_LEAD = re.compile(r"[^。:：;；!！?？\n]{2,30}[。:：]")
_ASKED = re.compile(r"[^。!！\n]{4,100}?[?？]")
_ASKS_LAST = re.compile(r"[?？][”\"]?\s*\Z")
_ASKED_BEFORE = re.compile(r"[^。!！?？\n]{4,100}[?？][”\"]?\s*\Z")
_ASKED_REACH = 110
_STRONG = frozenset({"heads", "names"})
_BACK, _PAST = ("own", "back1", "back2"), ("own_past", "back1_past", "back2_past")
_FIRST = itemgetter(0)
_ASIDE = re.compile(r"[(（][^)）]*$")
_NOTE = re.compile(r"[(（][^()（）\n]{1,40}[)）]")
_LABEL = re.compile(  # 养老：, 【急救】, 3.托育:
    r"\s*(?:[^\w\s]\s*)?(?:[\d一二三四五六七八九十]{1,3}[、.．)）]\s?)?[【“]?[\u4e00-\u9fff]{2,8}[:：】]"
)
_DOES = re.compile(any_of(read_table("topic_words.yml")["doing"]))
_REACHED = re.compile(
    rf"(?:{any_of(read_table('topic_words.yml')['reaching'])})(?:了|到|全)?[^,，。;；:：!！?？|｜\n]*\Z"
)
_OF_WHICH = re.compile("中[,，]")
_COUNTED = re.compile(r"(?:总数|数)?[:：]?(?:有|为|达|共|约|近|占|计|现有|已有|共有|增至|达到)?\Z")
_STOCK_REACH = 16


_sign = cache(Sign)  # few are there, and they stand near every figure
_Word = tuple[str, str]
_Standing = tuple[_Word, Sign]


class _Outside(NamedTuple):
    """The words around a sentence, the nearest paragraph's end first; some with their start."""

    lead: Sequence[_Standing]
    after: Sequence[tuple[int, _Standing]]
    before: Sequence[tuple[int, _Standing]]


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
        ends = (text[at] in _PART_ENDS for at in self._breaks)
        self._parts = [*accumulate(ends, initial=0)]  # how many are among so many breaks
        self._figures = [figure.start for figure in figures]
        self._passed: dict[int, Passed] = {}
        self._headings = [region for region in regions if region.kind == "heading"]
        self._heading_starts = [region.start for region in self._headings]
        self._title_words: dict[int, Sequence[_Standing]] = {}
        self._around_sentences: dict[tuple[int, int], _Outside] = {}
        notes = [match.span() for match in _NOTE.finditer(text)]
        self._note_starts = [start for start, _ in notes]
        self._note_ends = [end for _, end in notes]
        self._labels: dict[int, int] = {}
        shares = _shares(self._hits.all) if len(regions) > 1 else {}
        self._document = [Sign("document", topic, "", "", share) for topic, share in shares.items()]

    def speaks_of(self, topic: str, figure: Figure, sentence: Sentence) -> bool:
        """Whether the figure's own clause has a word of the topic."""
        signs = self.find_signs(figure, sentence)
        return any(sign.topic == topic and LEVEL_OF[sign.scope] == "own" for sign in signs)

    def find_keys(
        self, figure: Figure, sentence: Sentence, likely: str = "", sure: bool = False
    ) -> set[str]:
        """The keys of the weights that a figure goes by; see `find_signs`."""
        signs = self.find_signs(figure, sentence, likely, sure)
        return find_keys(self._text, figure, sentence, signs)

    def find_signs(
        self, figure: Figure, sentence: Sentence, likely: str = "", sure: bool = False
    ) -> list[Sign]:
        """Each word once, in the nearest scope that it stands in.

        `likely` is the topic of the indicator that the figure seems, or is `sure`, to be a value
        of.
        """
        signs: list[Sign] = []
        seen: set[_Word] = set()
        agents: set[str] = set()
        subject = -1
        for hit, scope in self._within(figure, sentence):
            start, _, topic, group, printed = hit
            if scope == "own" and subject in (-1, start):
                subject, scope = start, "subject"
            word = (topic, printed)
            if word not in seen:
                seen.add(word)
                signs.append(_sign(scope, topic, group, printed))
                if scope == "agent":
                    agents.add(topic)
        for word, sign in self._around(figure, sentence):
            if word not in seen:
                seen.add(word)
                signs.append(sign)
        signs += self._document
        if stock := self._stock(figure):
            signs.append(Sign("stock", stock))
        if likely and likely not in agents:
            signs.append(Sign("sure" if sure else "indicator", likely))
        return signs

    def _stock(self, figure: Figure) -> str:
        """The topic of the institutions that a figure counts, by what stands right before it."""
        if figure.unit != "institution":
            return ""
        before = self._text[max(0, figure.start - _STOCK_REACH) : figure.start]
        noun = _stocks()[0].search(_COUNTED.sub("", before))
        return _stocks()[1][noun[0]] if noun else ""

    def _within(self, figure: Figure, sentence: Sentence) -> Iterator[tuple[TopicHit, str]]:
        """The words of the sentence from the nearest on, with their scopes."""
        first, last = figure.start, figure.end
        before = self._hits.within(max(sentence.first, first - _BEFORE), first)
        after = self._hits.within(last, min(sentence.last, last + _AFTER))
        start, end = self._passing(first), self._passing(last)
        near = [(first - hit[1], hit) for hit in before]
        near += [(hit[0] - last, hit) for hit in after]
        near.sort(key=_FIRST)
        if figure.column:
            for hit in self._hits.within(*figure.column):
                yield hit, "column"
        label_end = min(self._label_end(sentence), first)
        for _, hit in near:
            if hit[1] < label_end:
                yield hit, "label"
            elif hit[0] < last:
                yield hit, self._scope_before(hit, start, first)
            else:
                yield hit, self._scope_behind(hit, figure, end)

    def _around(self, figure: Figure, sentence: Sentence) -> Iterable[_Standing]:
        """What stands outside the sentence, from the paragraph's lead to the headings."""
        lead, after, before = self._outside(sentence)
        low, high = figure.start - _BEFORE, figure.end + _AFTER
        return chain(
            lead,
            [standing for start, standing in after if start < high],
            [standing for start, standing in before if start >= low],
            self._titles(figure),
        )

    def _outside(self, sentence: Sentence) -> _Outside:
        """The words around a sentence; found once for all its figures."""
        key = (sentence.region.start, sentence.first)
        known = self._around_sentences.get(key)
        if known is None:
            known = self._around_sentences[key] = self._find_outside(sentence)
        return known

    def _find_outside(self, sentence: Sentence) -> _Outside:
        region, first, last = sentence.region, sentence.first, sentence.last
        parts = self._passing(first).parts
        after = self._hits.within(last, min(region.end, last + _AFTER))
        before = self._hits.within(max(region.start, first - _BEFORE), first)
        return _Outside(
            [_standing(hit, "lead") for hit in self._lead(region, sentence)]
            + [_standing(hit, "asked") for hit in self._asked(region, sentence)],
            [(hit.start, _standing(hit, "paragraph")) for hit in reversed(after)],
            [
                (
                    hit.start,
                    _standing(
                        hit,
                        "previous" if parts - self._passing(hit.end).parts < 2 else "paragraph",
                    ),
                )
                for hit in reversed(before)
            ],
        )

    def _is_noted(self, offset: int, figure: int) -> bool:
        """Whether an offset lies in a note in brackets that ends before the figure."""
        index = bisect_right(self._note_starts, offset) - 1
        return index >= 0 and offset < self._note_ends[index] <= figure

    def _label_end(self, sentence: Sentence) -> int:
        """Where the label ends that a sentence opens with, 0 without one."""
        known = self._labels.get(sentence.first)
        if known is None:
            label = _LABEL.match(self._text, sentence.first, sentence.last)
            known = self._labels[sentence.first] = label.end() if label else 0
        return known

    def _scope_before(self, hit: TopicHit, start: Passed, figure: int) -> str:
        """Where a word of the sentence stands before the figure: beyond how many commas."""
        if self._is_noted(hit.start, figure):
            return "aside"
        end = self._passing(hit.end)
        if start.parts > end.parts:
            return "part"
        past = start.figures > end.figures
        breaks = start.breaks - end.breaks
        if breaks > 2:
            return "back3"
        return (_PAST if past else _BACK)[breaks]

    def _scope_behind(self, hit: TopicHit, figure: Figure, end: Passed) -> str:
        """Where a word of the sentence stands behind the figure: beyond how many commas."""
        start = self._passing(hit.start)
        if start.parts > end.parts:
            return "next_part"
        if start.breaks > end.breaks:
            return "next" if start.breaks == end.breaks + 1 else "next_far"
        return self._scope_after(hit, figure)

    def _passing(self, offset: int) -> Passed:
        """What stands before an offset; told once for each, as the same words stand near many."""
        known = self._passed.get(offset)
        if known is None:
            breaks = bisect_left(self._breaks, offset)
            figures = bisect_left(self._figures, offset)
            known = self._passed[offset] = Passed(breaks, self._parts[breaks], figures)
        return known

    def _scope_after(self, hit: TopicHit, figure: Figure) -> str:
        """Where a word of the clause stands behind the figure; who does something is no topic."""
        if _ASIDE.search(self._text, figure.end, hit.start):
            return "aside"
        does = _DOES.search(self._text, hit.end, hit.end + _TELLS)
        if figure.unit in _BODIES and _OF_WHICH.match(self._text, hit.end):
            return "reached"
        if figure.unit in _BODIES and does:
            index = bisect_left(self._breaks, hit.end)
            if index == len(self._breaks) or self._breaks[index] > does.start():
                return "agent"
        if hit.start - figure.end <= _ADJACENT:
            return "reached" if self._is_reached(figure) else "counted"
        beyond = self._passing(hit.start).figures > self._passing(figure.end).figures
        return "own_beyond" if beyond else "own_after"

    def _is_reached(self, figure: Figure) -> bool:
        """Whether something else reaches what a figure counts: 网络已联通12家卫生院."""
        if figure.unit not in _REACHABLE:
            return False
        floor = max(0, figure.start - _REACH)
        return bool(_REACHED.search(self._text, floor, figure.start))

    def _lead(self, region: Region, sentence: Sentence) -> Sequence[TopicHit]:
        """The words that a paragraph opens with as with a heading: 三是深化支付改革.

        A first sentence with a figure of its own is none.
        """
        lead = _LEAD.match(self._text, region.start, min(region.end, sentence.first))
        if lead and self._passing(region.start).figures == self._passing(lead.end()).figures:
            return self._hits.within(region.start, lead.end())
        return ()

    def _asked(self, region: Region, sentence: Sentence) -> Sequence[TopicHit]:
        """The words of the question that a paragraph answers, in it or right before it."""
        asked = _ASKED.match(self._text, region.start, min(region.end, sentence.first))
        floor = max(0, region.start - _ASKED_REACH)
        if not asked and _ASKS_LAST.search(self._text, floor, region.start):
            asked = _ASKED_BEFORE.search(self._text, floor, region.start)
        return self._hits.within(*asked.span()) if asked else ()

    def _titles(self, figure: Figure) -> Sequence[_Standing]:
        """The words of the heading above, of the one above that, and of the first."""
        index = bisect_left(self._heading_starts, figure.start) - 1
        known = self._title_words.get(index)
        if known is None:
            places = (("heading", index), ("above", index - 1), ("title", 0))
            headings = [
                (scope, self._headings[place]) for scope, place in places if 0 <= place <= index
            ]
            known = self._title_words[index] = [
                _standing(hit, scope)
                for scope, heading in headings
                for hit in self._hits.within(heading.start, heading.end)
            ]
        return known


@cache
def _stocks() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The nouns of institutions at the end of some words, and the topic of each."""
    table = read_table("topic_words.yml")["stocks"]
    topics = {noun: topic for topic, nouns in table.items() for noun in nouns}
    return re.compile(rf"(?:{any_of(topics)})\Z"), topics


def _standing(hit: TopicHit, scope: str) -> _Standing:
    _, _, topic, group, word = hit
    return (topic, word), _sign(scope, topic, group, word)


def _shares(hits: Iterable[TopicHit]) -> Mapping[str, float]:
    counts = Counter(hit.topic for hit in hits if hit.group in _STRONG)
    return {topic: count / counts.total() for topic, count in counts.items()}
