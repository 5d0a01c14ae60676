"""Which indicator a figure is a value of: by the indicators' words nearest to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from atlas.model import Indicator
from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, clause_start
from atlas.reading.tables import any_of, read_table

_AFTER_REACH = 18
_FARTHEST = 60
_NAMED = 12  # what it gains where the sentence has all of the indicator's name
_REACH = 400  # signs of a sentence in which the name is looked for
_ADJACENT = 2  # signs between a word and the figure right behind it
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ASIDE = ("含", "包括", "不含")
_SURE = -2  # of a score: the word stands right before the figure
_STOP = re.compile("[,，;；]")
_OWN_NAME = re.compile("率|占比|比例|比重|水平")
_SHARES = frozenset({"%", "‰"})
_EDGES = '()（）“”‘’"-—–~～和与及'
_PEOPLE_AND_ACTS = {"person", "household", "case", "visit", "session", "time", "batch"}
_COUNTS = frozenset({"institution", "team", "item", "place", "bed", "room"} | _PEOPLE_AND_ACTS)
_CHANGES = frozenset({"%", "pp"})
_start_of = attrgetter("start")
_JOIN = re.compile(r"\s?(?:、|和|及|与|以及|,|，)\s?")
_NAMES_JOIN = re.compile("、|以及|[和及与]")
_TOLD_REACH = 120  # signs before a figure in which its list begins
_MEASURE = re.compile(r"(?:率|比|比例|比重|寿命|水平|人数|费用)\Z")


class Hit(NamedTuple):
    """A word of an indicator in the text."""

    start: int
    end: int
    indicator: str


class Lexicon:
    """The indicators' words, and where one text has them."""

    def __init__(self, text: str, indicators: Mapping[str, Indicator]) -> None:
        self._text = text
        self._indicators = indicators
        self._hits = sorted(_find_hits(text, indicators))
        self._starts = [hit.start for hit in self._hits]
        self._longest = max((hit.end - hit.start for hit in self._hits), default=0)
        self._most_gained = self._longest + _NAMED
        self._likenesses: dict[tuple[str, int], float] = {}

    def find_indicator(
        self,
        figure: Figure,
        role: str,
        sentence: Sentence,
        figures: Sequence[Figure],
        topic: str = "",
    ) -> tuple[str, bool]:
        """The id of the indicator whose word is nearest and whose unit fits, else nothing.

        With it comes whether the word is sure to be the figure's own. `figures` are all figures
        of the sentence; a word beyond another figure counts for less. With a `topic` only its
        indicators count.
        """
        if listed := self._find_listed(figure, role, sentence, figures, topic):
            return listed
        best: tuple[float, int, str] = (_FARTHEST, 0, "")
        for gap, hit in self._nearest(figure, sentence):
            if gap - self._most_gained > best[0]:
                break  # no word so far away can be better
            indicator = self._indicators[hit.indicator]
            meant = topic in ("", indicator.topic)
            if meant and fits(indicator, figure.unit, role):
                score = self._score(figure, hit, figures, sentence)
                best = min(best, (score, hit.start - hit.end, hit.indicator))
        return (best[2], best[0] < _SURE) if best[0] < _FARTHEST else ("", False)

    def _find_listed(
        self,
        figure: Figure,
        role: str,
        sentence: Sentence,
        figures: Sequence[Figure],
        topic: str,
    ) -> tuple[str, bool] | None:
        """The indicator whose name has the figure's place in 婴儿死亡率、孕产妇死亡率分别为….

        Nothing where the text tells no such list; no indicator where another measure has that
        place. In 高血压、糖尿病患者规范管理率 the first name ends as the last one does.
        """
        names, position = names_told(self._text, figure, sentence, figures)
        if not names:
            return None
        own, last = names[position], names[-1]
        meant = [
            (word, known.id)
            for known in self._indicators.values()
            if topic in ("", known.topic) and fits(known, figure.unit, role)
            for word in known.words
            if word[0] in own
        ]
        whole = [own, *(own + last[cut:] for cut in range(1, len(last)) if own != last)]
        for name in whole:
            found = [one for one in meant if -1 < name.find(one[0]) < len(own)]
            if found:
                return max(found, key=lambda one: len(one[0]))[1], True
        return ("", False) if _MEASURE.search(own) else None

    def _nearest(self, figure: Figure, sentence: Sentence) -> list[tuple[int, Hit]]:
        """The words of the sentence that can count for the figure, each behind its distance."""
        reach = _FARTHEST + self._most_gained + self._longest
        first = bisect_left(self._starts, max(sentence.first, figure.start - reach))
        last = bisect_left(self._starts, min(sentence.last, figure.end + reach))
        return sorted(
            (figure.start - hit.end if hit.start < figure.start else hit.start - figure.end, hit)
            for hit in self._hits[first:last]
        )

    def _score(
        self, figure: Figure, hit: Hit, figures: Sequence[Figure], sentence: Sentence
    ) -> float:
        """How far a word is from the figure; less where the sentence has the indicator's name."""
        if hit.end <= figure.start:
            distance = self._distance_before(figure, hit, figures, sentence)
        elif hit.start >= figure.start:
            distance = self._distance_after(figure, hit, figures)
        else:
            return 100
        return distance - (hit.end - hit.start) - _NAMED * self._likeness(hit.indicator, sentence)

    def _distance_before(
        self, figure: Figure, hit: Hit, figures: Sequence[Figure], sentence: Sentence
    ) -> int:
        between = self._text[hit.end : figure.start]
        distance = len(between) + _breaks(between)
        distance += 10 * _crossed(figures, hit.end, figure.start, figure.unit)
        if figure.unit in _SHARES:
            *broken, last = _STOP.split(between)
            own = bool(broken) and bool(_OWN_NAME.search(last))
            return distance + 100 * own + 30 * (bool(broken) and len(last) > 5)
        distance += _FARTHEST * self._counts_another(figure, hit, figures)
        floor = max(sentence.first, figure.start - 3)
        opens = clause_start(self._text, figure.start, floor) >= figure.start - 2
        return distance + 20 * (opens and "," in between)

    def _counts_another(self, figure: Figure, hit: Hit, figures: Sequence[Figure]) -> bool:
        """Whether a word stands right before another count, and more is named after that.

        In 村卫生室58个,疾控中心1个 the one is no village clinic; in 12个、5个 both are alike.
        """
        if figure.unit not in _COUNTS:
            return False
        index = bisect_left(figures, hit.end, key=_start_of)
        other = figures[index] if index < len(figures) else figure
        near = other.start - hit.end <= _ADJACENT and other.unit == figure.unit
        between = self._text[other.end : figure.start]
        return near and other.start < figure.start and len(_HAN.findall(between)) > _ADJACENT

    def _distance_after(self, figure: Figure, hit: Hit, figures: Sequence[Figure]) -> int:
        between = self._text[figure.end : hit.start]
        crossed = _crossed(figures, figure.end, hit.start, "")
        far = len(between) > _AFTER_REACH
        measured = figure.unit in _SHARES or figure.unit == "CNY"
        aside = self._text[max(0, hit.start - 2) : hit.start].endswith(_ASIDE)
        beyond = 100 * (far or aside or (measured and _breaks(between) > 0))
        return len(between) + 3 * _breaks(between) + 40 * crossed + beyond + 12 * measured + 3

    def _likeness(self, indicator: str, sentence: Sentence) -> float:
        """The share of the name's pairs of signs that the sentence has."""
        known = self._likenesses.get((indicator, sentence.first))
        if known is not None:
            return known
        words = self._text[sentence.first : min(sentence.last, sentence.first + _REACH)]
        name = self._indicators[indicator].name.zh
        pairs = [name[index : index + 2] for index in range(len(name) - 1)]
        share = sum(pair in words for pair in pairs) / max(len(pairs), 1)
        self._likenesses[indicator, sentence.first] = share
        return share


