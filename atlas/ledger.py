"""The ledger: every figure of a seed, and what became of it.

A figure is a fact, the repeat of one, withdrawn, excluded for a stated reason, or open. Facts that
the reader of figures misses are entered all the same, so the count is never better than the sheets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from atlas.locate import Span, find_exclusion
from atlas.model import Exclusion, Fact, LedgerEntry, Location, Source
from atlas.reading.records import Candidate, Region

_REGION_REASONS = {
    "furniture": "furniture",
    "caption": "furniture",
    "other-article": "other-article",
}


def make_ledger(
    source: Source,
    seed: str,
    facts: Iterable[Fact],
    locations: Mapping[str, Location],
    candidates: Sequence[Candidate],
    regions: Sequence[Region],
) -> tuple[LedgerEntry, ...]:
    """Every figure of the seed in the order of the text, each with its disposition."""
    holders = _holders(facts, locations)
    exclusions = [
        (span, exclusion)
        for exclusion in source.excluded
        if (span := find_exclusion(seed, exclusion)) is not None
    ]
    entries: dict[int, LedgerEntry] = {}
    for candidate in candidates:
        figure = candidate.figure
        entry = LedgerEntry(
            figure.start, figure.end, figure.text, figure.value, figure.unit, "open"
        )
        held = _held(holders, figure.start, figure.end)
        if held is not None:
            entries[held.start] = held
            continue
        entries[figure.start] = _dispose(entry, exclusions, regions, candidate.excluded)
    for holder in holders:
        entries.setdefault(holder.start, holder)
    ordered = [entries[start] for start in sorted(entries)]
    resolved = [_resolve_repeat(entry, entries, regions) for entry in ordered]
    return tuple(_name_said_again(resolved))


def count_accounted(entries: Iterable[LedgerEntry]) -> tuple[int, int]:
    """How many figures have a disposition, and how many there are."""
    listed = list(entries)
    return sum(entry.disposition != "open" for entry in listed), len(listed)


def _holders(facts: Iterable[Fact], locations: Mapping[str, Location]) -> list[LedgerEntry]:
    """One entry for each span that facts hold, sorted; two facts may hold one span.

    A span is withdrawn where nothing else holds it: taken back is not unaccounted for.
    """
    found: defaultdict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        if where := locations.get(fact.id):
            found[where.start, where.end].append(fact)
    entries = []
    for span, holders in sorted(found.items(), key=lambda item: item[0]):
        standing = [fact for fact in holders if fact.status != "withdrawn"]
        disposition = "fact" if standing else "withdrawn"
        ids = ";".join(fact.id for fact in standing or holders)
        last = (standing or holders)[-1]
        entries.append(LedgerEntry(*span, last.text, last.value, last.unit, disposition, fact=ids))
    return entries


def _held(holders: Sequence[LedgerEntry], start: int, end: int) -> LedgerEntry | None:
    index = bisect_right(holders, start, key=lambda entry: entry.start) - 1
    for entry in holders[max(index, 0) : index + 2]:
        if entry.start < end and start < entry.end:
            return entry
    return None


def _dispose(
    entry: LedgerEntry,
    exclusions: Sequence[tuple[Span, Exclusion]],
    regions: Sequence[Region],
    guess: str | None,
) -> LedgerEntry:
    """The editor's word first, then what the region is, then the reader's rule."""
    for (start, end), exclusion in exclusions:
        if start <= entry.start and entry.end <= end:
            return _excluded(entry, exclusion)
    region = _region_at(regions, entry.start)
    if region is not None and region.kind == "repeat":
        return replace(entry, disposition="repeat", reason="repeat")
    reason = _REGION_REASONS.get(region.kind) if region else None
    reason = reason or guess
    if reason == "repeat":
        return replace(entry, disposition="repeat", reason="repeat")
    return replace(entry, disposition="excluded", reason=reason) if reason else entry


def _excluded(entry: LedgerEntry, exclusion: Exclusion) -> LedgerEntry:
    if exclusion.reason == "repeat":
        fact = exclusion.of or ""
        return replace(entry, disposition="repeat", reason="repeat", fact=fact)
    return replace(entry, disposition="excluded", reason=exclusion.reason)


def _region_at(regions: Sequence[Region], offset: int) -> Region | None:
    index = bisect_right(regions, offset, key=lambda region: region.start) - 1
    if index >= 0 and regions[index].start <= offset < regions[index].end:
        return regions[index]
    return None


def _resolve_repeat(
    entry: LedgerEntry, entries: Mapping[int, LedgerEntry], regions: Sequence[Region]
) -> LedgerEntry:
    """Names the fact of the first copy; the repeat of an excluded figure is excluded likewise."""
    if entry.disposition != "repeat" or entry.fact:
        return entry
    region = _region_at(regions, entry.start)
    if region is None or region.of is None:
        return entry
    first = entries.get(entry.start - region.start + region.of)
    if first is None or first.disposition == "open":
        return replace(entry, disposition="open", reason="")
    if first.disposition == "excluded":
        return replace(entry, disposition="excluded", reason=first.reason)
    if first.disposition == "withdrawn":
        return replace(entry, disposition="withdrawn", reason="", fact=first.fact)
    return replace(entry, fact=first.fact)


def _name_said_again(entries: Sequence[LedgerEntry]) -> Iterator[LedgerEntry]:
    """A repeat outside a repeated paragraph is of the nearest fact with its value and unit."""
    held: defaultdict[tuple[object, ...], list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        if entry.disposition == "fact":
            held[entry.value, entry.unit].append(entry)
    for entry in entries:
        facts = held.get((entry.value, entry.unit), [])
        if entry.disposition != "repeat" or entry.fact or not facts:
            yield entry
            continue
        nearest = min(facts, key=lambda fact: abs(fact.start - entry.start))
        yield replace(entry, fact=nearest.fact)
