"""Doubts that a machine can have of printed figures: each a named rule with its arithmetic.

A rule speaks only where no reading makes the figures right: rounding, cutting off, 近 and 超过,
a share that may pass the whole. The words it goes by lie in plausibility_rules.yml.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import combinations
from typing import Any

import yaml

from atlas.model import Fact, Indicator, Words


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a rule has found. `facts` are the ids it concerns, first the one most in doubt.

    `code` is the flag that an editor would set; a flag on any of the facts settles it.
    """

    rule: str
    code: str
    arithmetic: str
    note: Words
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The facts that the rules look at, and what they need to know of them."""

    facts: Sequence[Fact]
    by_id: Mapping[str, Fact]
    indicators: Mapping[str, Indicator]
    dates: Mapping[str, str]


Finding = tuple[str, tuple[Fact, ...]]


@cache
def _table() -> Mapping[str, Any]:
    data = resources.files("atlas").joinpath("plausibility_rules.yml").read_bytes()
    table: Mapping[str, Any] = yaml.load(data, Loader=yaml.BaseLoader)
    return table


def find_doubts(
    facts: Sequence[Fact], indicators: Mapping[str, Indicator], dates: Mapping[str, str]
) -> list[Doubt]:
    """Every doubt about the facts, rule by rule, each in the order of the facts.

    Args:
        facts: The facts of one sheet or of several, drafts included.
        indicators: The indicators by id.
        dates: The date of each source by its id; it tells the year where a fact has none.
    """
    sheet = _Sheet(facts, {fact.id: fact for fact in facts}, indicators, dates)
    doubts = []
    for name, rule in _RULES.items():
        row = _table()["rules"][name]
        note = Words(row["note"]["zh"], row["note"]["en"])
        for arithmetic, found in rule(sheet):
            ids = tuple(fact.id for fact in found)
            doubts.append(Doubt(name, row["code"], arithmetic, note, ids))
    return doubts


def _name(sheet: _Sheet, fact: Fact) -> str:
    """What the fact measures, in Chinese."""
    indicator = sheet.indicators.get(fact.indicator)
    return indicator.name.zh if indicator else fact.subject


def _before(fact: Fact) -> str:
    """The words of the quote right before the figure, back to the last comma."""
    before = "".join(fact.quote).partition(fact.text)[0]
    return re.split("[,，。;；:：、]", before)[-1]


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def step_of(fact: Fact) -> Decimal:
    """What one in the last printed digit stands for: 0.1 of 6102.3, 10000 of 9322万.

    A round number may be round by chance; it is taken to be exact.
    """
    printed = re.search(r"\d[\d,，]*(?:\.\d+)?", fact.text)
    number = Decimal(re.sub("[,，]", "", printed[0])) if printed else Decimal(0)
    if not number or not fact.value:
        return Decimal(1)
    exponent = number.as_tuple().exponent
    return fact.value / number * Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _share_over_100(sheet: _Sheet) -> Iterator[Finding]:
    table = _table()
    for fact in sheet.facts:
        over = fact.value > 100 or (fact.value == 100 and fact.qualifier == ">")
        if fact.unit != "%" or not over or fact.role not in ("current", "baseline", "target"):
            continue
        name, before = _name(sheet, fact), _before(fact)
        is_share = any(word in name for word in table["shares"])
        free = any(word in name for word in table["may_exceed"])
        if is_share and not free and not _more_than_whole().search(before):
            yield ("> 100%" if fact.value == 100 else f"{fact.text} > 100%"), (fact,)


@cache
def _more_than_whole() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _table()["may_exceed_before"]))
    return re.compile(rf"(?:{words})[了达约近超过的]*$")


def _year(sheet: _Sheet, fact: Fact) -> int:
    """The first year of the fact's period, else its document's; 0 where neither is known."""
    found = (fact.period or sheet.dates.get(fact.source, ""))[:4]
    return int(found) if found.isdigit() else 0


def _mortality_unit(sheet: _Sheet) -> Iterator[Finding]:
    for fact in sheet.facts:
        name = _name(sheet, fact)
        for row in _table()["mortality"]:
            if (
                fact.unit == row["unit"]
                and fact.role in ("current", "baseline", "target")
                and fact.value >= Decimal(row["from"])
                and any(name.endswith(word) for word in row["words"])
                and _year(sheet, fact) >= int(row["since"])
            ):
                read = _plain(fact.value * Decimal(row["one"]))
                yield f"{fact.text} = {read}{row['reads']}", (fact,)


@dataclass(frozen=True, slots=True)
class _Step:
    """A baseline and what it became, in one sentence."""

    baseline: Fact
    current: Fact


def _steps(sheet: _Sheet) -> Iterator[_Step]:
    for one in sheet.facts:
        other = sheet.by_id.get(one.pair or "")
        if other is None or "change" in (one.role, other.role) or one.unit != other.unit:
            continue
        quote = "".join(one.quote)
        if one.source == other.source and 0 <= quote.find(one.text) < quote.rfind(other.text):
            yield _Step(one, other)


def _is_exact(*facts: Fact) -> bool:
    return all(fact.qualifier == "=" for fact in facts)


def _change_disagrees(sheet: _Sheet) -> Iterator[Finding]:
    for step in _steps(sheet):
        for change in sheet.facts:
            if change.role == "change" and change.pair in (step.current.id, step.baseline.id):
                yield from _compare_change(step, change)


def _compare_change(step: _Step, change: Fact) -> Iterator[Finding]:
    old, new = step.baseline, step.current
    quote = "".join(change.quote)
    told = quote.find(change.text)
    if not 0 <= quote.find(old.text) < quote.find(new.text) < told:
        return
    # 比上年下降 has another base than the pair.
    between = quote[quote.find(new.text) + len(new.text) : told]
    if re.search("[比较同]", between) or not _is_exact(old, new, change) or not old.value:
        return
    gap = abs(new.value - old.value)
    room = step_of(old) + step_of(new)
    relative = 100 * gap / old.value
    relative_room = 100 * room / old.value * max(Decimal(1), new.value / old.value)
    readings = {
        "gap": (gap, room),
        "%": (relative, relative_room),
        "times": (new.value / old.value, relative_room / 100),
        "times more": (gap / old.value, relative_room / 100),
    }
    fitting = _fitting_readings(change.unit, old.unit)
    if not fitting or any(
        abs(readings[name][0] - change.value) <= readings[name][1] + step_of(change)
        for name in fitting
    ):
        return
    yield _change_line(fitting[0], old, new, change, readings[fitting[0]][0]), (change, new, old)


def _fitting_readings(unit: str, of: str) -> tuple[str, ...]:
    """How a change may be meant: a fall by 5% of a share is of it, or in points."""
    if unit == "time" and of != "time":
        return ("times more", "times")
    if unit == "pp":
        return ("gap",) if of == "%" else ()
    if unit == "%":
        return ("gap", "%") if of == "%" else ("%",)
    return ("gap",) if unit == of else ()


def _change_line(reading: str, old: Fact, new: Fact, change: Fact, found: Decimal) -> str:
    high, low = (new, old) if new.value > old.value else (old, new)
    shown = _plain(found.quantize(Decimal("0.01")))
    if reading == "gap":
        return f"{high.text} - {low.text} = {shown} ≠ {change.text}"
    if reading == "%":
        return f"({high.text} - {low.text}) ÷ {old.text} = {shown}% ≠ {change.text}"
    return f"{new.text} ÷ {old.text} - 1 = {shown} ≠ {change.text}"


def _direction_disagrees(sheet: _Sheet) -> Iterator[Finding]:
    table = _table()
    for step in _steps(sheet):
        old, new = step.baseline, step.current
        if old.unit in table["better_small"] or old.value == new.value:
            continue
        quote = "".join(old.quote)
        first = quote.find(old.text) + len(old.text)
        between = quote[first : quote.rfind(new.text)]
        rises = any(word in between for word in table["rises"])
        falls = any(word in between for word in table["falls"])
        if rises and not falls and new.value < old.value:
            yield f"{new.text} < {old.text}", (new, old)
        if falls and not rises and new.value > old.value:
            yield f"{new.text} > {old.text}", (new, old)


def _rates(sheet: _Sheet) -> Iterator[tuple[str, str, Decimal]]:
    """Ids of a count and its rate, with what the rate is per."""
    for row in _table()["rates"]:
        yield row["count"], row["rate"], Decimal(row["per"])
    for name in sheet.indicators:
        match = re.fullmatch(r"(.+)-per-(\d+)", name)
        if match and match[1] in sheet.indicators:
            yield match[1], name, Decimal(match[2])


@dataclass(frozen=True, slots=True)
class _Implied:
    people: Decimal
    count: Fact
    rate: Fact

    @property
    def line(self) -> str:
        return f"{self.count.text} ÷ {self.rate.text} = {self.people:.0f}"


def _implied(sheet: _Sheet) -> Iterator[_Implied]:
    for count_id, rate_id, per in _rates(sheet):
        counts = [fact for fact in sheet.facts if fact.indicator == count_id]
        for rate in (fact for fact in sheet.facts if fact.indicator == rate_id and fact.value):
            for count in counts:
                alike = (
                    _scope(count) == _scope(rate)
                    and count.source == rate.source
                    and count.period == rate.period
                    and count.role == rate.role == "current"
                    and _is_exact(count, rate)
                )
                if alike:
                    yield _Implied(count.value * per / rate.value, count, rate)


def _scope(fact: Fact) -> tuple[object, ...]:
    return fact.place, fact.body, fact.breakdown


def _population_disagrees(sheet: _Sheet) -> Iterator[Finding]:
    limit = Decimal(_table()["population_ratio"])
    for one, other in combinations(_implied(sheet), 2):
        same = one.count.place == other.count.place and one.count.body == other.count.body
        years = abs(_year(sheet, one.rate) - _year(sheet, other.rate))
        large, small = max(one.people, other.people), min(one.people, other.people)
        near = same and one.rate.indicator != other.rate.indicator and years <= 1
        if near and small and large / small > limit:
            facts = (one.rate, other.rate, one.count, other.count)
            yield f"{one.line}; {other.line}", facts


_COUNTED = frozenset(
    ["person", "visit", "case", "household", "institution", "bed", "team", "item", "CNY", "place"]
)


@dataclass(frozen=True, slots=True)
class _Sum:
    total: Fact
    parts: tuple[Fact, ...]
    dimension: str

    @property
    def values(self) -> frozenset[str]:
        return frozenset(dict(part.breakdown)[self.dimension] for part in self.parts)

    @property
    def is_right(self) -> bool:
        found = sum(part.value for part in self.parts)
        room = sum(map(step_of, self.parts)) + step_of(self.total)
        whole = all(step_of(fact) == 1 for fact in (self.total, *self.parts))
        return abs(found - self.total.value) <= (0 if whole else room)


def _sums(sheet: _Sheet) -> Iterator[_Sum]:
    """Totals with the facts that break them down in one way, all else being the same."""
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in sheet.facts:
        if fact.indicator and fact.unit in _COUNTED and _is_exact(fact) and not fact.pair:
            key = (fact.indicator, fact.unit, fact.source, fact.place, fact.body, fact.period)
            groups[(*key, fact.role)].append(fact)
    for group in groups.values():
        totals = [fact for fact in group if not fact.breakdown]
        below: dict[str, list[Fact]] = defaultdict(list)
        for fact in group:
            if len(fact.breakdown) == 1:
                below[fact.breakdown[0][0]].append(fact)
        for dimension, parts in below.items():
            values = {fact.breakdown[0][1] for fact in parts}
            if len(totals) == 1 and len(values) == len(parts) > 1:
                yield _Sum(totals[0], tuple(parts), dimension)


def _sum_disagrees(sheet: _Sheet) -> Iterator[Finding]:
    """Only where the parts are all: a known partition, or like parts of another total add up."""
    sums = list(_sums(sheet))
    for one in sums:
        whole = one.values == frozenset(_table()["partitions"].get(one.dimension, ()))
        whole = whole or any(
            other.is_right and other.values == one.values and other.total.source == one.total.source
            for other in sums
            if other is not one
        )
        if whole and not one.is_right:
            added = " + ".join(part.text for part in one.parts)
            found = _plain(Decimal(sum(part.value for part in one.parts)))
            yield f"{added} = {found} ≠ {one.total.text}", (one.total, *one.parts)


def _order_impossible(sheet: _Sheet) -> Iterator[Finding]:
    for smaller, larger in _table()["order"]:
        for one in (fact for fact in sheet.facts if _name(sheet, fact) == smaller):
            for other in (fact for fact in sheet.facts if _name(sheet, fact) == larger):
                if _are_alike(one, other) and one.value > other.value:
                    yield f"{one.text} > {other.text}", (one, other)


def _are_alike(one: Fact, other: Fact) -> bool:
    """Whether two facts differ at most in what they measure."""
    return (
        _scope(one) == _scope(other)
        and (one.source, one.period, one.period_basis, one.role, one.unit)
        == (other.source, other.period, other.period_basis, other.role, other.unit)
        and _is_exact(one, other)
        and (bool(one.period) or one.quote == other.quote)
    )


def _figures_disagree(sheet: _Sheet) -> Iterator[Finding]:
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in sheet.facts:
        indicator = sheet.indicators.get(fact.indicator)
        plain = indicator and indicator.comparable and fact.comparable and _is_exact(fact)
        if plain and fact.role == "current" and fact.period and fact.note is None:
            groups[(fact.indicator, fact.source, fact.period, fact.unit, _scope(fact))].append(fact)
    for group in groups.values():
        for one, other in combinations(group, 2):
            room = max(step_of(one), step_of(other))
            if one.quote != other.quote and abs(one.value - other.value) > room:
                yield f"{one.text} ≠ {other.text}", (other, one)


_RULES: Mapping[str, Callable[[_Sheet], Iterator[Finding]]] = {
    "share-over-100": _share_over_100,
    "mortality-unit": _mortality_unit,
    "change-disagrees": _change_disagrees,
    "direction-disagrees": _direction_disagrees,
    "population-disagrees": _population_disagrees,
    "sum-disagrees": _sum_disagrees,
    "order-impossible": _order_impossible,
    "figures-disagree": _figures_disagree,
}

RULE_NAMES = tuple(_RULES)
