"""Roles that figures of a list take from the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from atlas.reading.records import Candidate
from atlas.reading.sentences import Sentence

_BRACKET = re.compile("[()（）]")
FINISHED = re.compile("总共|一共|已(?![知婚退])|累计")
_CAME = re.compile(
    "[,，;；](?:实际[\u4e00-\u9fff]{0,5}|(?:建成|落实|完成|兑现))|[,，;；][^,，;；]{0,12}[\u4e00-\u9fff](?<![为除])了"
)  # 承诺12家,建成14家
_IN_A_YEAR = re.compile(r"(?<![到至])20\d\d年[^,，。;；\d]{0,16}(?:达到?|为|完成|实现)了?\Z")
_LARGER_MOST = 1000  # 人均筹资50元,共筹资1430万元: a sum is no rule's number
_RATES = frozenset(("%", "‰", "per_100k", "per_10k", "per_1000"))
_AND = ("、", "和", "及", "与")
_PART = re.compile(  # 新增床位100张(内科60张,外科40张), 少支出3亿元,其中医保基金2亿元
    r"[,，(（]其中[:：]?[^,，。;；\d()（）达降升增减为实]{0,12}|[(（][^,，。;；\d()（）达降升增减为实]{1,8}"
)
_NEXT_PART = re.compile(r"[,，、][^,，。;；\d()（）达降升增减为]{1,10}")


def _is_passed_on(role: str, between: str) -> bool:
    """Whether the next like figure, that nothing marks, has the same role."""
    came = _CAME.fullmatch(between) or _IN_A_YEAR.search(between)
    if came or _BRACKET.search(between) or FINISHED.search(between):
        return False
    return role in ("target", "parameter") or (
        role == "change" and between in ("~", "～", "-", "—", "至")
    )


def _kind_of(unit: str) -> str:
    """Rates of all kinds are told in one list: 降到4.0‰、5.1‰、9/10万."""
    return "rate" if unit in _RATES else unit


def inherit_roles(
    text: str, candidates: Sequence[Candidate], sentences: Sequence[Sentence]
) -> list[Candidate]:
    """Side by side (52%、80%) all are as the first; after a target what nothing marks is one."""
    found, part, whole = list(candidates), None, 0
    for index in range(1, len(found)):
        before, this = found[index - 1], found[index]
        between = text[before.figure.end : this.figure.start]
        alike = (
            sentences[index].first == sentences[index - 1].first
            and _kind_of(this.figure.unit) == _kind_of(before.figure.unit)
            and not (before.excluded or this.excluded)
        )
        part = _PART.fullmatch(between) or (part and _NEXT_PART.fullmatch(between))
        whole = index - 1 if _PART.fullmatch(between) else whole
        if found[whole].figure.value < this.figure.value:
            part = None  # 增加0.24岁,其中男性79.12岁
        parted = part and this.role == "current" and before.role != "baseline"
        listed = (
            between in _AND
            or (parted and not FINISHED.search(between))
            or (
                this.role == "current"
                and this.figure.value <= _LARGER_MOST * before.figure.value
                and this.indicator == before.indicator
                and _is_passed_on(before.role, between)
            )
        )
        if alike and listed:
            found[index] = this._replace(role=before.role)
    return found
