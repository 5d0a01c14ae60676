"""Which parts of a page are on health, and which are other articles beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from atlas.reading.records import Region
from atlas.reading.tables import any_of, read_table

_BYLINE = re.compile(
    r"[。!！?？”…]\s?[(（](?:本报)?(?:记者|通讯员|特约记者)?\s?[\u4e00-\u9fff·、\s]{2,16}[)）]$"
)


@dataclass(frozen=True, slots=True)
class _Rules:
    health: re.Pattern[str]
    alone: re.Pattern[str]
    others: re.Pattern[str]
    least_length: int
    share: float
    least_others: int
    times: int
    headline_least: int


@cache
def _rules() -> _Rules:
    raw = read_table("region_words.yml")
    other = raw["other_article"]
    return _Rules(
        health=re.compile(any_of(raw["health"])),
        alone=re.compile(any_of(raw["health_alone"])),
        others=re.compile(any_of(raw["other_matters"])),
        least_length=int(other["least_length"]),
        share=float(other["share"]),
        least_others=int(other["least_words"]),
        times=int(other["times"]),
        headline_least=int(other["headline_least"]),
    )


@cache
def words_of_health() -> re.Pattern[str]:
    """The words that tell of health, wherever they stand."""
    raw, matters = read_table("region_words.yml"), read_table("matter_words.yml")
    return re.compile(any_of([*raw["health"], *raw["health_beside"], *matters["health"]]))


_Counts = tuple[int, int, int]
"""Signs of a paragraph, and its words of health and of other matters."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of regions `[first, last)` with its words of health and of other matters."""

    first: int
    last: int
    length: int
    health: int
    others: int

    @property
    def share(self) -> float:
        """Words of health per character; a short part counts as a longer one."""
        return self.health / max(self.length, 200)

    @property
    def is_long(self) -> bool:
        return self.length >= _rules().least_length


def find_other_articles(text: str, regions: Sequence[Region]) -> set[int]:
    """The indexes of the regions that belong to articles on other matters.

    An article ends with its byline: one far poorer in words of health than the best is another.
    Within an article, a section under a headline is another if words of other matters outweigh
    those of health by far, a paragraph if it has none of health.
    """
    counts = [
        _count(text[region.start : region.end]) if region.kind == "article" else None
        for region in regions
    ]
    articles = [_measure(counts, *span) for span in _articles(text, regions)]
    best = max((part.share for part in articles), default=0.0)
    if not best:
        return set()
    found: set[int] = set()
    for part in articles:
        if len(articles) > 1 and part.share < best * _rules().share and part.is_long:
            found |= set(range(part.first, part.last))
    for first, last in _sections(text, regions):
        if first not in found and _is_other(_measure(counts, first, last), best):
            found |= set(range(first, last))
    for index in range(len(regions)):
        part = _measure(counts, index, index + 1)
        without = not part.health and part.is_long and part.others >= _rules().least_others
        if without and not _rules().alone.search(text, regions[index].start, regions[index].end):
            found.add(index)
    return found


def _is_other(part: _Part, best: float) -> bool:
    rules = _rules()
    return (
        part.is_long
        and part.share < best * rules.share
        and part.others >= max(rules.least_others, rules.times * part.health)
    )


def _articles(text: str, regions: Sequence[Region]) -> Iterator[tuple[int, int]]:
    """The spans of indexes that bylines end."""
    first = 0
    for index, region in enumerate(regions):
        if region.kind == "article" and _BYLINE.search(text[region.start : region.end]):
            yield first, index + 1
            first = index + 1
    yield first, len(regions)


def _sections(text: str, regions: Sequence[Region]) -> Iterator[tuple[int, int]]:
    """The spans of indexes from one headline to the next; what stands before the first is none."""
    first: int | None = None
    for index, region in enumerate(regions):
        follows = index > 0 and regions[index - 1].kind == "heading"
        headline = region.kind == "heading" and (
            region.end - region.start >= _rules().headline_least
        )
        if headline and not follows:
            if first is not None:
                yield first, index
            first = index
    if first is not None:
        yield first, len(regions)


def _count(words: str) -> _Counts:
    rules = _rules()
    return len(words), len(rules.health.findall(words)), len(rules.others.findall(words))


def _measure(counts: Sequence[_Counts | None], first: int, last: int) -> _Part:
    """A stretch of paragraphs with a line end between; `counts` has None for what is no article."""
    found = [count for count in counts[first:last] if count]
    lengths, health, others = zip(*found, strict=True) if found else ((), (), ())
    return _Part(first, last, sum(lengths) + max(len(found) - 1, 0), sum(health), sum(others))
