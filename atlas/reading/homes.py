"""Which place a document is about, by title, publisher, masthead and text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.reading.divisions import (
    Division,
    divisions,
    find_division,
    find_full_names,
    find_short_names,
    full_names,
    is_within,
)
from atlas.reading.tables import read_table

_HEAD = 4000
_SHORT_LINE = 60
_UNSURE = 5.0  # what a place must weigh that is not of the level that the text speaks of
_LEAST = 2.0
_UNKNOWN = re.compile(r"(?![各辖市县城所下全])[\u4e00-\u9fff]{2}[区县旗](?![域级直属外内立])")
_REGIONS = ("15", "45", "54", "64", "65")  # where 全区 is the autonomous region
_OWN_LEVEL = re.compile(r"[全我]([市县区旗州盟])|我(省)")


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a name weighs: written in full, for short, and at most."""

    full: float
    short: float
    most: float


_WEIGHTS = {
    "title": _Weight(8, 6, 8),
    "publisher": _Weight(4, 3, 4),
    "line": _Weight(2, 1, 3),
    "text": _Weight(1, 0.25, 5),
    "opening": _Weight(1, 0.25, 1),
}
_OPENING = 24  # signs in which a text without a title tells whom it is about
_ABOVE = 0.5  # the city of a chain: 洛阳市涧西区 is about the district


@cache
def _never() -> frozenset[str]:
    table: Mapping[str, Any] = read_table("locality_words.yml")
    return frozenset(table["not_places"])


def find_home(
    title: str,
    publisher: str,
    lines: Sequence[str],
    text: str,
    known: Mapping[str, tuple[str, str]] | None = None,
) -> tuple[str, str]:
    """The name and the code of the place; both empty if unsure, no code if several bear the name.

    Args:
        title: The document's title.
        publisher: Who published it.
        lines: The lines of its head and foot.
        text: The whole text, of which the beginning is read.
        known: Full names of places that no table need have, with their short names and codes.

    >>> find_home("全国高血压日:铜陵这些数据与你有关", "铜陵新闻网", (), "全市患者13万人。")
    ('铜陵市', '340700')
    >>> find_home("潍坊日报·今日诸城", "潍坊日报", (), "诸城把病床搬到家里。")
    ('诸城市', '370782')
    >>> find_home("医改见成效", "洛阳市涧西区卫健委", (), "全区参保率达95%。")
    ('涧西区', '410305')
    >>> find_home("鼓楼区医改见成效", "", (), "全区参保率达95%。")
    ('鼓楼区', '')
    >>> find_home("鼓楼区医改见成效", "南京日报", (), "全区参保率达95%。")
    ('鼓楼区', '320106')
    >>> find_home("乡镇医生招聘收官", "黑龙江日报", (), "我省今年再招800名。")
    ('黑龙江省', '230000')
    """
    head = text[:_HEAD]
    context = _upper_codes(" ".join((title, publisher, *lines, head)))
    extra = {name: told for name, told in (known or {}).items() if name not in full_names()}
    extra |= {name: (name, "") for name in _given_up(head)}
    scores: dict[tuple[str, str], float] = defaultdict(float)
    if publisher and publisher != title:  # 潍坊日报·今日诸城 is of 诸城
        title = title.replace(publisher, "")
    opening = "" if title else head.lstrip()[:_OPENING]
    kinds = {"title": title, "publisher": publisher, "text": head, "opening": opening}
    for kind, words in kinds.items():
        _add(scores, kind, words, context, extra)
    for line in lines:
        rest = line.replace(publisher, "") if publisher else line
        if len(line) <= _SHORT_LINE and title not in ("", line) and title not in rest:
            _add(scores, "line", rest, context, extra)
    autonomous = any(code.startswith(_REGIONS) for code in context)
    level = _own_level(head, "省市县旗州盟" if autonomous else "省市县区旗州盟")
    if level == "省" and (province := _find_province(publisher, scores)):
        return province.name, province.adcode
    name, code = _best(scores, level)
    found = divisions().get(code)
    short = found and name != found.name and name in found.names
    return (found.name, code) if found and short else (name, code)  # 红河州 in full


