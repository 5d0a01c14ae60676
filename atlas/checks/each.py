"""Checks of one sheet after the other, each done anew only when what it rests on has changed.

A sheet is checked with its share of the content: the registries, its own sources with their
seeds, and the sheets whose facts it names. So no check can look at more than its key tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from atlas.checks.evidence import Readings, check_evidence
from atlas.checks.plausibility import check_flags, check_plausibility
from atlas.checks.sheets import check_sheets
from atlas.checks.translations import check_sheet_words
from atlas.memory import Memory
from atlas.model import Content, FactSheet
from atlas.problems import Problem


def check_each(content: Content, memory: Memory) -> list[Problem]:
    """What is wrong in the sheets, as far as the machine's reading does not matter."""
    return _check(content, memory, "sheet", _check_share)


def _check_share(share: Content) -> Iterator[Problem]:
    yield from check_records(share)
    yield from check_sheet_words(share.sheets.values())


def check_records(content: Content) -> Iterator[Problem]:
    """What is wrong in the facts and measures of the content, but for their words."""
    yield from check_sheets(content)
    yield from check_flags(content)
    yield from check_plausibility(content)


def hear_each(content: Content, readings: Readings, memory: Memory) -> list[Problem]:
    """What no words of the sources speak for; `readings` are told by the seeds and registries."""
    return _check(content, memory, "evidence", lambda share: check_evidence(share, readings))


def _check(
    content: Content, memory: Memory, kind: str, check: Callable[[Content], Iterable[Problem]]
) -> list[Problem]:
    homes = {fact.id: slug for slug, sheet in content.sheets.items() for fact in sheet.facts}
    shares = {slug: _find_share(content, slug, homes) for slug in content.sheets}
    alone = {slug: share for slug, share in shares.items() if share is not None}

    def make(slugs: Sequence[str]) -> Mapping[str, tuple[Problem, ...]]:
        return {slug: _own(content.sheets[slug], check(alone[slug])) for slug in slugs}

    registries = [
        memory.sum_up(one)
        for one in (content.places, content.topics, content.dimensions, content.indicators)
    ]
    parts = {
        slug: (
            *(
                kind,
                slug,
                registries,
                [(key, memory.sum_up(one)) for key, one in share.seeds.items()],
            ),
            [memory.sum_up(one) for one in (*share.sheets.values(), *share.sources.values())],
        )
        for slug, share in alone.items()
    }
    found = [one for told in memory.recall_together(make, parts).values() for one in told]
    if len(alone) < len(shares):
        # An unknown name is answered with one that all records know.
        faulty = [content.sheets[slug].path for slug in shares if slug not in alone]
        found += [one for one in check(content) if one.mark.path in faulty]
    return found


def _find_share(content: Content, slug: str, homes: Mapping[str, str]) -> Content | None:
    """What the sheet's checks look at; None where it names what is not there or not for it."""
    facts = content.sheets[slug].facts
    same = {homes.get(fact.same_as, "") for fact in facts if fact.same_as}
    if "" in same or any(fact.pair and homes.get(fact.pair) != slug for fact in facts):
        return None
    # In order: of two facts with one id the last counts.
    near = sorted({slug, *same}, key=lambda key: content.sheets[key].path)
    sheets = {key: content.sheets[key] for key in near}
    names = {one.source for sheet in sheets.values() for one in sheet.facts}
    names |= {one.source for sheet in sheets.values() for one in sheet.measures}
    if not names <= content.sources.keys():
        return None
    sources = {key: content.sources[key] for key in sorted(names)}
    seeds = {
        one.seed: content.seeds[one.seed] for one in sources.values() if one.seed in content.seeds
    }
    return replace(content, sheets=sheets, sources=sources, seeds=seeds, terms={}, references=())


def _own(sheet: FactSheet, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(one for one in problems if one.mark.path == sheet.path)
