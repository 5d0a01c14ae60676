"""What a chart shows, said in one sentence that claims no more than the figures bear."""

from __future__ import annotations

from collections.abc import Sequence

from atlas.display import label, show_bare, show_period, show_quantity, show_unit, show_value
from atlas.model import Fact, Indicator, ReferenceValue
from atlas.pages.edition import Edition

_MOST_NAMED = 3
_YEAR = 4
_LONGEST_UNIT = 12


def is_paired(one: Fact, other: Fact) -> bool:
    """Whether two facts are the ends of a from–to."""
    return one.pair == other.id or other.pair == one.id


def same_year(facts: Sequence[Fact]) -> bool:
    """Whether all facts are dated, and in one year."""
    return len({fact.period[:_YEAR] for fact in facts}) == 1 and all(
        fact.period and "/" not in fact.period for fact in facts
    )


def tell_period(edition: Edition, fact: Fact) -> str:
    """The period in words; of an undated baseline that it lies before its pair."""
    if fact.period:
        return show_period(fact.period, edition.lang)
    return edition.t("chart_before" if fact.role == "baseline" else "chart_undated")


def tell_finding(
    edition: Edition,
    indicator: Indicator,
    places: Sequence[tuple[str, Sequence[Fact]]],
    references: Sequence[ReferenceValue],
) -> str:
    """From–to by place, single values by name, then how far the years allow to compare them.

    Of many places only the ends of the range are named by value, not by name.
    """
    latest = [latest_of(facts) for _, facts in places if facts_of_now(facts)]
    if len(places) > _MOST_NAMED:
        told = _tell_range(edition, indicator, latest)
    else:
        told = _tell_each(edition, indicator, places)
    if len(places) > 1:
        told += edition.t("separator") + _tell_years(edition, latest)
    if references:
        told += edition.t("chart_stop") + _tell_nation(edition, indicator, references[-1])
    if has_long_unit(edition, indicator):
        told += edition.t("chart_stop") + tell_unit(edition, indicator)
    return told


def tell_changes(
    edition: Edition, indicator: Indicator, places: Sequence[tuple[str, Sequence[Fact]]]
) -> str:
    """Rises or drops place by place, each with its breakdown."""
    return edition.t("chart_semicolon").join(
        name
        + edition.t("separator")
        + edition.t("chart_comma").join(_tell_change(edition, indicator, fact) for fact in facts)
        for name, facts in places
    )


def _tell_change(edition: Edition, indicator: Indicator, fact: Fact) -> str:
    words = edition.breakdown_words(fact.breakdown)
    shown = show_value(fact, indicator, edition.lang)
    asides = [edition.t("chart_in_doubt")] if fact.flags else []
    if edition.lang == "en":
        asides = [word.lower() for word in words] + asides
    else:
        shown = "".join(words) + shown
    aside = edition.t("chart_comma").join(asides)
    return edition.t("chart_aside", value=shown, aside=aside) if aside else shown


def has_long_unit(edition: Edition, indicator: Indicator) -> bool:
    """Whether the unit is better told once than with each value."""
    return len(show_unit(indicator, edition.lang)) > _LONGEST_UNIT


def tell_unit(edition: Edition, indicator: Indicator) -> str:
    """The unit by name, with the word for it."""
    return edition.t("unit") + edition.t("separator") + show_unit(indicator, edition.lang)


def tell_amount(edition: Edition, indicator: Indicator, fact: Fact) -> str:
    """A value, without its unit where that is told at the end."""
    if not has_long_unit(edition, indicator):
        return show_value(fact, indicator, edition.lang)
    sign = label("qualifiers", fact.qualifier, edition.lang)
    return sign + show_bare(fact.value, indicator, edition.lang)


def _tell_each(
    edition: Edition, indicator: Indicator, places: Sequence[tuple[str, Sequence[Fact]]]
) -> str:
    """Single values alone share one word on their years; beside a from–to each has its own."""
    single = len(places) > 1 and not any(
        fact.role == "baseline" for _, facts in places for fact in facts
    )
    parts = [_tell_place(edition, indicator, name, facts, not single) for name, facts in places]
    return edition.t("chart_comma" if single else "chart_semicolon").join(parts)


def facts_of_now(facts: Sequence[Fact]) -> list[Fact]:
    """The results among facts in the order of time; baselines where there is nothing else."""
    current = [fact for fact in facts if fact.role == "current"]
    return current or [fact for fact in facts if fact.role == "baseline"]


def latest_of(facts: Sequence[Fact]) -> Fact:
    """The last result in time; the first of several documents' on one period."""
    now = facts_of_now(facts) or facts
    return next(
        fact for fact in now if fact.period == now[-1].period and (fact.period or fact is now[-1])
    )


def _tell_range(edition: Edition, indicator: Indicator, latest: Sequence[Fact]) -> str:
    ordered = sorted(latest, key=lambda fact: fact.value)
    return edition.t(
        "chart_range",
        n=len(latest),
        low=tell_amount(edition, indicator, ordered[0]),
        high=tell_amount(edition, indicator, ordered[-1]),
    )


def _tell_place(
    edition: Edition, indicator: Indicator, name: str, facts: Sequence[Fact], dated: bool
) -> str:
    last = latest_of(facts)
    first = next((one for one in facts if one is not last and is_paired(one, last)), None)
    if first is None or first.role != "baseline":
        return edition.t(
            "chart_single", place=name, value=_tell_value(edition, indicator, last, dated)
        )
    return edition.t(
        f"chart_{_way(first, last)}",
        place=name,
        old=_tell_value(edition, indicator, first, True),
        new=_tell_value(edition, indicator, last, True),
    )


def _way(first: Fact, last: Fact) -> str:
    """Up or down is said only of two exact figures that nobody doubts."""
    plain = all(fact.qualifier == "=" and not fact.flags for fact in (first, last))
    if not plain or first.value == last.value:
        return "from_to"
    return "up" if first.value < last.value else "down"


def _tell_value(edition: Edition, indicator: Indicator, fact: Fact, dated: bool) -> str:
    asides = [tell_period(edition, fact)] if dated else []
    if fact.flags:
        asides.append(edition.t("chart_in_doubt"))
    shown = tell_amount(edition, indicator, fact)
    if not asides:
        return shown
    return edition.t("chart_aside", value=shown, aside=edition.t("chart_comma").join(asides))


def _tell_years(edition: Edition, facts: Sequence[Fact]) -> str:
    if same_year(facts):
        return edition.t("chart_same_year", year=show_period(facts[0].period[:_YEAR], edition.lang))
    if all(fact.period for fact in facts):
        return edition.t("chart_years_differ")
    return edition.t(
        "chart_years_unknown" if not any(f.period for f in facts) else "chart_years_partly"
    )


def _tell_nation(edition: Edition, indicator: Indicator, one: ReferenceValue) -> str:
    return edition.t(
        "chart_nation_value",
        year=show_period(one.year, edition.lang),
        value=show_bare(one.value, indicator, edition.lang)
        if has_long_unit(edition, indicator)
        else show_quantity(one.value, indicator, edition.lang),
    )
