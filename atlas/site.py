"""From a project folder to everything that the site consists of.

This is the one way in for the MkDocs plugin, the command line and the tests: load, check,
locate, account, then pages, open data and search. Nothing here knows MkDocs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Literal

from atlas.assembly import make_atlas
from atlas.checks import check_registries
from atlas.checks.each import check_each, hear_each
from atlas.checks.proposals import is_proposed
from atlas.checks.translations import check_translations
from atlas.collector import collector_passed_by, collector_paused
from atlas.content import load_content
from atlas.disk import Reader, find_strays
from atlas.drafts import render_drafts
from atlas.editor import Editor
from atlas.export import export_tables, hold, list_data
from atlas.history.days import find_page_days
from atlas.history.events import read_history
from atlas.history.journal import read_journal
from atlas.languages import HOMES, LANGS
from atlas.memory import Memory
from atlas.model import (
    Atlas,
    Content,
    Mark,
    Source,
)
from atlas.pages import make_tables, plan_edition
from atlas.pages.edition import SCALARS
from atlas.parts import Bundle, Output, Page, Planned, make_all
from atlas.pictures import Pictures, make_pictures
from atlas.problems import Problem, has_errors
from atlas.reading.records import Candidate
from atlas.reading.seeds import LARGEST
from atlas.readings import Read, read_all, read_some
from atlas.render import read_strings
from atlas.search import list_bundles
from atlas.sitemap import list_written, make_sitemap
from atlas.store import digest
from atlas.trail import Trail
from atlas.watched import watch

SHEETS = "content/cities/"
WATCHED = ("content", "seeds", "theme")


@dataclass(frozen=True, slots=True)
class Site:
    """The site's parts. With errors among the problems there are no pages and no outputs."""

    problems: tuple[Problem, ...]
    planned: tuple[Planned, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    watched: tuple[Path, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    """The file of each page's picture for sharing, by its address below the language's home."""
    trail: Trail | None = None
    """What pages and files are made from, where a build keeps it for the next."""
    atlas: Atlas | None = None
    """What a preview tells about: its drafts and its figures not accounted for."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages, made at once."""
        return tuple(page.make() for page in self.planned)

    @property
    def outputs(self) -> tuple[Output, ...]:
        """All files that are no pages, made at once."""
        return tuple(make_all(self.bundles))


@collector_passed_by()
def load_site(
    root: Path,
    drafts: bool = False,
    site_url: str = "",
    full_text: bool = False,
    editor: Editor | None = None,
    memory: Memory | None = None,
    search: bool = True,
) -> Site:
    """Builds all parts of the site from the folder `root`; drafts only where asked for.

    Documents are shown whole with drafts, and with `full_text`; else in excerpts. An `editor`
    opens files from the pages; a `memory` saves from one build to the next what is the same.
    Without `search` its page finds nothing.
    """
    watched = tuple(root / name for name in WATCHED)
    atlas, problems = load_atlas(root, memory)
    if atlas is None:
        return Site(problems, watched=watched)
    journal = read_journal(root, memory)
    atlas = replace(atlas, history=read_history(atlas.content, journal, memory))
    if not drafts:
        atlas = leave_out_drafts(atlas)
    snippets = Unheld(atlas, memory) if drafts or full_text else None
    trail = None
    if memory and memory.store and snippets is None:
        trail = Trail(memory.store, "site", _sum_up(root, atlas, site_url))
        for sheet in atlas.content.sheets.values():
            trail.meet((*sheet.facts, *sheet.measures), memory.sum_up(sheet))
    # Both languages print by the same compiled templates.
    shared = memory or Memory(keeps=False)
    pages: list[Planned] = []
    tables = make_tables(atlas, drafts, site_url, snippets, editor, trail)
    bundles = _bundle_data(atlas, site_url, drafts, trail)
    for lang in LANGS:
        planned, files, stretches = plan_edition(tables, root / "theme", lang, shared)
        pages += planned
        if search:
            list_search = partial(list_bundles, stretches, HOMES[lang], memory, trail)
            bundles += _plan(trail, f"search {lang}", stretches, list_search)
        bundles += files
    if memory:
        memory.end_build()
    if drafts:  # nobody shares a preview
        return Site(problems, tuple(pages), tuple(bundles), watched, atlas=atlas)
    addresses = [*(page.path for page in pages), *list_written(root)]
    days = find_page_days(atlas.content, journal)
    bundles.append(Bundle("sitemap.xml", partial(make_sitemap, addresses, days, site_url)))
    pictures = draw_pictures(root, pages)
    bundles.append(Bundle("pictures/", pictures.paint))
    problems += tell_missing(pages, pictures.missing)
    return Site(problems, tuple(pages), tuple(bundles), watched, pictures.paths, trail)


def _bundle_data(atlas: Atlas, site_url: str, drafts: bool, trail: Trail | None) -> list[Bundle]:
    if drafts:  # a preview makes them when they are asked for, all at once
        return [Bundle("data/", partial(export_tables, atlas, site_url))]
    held = hold(atlas)
    if trail:
        held = watch(trail, "data", held, {f"data.atlas.{one}" for one in SCALARS})
    return [*_plan(trail, "data", "", partial(list_data, held, site_url, trail))]


def _plan(
    trail: Trail | None, name: str, asked: object, make: Callable[[], Sequence[Bundle]]
) -> Sequence[Bundle]:
    return trail.plan(name, asked, make, attrgetter("make")) if trail else make()


def _sum_up(root: Path, atlas: Atlas, site_url: str) -> bytes:
    """Stands for what goes into every page and file."""
    theme = root / "theme"
    files = [path for path in sorted(theme.rglob("*")) if path.is_file()]
    read = [(path.relative_to(theme).as_posix(), path.read_bytes()) for path in files]
    told = atlas.history.at_hand, atlas.history.begins, tuple(atlas.content.terms.values())
    return digest(site_url, read, told)


def draw_pictures(root: Path, pages: Iterable[Planned]) -> Pictures:
    """A picture for sharing for every page, those written by hand included."""
    written = sorted(path.stem + "/" for path in (root / "content" / "pages").glob("*.md"))
    letters = root / "theme" / "pictures" / "letters.bin"
    return make_pictures(letters, pages, read_strings(root / "theme"), written)


def tell_missing(pages: Iterable[Planned], missing: Mapping[str, str]) -> tuple[Problem, ...]:
    """Warns of titles with letters that no picture can show."""
    return tuple(
        Problem(
            Mark(page.edit, 1, 1),
            "missing-letter",
            f"分享图片写不出“{missing[page.path]}”，{page.path} 用首页的图片。"
            "重画字库见 .ci/draw_letters.py。",
            f"The picture for sharing cannot show {missing[page.path]!r}, so {page.path} has that "
            "of the home page. To draw the letters anew, see .ci/draw_letters.py.",
            "warning",
        )
        for page in pages
        if page.path in missing
    )


def with_history(atlas: Atlas, root: Path, memory: Memory | None = None) -> Atlas:
    """The atlas with what git and its sheets tell of its past."""
    journal = read_journal(root, memory)
    return replace(atlas, history=read_history(atlas.content, journal, memory))


def leave_out_drafts(atlas: Atlas) -> Atlas:
    """The atlas without what only drafts rest on: unsettled sources and places, and their sheets.

    The checks see to it that no accepted fact or measure rests on any of them.
    """
    content = atlas.content
    sources = {key: one for key, one in content.sources.items() if not is_proposed(one)}
    places = {key: one for key, one in content.places.items() if not is_proposed(one)}
    if len(sources) == len(content.sources) and len(places) == len(content.places):
        return atlas
    sheets = {
        key: replace(
            sheet,
            facts=tuple(
                one for one in sheet.facts if one.source in sources and one.place in places
            ),
            measures=tuple(
                one for one in sheet.measures if one.source in sources and one.place in places
            ),
        )
        for key, sheet in content.sheets.items()
        if key in places
    }
    settled = replace(content, sources=sources, places=places, sheets=sheets)
    ledgers = {key: entries for key, entries in atlas.ledgers.items() if key in sources}
    counts = {key: one for key, one in atlas.counts.items() if key in sources}
    return replace(atlas, content=settled, ledgers=ledgers, counts=counts)


@collector_paused()
def load_atlas(
    root: Path, memory: Memory | None = None
) -> tuple[Atlas | None, tuple[Problem, ...]]:
    """The checked atlas, or None where an error stands in its way, with all problems sorted."""
    content, problems, readings = _check(root, memory)
    if has_errors(problems):
        return None, problems
    return make_atlas(content, readings, memory), problems


def check_folder(root: Path) -> tuple[Content, tuple[Problem, ...]]:
    """The content as far as it can be read, and every problem in it, sorted by place."""
    return _check(root)[:2]


def _check(root: Path, memory: Memory | None = None) -> tuple[Content, tuple[Problem, ...], Read]:
    """Content, problems, and what the machine read on the way, if anything."""
    came: dict[str, bytes] = {}
    content, found = load_content(root, memory, came)
    found += find_strays(root, WATCHED)
    lines = {problem.mark[:2] for problem in found}
    memory = memory or Memory(keeps=False)
    more = check_registries(content, came) + check_each(content, memory)
    more += _check_words(content, read_words(root), memory)
    # A faulty value was already told; what follows from it would only be noise.
    found += [problem for problem in more if problem.mark[:2] not in lines]
    readings = Read({})
    if not any(has_errors([one]) and not one.mark.path.startswith(SHEETS) for one in found):
        # The machine reads by the registries: with a fault in one it would read something else.
        lines = {problem.mark[:2] for problem in found}
        readings = read_all(content, memory)
        heard = hear_each(content, readings, memory)
        found += [problem for problem in heard if problem.mark[:2] not in lines]
    return content, tuple(sorted(set(found))), readings


def _check_words(content: Content, files: Mapping[str, bytes], memory: Memory) -> list[Problem]:
    """What lacks a translation outside the sheets."""
    registries = content.places, content.topics, content.dimensions, content.indicators
    sums = [memory.sum_up(one) for one in (*registries, *content.sources.values())]
    share = replace(content, sheets={}, seeds={})
    make = partial(check_translations, share, files)
    return memory.recall_lasting(
        make, "translations", files, sums, content.terms, content.references
    )


def read_seeds(root: Path) -> dict[str, bytes]:
    """The seeds as they came, by file name."""
    paths = sorted((root / "seeds").glob("*"))
    return _read_each(root, [path for path in paths if not path.name.startswith(".")], "name")


def read_words(root: Path) -> dict[str, bytes]:
    """The interface's words and the hand-written pages, by path below `root`."""
    pages = (root / "content" / "pages").rglob("*.md")
    return _read_each(root, [root / "theme" / "strings.yml", *sorted(pages)], "path")


def _read_each(root: Path, paths: Iterable[Path], key: Literal["name", "path"]) -> dict[str, bytes]:
    """The files that are there; what is wrong with the others is told where content is read."""
    told: list[Problem] = []
    found: dict[str, bytes] = {}
    reader = Reader(root)
    for path in paths:
        data = reader.read(path, told, LARGEST)
        if data is not None:
            found[path.name if key == "name" else path.relative_to(root).as_posix()] = data
    return found


class Unheld(Mapping[str, Mapping[int, str]]):
    """Lines of YAML for every figure that no fact holds, by source and its offset.

    Made for a source when it is asked for: a preview shows one page at a time.
    """

    def __init__(self, atlas: Atlas, memory: Memory | None = None) -> None:
        self._atlas = atlas
        self._memory = memory
        self._made: dict[str, Mapping[int, str]] = {}

    def __getitem__(self, key: str) -> Mapping[int, str]:
        if key not in self._made:
            source = self._atlas.content.sources[key]
            self._made[key] = draft_unheld(self._atlas, source, self._memory)
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._atlas.content.sources)

    def __len__(self) -> int:
        return len(self._atlas.content.sources)


def draft_unheld(atlas: Atlas, source: Source, memory: Memory | None = None) -> dict[int, str]:
    """Lines of YAML for every figure of the source that no fact holds, by its offset."""
    content = atlas.content
    unheld = {
        entry.start
        for entry in atlas.ledgers[source.id]
        if entry.disposition in ("open", "excluded")
    }
    candidates = [
        _as_draft(one)
        for one in read_some(content, [source], memory)[source.id].values()
        if one.figure.start in unheld
    ]
    taken = [fact.id for fact in content.facts()]
    drafts = render_drafts(candidates, source, taken, content.seeds[source.seed])
    items = re.split(r"^(?=- )", drafts, flags=re.MULTILINE)[1:]
    starts = [one.figure.start for one in candidates]
    return dict(zip(starts, items, strict=True))


def _as_draft(candidate: Candidate) -> Candidate:
    """A candidate as if it were a fact; what was left out has the words before it for a subject."""
    if candidate.excluded is None:
        return candidate
    before = "".join(candidate.quote).partition(candidate.figure.text)[0]
    subject = re.split("[,，。;；:：、\n]", before)[-1].strip() or candidate.figure.text
    return candidate._replace(excluded=None, subject=subject)