def _breaks(between: str) -> int:
    """What commas and semicolons add to a distance."""
    commas = between.count(",") + between.count("，")
    return 8 * commas + 24 * (between.count(";") + between.count("；"))


def fits(indicator: Indicator, unit: str, role: str) -> bool:
    """Whether a figure of that unit may be a value of the indicator, or its change."""
    if indicator.unit == unit or {indicator.unit, unit} <= _SHARES:
        return True
    return role == "change" and unit in _CHANGES


def _find_hits(text: str, indicators: Mapping[str, Indicator]) -> list[Hit]:
    hits: list[Hit] = []
    for indicator in indicators.values():
        for word in indicator.words:
            start = text.find(word)
            while start >= 0:
                hits.append(Hit(start, start + len(word), indicator.id))
                start = text.find(word, start + 1)
    return hits


def _crossed(figures: Sequence[Figure], start: int, end: int, unit: str) -> int:
    """How many figures (of that unit, if one is given) stand between two offsets.

    A list such as 83.28%、60.71% is crossed without cost.
    """
    first = bisect_left(figures, start, key=_start_of)
    last = bisect_left(figures, end, key=_start_of)
    return sum(not unit or figure.unit == unit for figure in figures[first:last])


@cache
def _breakdown_words() -> Mapping[str, re.Pattern[str]]:
    table = read_table("breakdown_words.yml")
    return {
        dimension: re.compile(any_of(word for words in values.values() for word in words))
        for dimension, values in table.items()
    }


