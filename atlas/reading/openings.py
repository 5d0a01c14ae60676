"""Times at which something began: what is told after them is of another time, or of it."""

from __future__ import annotations

import re

from atlas.reading.periods import PeriodSpan

_REACH = 200  # signs behind a day in which something can open
_FOUNDED_IN = re.compile("(?:成立|建|建成|创办|创建|设立|组建|开业)于$")
_FOUNDED = re.compile(
    r"[^,，。;；\d]{0,6}(?:成立|建成|投用|投入使用|启用|挂牌|开业|开诊|启动|上线|建院|始建|创建|开工|动工|奠基)(?:使用|运营|投用|启用|建设)?(?:的?[,，]|的[。;；])"
)
_BUILDING_BEGUN = re.compile(  # 2017年启动医院迁扩建工程,; 2018年5月通过项目选址规划,
    r"[^,，。;；\d]{0,22}(?:启动|开始|动工|开工|通过|获批?|取得)[^,，。;；\d]{0,16}"
    r"(?:新院|[迁扩改]建|大楼|综合楼|院区|选址|立项|批复)[^,，。;；\d]{0,6}(?<!以来)[,，]"
)
_LISTED_AS = re.compile(r"(?:是|为|作为|列入|列为|属于?|纳入|入选)[^,，。;；\d]{0,8}\Z")
_PROJECT = re.compile(
    r"[^,，。;；\d]{0,12}(?:重点|建设|扶持)[^,，。;；\d]{0,8}(?:项目|工程)(?:之一)?[^,，。;；\d]{0,12}[,，。;；]"
)
_MOVED = re.compile(
    r"[^,，。;；\d]{0,20}(?:组建|更名|改名|迁至|迁入|搬迁|合并|改制|升格|晋升|跻身)[^,，。;；\d]{0,20}[,，]"
)
_OPENED = re.compile("启用|投用|投入使用|开诊|揭牌|挂牌|收治|落成|竣工|开业")


def is_founding(text: str, span: PeriodSpan) -> bool:
    """Whether something began then, and what follows is told of it: 成立于2015年,床位80张."""
    before = text[max(0, span.start - 4) : span.start]
    begun = _FOUNDED.match(text, span.end) or _BUILDING_BEGUN.match(text, span.end)
    return bool(_FOUNDED_IN.search(before) or begun)


def is_of_project(text: str, span: PeriodSpan) -> bool:
    """Whether it only says of which year's list a project is: 是今年市区两级重点民生工程项目,…."""
    listed = _LISTED_AS.search(text, max(0, span.start - 14), span.start)
    return bool(listed and _PROJECT.match(text, span.end))


def is_moving(text: str, span: PeriodSpan) -> bool:
    """Whether a body became then what it is: 2001年组建区人民医院,承担…, 2013年迁至新址,占地…."""
    return bool(_MOVED.match(text, span.end))


def is_opening(text: str, span: PeriodSpan, last: int) -> bool:
    """Whether a building came into use on that day, which the next sentences describe.

    `last` is where the day's sentence ends.
    """
    if len(span.value) != len("2022-10-01"):
        return False
    return bool(_OPENED.search(text, span.end, min(last, span.end + _REACH)))
