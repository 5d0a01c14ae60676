"""What several documents say of one figure: which agree, which differ, and which comes first.

The rule of order: a figure that a person stands behind goes before a draft, then that of the
document published later, as a later one may hold the revised figure. It is an order of showing,
no judgement of which is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from atlas.model import Fact


@dataclass(frozen=True, slots=True)
class Accounts:
    """Facts of several documents on one thing.

    `agreeing` are a fact and those of other documents with the same value, `differing` a fact and
    those of other documents with another; both by the id of each fact among them, in the order of
    the rule. A fact without such others is in neither.
    """

    agreeing: Mapping[str, tuple[Fact, ...]]
    differing: Mapping[str, tuple[Fact, ...]]

    def order(self, groups: Sequence[list[Fact]]) -> list[list[Fact]]:
        """Groups that differ on one thing change seats, so that the rule's first stands first."""
        ordered = list(groups)
        seats = {fact.id: index for index, group in enumerate(ordered) for fact in group}
        told = (self.differing.get(fact.id) for group in groups for fact in group)
        for names in dict.fromkeys(tuple(one.id for one in facts) for facts in told if facts):
            taken = list(dict.fromkeys(seats[name] for name in names if name in seats))
            rows = [ordered[seat] for seat in taken]
            for seat, row in zip(sorted(taken), rows, strict=True):
                ordered[seat] = row
                seats.update({fact.id: seat for fact in row})
        return ordered


def find_accounts(facts: Sequence[Fact], dates: Mapping[str, str]) -> Accounts:
    """Compares the facts of different documents.

    Args:
        facts: The facts to compare, in the order of the sheets.
        dates: The date of publication by source; an ISO year, month or date.
    """
    things = _by_thing(facts)
    agreeing = {
        fact.id: tuple(sort_accounts(group, dates))
        for group in _join_same(facts, things)
        for fact in group
    }
    differing = {
        fact.id: tuple(sort_accounts(group, dates)) for group in _differ(things) for fact in group
    }
    return Accounts(agreeing, differing)


def sort_accounts(facts: Iterable[Fact], dates: Mapping[str, str]) -> list[Fact]:
    """By the rule of order; what it does not decide stays in the order given."""
    later = sorted(facts, key=lambda fact: dates.get(fact.source, ""), reverse=True)
    return sorted(later, key=lambda fact: fact.status != "accepted")


def name_thing(fact: Fact) -> tuple[object, ...] | None:
    """What a fact tells of: facts of one thing differ in value and source at most.

    Without an indicator or a period it is not known to be the same thing as another's.
    """
    if not fact.indicator or not fact.period:
        return None
    scope = (fact.place, fact.body, tuple(sorted(fact.breakdown)))
    return fact.indicator, scope, fact.role, fact.direction, fact.period, fact.unit


def _by_thing(facts: Iterable[Fact]) -> list[list[Fact]]:
    """The facts of each thing that several tell of."""
    found: defaultdict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        thing = name_thing(fact)
        if thing is not None:
            found[thing].append(fact)
    return [group for group in found.values() if len(group) > 1]


def _join_same(facts: Sequence[Fact], things: Iterable[Sequence[Fact]]) -> list[list[Fact]]:
    """Groups of the same value in several documents: by the editor's `same_as`, or one thing."""
    leader = {fact.id: fact.id for fact in facts}

    def lead(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    touched = {name for fact in facts if fact.same_as for name in (fact.id, fact.same_as)}
    for fact in facts:
        if fact.same_as in leader:
            leader[lead(fact.id)] = lead(fact.same_as)
    for group in things:
        touched.update(fact.id for fact in group)
        first: dict[tuple[object, ...], Fact] = {}
        for fact in group:
            other = first.setdefault((fact.value, fact.qualifier), fact)
            if other.source != fact.source:
                leader[lead(fact.id)] = lead(other.id)
    joined: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.id in touched:
            joined[lead(fact.id)].append(fact)
    return [group for group in joined.values() if len({fact.source for fact in group}) > 1]


def _differ(things: Iterable[Sequence[Fact]]) -> list[list[Fact]]:
    """Groups of one thing with several values.

    A document that itself gives several values for it tells of more than one thing, which the
    atlas has not told apart; it is left out.
    """
    found = []
    for group in things:
        values: defaultdict[str, set[object]] = defaultdict(set)
        for fact in group:
            values[fact.source].add((fact.value, fact.qualifier))
        plain = [fact for fact in group if len(values[fact.source]) == 1]
        if len({fact.value for fact in plain}) > 1:
            found.append(plain)
    return found