@cache
def breakdown_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The words by which a text names each value, by dimension and value."""
    table: Mapping[str, Mapping[str, Sequence[str]]] = read_table("breakdown_words.yml")
    return table


@cache
def _breakdown_values() -> Mapping[str, Mapping[str, str]]:
    table = read_table("breakdown_words.yml")
    return {
        dimension: {word: value for value, words in values.items() for word in words}
        for dimension, values in table.items()
    }


def find_breakdown(
    text: str,
    figure: Figure,
    indicator: Indicator,
    sentence: Sentence,
    figures: Sequence[Figure],
) -> tuple[tuple[str, str], ...]:
    """The values of the indicator's dimensions that the words before the figure name."""
    found: list[tuple[str, str]] = []
    position, count = list_position(text, figure, figures)
    for dimension in indicator.breakdowns:
        if dimension not in _breakdown_words():
            continue
        value = _breakdown_value(text, dimension, figure, sentence, position, count)
        if value:
            found.append((dimension, value))
    return tuple(found)


_TOLD_ONE_BY_ONE = re.compile("分别|依次")


def list_position(text: str, figure: Figure, figures: Sequence[Figure]) -> tuple[int, int]:
    """Where the figure stands in a list told with 分别 (counted from 0), and the list's length."""
    if not _TOLD_ONE_BY_ONE.search(text, max(0, figures[0].start - 10), figure.start):
        return 0, 1
    run = [figure]
    index = bisect_left(figures, figure.start, key=_start_of)
    for other in reversed(figures[:index]):
        if not _JOIN.fullmatch(text[other.end : run[0].start]):
            break
        run.insert(0, other)
    for other in figures[index + 1 :]:
        if not _JOIN.fullmatch(text[run[-1].end : other.start]):
            break
        run.append(other)
    told = _TOLD_ONE_BY_ONE.search(text, max(0, run[0].start - 10), run[0].start)
    return (run.index(figure), len(run)) if told else (0, 1)


