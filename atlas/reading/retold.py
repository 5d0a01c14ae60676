"""Figures that a document tells again in other words: only the first telling is a fact."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from atlas.reading.records import Candidate, Figure

_STOP = re.compile("[。！!？?\n]")
_NO_HAN = re.compile("[^\u4e00-\u9fff]")
_REACH = 30  # signs before a figure, within its line, in which its subject stands
_BEHIND = 12
_TOLD_MOST = 8  # earlier tellings of one value that are compared
_LEAST_SHARED = {1: 8, 2: 6, 3: 2}
"""By the significant digits of a value so many Chinese signs right around it must be the same."""
_LEAST_GRAMS = {3: 3}
_RARE_FROM = 4  # significant digits: no two things of one document measure 351,679.4


def mark_retold(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Marks as repeats the figures that a later sentence tells again of the same thing.

    The same value of the same place and time in the same role is told again if it is so odd that
    no other thing measures as much, or if the words around it are the same.
    """
    told: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    marked: list[Candidate] = []
    for candidate in candidates:
        figure = candidate.figure
        if candidate.excluded is None and figure.column is None:
            earlier = told[figure.value, figure.unit]
            linked = candidate.pair is not None  # a drop from one value to another stays whole
            first = None if linked else _find_first(text, marked, earlier, candidate)
            if first is None:
                earlier.append(len(marked))
            else:
                marked[first] = _with_period(marked[first], candidate)
                candidate = candidate._replace(excluded="repeat")
        marked.append(candidate)
    return marked


def _find_first(
    text: str, marked: Sequence[Candidate], earlier: Sequence[int], candidate: Candidate
) -> int | None:
    """The index of the candidate that this one tells again, None if it tells something new."""
    likely = (index for index in earlier[:_TOLD_MOST] if _is_again(text, marked[index], candidate))
    return next(likely, None)


def _with_period(first: Candidate, again: Candidate) -> Candidate:
    """The first telling with the time that only a later one gives."""
    if first.period or not again.period:
        return first
    return first._replace(period=again.period, period_basis="inferred", period_from="context")


def _is_again(text: str, before: Candidate, after: Candidate) -> bool:
    if (before.role, before.place, before.place_name) != (
        after.role,
        after.place,
        after.place_name,
    ):
        return False
    if before.period and after.period and before.period != after.period:
        return False
    first, second = before.figure, after.figure
    if not _STOP.search(text, first.end, second.start):
        return False
    digits = count_significant(second.value)
    grams = len(_grams(text, first) & _grams(text, second))
    if digits >= _RARE_FROM:
        return grams > 0
    if _shared_around(text, first, second) >= _LEAST_SHARED[max(digits, 1)]:
        return True
    return grams >= _LEAST_GRAMS.get(digits, _REACH * 2)


def count_significant(value: Decimal) -> int:
    """How many digits a value has without the noughts at its ends.

    >>> count_significant(Decimal("351679.4")), count_significant(Decimal("12000"))
    (7, 2)
    """
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))


def _grams(text: str, figure: Figure) -> set[str]:
    """The pairs of Chinese signs that stand near a figure in its line."""
    before, behind = _around(text, figure)
    words = _NO_HAN.sub(" ", f"{before} {behind}")
    return {words[at : at + 2] for at in range(len(words) - 1) if " " not in words[at : at + 2]}


def _around(text: str, figure: Figure) -> tuple[str, str]:
    before = text[max(0, figure.start - _REACH) : figure.start].rpartition("\n")[2]
    return before, text[figure.end : figure.end + _BEHIND].partition("\n")[0]


def _shared_around(text: str, one: Figure, other: Figure) -> int:
    """How many Chinese signs right before and behind two figures are the same.

    It is none where the same words lead on to another number: 死亡93例,较上月79例 and …80例.
    """
    (before, behind), (known, next_to) = _around(text, one), _around(text, other)
    ahead = _length_of_same(before[::-1], known[::-1])
    after = _length_of_same(behind, next_to)
    parts = behind[after : after + 1] + next_to[after : after + 1]
    if after and any(sign.isdigit() for sign in parts):
        return 0
    same = before[len(before) - ahead :] + behind[:after]
    return len(_NO_HAN.sub("", same))


def _length_of_same(one: str, other: str) -> int:
    """How many signs two texts begin with alike.

    >>> _length_of_same("13起,其中", "13起;其中")
    3
    """
    longest = min(len(one), len(other))
    return next((at for at in range(longest) if one[at] != other[at]), longest)
