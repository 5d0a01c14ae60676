"""What is told of a single person: stories in an article, and what one of the people says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice
from typing import Any

from atlas.reading.records import Figure, Region
from atlas.reading.tables import any_of, any_pattern, read_table

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹窦苏潘葛范彭鲁韦马苗"
    "方任袁柳唐罗薛伍余孟顾尹江钟徐邱骆夏蔡田胡凌霍万柯卢莫丁邓石崔龚程陆段侯武刘龙叶黎赖乔谭温庄柴曾廖"
    "黄郭宋梁林翁郝邵贺汤毛倪"
)
_NAMED = re.compile(
    rf"(?:岁的(?<=\d\d岁的)(?:老人|村民|患者|市民|居民|院长)?|医生”|村医|家庭医生|乡村女?医生|女医生|赤脚医生|主人公|名叫|名字叫|认识)(?P<name>[{_SURNAMES}](?![大阿奶爷婆伯叔姐先女老某]|家[村庄湾沟屯里])[\u4e00-\u9fff]{{1,2}})"
)
_LISTED_AS = re.compile(
    rf"(?<=\n)(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[:：,，]\s?\d{{2}}岁)"
)
_NAMES_MOST = 20
_SPOKEN = "说|介绍|表示|告诉|认为|坦言|强调|指出|要求"
_ONE_RESCUE = re.compile("这场|这次(?:抢救|手术|救治)|营救|整个手术")
_LASTED = re.compile("(?:用|用了|用时|持续|历时)$")
_RIDE = re.compile("(?:的|多的)?(?:绿皮)?(?:火车|大巴|汽车|飞机|船|马|车程|山路)")
_GIVEN = re.compile(  # 给了他3000元
    r"(?:给|帮|替|为|让|借|补助|资助|救助)了?[他她](?!们)[^,，。;；\d]{0,8}\Z"
)
_SOME = re.compile(
    r"(?:\A|[,，。;；、“])有(?:人(?![才员口次力民均工大])|的人?(?=一))[^,，。;；、]{0,12}\Z"
)  # 有人一天走2万步
_WALKED = re.compile(r"(?:山路|路上|路程|路)[^,，。;；\d]{0,4}(?:走|开|坐|跑|颠)上?[近约]?\Z")
_WORKED = re.compile("(?:工作|从医|行医|从业|执业|值守|奋战)(?:了|已|近)?\\Z")
_WHO_WORKED = re.compile("多?的[\u4e00-\u9fff]{2,4}(?:医生|护士|医师|主任|大夫|村医)(?!们)")
_FEW_LARGEST = 5
_BEFELL = re.compile(  # 两名重症患者被送到我院
    r"[^,，。;；\d]{0,10}(?:患者|病人|伤者|伤员|产妇|孕妇|老人|孩子|村民)(?:[^,，。;；\d]{0,8})"
    r"(?:被送|被抬|到我院就诊|来我院|来到[我该本]院|入院(?:当时|时|后)|突发|获救|脱险|刚离开|刚走|刚进|的?成功(?:救治|抢救)|转危为安|痊愈|家属代表|家属第一时间)"
)
_SAVED = re.compile("(?:鲜活的?)?生命(?![健安科])")
_RESCUED = re.compile("(?:的)?(?:抢救|鏖战|生死|心肺复苏)")
_TOGETHER = re.compile("平均|累计|共|总|全年|每[年月周天次]")
_OF_PLACE = re.compile(  # 如今岳池县各乡镇…, 与老李一样,…: all are told of again
    "[与和像跟][^,，。;；\\d]{1,8}一样(?:的|[,，])|(?<=[,，。！？\n])(?:目前|如今|现在|今年(?:初?以?来)?|近年来)[,，]?"
    "[\u4e00-\u9fff]{2,3}[县市区旗州](?!民|人民|里|[\u4e00-\u9fff]{0,3}医院)"
)
_SPEECH_REACH = 300
_NAMED_WITHIN = 60
_SPEECH_LEAST = 8
"""Shorter words in quotation marks are a name or a catch-phrase."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The parts `anecdote`, `way`, `life` and `speech` of the table `exclusion_words.yml`."""

    begins: re.Pattern[str]
    ends: re.Pattern[str]
    first_person: re.Pattern[str]
    i_paid: re.Pattern[str]
    times: re.Pattern[str]
    people: re.Pattern[str]
    officials: re.Pattern[str]
    way_before: re.Pattern[str]
    way_after: re.Pattern[str]
    life_before: re.Pattern[str]
    life_after: re.Pattern[str]


