"""From checked content to the atlas: every quote found, every figure accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from atlas.entries import Count, count_entries
from atlas.ledger import make_ledger
from atlas.locate import Locations, locate, pack_location
from atlas.memory import Memory
from atlas.model import (
    Atlas,
    Content,
    Fact,
    FactSheet,
    LedgerEntry,
    Location,
    Measure,
    Source,
)
from atlas.packed import Packed
from atlas.reading.records import Region
from atlas.readings import Read, read_all, read_candidates
from atlas.speech import Speech
from atlas.store import pack


class Account(NamedTuple):
    """What became of a document's figures: entries and speeches are packed."""

    entries: bytes
    speeches: bytes
    told: Count


def make_atlas(
    content: Content, readings: Read | None = None, memory: Memory | None = None
) -> Atlas:
    """Finds every quote and accounts for every figure of content that has no errors.

    `readings` are what the machine reads in each source, where that is known.
    """
    memory = memory or Memory(keeps=False)
    locations = Locations(dict(_locate_all(content, memory)))
    read = readings or read_all(content)
    held: defaultdict[str, list[Fact]] = defaultdict(list)
    homes: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
    for slug, sheet in content.sheets.items():
        for fact in sheet.facts:
            held[fact.source].append(fact)
            homes[fact.source].setdefault(slug, memory.sum_up(sheet))
    accounts: dict[str, Account] = {}
    for source in content.sources.values():
        entries, speeches, told = memory.recall_lasting(
            partial(_account, content, source, held[source.id], locations, read, memory),
            *("account", memory.sum_up(source), memory.sum_up(content.seeds[source.seed])),
            *(read.packed(source.id), list(homes[source.id].values())),
        )
        accounts[source.id] = Account(entries, speeches, Count(*told))
    return Atlas(
        content,
        locations,
        Packed({key: one.entries for key, one in accounts.items()}),
        Packed({key: one.speeches for key, one in accounts.items()}),
        {key: one.told for key, one in accounts.items()},
    )


def _account(
    content: Content,
    source: Source,
    facts: Sequence[Fact],
    locations: Mapping[str, Location],
    read: Read,
    memory: Memory,
) -> tuple[bytes, bytes, tuple[int, int, bool]]:
    """What makes an `Account`, as it is unpickled soonest."""
    seed = content.seeds[source.seed]
    regions, speeches = memory.recall_lasting(partial(_find_regions, seed), "regions", seed)
    found = tuple(read[source.id].values())
    entries = make_ledger(source, seed, facts, locations, found, regions)
    accepted = {fact.id for fact in facts if fact.status == "accepted"}
    standing = all(not entry.fact or entry.fact in accepted for entry in entries)
    told = count_entries(entries, standing)
    return pack(entries), pack(speeches), (told.accounted, told.figures, told.standing)


def _find_regions(seed: str) -> tuple[tuple[Region, ...], tuple[Speech, ...]]:
    # An edit of a sheet alone has no need of them, and finds them again in less time.
    from atlas.reading.regions import find_regions
    from atlas.reading.speech import find_speeches

    regions = find_regions(seed)
    return regions, find_speeches(seed, regions)


def read_ledger(
    content: Content, source: Source, locations: Mapping[str, Location]
) -> tuple[LedgerEntry, ...]:
    """Every figure of a source's seed with its disposition."""
    seed = content.seeds[source.seed]
    facts = [fact for fact in content.facts() if fact.source == source.id]
    found = read_candidates(content, source)
    return make_ledger(source, seed, facts, locations, found, _find_regions(seed)[0])


def _locate_all(content: Content, memory: Memory) -> Iterator[tuple[str, bytes]]:
    for slug, sheet in content.sheets.items():
        records: list[Fact | Measure] = [*sheet.facts, *sheet.measures]
        sources = dict.fromkeys(one.source for one in records)
        seeds = [content.seeds[content.sources[one].seed] for one in sources]
        find = partial(_locate_lasting, content, sheet, seeds, memory)
        located = memory.recall_same(find, ("locations", slug), sheet, *sources, *seeds)
        yield from located.items()


def _locate_lasting(
    content: Content, sheet: FactSheet, seeds: Sequence[str], memory: Memory
) -> dict[str, bytes]:
    # The sheet names its sources, in whose order the seeds are.
    make = partial(_locate_sheet, content, sheet)
    told = [memory.sum_up(one) for one in seeds]
    return memory.recall_lasting(make, "locations", memory.sum_up(sheet), told)


def _locate_sheet(content: Content, sheet: FactSheet) -> dict[str, bytes]:
    found: dict[str, Location | None] = {}
    for fact in sheet.facts:
        found[fact.id] = locate(_seed_of(content, fact), fact.quote, fact.text, fact.nth)
    for measure in sheet.measures:
        found[measure.id] = locate(_seed_of(content, measure), measure.quote)
    return {key: pack_location(where) for key, where in found.items() if where is not None}


def _seed_of(content: Content, record: Fact | Measure) -> str:
    return content.seeds[content.sources[record.source].seed]
