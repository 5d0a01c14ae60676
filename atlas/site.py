"""From a project folder to everything that the site consists of.

This is the one way in for the MkDocs plugin, the command line and the tests: load, check,
locate, account, then pages, open data and search. Nothing here knows MkDocs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from atlas.checks import check_content
from atlas.content import load_content
from atlas.export import export_tables
from atlas.ledger import make_ledger
from atlas.locate import locate
from atlas.model import (
    Atlas,
    Candidate,
    Content,
    Fact,
    LedgerEntry,
    Location,
    Measure,
    Output,
    Page,
    Source,
)
from atlas.pages import build_pages, search_records
from atlas.problems import Problem, has_errors
from atlas.reading.assign import assign_figures
from atlas.reading.figures import find_figures
from atlas.reading.regions import find_regions
from atlas.search import build_index

WATCHED = ("content", "seeds", "theme")


@dataclass(frozen=True, slots=True)
class Site:
    """The site's parts. With errors among the problems there are no pages and no outputs."""

    problems: tuple[Problem, ...]
    pages: tuple[Page, ...] = ()
    outputs: tuple[Output, ...] = ()
    watched: tuple[Path, ...] = ()


def load_site(root: Path, drafts: bool = False, site_url: str = "") -> Site:
    """Builds all parts of the site from the folder `root`; drafts only where asked for."""
    watched = tuple(root / name for name in WATCHED)
    atlas, problems = load_atlas(root)
    if atlas is None:
        return Site(problems, watched=watched)
    pages = build_pages(atlas, root / "theme", drafts=drafts)
    outputs = export_tables(atlas, site_url) + build_index(search_records(atlas, "zh"))
    return Site(problems, pages, outputs, watched)


def load_atlas(root: Path) -> tuple[Atlas | None, tuple[Problem, ...]]:
    """The checked atlas, or None where an error stands in its way, with all problems sorted."""
    content, problems = check_folder(root)
    if has_errors(problems):
        return None, problems
    return make_atlas(content), problems


def check_folder(root: Path) -> tuple[Content, tuple[Problem, ...]]:
    """The content as far as it can be read, and every problem in it, sorted by place."""
    content, found = load_content(root)
    lines = {problem.mark[:2] for problem in found}
    # A faulty value was already told; what follows from it would only be noise.
    found += [
        problem
        for problem in check_content(content, read_seeds(root))
        if problem.mark[:2] not in lines
    ]
    return content, tuple(sorted(set(found)))


def read_seeds(root: Path) -> dict[str, bytes]:
    """The seeds as they came, by file name."""
    return {
        path.name: path.read_bytes()
        for path in sorted((root / "seeds").glob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def make_atlas(content: Content) -> Atlas:
    """Finds every quote and accounts for every figure of content that has no errors."""
    locations = _locate_all(content)
    ledgers = {
        source.id: read_ledger(content, source, locations) for source in content.sources.values()
    }
    return Atlas(content, locations, ledgers)


def read_candidates(content: Content, source: Source) -> tuple[Candidate, ...]:
    """What the machine reads in a source's seed: every figure with its best guess."""
    seed = content.seeds[source.seed]
    return tuple(
        assign_figures(
            seed,
            find_regions(seed),
            find_figures(seed),
            content.indicators,
            content.places,
            content.places[source.place],
            source.date,
        )
    )


def read_ledger(
    content: Content, source: Source, locations: Mapping[str, Location]
) -> tuple[LedgerEntry, ...]:
    """Every figure of a source's seed with its disposition."""
    seed = content.seeds[source.seed]
    facts = [fact for fact in content.facts() if fact.source == source.id]
    return make_ledger(
        source, seed, facts, locations, read_candidates(content, source), find_regions(seed)
    )


def _locate_all(content: Content) -> dict[str, Location]:
    found: dict[str, Location | None] = {}
    for fact in content.facts():
        found[fact.id] = locate(_seed_of(content, fact), fact.quote, fact.text, fact.nth)
    for measure in content.measures():
        found[measure.id] = locate(_seed_of(content, measure), measure.quote)
    return {key: where for key, where in found.items() if where is not None}


def _seed_of(content: Content, record: Fact | Measure) -> str:
    return content.seeds[content.sources[record.source].seed]