@cache
def _words() -> _Words:
    raw: Mapping[str, Any] = read_table("exclusion_words.yml")
    story, speech = raw["anecdote"], raw["speech"]
    surname = "".join(story["surname"].split())
    patterns = [pattern.replace("<surname>", surname) for pattern in story["patterns"]]
    named = speech["named"].replace("<surname>", surname)
    return _Words(
        begins=re.compile(f"(?:{any_pattern([*story['begins'], *patterns])})(?!这?一?样的)"),
        ends=re.compile(any_of(story["ends"])),
        first_person=re.compile(speech["first_person"]),
        i_paid=re.compile(speech["i_paid"]),
        times=re.compile(any_of(story["times"])),
        people=re.compile(f"{any_of(speech['people'])}|{named}"),
        officials=re.compile(any_of(speech["officials"])),
        way_before=re.compile(rf"(?:{any_of(raw['way']['before'])})\Z"),
        way_after=re.compile(any_of(raw["way"]["after"])),
        life_before=re.compile(rf"(?:{any_of(raw['life']['before'])})\Z"),
        life_after=re.compile(any_of(raw["life"]["after"])),
    )


def is_told_of_one(
    text: str, figure: Figure, region: Region, stories: Sequence[tuple[int, int]]
) -> bool:
    """Whether a figure stands in one of the stories that `find_stories` found, or in speech."""
    index = bisect_right(stories, figure.start, key=lambda story: story[0]) - 1
    told = index >= 0 and figure.start < stories[index][1]
    own = is_of_a_life(text, figure) or _is_of_me(text, figure, region)
    return told or own or _in_speech(text, figure, region)


def is_of_a_life(text: str, figure: Figure) -> bool:
    """Whether it is a way that somebody goes, a child's age, or how long somebody has done it."""
    before, after = text[max(0, figure.start - 6) : figure.start], text[figure.end : figure.end + 4]
    words = _words()
    if figure.unit == "km":
        way = words.way_before.search(before) or words.way_after.match(after)
        summed = _TOGETHER.search(
            text, _sentence_start(text, figure.start - 40, figure.start), figure.start
        )
        return bool(way and not summed)
    if figure.unit == "CNY" and _GIVEN.search(text, max(0, figure.start - 20), figure.start):
        return True
    floor = max(0, figure.start - 18)
    if text.find("有", floor, figure.start) >= 0 and _SOME.search(text, floor, figure.start):
        return True
    if figure.unit in ("hour", "minute", "day") and _is_of_one_time(text, figure):
        return True
    if figure.value <= _FEW_LARGEST and _is_of_few(text, figure):
        return True
    worked = figure.unit == "year" and _WHO_WORKED.match(text, figure.end)
    if worked and _WORKED.search(text, max(0, figure.start - 5), figure.start):
        return True
    if figure.unit in ("month", "year"):
        return bool(words.life_before.search(before) or words.life_after.match(after))
    return False


def _is_of_few(text: str, figure: Figure) -> bool:
    """Whether it counts the one or two whom a report follows: 两名患者被送到我院, 挽救两条生命."""
    if figure.unit in ("person", "case"):
        return bool(_BEFELL.match(text, figure.end))
    return figure.text.endswith("条") and bool(_SAVED.match(text, figure.end))


