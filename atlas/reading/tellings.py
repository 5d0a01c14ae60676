"""What the clause of a figure tells: who came, what there is, what was done over years."""

from __future__ import annotations

import re

from atlas.reading.records import Figure
from atlas.reading.sentences import clause_end, clause_start
from atlas.reading.timewords import time_words

_CLAUSE_LONGEST = 30
_ATTENDED = re.compile("受到?表彰|参加|参会|参训|参与|出席|到场|现场|接受|义诊|咨询")
_STANDING = re.compile("占地|床位|职工|拥有|承担|服务人口|建筑面积|设有|科室|病区|专科")
_IN_EACH_YEAR = re.compile("(?:平均每|每)?年")


def is_attended(text: str, figure: Figure) -> bool:
    """Whether it counts those who came to an event: 120余人参加培训."""
    start = clause_start(text, figure.start, max(0, figure.start - _CLAUSE_LONGEST))
    return bool(_ATTENDED.search(text, start, clause_end(text, figure.end, figure.end + 14)))


def is_standing(text: str, figure: Figure) -> bool:
    """Whether it tells what there is, not what was done: 床位500张, 承担…66.8万人的医疗."""
    start = clause_start(text, figure.start, max(0, figure.start - _CLAUSE_LONGEST))
    return bool(_STANDING.search(text, start, figure.start))


def is_flow(clause: str) -> bool:
    """Whether the words before a figure tell what was done over years, not in each of them.

    >>> is_flow("新建了"), is_flow("年培训医生")
    (True, False)
    """
    return bool(time_words("flows").search(clause)) and not _IN_EACH_YEAR.match(clause)
