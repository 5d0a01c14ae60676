"""What each paragraph of a page is: article, heading, caption, furniture, repeat, other article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from atlas.model import Region
from atlas.reading.tables import any_of, read_table

_ENDS = "。！？!?；;…”』」：:)）"
_BLANK = " \t\r\u3000\xa0\ufeff"
_BYLINE = re.compile(
    r"[。!！?？”…]\s?[(（](?:本报)?(?:记者|通讯员|特约记者)?\s?[\u4e00-\u9fff·、\s]{2,16}[)）]$"
)
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|mp4|pdf)", re.IGNORECASE)
_CUT_AT_LEAST = 20


@dataclass(frozen=True, slots=True)
class _Rules:
    furniture: tuple[tuple[re.Pattern[str], int], ...]
    exact: frozenset[str]
    caption_starts: tuple[str, ...]
    caption_ends: tuple[str, ...]
    caption_longest: int
    heading_longest: int
    health: re.Pattern[str]
    other_least: int
    other_share: float


@cache
def _rules() -> _Rules:
    raw: Mapping[str, Any] = read_table("region_words.yml")
    caption, other = raw["caption"], raw["other_article"]
    return _Rules(
        furniture=tuple(
            (re.compile(any_of(rule["words"])), int(rule["longest"])) for rule in raw["furniture"]
        ),
        exact=frozenset(raw["furniture_exact"]),
        caption_starts=tuple(caption["starts"]),
        caption_ends=tuple(caption["ends"]),
        caption_longest=int(caption["longest"]),
        heading_longest=int(raw["heading"]["longest"]),
        health=re.compile(any_of(raw["health"])),
        other_least=int(other["least_length"]),
        other_share=float(other["share"]),
    )


def find_regions(text: str) -> tuple[Region, ...]:
    """Every paragraph of the text that is not blank, in order; one line is one paragraph.

    Spans leave out the white space around the paragraph.
    """
    regions = [Region(start, end, _kind(text[start:end])) for start, end in _paragraphs(text)]
    regions = _mark_other_articles(text, regions)
    regions = _mark_repeats(text, regions)
    return tuple(_link_parts(text, regions))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for line in text.split("\n"):
        start = position + len(line) - len(line.lstrip(_BLANK))
        end = position + len(line.rstrip(_BLANK))
        if start < end:
            yield start, end
        position += len(line) + 1


def _kind(paragraph: str) -> str:
    """What a paragraph is by itself."""
    rules = _rules()
    length = len(paragraph)
    if paragraph in rules.exact or not re.search(r"[\u4e00-\u9fff%‰]", paragraph):
        return "furniture"
    if _FILE_NAME.fullmatch(paragraph) or _is_furniture(paragraph):
        return "furniture"
    if length <= rules.caption_longest and (
        paragraph.startswith(rules.caption_starts) or paragraph.endswith(rules.caption_ends)
    ):
        return "caption"
    ended = paragraph[-1] in _ENDS or re.search("[。,，]", paragraph)
    return "heading" if length <= rules.heading_longest and not ended else "article"


def _is_furniture(paragraph: str) -> bool:
    short, long = _rules().furniture
    if len(paragraph) <= long[1] and long[0].search(paragraph):
        return True
    return len(paragraph) <= short[1] and "。" not in paragraph and bool(short[0].search(paragraph))


def _mark_other_articles(text: str, regions: list[Region]) -> list[Region]:
    """Articles end with a byline; those far poorer in words of health than the best are others."""
    groups: list[list[Region]] = [[]]
    for region in regions:
        groups[-1].append(region)
        if region.kind == "article" and _BYLINE.search(text[region.start : region.end]):
            groups.append([])
    shares = [_health_share(text, group) for group in groups]
    least = max(shares, default=0.0) * _rules().other_share
    marked: list[Region] = []
    for group, share in zip(groups, shares, strict=True):
        other = len(groups) > 1 and share < least and _is_long(group)
        marked += [replace(region, kind="other-article") if other else region for region in group]
    return marked


def _is_long(group: Sequence[Region]) -> bool:
    return sum(region.end - region.start for region in group) >= _rules().other_least


def _health_share(text: str, group: Sequence[Region]) -> float:
    """Words of health per character of the article's paragraphs."""
    words = "".join(text[region.start : region.end] for region in group if region.kind == "article")
    return len(_rules().health.findall(words)) / max(len(words), 200)


def _mark_repeats(text: str, regions: Sequence[Region]) -> list[Region]:
    """A paragraph whose words stood before, white space apart."""
    first: dict[str, int] = {}
    marked: list[Region] = []
    for region in regions:
        words = re.sub(r"\s", "", text[region.start : region.end])
        seen = first.setdefault(words, region.start)
        again = seen != region.start and region.kind in ("article", "heading", "other-article")
        marked.append(replace(region, kind="repeat", of=seen) if again else region)
    return marked


def _link_parts(text: str, regions: Sequence[Region]) -> Iterator[Region]:
    """Leads from a paragraph that breaks off to the next one, if that can be its other half."""
    whole = _whole_paragraphs(text, regions)
    for index, region in enumerate(regions):
        following = regions[index + 1] if index + 1 < len(regions) else None
        joined = (
            following is not None
            and _breaks_off(text, region)
            and following.kind in ("article", region.kind)
            and region.kind != "repeat"
            and re.sub(r"\s", "", text[following.start : following.end]) not in whole
        )
        yield replace(region, next_part=following.start) if joined and following else region


def _breaks_off(text: str, region: Region) -> bool:
    if region.kind not in ("article", "other-article"):
        return False
    long = region.end - region.start >= _CUT_AT_LEAST
    return long and text[region.end - 1] not in _ENDS


def _whole_paragraphs(text: str, regions: Sequence[Region]) -> set[str]:
    """Paragraphs that stand somewhere after a finished one: they begin a sentence of their own."""
    whole: set[str] = set()
    for before, region in pairwise(regions):
        if not _breaks_off(text, before):
            whole.add(re.sub(r"\s", "", text[region.start : region.end]))
    return whole