def _add(
    scores: dict[tuple[str, str], float],
    kind: str,
    words: str,
    context: Sequence[str],
    extra: Mapping[str, tuple[str, str]],
) -> None:
    weight = _WEIGHTS[kind]
    found: dict[tuple[str, str], float] = defaultdict(float)
    taken: list[tuple[int, int]] = []
    for chain in _chains(words):
        names = [words[first:last] for first, last in chain]
        names += [name for name in extra if words.startswith(name, chain[-1][1])]
        taken.append((chain[0][0], chain[-1][1]))
        for index, name in enumerate(names):
            if name in _never() or name in extra:
                continue
            division = _meant(name, names[:index], context)
            share = weight.full if index == len(names) - 1 else _ABOVE
            found[name, division.adcode if division else ""] += share
    for first, _, division in find_short_names(words):
        if not any(start <= first < end for start, end in taken):
            found[division.name, division.adcode] += weight.short
    for name, (short, adcode) in extra.items():
        full = words.count(name)
        found[name, adcode] += full * weight.full + (words.count(short) - full) * weight.short
    for key, score in found.items():
        scores[key] += min(score, weight.most)


def _chains(words: str) -> Iterator[list[tuple[int, int]]]:
    """Full names, those together that follow one another without a gap: 山西省晋中市介休市."""
    chain: list[tuple[int, int]] = []
    for span in find_full_names(words, 0, len(words)):
        if chain and span[0] != chain[-1][1]:
            yield chain
            chain = []
        chain.append(span)
    if chain:
        yield chain


def _given_up(text: str) -> Iterator[str]:
    """Names in no table that go on after one that is: 重庆市渝北区.

    One counts if it stands a second time, as words that only look like one seldom do.
    """
    never = tuple(_never())
    for chain in _chains(text):
        match = _UNKNOWN.match(text, chain[-1][1])
        if match and not match[0].endswith(never) and text.count(match[0]) > 1:
            yield match[0]


def _meant(name: str, above: Sequence[str], context: Sequence[str]) -> Division | None:
    """The division of a name, by the names before it, else by what else the document names."""
    for upper in reversed(above):
        higher = find_division(upper)
        found = find_division(name, higher.adcode) if higher else None
        if found or higher:
            return found  # none: 重庆市江北区 was given up, and is not that of 宁波
    alone = find_division(name)
    if alone and alone.level == "district":
        return alone if any(is_within(alone.adcode, code) for code in context) else None
    if alone:
        return alone
    near = {found.adcode for code in context if (found := find_division(name, code))}
    return divisions()[near.pop()] if len(near) == 1 else None


def _upper_codes(words: str) -> list[str]:
    """The codes of the provinces and prefectures that the document names, each once."""
    words = words[: 2 * _HEAD]
    names = Counter(words[first:last] for first, last in find_full_names(words, 0, len(words)))
    found = [division for name in names if (division := find_division(name))]
    found += [division for _, _, division in find_short_names(words)]
    upper = {one.adcode for one in found if one.level in ("province", "prefecture")}
    return sorted(upper, reverse=True)


def _own_level(text: str, levels: str) -> str:
    """The last sign of the document's own place, by 全市, 我县 and the like; nothing if unsure."""
    found = (match[1] or match[2] for match in _OWN_LEVEL.finditer(text))
    ends = Counter(sign for sign in found if sign in levels)
    (first, most), (_, second) = [*ends.most_common(2), ("", 0), ("", 0)][:2]
    return first if most > 2 * second else ""


def _find_province(publisher: str, scores: Mapping[tuple[str, str], float]) -> Division | None:
    """The province of a document that speaks of 我省: its paper's, else that of most it names."""
    provinces = [one for one in divisions().values() if one.level == "province"]
    of_paper = [one for one in provinces if publisher.startswith(one.short)]
    if of_paper:
        return of_paper[0]
    weights: dict[str, float] = defaultdict(float)
    for (_, code), score in scores.items():
        if code:
            weights[f"{code[:2]}0000"] += score
    return divisions()[max(weights, key=lambda code: weights[code])] if weights else None


def _best(scores: Mapping[tuple[str, str], float], level: str) -> tuple[str, str]:
    """The place that weighs most of the level spoken of, unless another weighs twice as much."""
    ranked = sorted(scores, key=lambda key: -scores[key])
    ranked = [key for key in ranked if _is_local(*key)] or ranked
    first = next(iter(ranked), ("", ""))
    best = next((key for key in ranked if key[0].endswith(level)), first)
    sure = _UNSURE if level and not best[0].endswith(level) else _LEAST
    if scores.get(first, 0) > max(2 * scores.get(best, 0), _UNSURE):
        best = first
    above = any(code and is_within(best[1], code) for _, code in scores)
    if level and best[0].endswith(level):
        others = (scores[key] for key in ranked if key != best)
        if above or scores[best] > 2 * max(others, default=0):
            sure = _LEAST / 2
    return best if scores.get(best, 0) >= sure else ("", "")


def _is_local(name: str, adcode: str) -> bool:
    """Whether a place is no province, save the four that are cities."""
    return not adcode.endswith("0000") or name.endswith("市")
