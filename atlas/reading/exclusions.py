"""Why a figure is no fact: what its paragraph is, or the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.reading.columns import is_cell
from atlas.reading.records import Figure, Region
from atlas.reading.sentences import Sentence, clause_end, clause_start
from atlas.reading.tables import any_of, read_table

REGION_REASONS: Mapping[str, str] = {
    "furniture": "furniture",
    "caption": "furniture",
    "other-article": "other-article",
    "repeat": "repeat",
}
_AGE_AFTER = re.compile(
    r"\s?(?:及|周)?(?:以上|以下|以内|之间|至|到|-|—|～|~|儿童|老|的|妇女|男|女|人群|适龄)"
)
_DASH_BEFORE = re.compile(r"(?:\d|岁|元)\s?[-—–~～至到]\s?$")
_SPEECH_REACH = 300
_SPEECH_LEAST = 8
"""Shorter words in quotation marks are a name or a catch-phrase."""
_TOLD_AGAINST = re.compile("[高低优多少出](?:于|出)|位居|名列")
_RESTATED_WITHIN = 80
_PART_AFTER = re.compile(r"(?:以[上下内])?的?部分(?=[^,，。;；\d]{0,6}\d)")
_SHARE_AFTER = re.compile(r"(?:以[上下]|以内)?的?(?:部分)?\s?\d+(?:\.\d+)?\s?%")
_BAND_OPEN = re.compile(r"\s?[-—–~～至到]\s?[\d.]+万?元\s?\d+(?:\.\d+)?\s?%")
_MEASURED_AGE = re.compile("达|为|超|至|到|高|增|提|升|差|比")
_MONTH_BAND = re.compile(r"\d\s?[-—–~～至到]\s?\d{1,2}\s?个?月[龄大]?(?=儿童|婴|幼|龄|的儿|孩)")
_STEP_AFTER = re.compile("(?:缩短|压缩|精简|减少?|降低?|提高|提升|扩大)[到至为]")
_CIRCLE = re.compile(r"”?[\u4e00-\u9fff“”]{0,12}圈")  # 15分钟城市健康服务圈
_TITLED = re.compile(r"《[^《》]{0,60}$")


@dataclass(frozen=True, slots=True)
class _Words:
    """The table `exclusion_words.yml`, each list as one pattern."""

    begins: re.Pattern[str]
    ends: re.Pattern[str]
    first_person: re.Pattern[str]
    people: re.Pattern[str]
    officials: re.Pattern[str]
    groups: re.Pattern[str]
    ages: re.Pattern[str]
    threshold: re.Pattern[str]
    band: re.Pattern[str]
    slogan: re.Pattern[str]
    slogan_after: re.Pattern[str]
    slogan_before: re.Pattern[str]
    name_before: re.Pattern[str]
    name_after: re.Pattern[str]
    quoted_longest: int
    background: re.Pattern[str]
    subjects: re.Pattern[str]
    measured: re.Pattern[str]
    not_health: tuple[str, ...]
    ticket: re.Pattern[str]
    beside: re.Pattern[str]
    beside_after: re.Pattern[str]
    other_fields: re.Pattern[str]
    population: re.Pattern[str]
    counters: re.Pattern[str]
    delimits: re.Pattern[str]


@cache
def _words() -> _Words:
    raw: Mapping[str, Any] = read_table("exclusion_words.yml")
    slogan, name, background = raw["slogan"], raw["name"], raw["background"]
    story, speech = raw["anecdote"], raw["speech"]
    return _Words(
        begins=re.compile("|".join([any_of(story["begins"]), *story["patterns"]])),
        ends=re.compile(any_of(story["ends"])),
        first_person=re.compile(speech["first_person"]),
        people=re.compile(any_of(speech["people"])),
        officials=re.compile(any_of(speech["officials"])),
        groups=re.compile(
            rf"(?:床位?|人)?(?:及以上|以[上下])的?[^,，。;；\d]{{0,3}}(?:{any_of(raw['condition']['groups'])})"
        ),
        ages=re.compile(any_of(raw["condition"]["age_before"])),
        threshold=re.compile(rf"\s*(?:元)?(?:{any_of(raw['condition']['threshold'])})"),
        band=re.compile(
            r"(?:[(（]含[^)）]{0,8}[)）])?(?:以[上下])?(?:\s?[-—–~～至到]\s?[\d.]+万?元?)?"
            r"(?:[(（]含[^)）]{0,8}[)）])?(?:及?以上|及?以下|以内)?(?:[(（]含[^)）]{0,8}[)）])?"
            rf"(?:{any_of(raw['condition']['band'])})"
        ),
        slogan=re.compile(any_of(slogan["words"])),
        slogan_after=re.compile(any_of(slogan["after"])),
        slogan_before=re.compile(rf"(?:{any_of(slogan['before'])})$"),
        name_before=re.compile(rf"(?:{any_of(name['before'])})$"),
        name_after=re.compile(any_of(name["after"])),
        quoted_longest=int(name["quoted_longest"]),
        background=re.compile(any_of(background["words"])),
        subjects=re.compile(
            rf"(?:{any_of(background['subjects'])})[^,，]{{0,20}}(?:{any_of(background['measures'])})"
            r"(?:仅|约|分别|只)?(?:为|是|达|达到|有)?$"
        ),
        measured=re.compile(any_of(background["unless"])),
        not_health=tuple(raw["not_health"]),
        ticket=re.compile(any_of(name["unless"])),
        beside=re.compile(
            rf"(?:{any_of(background['beside'])})(?:平均)?(?:水平)?(?:分别)?[为是的仅]?[(（]?\s?"
            r"(?:\d+(?:\.\d+)?[%‰]?[、和])?$"
        ),
        beside_after=re.compile(any_of(background["after"])),
        other_fields=re.compile(any_of(raw["other_fields"])),
        population=re.compile(raw["population"]),
        counters=re.compile(rf"(?:{any_of(raw['counters'])})[:：]?\s?$"),
        delimits=re.compile("|".join(raw["delimits"])),
    )


def find_exclusion_reason(
    text: str, figure: Figure, sentence: Sentence, stories: Sequence[tuple[int, int]]
) -> str | None:
    """The reason why a figure is no fact, None if it may be one.

    A paragraph's kind goes before the words of the sentence; `stories` are those that
    `find_stories` found.
    """
    region = REGION_REASONS.get(sentence.region.kind)
    if region:
        return region
    if not figure.unit and figure.text.endswith(_words().not_health):
        return "not-health"
    if _words().counters.search(text[max(sentence.first, figure.start - 8) : figure.start]):
        return "furniture"
    if _is_other_field(text, figure, sentence):
        return "not-health"
    if _is_restated(text, figure, sentence):
        return "repeat"
    return (
        _anecdote(text, figure, sentence.region, stories)
        or _name_or_slogan(text, figure, sentence)
        or _condition(text, figure)
        or _background(text, figure, sentence)
    )


def _is_other_field(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether the clause is of the economy or farming, also 4715.7亿元,增长7%."""
    start = clause_start(text, figure.start, sentence.first)
    if re.fullmatch(r"(?:同比)?(?:增长|下降|增加)", text[start : figure.start]):
        start = clause_start(text, max(start - 1, sentence.first), sentence.first)
    if figure.text.endswith("个") and text.startswith("贫困村", figure.end):
        return True
    counted = figure.unit == "person" and _words().population.search(text[start : figure.start])
    return bool(counted or _words().other_fields.search(text, start, figure.start))


