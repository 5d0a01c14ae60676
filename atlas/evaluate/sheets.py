"""How well the reader does against the sheets that editors accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from atlas.locate import find_exclusion, locate
from atlas.model import Content, Fact, Indicator, Location, Source
from atlas.reading.records import Candidate
from atlas.reading.regions import find_regions
from atlas.readings import read_candidates

FIELDS = ("span", "value", "unit", "qualifier")
GUESSES = ("kept", "role", "period", "place", "body", "topic", "indicator", "breakdown", "pair")


def evaluate_source(
    content: Content, source: Source, lexicon: Mapping[str, Indicator] | None = None
) -> tuple[Counter[str], list[str]]:
    """Counts of agreement for one source, and a line for each difference.

    `lexicon` stands in for the content's indicators where a part of them is left out.
    """
    seed = content.seeds[source.seed]
    topics = {key: indicator.topic for key, indicator in content.indicators.items()}
    if lexicon is not None:
        content = replace(content, indicators=lexicon)
    candidates = {found.figure.start: found for found in read_candidates(content, source)}
    counts: Counter[str] = Counter()
    lines: list[str] = []
    held: set[int] = set()
    accepted = accepted_facts(content, source, seed)
    twins = _twins(source, seed, candidates)
    read = {fact.id: _read_copy(fact, where, candidates, twins) for fact, where in accepted}
    starts = {key: found.figure.start for key, found in read.items() if found}
    for fact, where in accepted:
        held.add(where.start)
        topic = topics.get(fact.indicator, "")
        differing = _compare(fact, topic, read[fact.id], starts)
        counts["facts"] += 1
        counts.update(name for name in (*FIELDS, *GUESSES) if name not in differing)
        if differing:
            lines.append(f"{fact.id} {fact.text}: {', '.join(sorted(differing))}")
    closed = list(_closed(source, seed))
    for start, found in candidates.items():
        if start in held or any(first <= start < last for first, last in closed):
            continue
        counts["unknown" if found.excluded is None else "guessed excluded"] += 1
        lines.append(f"no fact: {found.figure.text} ({found.excluded}) {found.quote[0][:40]}")
    return counts, lines


def lexicon_without(content: Content, source: Source) -> dict[str, Indicator]:
    """The indicators less those that no other source uses: the lexicon before its document came."""
    elsewhere = {fact.indicator for fact in content.facts() if fact.source != source.id}
    return {key: found for key, found in content.indicators.items() if key in elsewhere}


def accepted_facts(content: Content, source: Source, seed: str) -> list[tuple[Fact, Location]]:
    """The facts that an editor accepted from the source, and where in its seed they stand."""
    found = []
    for fact in content.facts():
        if fact.source == source.id and fact.status == "accepted":
            where = locate(seed, fact.quote, fact.text, fact.nth)
            if where is not None:
                found.append((fact, where))
    return found


def _read_copy(
    fact: Fact, where: Location, candidates: Mapping[int, Candidate], twins: Mapping[str, Candidate]
) -> Candidate | None:
    """What the reader made of a fact, of its other copy where it took the fact for the repeat."""
    found, twin = candidates.get(where.start), twins.get(fact.id)
    if found and found.excluded == "repeat" and twin and twin.figure.text == fact.text:
        return twin
    return found if found and found.figure.end == where.end else None


def _twins(source: Source, seed: str, candidates: Mapping[int, Candidate]) -> dict[str, Candidate]:
    """The other copies of facts that the source's record names as repeats, by the fact's id.

    Which of two copies is the fact and which its repeat is the editor's choice.
    """
    twins: dict[str, Candidate] = {}
    for exclusion in source.excluded:
        span = find_exclusion(seed, exclusion) if exclusion.of else None
        if span:
            copies = [found for start, found in candidates.items() if span[0] <= start < span[1]]
            twins |= {str(exclusion.of): found for found in copies if found.excluded is None}
    return twins


def _closed(source: Source, seed: str) -> Iterator[tuple[int, int]]:
    """What the editor excluded, and repeated paragraphs."""
    for exclusion in source.excluded:
        span = find_exclusion(seed, exclusion)
        if span is not None:
            yield span
    for region in find_regions(seed):
        if region.kind == "repeat":
            yield region.start, region.end


def _compare(
    fact: Fact, topic: str, found: Candidate | None, starts: Mapping[str, int]
) -> set[str]:
    """The names of what differs."""
    if found is None:
        return {*FIELDS, *GUESSES}
    figure = found.figure
    same = {
        "span": True,
        "value": figure.value == fact.value,
        "unit": figure.unit == fact.unit,
        "qualifier": figure.qualifier == fact.qualifier,
        "kept": found.excluded is None,
        "role": found.role == fact.role,
        "period": (found.period, found.period_basis) == (fact.period, fact.period_basis),
        "place": found.place == fact.place,
        "body": found.body == fact.body,
        "indicator": found.indicator == fact.indicator,
        "breakdown": found.breakdown == fact.breakdown,
        "topic": found.topic == topic,
        "pair": found.pair == (starts.get(fact.pair) if fact.pair else None),
    }
    return {name for name, agrees in same.items() if not agrees}