def _is_of_one_time(text: str, figure: Figure) -> bool:
    """Whether it is how long one rescue or one ride took: 这场营救…前后仅用了1小时."""
    if _RIDE.match(text, figure.end):
        return True
    if _WALKED.search(text, max(0, figure.start - 10), figure.start):
        return True
    if _RESCUED.match(text, figure.end):
        return not _TOGETHER.search(text, max(0, figure.start - 16), figure.start)
    floor = max(0, figure.start - 60)
    floor = max(floor, *(text.rfind(sign, floor, figure.start) + 1 for sign in "。\n"))
    lasted = _LASTED.search(text, max(floor, figure.start - 2), figure.start)
    return bool(lasted and _ONE_RESCUE.search(text, floor, figure.start))


def _is_of_me(text: str, figure: Figure, region: Region) -> bool:
    """Whether somebody tells what they paid: 我去年住院花了1.8万,自己掏了4000元."""
    if figure.unit not in ("CNY", "day", "km", "hour"):
        return False
    floor = max(region.start, figure.start - 40)
    floor = max(floor, text.rfind("。", floor, figure.start) + 1)
    return bool(_words().i_paid.search(text, floor, figure.start))


def find_stories(text: str, regions: Sequence[Region]) -> list[tuple[int, int]]:
    """The stretches of articles that tell of one person, in order and without overlap.

    A story begins with the person's sentence, and ends where the text speaks of all again, or
    with its paragraph.
    """
    named = _with_names(text)
    begins = [_words().begins, named] if named else [_words().begins]
    stories: list[tuple[int, int]] = []
    for region in regions:
        if region.kind != "article":
            continue
        position = region.start
        found = {pattern: pattern.search(text, position, region.end) for pattern in begins}
        while told := _first_from(position, found, text, region.end):
            start = max(position, _sentence_start(text, position, told.start()))
            position = _story_end(text, told.end(), region.end)
            stories.append((start, position))
    return stories


def _first_from(
    position: int, found: dict[re.Pattern[str], re.Match[str] | None], text: str, ceiling: int
) -> re.Match[str] | None:
    """The first match from a position on; each pattern goes on from what was `found` of it."""
    for pattern, match in found.items():
        if match and match.start() < position:
            found[pattern] = pattern.search(text, position, ceiling)
    return min(filter(None, found.values()), key=re.Match.start, default=None)


def _with_names(text: str) -> re.Pattern[str] | None:
    """Where stories also begin in a text that has a hero: sentences on 王忠平 or 她."""
    names: set[str] = set()
    for told in islice(chain(_NAMED.finditer(text), _LISTED_AS.finditer(text)), _NAMES_MOST):
        name = told["name"]
        if len(name) > 2 and text.count(name) > 1:
            names.add(name)
        elif text.count(name[:2]) > 2:
            names.add(name[:2])
    return _begins_with(tuple(sorted(names))) if names else None


@lru_cache(maxsize=8)
def _begins_with(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<=[。！？!?:：\n])(?:[^,，。;；\n]{{0,18}}[,，]){{0,2}}"
        rf"(?:(?:[^,，。;；\n]{{0,8}}的|[但而在]{{1,2}})?(?:{any_of(names)})|[她他](?![们人院乡]))(?!{_SPOKEN}|这?一?样的)"
    )


def _story_end(text: str, told: int, ceiling: int) -> int:
    """Where the text speaks of all again, at a time only from the next sentence on."""
    words = _words()
    closing = min(
        (at for sign in "。！？" if (at := text.find(sign, told, ceiling)) >= 0), default=ceiling
    )
    found = [words.ends.search(text, told, ceiling)]
    found += [one.search(text, closing, ceiling) for one in (words.times, _OF_PLACE)]
    return min((match.start() for match in found if match), default=ceiling)


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
    stop = text.find("。", closing + 1, min(closing + _NAMED_WITHIN, ceiling))
    stop = stop if stop >= 0 else min(closing + _NAMED_WITHIN, ceiling)
    speakers = text[max(floor, opening - 14) : opening] + text[closing:stop]
    words = _words()
    if words.officials.search(speakers):
        return False
    told = closing - opening > _SPEECH_LEAST and (
        text[closing - 1] in "。！？!?，,…"
        or opening == region.start
        or text[opening - 1] in ":：。！？!?"
    )
    return bool(
        words.first_person.search(text, max(floor, opening - 14), closing)
        or (told and words.people.search(speakers))
    )
