"""What ties national reference values to the indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.faults import mark_of, unknown_word, wrong_form
from atlas.model import Content, Indicator, ReferenceSeries, ReferenceValue
from atlas.problems import Problem
from atlas.reading.periods import is_period

_YEAR = re.compile(r"(19|20)\d\d")


def check_references(content: Content) -> Iterator[Problem]:
    """Indicators, units, years and dates; one series for an indicator, one value for a year."""
    seen: set[str] = set()
    for series in content.references:
        indicator = content.indicators.get(series.indicator)
        if indicator is None:
            yield unknown_word(
                series.marks,
                "indicator",
                series.indicator,
                content.indicators,
                "指标",
                "indicator",
            )
        if series.indicator in seen:
            yield Problem(
                mark_of(series.marks, "indicator"),
                "duplicate-reference",
                f"指标“{series.indicator}”已有一组全国参考值。并到那一组。",
                f"{series.indicator} has a series of national values already. Add to that one.",
            )
        seen.add(series.indicator)
        yield from _check_values(series, indicator)


def _check_values(series: ReferenceSeries, indicator: Indicator | None) -> Iterator[Problem]:
    years: set[str] = set()
    for one in series.values:
        yield from _check_form(one)
        if one.year in years:
            yield Problem(
                mark_of(one.marks, "year"),
                "duplicate-year",
                f"{one.year}年已经有一个值。每年只留一个。",
                f"{one.year} has a value already. Keep one a year.",
            )
        years.add(one.year)
        if indicator is not None and one.unit != indicator.unit:
            yield Problem(
                mark_of(one.marks, "unit"),
                "reference-unit",
                f"单位是“{one.unit}”，指标的单位是“{indicator.unit}”，不能放在一起。",
                f"The unit is {one.unit}, the indicator's is {indicator.unit}: "
                "the two cannot stand together.",
            )


def _check_form(one: ReferenceValue) -> Iterator[Problem]:
    if one.year and not _YEAR.fullmatch(one.year):
        yield wrong_form(one.marks, "year", "year", one.year, "2020")
    if one.published and (not is_period(one.published) or "/" in one.published):
        yield wrong_form(one.marks, "published", "date", one.published, "2023, 2023-12, 2023-12-31")
