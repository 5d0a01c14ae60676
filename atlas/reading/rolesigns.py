"""What speaks for a figure's role: words by kind and place, its unit, its time, its document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from atlas.reading.records import Figure
from atlas.reading.roletones import tone_signs
from atlas.reading.sentences import Sentence, clause_end, clause_start
from atlas.reading.tables import any_of, kinds_by_word, read_table

_REACH = 100  # signs of a long sentence that are looked at before a figure
_AHEAD = 60  # and after it, for years
_DONE = re.compile("累计|已(?!知|婚)|截[至止]|同比|[比较](?:上|去)年|[去上]年|目前|现有|了")
_FEW, _ROUND = 10, 5
_CLOSE = 8  # signs before a figure that are looked at two by two
_DEGREE = re.compile(
    "(?:分别|平均|大约|将近|接近|超过|约|近|超|逾|高达|达到|达|了|最高|最低|至少|再|可|又|为|是|在|有|"
    r"仅|只|各|就|不过|左右|[\s:：≥≤＞＜><~～(（]){1,5}$"
)
_YEAR = re.compile(r"((?:19|20)(?<!\d..)\d\d)年?")


@dataclass(frozen=True, slots=True)
class _Hits:
    """The words and the years of a sentence, in order."""

    starts: Sequence[int]
    words: Sequence[tuple[int, int, str]]
    years: Sequence[tuple[int, int]]  # where each ends, and which it is


@cache
def _pattern() -> re.Pattern[str]:
    kinds = read_table("role_signs.yml")["kinds"]
    return re.compile(any_of(word for words in kinds.values() for word in words))


@cache
def _own_signs(unit: str, grain: str, said: str) -> tuple[str, ...]:
    return f"unit {unit}", f"grain {grain}", f"grain {grain} {unit}", f"said {said}"


@cache
def _signs_of(word: str, where: str, unit: str) -> tuple[str, ...]:
    """The signs that a word gives where it stands: its kinds, near the figure itself too."""
    kinds = read_kinds()[word]
    own = (f"{where}: {word}",) if where in ("behind", "touch", "clause") else ()
    units = (f"clause {kind} {unit}" for kind in kinds if where in ("touch", "clause"))
    return (*(f"{where} {kind}" for kind in kinds), *own, *units)


@cache
def _signs_near(word: str, unit: str) -> tuple[str, ...]:
    """What the last of the words before a figure gives, for it mostly governs the figure."""
    kinds = read_kinds()[word]
    both = (f"near {kind} {unit}" for kind in kinds)
    return (f"near: {word}", *(f"near {kind}" for kind in kinds), *both)


@lru_cache(maxsize=1024)
def _close_signs(words: str, unit: str) -> tuple[str, ...]:
    """Each two signs shortly before a figure, and the last ones with its unit."""
    pairs = (f"close {words[at : at + 2]}" for at in range(len(words) - 1))
    return (f"prev {words[-3:]}", f"prev {words[-2:]} {unit}", *pairs)


@cache
def read_kinds() -> Mapping[str, Sequence[str]]:
    """The kinds of each word of `role_signs.yml`."""
    return kinds_by_word(read_table("role_signs.yml")["kinds"])


@lru_cache(maxsize=4)
def _hits(text: str, first: int, last: int) -> _Hits:
    words = [
        (found.start(), found.end(), found[0]) for found in _pattern().finditer(text, first, last)
    ]
    years = [(found.end(), int(found[1])) for found in _YEAR.finditer(text, first, last)]
    return _Hits([start for start, _, _ in words], words, years)


def find_signs(text: str, figure: Figure, sentence: Sentence) -> set[str]:
    """The signs of a figure, as `role_weights.yml` names them.

    >>> from atlas.reading.figures import find_figures
    >>> from atlas.reading.regions import find_regions
    >>> from atlas.reading.sentences import Sentences
    >>> text = "住院报销90%。"
    >>> sentence = Sentences(text, find_regions(text)).find(4)
    >>> signs = find_signs(text, find_figures(text)[0], sentence)
    >>> {"unit %", "touch pay", "touch: 报销", "ends clause"} <= signs
    True
    """
    start, end, unit = figure.start, figure.end, figure.unit or "none"
    floor = max(sentence.first, start - _REACH)
    first = clause_start(text, start, sentence.first)
    last = clause_end(text, end, sentence.last)
    degree = _DEGREE.search(text, max(first, start - 10), start)
    touch = degree.start() if degree else start
    signs = {
        *_own_signs(unit, _grain(figure), figure.qualifier),
        f"prev {text[max(first, touch - 2) : touch].strip()}",
        f"prev {text[max(first, touch - 1) : touch].strip()}",
        f"next {text[end : min(last, end + 1)].strip()}",
        f"next {text[end : min(last, end + 2)].strip()}",
    }
    if touch == first:
        signs.add("opens clause")
    if last == end:
        signs.add("ends clause")
    if text.rfind("(", floor, start) > text.rfind(")", floor, start):
        signs.add("in brackets")
    if ordered := _orders(text, sentence):
        signs |= {f"orders {ordered}", f"orders {ordered} said {figure.qualifier}"}
    signs.update(_close_signs(text[max(first, touch - _CLOSE) : touch].strip(), unit))
    signs |= tone_signs(text, sentence)
    hits = _hits(text, sentence.first, sentence.last)
    nearest = ""
    for where, word in _standing(hits, floor, (first, touch), (start, end, last)):
        signs.update(_signs_of(word, where, unit))
        nearest = nearest if where == "behind" else word
    if nearest:
        signs.update(_signs_near(nearest, unit))
    if hits.years:
        signs.update(_year_signs(hits.years, start, touch, floor))
    return signs


@lru_cache(maxsize=8)
def _orders(text: str, sentence: Sentence) -> str:
    """What stands in a paragraph that opens with a verb (加快补齐…): words of what was done or not.

    Empty where neither the paragraph nor the sentence opens so; `bare` without such words.
    """
    region = sentence.region
    openings = (region.start, sentence.first)
    if not any(_opens_with_order(text, at, region.end) for at in openings):
        return ""
    last = min(region.end, sentence.first + _REACH * 4)
    done = _DONE.search(text, max(region.start, sentence.first - _REACH * 4), last)
    return "done" if done else "bare"


def _opens_with_order(text: str, start: int, ceiling: int) -> bool:
    return bool(_order_words().match(text, start, ceiling))


@cache
def _order_words() -> re.Pattern[str]:
    words = any_of(read_table("role_signs.yml")["orders"])
    return re.compile(rf"[\s(（]*(?:[一二三四五六七八九十\d]{{1,3}}[、.．)）是要]\s?)?(?:{words})")


def _grain(figure: Figure) -> str:
    """How round a figure is: rules and plans are round, sums and results seldom.

    >>> from atlas.reading.figures import find_figures
    >>> [_grain(figure) for figure in find_figures("报销85%,支出8729.9万元,参保41.2万人,共63家")]
    ['round', 'scaled', 'scaled', 'odd']
    """
    if "万" in figure.text or "亿" in figure.text:
        return "scaled"
    if figure.value != int(figure.value):
        return "decimal"
    if figure.value < _FEW:
        return "few"
    return "odd" if figure.value % _ROUND else "round"


def _standing(
    hits: _Hits, floor: int, before: tuple[int, int], around: tuple[int, int, int]
) -> Iterator[tuple[str, str]]:
    """The words before a figure and right behind it, each with where it stands."""
    first, touch = before
    start, end, last = around
    stop = bisect_left(hits.starts, min(last, end + 2))
    for at, until, word in hits.words[bisect_left(hits.starts, floor) : stop]:
        if at >= end:
            yield "behind", word
        elif until <= start:
            yield "touch" if until >= touch else "clause" if at >= first else "sentence", word


def _year_signs(
    years: Sequence[tuple[int, int]], start: int, touch: int, floor: int
) -> Iterator[str]:
    """How the last year before a figure stands to the others of its sentence."""
    near = [(at, year) for at, year in years if floor < at <= start + _AHEAD]
    before = [(at, year) for at, year in near if at <= start]
    if not before:
        return
    at, own = before[-1]
    kind = "alone"
    if any(year > own for _, year in near):
        kind = "older"
    elif any(year < own for _, year in near):
        kind = "newest"
    yield f"year {kind}"
    if at == touch:
        yield f"year {kind} touches"