def _is_restated(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether a sentence begins with a figure that was told just before: …提高到61%。61%的….

    Of shares only that of all may be told of two things in a row.
    """
    if figure.start != sentence.first or figure.text == "100%":
        return False
    floor = max(sentence.region.start, figure.start - _RESTATED_WITHIN)
    told = text.rfind(figure.text, floor, figure.start)
    return told >= 0 and not text[max(0, told - 1) : told].isdigit()


def _name_or_slogan(text: str, figure: Figure, sentence: Sentence) -> str | None:
    words = _words()
    before = text[max(sentence.first, figure.start - 12) : figure.start]
    after = text[figure.end : figure.end + 8]
    if words.slogan.search(figure.text) or words.slogan_before.search(before):
        return "slogan"
    if words.ticket.search(before) and figure.unit == "day":
        return None
    if figure.unit in ("minute", "hour") and _CIRCLE.match(text, figure.end):
        return "name"
    if _is_short_quote(text, figure):
        return "slogan" if words.slogan_after.match(after) else "name"
    if figure.unit == "item" and words.slogan_after.match(after):
        return "slogan"
    if words.name_before.search(before) or words.name_after.match(after):
        return "name"
    if _TITLED.search(text[max(0, figure.start - 60) : figure.start]):
        return "name"
    return "name" if _is_bare(text, figure) else None


def _is_bare(text: str, figure: Figure) -> bool:
    """Whether it is digits alone, of which nothing is counted: the 1 and 15 of 1+15."""
    digits = not figure.unit and figure.text.isdigit()
    return digits and not is_cell(text, figure.start, figure.end)


def _is_short_quote(text: str, figure: Figure) -> bool:
    """Whether quotation marks hold little more than the figure: “四个全覆盖”."""
    longest = _words().quoted_longest
    opening = text.rfind("“", max(0, figure.start - longest), figure.start)
    if opening < 0 or "”" in text[opening : figure.start]:
        return False
    closing = text.find("”", figure.end - 1, opening + longest + 1)
    return closing >= 0


def _condition(text: str, figure: Figure) -> str | None:
    words = _words()
    before = text[max(0, figure.start - 10) : figure.start]
    after = text[figure.end : figure.end + 8]
    if figure.unit == "year" and (figure.text.endswith("岁") or _joins_age(text, figure)):
        if words.ages.search(before):
            return None
        whole = figure.text.endswith("岁") and "." not in figure.text
        if whole and not _MEASURED_AGE.search(before):
            return "condition"
        if _AGE_AFTER.match(after) or _DASH_BEFORE.search(before) or _joins_age(text, figure):
            return "condition"
    if figure.unit in ("month", "") and _MONTH_BAND.search(
        text[max(0, figure.start - 6) : figure.end + 8]
    ):
        return "condition"
    if (
        figure.unit != "visit"
        and words.delimits.match(text, figure.end)
        and _is_limit(text, figure)
    ):
        return "condition"
    if figure.unit == "CNY" and _is_band(text, figure):
        return "condition"
    if figure.unit in ("year", "month", "bed", "person") and words.groups.match(text, figure.end):
        return "condition"
    return "condition" if text.startswith("社交距离", figure.end) else None


def _is_limit(text: str, figure: Figure) -> bool:
    """Whether it limits a group: a time before a rate, or a share told with 低于 or 以上."""
    if figure.unit in ("day", "hour", "minute", "week", "month", "year", "time"):
        return True
    before = text[max(0, figure.start - 3) : figure.start]
    told = before.endswith(("低于", "超过", "高于", "不足", "达到"))
    return told if figure.unit == "%" else figure.unit == "CNY"


def _is_band(text: str, figure: Figure) -> bool:
    """Whether it bounds a band of costs or a class of projects."""
    words = _words()
    if words.threshold.match(text, figure.end) or text[figure.start - 1 : figure.start] == "含":
        return True
    if _PART_AFTER.match(text, figure.end):
        return True
    if _SHARE_AFTER.match(text, figure.end) or _BAND_OPEN.match(text, figure.end):
        return True
    bounds = _DASH_BEFORE.search(text[max(0, figure.start - 6) : figure.start])
    bounded = bounds or not text[figure.end : figure.end + 1].isalpha()
    above = text.startswith(("以上", "以下", "及以上"), figure.end)
    return bool((bounded or above) and words.band.match(text, figure.end))


def _joins_age(text: str, figure: Figure) -> bool:
    """Whether it is the 0 of 0-6岁."""
    after = text[figure.end : figure.end + 8]
    return figure.text.isdigit() and bool(re.match(r"\s?[-—–~～至到]\s?\d{1,3}\s?周?岁", after))


def _background(text: str, figure: Figure, sentence: Sentence) -> str | None:
    words = _words()
    start = clause_start(text, figure.start, sentence.first)
    before = text[start : figure.start]
    told = words.beside_after.match(text, figure.end)
    if told and told[0] != "的要求":
        return "background"
    against = words.measured.search(before)
    if figure.unit not in ("pp", "rank", "time"):
        margin = _TOLD_AGAINST.search(before) and not before.endswith(("(", "（"))
        stepped = _STEP_AFTER.match(text, figure.end)  # 由国家规定的30个工作日缩短至10个
        if words.beside.search(before) and (told or not margin) and not stepped:
            return "background"
        if words.subjects.search(before) and not against:
            return "background"
    if words.background.search(before) and not against:
        return "background"
    return None


def _anecdote(
    text: str, figure: Figure, region: Region, stories: Sequence[tuple[int, int]]
) -> str | None:
    index = bisect_right(stories, figure.start, key=lambda story: story[0]) - 1
    told = index >= 0 and figure.start < stories[index][1]
    return "anecdote" if told or _in_speech(text, figure, region) else None


def find_stories(text: str, regions: Sequence[Region]) -> list[tuple[int, int]]:
    """The stretches of articles that tell of one person, in order and without overlap.

    A story begins with the person's sentence, and ends where the text speaks of all again, or
    with its paragraph.
    """
    words = _words()
    stories: list[tuple[int, int]] = []
    for region in regions:
        if region.kind != "article":
            continue
        position = region.start
        while told := words.begins.search(text, position, region.end):
            start = max(position, _sentence_start(text, position, told.start()))
            after = words.ends.search(text, told.end(), region.end)
            position = after.start() if after else region.end
            stories.append((start, position))
    return stories


def _sentence_start(text: str, floor: int, offset: int) -> int:
    return max(floor, *(text.rfind(sign, floor, offset) + 1 for sign in "。？！；?!;"))


def _in_speech(text: str, figure: Figure, region: Region) -> bool:
    """Whether it stands in quotation marks in which one of the people says what befell them."""
    floor = max(region.start, figure.start - _SPEECH_REACH)
    opening = text.rfind("“", floor, figure.start)
    if opening < 0 or text.rfind("”", opening, figure.start) >= 0:
        return False
    ceiling = min(region.end, figure.end + _SPEECH_REACH)
    closing = text.find("”", figure.end, ceiling)
    closing = closing if closing >= 0 else figure.end
    speakers = text[max(floor, opening - 14) : opening] + text[closing : min(closing + 24, ceiling)]
    words = _words()
    if words.officials.search(speakers):
        return False
    long = closing - opening > _SPEECH_LEAST
    return bool(
        words.first_person.search(text, max(floor, opening - 14), closing)
        or (long and words.people.search(speakers))
    )


def clause_words(text: str, figure: Figure, sentence: Sentence) -> tuple[str, int]:
    """The clause of a figure, from comma to comma, and where in it the figure stands."""
    start = clause_start(text, figure.start, sentence.first)
    end = clause_end(text, figure.end, sentence.last)
    return text[start:end], figure.start - start
