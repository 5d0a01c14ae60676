"""Units, multipliers and qualifiers that the figures of one sentence share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from atlas.reading.columns import fill_columns
from atlas.reading.figurewords import (
    counted_unit,
    figure_rules,
    find_qualifier,
    is_money,
    rate_unit,
)
from atlas.reading.numerals import scale_up
from atlas.reading.records import Figure
from atlas.reading.unitwords import find_unit, noun_unit

_JOIN = re.compile(r"\s?(?:[、和与及或至到~～—–－-]|以及|——)\s?")
_RATE_GAP = re.compile(r"[^。;；\n\d]{1,22}")
_STEP = re.compile(
    r"[^,，。;；\d]{0,4}(?:缩短|压缩|减|减少|增|增加|降|降低|提高|提升|调整|扩大|延长|变)[^,，。;；\d]{0,3}"
)
_BOUNDS = (">=", "<=")
_SMALL_RATES = frozenset({"person", "bed", "item", "place", "institution"})
_LISTED = re.compile(r"[^。;；\n]{0,16}[,，、](?:其中)?[^,，、。;；\d]{1,4}")
_NO_NOUN = re.compile(r"\s|[,，、。;；:：)）]|以[内上下]|左右|$")


def share_units(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Give numbers without a unit the one they share with the next (1、2和3家) or imply."""
    finished: list[Figure] = []
    following: Figure | None = None
    for figure in reversed(_share_backwards(text, fill_columns(text, found))):
        shared = _share_unit(text, figure, following) if _is_open(figure) else figure
        following = _imply_unit(text, shared) if _is_open(shared) else shared
        if not _is_year(following):
            finished.append(following)
    return _share_qualifiers(text, finished[::-1])


def _share_backwards(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Units that a figure takes from the one before it."""
    shared: list[Figure] = []
    for figure in found:
        if shared:
            figure = _share_rate(text, shared[-1], figure)
            counted = [other for other in shared[-2:] if other.text.endswith("个")]
            figure = _share_measure(text, (counted or shared)[-1], figure)
        shared.append(figure)
    return shared


def _share_rate(text: str, before: Figure, figure: Figure) -> Figure:
    """每千人口医师数3.2人、护士数3.7人: the second is a rate too, as nobody counts 3.7 nurses."""
    rated = before.unit.startswith("per_1") or before.unit == "bed_per_1000"
    if not rated or figure.unit not in _SMALL_RATES or figure.value == int(figure.value):
        return figure
    if not _RATE_GAP.fullmatch(text[before.end : figure.start]):
        return figure
    return replace(figure, unit=before.unit)


def _share_measure(text: str, before: Figure, figure: Figure) -> Figure:
    """由30个工作日缩短至10个, 门诊138个,其中婺城18个: the noun stands by the first alone."""
    if figure.unit != "item" or not figure.text.endswith("个"):
        return figure
    if not _NO_NOUN.match(text, figure.end) or before.unit in ("item", ""):
        return figure
    gap = text[before.end : figure.start]
    step = "个" in before.text and _STEP.fullmatch(gap)
    listed = before.text.endswith("个") and _LISTED.fullmatch(gap)
    if not (step or listed) or (listed and noun_unit(re.split("[,，、]", gap)[-1])):
        return figure
    return replace(figure, unit=before.unit)


def _share_qualifiers(text: str, figures: list[Figure]) -> list[Figure]:
    """分别不低于50%、60%; 分别控制在2.5‰、4‰以内: one qualifier for the whole list."""
    shared = list(figures)
    for index in range(1, len(shared)):
        first, second = shared[index - 1], shared[index]
        told = first.qualifier in _BOUNDS and not _has_own(text, first)
        if told and second.qualifier == "=" and _is_list(text, first, second):
            shared[index] = replace(second, qualifier=first.qualifier)
    for index in range(len(shared) - 1, 0, -1):
        first, second = shared[index - 1], shared[index]
        told = second.qualifier in _BOUNDS and _has_own(text, second)
        if told and first.qualifier == "=" and _is_list(text, first, second):
            shared[index - 1] = replace(first, qualifier=second.qualifier)
    return shared


def _is_list(text: str, first: Figure, second: Figure) -> bool:
    listed = text[first.end : second.start] in ("、", "和", "及", "与")
    told = "分别" in text[max(0, first.start - 12) : first.start]
    return listed and told and first.unit == second.unit


def _has_own(text: str, figure: Figure) -> bool:
    """Whether the qualifier stands after the figure: 4‰以内."""
    return any(pattern.match(text, figure.end) for pattern, _ in figure_rules().after)


def _is_open(figure: Figure) -> bool:
    """Whether nothing but digits and a multiplier is there."""
    return not figure.unit and figure.text[-1] in "0123456789百千万亿余多"


def _is_year(figure: Figure) -> bool:
    """Whether it is a bare 1950 to 2049: a heading's year rather than a count."""
    return not figure.unit and figure.text.isdigit() and 1950 <= figure.value < 2050


def _share_unit(text: str, figure: Figure, following: Figure | None) -> Figure:
    if following is None or following.unit in ("", "rank", "ratio", "fraction"):
        return figure
    between = text[figure.end : following.start]
    if not _JOIN.fullmatch(between):
        return figure
    value = figure.value
    scale = _scale(following.text)
    if scale and not _scale(figure.text) and value < scale_up(following.value, -scale):
        value = scale_up(value, scale)  # 6至7万元 is 60 000 to 70 000
    return replace(figure, unit=following.unit, value=value)


def _scale(printed: str) -> int:
    """The power of ten of 万 or 亿 in a figure's text."""
    return next((power for sign, power in (("亿", 8), ("万", 4)) if sign in printed), 0)


def _imply_unit(text: str, figure: Figure) -> Figure:
    """The unit that a page break cut off (500万 ⏎ 元以上), that the words imply, or a rate's."""
    start, end = figure.start, figure.end
    if figure.text[-1] in "万亿余多":
        if gap := figure_rules().page_break.match(text, end):
            unit = find_unit(text, gap.end(), start)
            if unit and unit.unit == "CNY":
                qualifier = find_qualifier(text, start, unit.end, unit.unit)
                return replace(figure, unit=unit.unit, qualifier=qualifier)
        counted = counted_unit(text, start, end)
        if counted:
            return replace(figure, unit=counted)
        if is_money(text, start, end):
            return replace(figure, unit="CNY")
    return replace(figure, unit=rate_unit(text, start, ""))
