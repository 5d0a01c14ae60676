"""The page of doubtful figures: shown as printed, with the arithmetic, never corrected."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.model import Fact
from atlas.pages.edition import Edition
from atlas.pages.facts import EvidenceView, FactView, FlagView, view_evidence, view_fact, view_flags
from atlas.pages.page import Press
from atlas.parts import Heading, Page


@dataclass(frozen=True, slots=True)
class DoubtView:
    """One doubt with every figure it stands on."""

    flag: FlagView
    facts: tuple[FactView, ...]
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """The doubts of one kind."""

    heading: Heading
    doubts: tuple[DoubtView, ...]


def build_doubtful(press: Press) -> list[Page]:
    """One page with every flagged fact."""
    edition = press.edition
    groups = _groups(edition)
    count = sum(bool(fact.flags) for fact in edition.stated)
    page = press.page(
        "doubtful.html",
        "doubtful/",
        edition.t("nav_doubtful"),
        description=edition.t("doubtful_lede", n=count),
        headings=[group.heading for group in groups],
        groups=groups,
        count=count,
    )
    return [page]


def _groups(edition: Edition) -> list[DoubtGroup]:
    doubts: dict[tuple[str, str, str], tuple[FlagView, list[Fact]]] = {}
    for fact in edition.stated:
        for flag in view_flags(edition, fact):
            key = (edition.sheet_of[fact.id], flag.code, flag.arithmetic)
            doubts.setdefault(key, (flag, []))[1].append(fact)
    kinds: dict[str, list[DoubtView]] = {}
    for flag, facts in doubts.values():
        kinds.setdefault(flag.code, []).append(_view(edition, flag, facts))
    return [
        DoubtGroup(Heading(2, code, found[0].flag.title), tuple(found))
        for code, found in kinds.items()
    ]


def _view(edition: Edition, flag: FlagView, facts: list[Fact]) -> DoubtView:
    views = tuple(view_fact(edition, fact) for fact in facts)
    return DoubtView(flag, views, view_evidence(edition, facts))