def names_told(
    text: str, figure: Figure, sentence: Sentence, figures: Sequence[Figure]
) -> tuple[list[str], int]:
    """The names of a list told with 分别, one for each of its figures, and the figure's place.

    No names where there is no such list, or names and figures differ in number.
    """
    if text.rfind("分别", max(sentence.first, figure.start - _TOLD_REACH), figure.start) < 0:
        return [], 0
    position, count = list_position(text, figure, figures)
    if count < 2:
        return [], 0
    index = bisect_left(figures, figure.start, key=_start_of) - position
    told = text.rfind("分别", sentence.first, figures[index].start)
    if told < 0:
        return [], 0
    start = max(text.rfind(stop, sentence.first, told) for stop in ",，;；:：。") + 1
    names = _NAMES_JOIN.split(text[max(start, sentence.first) : told])
    return (names[-count:], position) if len(names) >= count else ([], 0)


def neighbours_of(
    figures: Sequence[Figure], index: int, sentence: Sentence, reach: int = 40
) -> Sequence[Figure]:
    """The figures of the same sentence, at most `reach` to each side of that of the index."""
    first = bisect_left(figures, sentence.first, max(0, index - reach), index, key=_start_of)
    last = bisect_left(
        figures, sentence.last, index, min(len(figures), index + reach), key=_start_of
    )
    return figures[first:last]


def _breakdown_value(
    text: str, dimension: str, figure: Figure, sentence: Sentence, position: int, count: int
) -> str:
    pattern, values = _breakdown_words()[dimension], _breakdown_values()[dimension]
    start = clause_start(text, figure.start, sentence.first)
    adjacent = pattern.match(text, figure.end + (text[figure.end : figure.end + 1] == "的"))
    if adjacent:
        return values[adjacent[0]]
    named = [values[match[0]] for match in pattern.finditer(text, start, figure.start)]
    if not named:
        named = [values[match[0]] for match in pattern.finditer(text, sentence.first, start)]
    if not named:
        return ""
    return named[position - count] if len(named) >= count > 1 else named[-1]


_LEAD = re.compile(
    r"^(?:\d{1,2}[.、．]|[一二三四五六七八九]是|截至目前|目前|其中|并|已|共|全市|全区|全县|我市|我区|我县|累计|现有|还|均|为|将|达到|实现|完成|建成)+"
)
_TRAIL = re.compile(
    r"(?:分别|稳定|均|总体|平均|已|共|约|近|超过|不少于|不低于|达到|达|到|为|是|有|在|计|由|从|仅|合计|至|的|数量|数|稳定在|提高到|提升到|下降到|降至|降到)+$"
)
_LISTED = re.compile("[、；;]")
_COUNTED = re.compile(r"[^\s,，。;；:：、!！?？()（）“”\d]{0,16}")
_NOT_COUNTED = re.compile("^(?:以上|以下|以内|左右|之内|内|的|了)+")
_MOVED = re.compile(
    "[的]?(?:提高|提升|上升|增加|增长|下降|降低|减少|缩短|转|优化|扩大)*(?:\\d{4}年)?的?"
)


def find_subject(text: str, figure: Figure, sentence: Sentence, figures: Sequence[Figure]) -> str:
    """What the figure counts or measures, in the words of the text, at most 20 signs."""
    counted = ""
    if figure.unit in _COUNTS and (after := _COUNTED.match(text, figure.end)):
        counted = _NOT_COUNTED.sub("", after[0])
    if len(counted) > 1:
        return counted
    names, position = names_told(text, figure, sentence, figures)
    if names and _MEASURE.search(names[position]):
        return _trim(names[position])[-20:]
    start = clause_start(text, figure.start, sentence.first)
    inside = [other for other in figures if start <= other.start < figure.start]
    for other in [*reversed(inside), None]:
        words = _trim(text[other.end if other else start : figure.start])
        if len(words) > 1:
            return words[-20:]
    first = _trim(text[start : inside[0].start]) if inside else ""
    return first[-20:] or counted or figure.text


def _trim(before: str) -> str:
    """A subject without the adverbs and verbs around it; nothing where only a verb is left."""
    words = _LISTED.split("".join(before.split()))[-1].strip(_EDGES)
    words = _TRAIL.sub("", _LEAD.sub("", words))
    return "" if _MOVED.fullmatch(words) else words
