"""What each paragraph of a page is: article, heading, caption, furniture, repeat, other article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from atlas.reading.records import Region
from atlas.reading.repeats import find_first_copies
from atlas.reading.rowlines import is_row, keep_rows
from atlas.reading.sections import find_other_articles
from atlas.reading.tables import any_of, read_table

_ENDS = "。！？!?；;…”』」：:)）|"
_BLANK = " \t\r\u3000\xa0\ufeff\u200b"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|mp4|pdf|docx?|xlsx?)", re.IGNORECASE)
_NUMBERS = re.compile(r"\|.*\||[\d.,，%％‰／/\-—万亿]+\S{0,3}")
_ROW = re.compile(
    r"(?:[^\u4e00-\u9fff\n]*[\u4e00-\u9fff].*|)[\s|｜][-\d.,]+[%％‰]?(?:\s*[|｜]\s*|\s+)[-\d.,]+[%％‰]?"
)
_DATE = r"20\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?"
_TIME = r"(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_ONLY_DATE = re.compile(rf"[\[(（]?(?:{_DATE})?{_TIME}[\])）]?")
_LISTED_TITLE = re.compile(rf"(?=.*[\u4e00-\u9fff]{{4}})[^。；;]*\s[\[(（]?{_DATE}{_TIME}[\])）]?")
_SPEAKER = re.compile(r"[^。，,；;]{2,30}[:：]")
_QUESTION = re.compile(
    r"(?:[问Q]\d*\s?[:：]|[^。，,:：]{0,12}(?:问|提问|记者)\s?[:：])[^。]{2,}[?？]"
)
_OPENS = re.compile(r"[,，、;；。:：)）”’》%％]")
_AMOUNT = re.compile(r"\d[\d.,，]*[万亿]?(?:[%％‰]|[^\W\d年月]{1,3})[,，、。;；]")
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"), ("‘", "’"))
_CUT_AT_LEAST = 20
_LOOK_AHEAD = 8
_LINKS_LEAST = 3
_ITEM = re.compile(r"[^\w\s]*\s?[\u4e00-\u9fff]{2,8}[:：]\s?[^\s]|\d{1,2}[.、．)）]|[①-⑳]")
_COUNTED = re.compile(r"(?<!\d)\d[\d.,]*(?![\d.,年月日:：\-/])")
_CELL = re.compile(r"[-\d.,]+[%％‰]?")
_EDGE = re.compile(r"(?:[|｜]|[(（][^()（）\d]{1,5}[)）])\Z|#")  # |, (张) and #医院, each in a line
_UNIT_HEAD = re.compile(r"[\u4e00-\u9fff][^\d]{1,14}[(（][^()（）\d]{1,5}[)）]")  # 注册护士(人)
_DATELINE = re.compile(r"(?:本报|本网|[\u4e00-\u9fff]{2,6}[网报])[\u4e00-\u9fff]{0,4}讯[(（\s]")
_BRIEF = re.compile("【[\u4e00-\u9fff]{2,4}】")
_BROKEN_OFF = re.compile(r"(?:…{1,2}|\.{3})\Z")
_BULLETS = "◆◇➤►▶■□●•·★☆▪"
_LINK_LONGEST = 42
_CELLS_LEAST = 3
_CELL_LONGEST = 20


@dataclass(frozen=True, slots=True)
class _Rules:
    """The table `region_words.yml`.

    A furniture rule is its pattern, the longest, how many; notices have, after their longest,
    where they end at the latest.
    """

    furniture: tuple[tuple[re.Pattern[str], int, int], ...]
    notices: tuple[re.Pattern[str], int, int]
    exact: frozenset[str]
    related: re.Pattern[str]
    caption: re.Pattern[str]
    caption_longest: int
    heading_longest: int
    dangling: tuple[str, ...]
    beginnings: re.Pattern[str]
    items: re.Pattern[str]
    health: re.Pattern[str]
    others: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw: Mapping[str, Any] = read_table("region_words.yml")
    caption, notices = raw["caption"], raw["notices"]
    starts, ends = any_of(caption["starts"]), any_of(caption["ends"])
    return _Rules(
        furniture=tuple(
            (_alternatives(rule), int(rule["longest"]), int(rule["least"]))
            for rule in raw["furniture"]
        ),
        notices=(_alternatives(notices), int(notices["longest"]), int(notices["within"])),
        exact=frozenset(raw["furniture_exact"]),
        related=re.compile(rf"[^\u4e00-\u9fff]*(?:{any_of(raw['related'])})[^\u4e00-\u9fff]*"),
        caption=re.compile(rf"(?:{starts})|.*(?:{ends})$"),
        caption_longest=int(caption["longest"]),
        heading_longest=int(raw["heading"]["longest"]),
        dangling=tuple(raw["dangling"]),
        beginnings=re.compile(any_of(raw["beginnings"])),
        items=re.compile("|".join(raw["items"])),
        health=re.compile(any_of([*raw["health"], *raw["health_beside"]])),
        others=re.compile(any_of([*raw["other_matters"], *raw["other_beside"]])),
    )


def _alternatives(rule: Mapping[str, Any]) -> re.Pattern[str]:
    patterns = [any_of(rule["words"])] if rule.get("words") else []
    return re.compile("|".join([*patterns, *rule.get("patterns", ())]))


@lru_cache(maxsize=1)
def find_regions(text: str) -> tuple[Region, ...]:
    """Every paragraph of the text that is not blank, in order; one line is one paragraph.

    Spans leave out the white space around the paragraph.
    """
    regions = [Region(start, end, _kind(text[start:end])) for start, end in _paragraphs(text)]
    regions = _mark_links(text, _keep_cells(text, keep_rows(text, regions)))
    others = find_other_articles(text, regions) | _find_briefs(text, regions)
    others |= _find_teasers(text, regions) | _find_recommended(text, regions)
    regions = [
        replace(region, kind="other-article") if index in others else region
        for index, region in enumerate(regions)
    ]
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
    if paragraph in rules.exact or not re.search(r"[\u4e00-\u9fff%％‰|]", paragraph):
        return "furniture"
    if not _QUESTION.fullmatch(paragraph) and _is_furniture(paragraph):
        return "furniture"
    if length <= rules.caption_longest and rules.caption.match(paragraph):
        return "caption"
    if length <= rules.heading_longest and (
        _SPEAKER.fullmatch(paragraph) or _QUESTION.fullmatch(paragraph)
    ):
        return "heading"
    ended = paragraph[-1] in _ENDS or re.search("[。,，]|[|｜].*[|｜]", paragraph)
    return "heading" if length <= rules.heading_longest and not ended else "article"


def _is_furniture(paragraph: str) -> bool:
    """Whether a short paragraph is a part of the page and not of the article."""
    rules = _rules()
    length = len(paragraph)
    if _FILE_NAME.fullmatch(paragraph) or _ONLY_DATE.fullmatch(paragraph):
        return True
    notice, longest, within = rules.notices
    if length <= longest and notice.search(paragraph, 0, within):
        return True
    if "。" in paragraph or paragraph[-1] in "；;" or is_row(paragraph):
        return False
    if length <= 90 and _LISTED_TITLE.fullmatch(paragraph):
        return True
    return any(
        length <= longest and len(set(pattern.findall(paragraph))) >= least
        for pattern, longest, least in rules.furniture
    )


def _keep_cells(text: str, regions: Sequence[Region]) -> list[Region]:
    """Numbers alone in a line are cells of a table where several follow short lines of words."""
    kept = list(regions)
    block: list[int] = []
    for index, region in enumerate([*regions, None]):
        if region and _is_short_line(text, region):
            block.append(index)
            continue
        numbers = [at for at in block if _CELL.fullmatch(text[regions[at].start : regions[at].end])]
        if len(numbers) >= _CELLS_LEAST and block[0] != numbers[0]:
            heads = [at for at in block if regions[at].kind == "furniture"]
            for at in heads:
                kept[at] = replace(regions[at], kind="heading")
        block = []
    return kept


def _is_short_line(text: str, region: Region) -> bool:
    words = text[region.start : region.end]
    number = region.kind == "furniture" and _CELL.fullmatch(words)
    unit = region.kind == "furniture" and words in "%％‰"
    head = len(words) <= _CELL_LONGEST and (_UNIT_HEAD.fullmatch(words) or _EDGE.match(words))
    plain = region.kind == "heading" and len(words) <= _CELL_LONGEST
    return bool(number or unit or head or plain)


def _mark_links(text: str, regions: Sequence[Region]) -> list[Region]:
    """Titles of other pages: the short lines under 相关新闻, and those after the last paragraph."""
    marked = list(regions)
    linked = False
    for index, region in enumerate(regions):
        words = text[region.start : region.end]
        if len(words) <= 16 and _rules().related.fullmatch(words):
            linked = True
        elif region.kind == "article" and "。" in words:
            linked = False
        title = region.kind == "article" and len(words) <= _rules().heading_longest
        if linked and (title or region.kind in ("heading", "caption")):
            marked[index] = replace(region, kind="furniture")
    last = max(
        (index for index, region in enumerate(marked) if region.kind == "article"), default=-1
    )
    tail = [index for index in range(last + 1, len(marked)) if marked[index].kind == "heading"]
    printed = [text[marked[index].start : marked[index].end] for index in tail]
    table = any(
        _NUMBERS.fullmatch(words) or _ROW.match(words) or is_row(words) for words in printed
    )
    if last >= 0 and len(tail) >= _LINKS_LEAST and not table:
        listed = _is_list(text[marked[last].end - 1], printed)
        for index in tail:
            marked[index] = replace(marked[index], kind="article" if listed else "furniture")
    return marked


def _is_list(before: str, lines: Sequence[str]) -> bool:
    """Whether short lines are what was announced, and no links: 医疗：新建医院15家."""
    items = [line for line in lines if _ITEM.match(line)]
    counted = [line for line in lines if _COUNTED.search(line)]
    announced = before in ":：" or 2 * len(items) >= len(lines)
    return announced and 2 * len(counted) >= len(lines)


def _find_briefs(text: str, regions: Sequence[Region]) -> set[int]:
    """Short news of other matters: 【出行】铁路开通满一年, and lines with a bullet at the end."""
    health = _rules().health
    found: set[int] = set()
    bullets: list[str] = []
    listed: list[int] = []
    ended = False
    for index in range(len(regions) - 1, -1, -1):
        region = regions[index]
        if region.kind not in ("article", "heading"):
            continue
        words = text[region.start : region.end]
        brief = _BRIEF.match(words)
        ended = ended or ("。" in words and not brief)
        bullet = not ended and len(words) <= _LINK_LONGEST and words[0] in _BULLETS
        other = brief and _rules().others.search(words)
        if bullet:
            bullets.append(words)
            listed.append(index)
        elif other and not health.search(words):
            found.add(index)
    counted = [words for words in bullets if _COUNTED.search(words)]
    told = 2 * len(counted) > len(bullets) and any(map(health.search, counted))
    links = [at for at, words in zip(listed, bullets, strict=True) if not health.search(words)]
    return found if told else found.union(links)


def _find_teasers(text: str, regions: Sequence[Region]) -> set[int]:
    """What a page says last of other articles, broken off: 北京再添一家三甲医院……."""
    told = [
        index
        for index, region in enumerate(regions)
        if region.kind in ("article", "heading") and region.end - region.start > _CELL_LONGEST
    ]
    found: set[int] = set()
    for index in reversed(told[1:]):
        region = regions[index]
        if not _BROKEN_OFF.search(text, region.end - 3, region.end):
            break
        found.add(index)
    return found


def _find_recommended(text: str, regions: Sequence[Region]) -> set[int]:
    """Another article with a dateline of its own under 新闻推荐, and what follows it."""
    told = under = begun = False
    found: set[int] = set()
    for index, region in enumerate(regions):
        words = text[region.start : min(region.end, region.start + _LINK_LONGEST)]
        if told and region.kind == "furniture" and _rules().related.fullmatch(words):
            under = True
        elif region.kind in ("article", "heading"):
            told = told or region.kind == "article"
            begun = begun or (under and _DATELINE.match(words) is not None)
            if begun:
                found.add(index)
    return found


def _mark_repeats(text: str, regions: Sequence[Region]) -> list[Region]:
    """A paragraph whose words stood before; it leads to the first copy."""
    kept = [index for index, region in enumerate(regions) if _can_repeat(region)]
    copies = find_first_copies(text, [regions[index] for index in kept])
    marked = list(regions)
    for index, copy in zip(kept, copies, strict=True):
        if copy is not None:
            marked[index] = replace(regions[index], kind="repeat", of=regions[kept[copy]].start)
    return marked


def _can_repeat(region: Region) -> bool:
    return region.kind in ("article", "heading", "other-article")


def _link_parts(text: str, regions: Sequence[Region]) -> Iterator[Region]:
    """Leads from a paragraph that breaks off to the one that can be its other half."""
    whole = _whole_paragraphs(text, regions)
    taken: set[int] = set()
    for index, region in enumerate(regions):
        other = None
        if _breaks_off(text, region):
            other = _other_half(text, regions, index, whole)
        if other is None or other.start in taken:
            yield region
            continue
        taken.add(other.start)
        yield replace(region, next_part=other.start)


def _other_half(text: str, regions: Sequence[Region], index: int, whole: set[str]) -> Region | None:
    """The paragraph that ends the sentence which another breaks off.

    That is the very next, if it is no item of a list; behind captions and furniture one without
    a beginning of its own; behind whole paragraphs only one that begins amid a sentence.
    """
    region = regions[index]
    between = ""
    for following in regions[index + 1 : index + 1 + _LOOK_AHEAD]:
        if following.kind not in ("article", region.kind):
            if between != "whole":
                is_apart = following.kind in ("caption", "furniture")
                between = (between or "apart") if is_apart else "other"
            continue
        tail = text[following.start : following.end]
        begun = _words(text, following) in whole
        if not begun and _can_go_on(text[region.start : region.end], tail, between):
            return following
        if _breaks_off(text, following):
            return None
        between = "whole"
    return None


def _can_go_on(head: str, tail: str, between: str) -> bool:
    """Whether a paragraph can end a sentence; `between` is the farthest of what lies between."""
    if _rules().items.match(tail):
        return False
    if not between:
        return True
    if _begins_amid(head, tail):
        return True
    has_own = _rules().beginnings.match(tail)
    return not has_own and (between == "apart" or (between == "other" and _dangles(head)))


def _dangles(head: str) -> bool:
    return head.endswith(_rules().dangling)


def _begins_amid(head: str, tail: str) -> bool:
    """Whether a paragraph begins in the middle of a sentence, one that `head` can have begun."""
    if _OPENS.match(tail) or (_AMOUNT.match(tail) and not _AMOUNT.match(head)):
        return True
    first = re.split("[。！？!?]", tail, maxsplit=1)[0]
    for opening, closing in _PAIRS:
        unclosed = head.rfind(opening) > head.rfind(closing)
        if unclosed and closing in first and opening not in first[: first.index(closing)]:
            return True
    return False


def _breaks_off(text: str, region: Region) -> bool:
    if region.kind not in ("article", "other-article"):
        return False
    long = region.end - region.start >= _CUT_AT_LEAST
    return long and text[region.end - 1] not in _ENDS


def _whole_paragraphs(text: str, regions: Sequence[Region]) -> set[str]:
    """Paragraphs that begin a sentence of their own wherever they stand.

    They stand more than once, and at least once after a finished one.
    """
    times = Counter(_words(text, region) for region in regions)
    whole = set()
    for before, region in pairwise(regions):
        finished = before.kind in ("article", "other-article", "repeat")
        if finished and not _breaks_off(text, before):
            whole.add(_words(text, region))
    return {words for words in whole if times[words] > 1}


def _words(text: str, region: Region) -> str:
    return re.sub(r"\s", "", text[region.start : region.end])
