"""Source pages: a document, the ledger of its figures, and every sentence that is drawn on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from atlas.display import label
from atlas.model import Fact, LedgerEntry, Source
from atlas.pages.city import DocumentView, view_document
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, view_fact
from atlas.pages.fulltext import FullTextView, view_full_text
from atlas.pages.page import Link, Press
from atlas.pages.paging import Pager, cut, leaf_url, make_pager, name_leaf
from atlas.pages.sentences import SentenceView, gather_sentences
from atlas.parts import Heading, Page, Planned
from atlas.render import Marking, render_marked

SOURCES_A_PAGE = 200
"""Lines of the index of sources on a page."""
INDEX = "sources/"
_AROUND = 18
_SHORT_HASH = 12
_ENTRIES_KEPT = 20  # those of a place's sources


class IndexPart(NamedTuple):
    """A page of the index: its address and the sources that it lists."""

    path: str
    pager: Pager
    sources: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures of the document ended in one way; `reasons` is empty for facts."""

    name: str
    count: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One figure of the ledger among the words around it, and what became of it.

    `number` counts from 1 in the order of the text; `facts` hold it or are said again by it.
    """

    number: int
    around: Markup
    disposition: str
    name: str
    reason: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """What a source page shows; `also` are the other documents that give a fact's figure."""

    line: DocumentView
    place: Link
    date_note: str
    inferred: bool
    seed: str
    seed_url: str
    sha256: str
    short_hash: str
    url: str
    note: str
    tallies: tuple[Tally, ...]
    sentences: tuple[SentenceView, ...]
    also: Mapping[str, tuple[Link, ...]]
    entries: tuple[EntryView, ...]
    full: FullTextView | None
    edit_url: str


def plan_sources(press: Press) -> Iterator[Planned]:
    """The index of sources, newest first, and a page for each."""
    yield from _plan_index(press)
    for source in press.edition.atlas.content.sources.values():
        home = f"cities/{source.place}/"
        yield press.plan(
            f"sources/{source.id}/",
            press.edition.say(source.title),
            partial(_build, press, source),
            edit=source.path,
            # Titles of sources may hold any letter, and are many.
            picture_of=home,
            beside=home,
        )


def _plan_index(press: Press) -> Iterator[Planned]:
    """The index; the older ones of many sources stand on numbered pages after it."""
    edition = press.edition
    title = edition.t("nav_sources")
    for path, pager, sources in cut_index(edition):
        first = pager.number == 1
        name = title if first else name_leaf(edition, title, pager)
        shown = pager if pager.total > 1 else None
        make = partial(_build_index, press, path, name, sources, shown)
        yield press.plan(path, name, make, picture_of="" if first else INDEX, beside=INDEX)


def cut_index(edition: Edition) -> list[IndexPart]:
    """The sources of each page of the index, the newest first."""
    cuts = cut(newest_first(edition), SOURCES_A_PAGE) or [[]]
    return [
        IndexPart(leaf_url(INDEX, number) if number > 1 else INDEX, pager, sources)
        for number, sources in enumerate(cuts, start=1)
        for pager in [make_pager(INDEX, edition.t("nav_sources"), number, len(cuts), leads=False)]
    ]


def _build_index(
    press: Press, path: str, title: str, sources: Sequence[Source], pager: Pager | None
) -> Page:
    edition = press.edition
    return press.page(
        "sources.html",
        path,
        title,
        description=edition.t("sources_lede"),
        pager=pager,
        address=path,
        sources=[view_document(edition, one) for one in sources],
    )


def newest_first(edition: Edition) -> list[Source]:
    """Sources by date, the latest first."""
    return sorted(edition.atlas.content.sources.values(), key=lambda one: one.date, reverse=True)


def _build(press: Press, source: Source) -> Page:
    edition = press.edition
    view = view_source(edition, source)
    shown = {
        "ledger": True,
        "sentences": bool(view.sentences),
        "table": bool(view.entries),
        "full": view.full is not None,
        "open": view.full is not None and bool(view.full.snippets),
        "left": view.full is not None and bool(view.full.left),
    }
    headings = [
        Heading(2, key, edition.t(f"source_{key}")) for key, is_shown in shown.items() if is_shown
    ]
    return press.page(
        "source.html",
        f"sources/{source.id}/",
        edition.say(source.title),
        description=edition.t(
            "source_description",
            title=edition.say(source.title),
            publisher=view.line.publisher,
            date=view.line.date,
            n=view.line.accounted,
            total=view.line.figures,
        ),
        headings=headings,
        edit=source.path,
        source=view,
    )


def view_source(edition: Edition, source: Source) -> SourceView:
    """Everything on the page of one document."""
    entries = edition.atlas.ledgers.get(source.id, ())
    place = edition.place(source.place)
    own = edition.by_source.get(source.id, ())
    has_sheet = place.slug in edition.atlas.content.sheets
    return SourceView(
        line=view_document(edition, source),
        place=Link(edition.say(place.name), f"cities/{place.slug}/" if has_sheet else ""),
        date_note=edition.say(source.date_note),
        inferred=source.date_basis == "inferred",
        seed=source.seed,
        seed_url=edition.edit_url(f"seeds/{source.seed}"),
        sha256=source.sha256,
        short_hash=source.sha256[:_SHORT_HASH],
        url=source.url,
        note=edition.say(source.note),
        tallies=_tallies(edition, entries),
        sentences=gather_sentences(
            edition,
            source,
            own,
            edition.measures_by_source.get(source.id, ()),
        ),
        also={fact.id: _also(edition, fact) for fact in own},
        entries=view_entries(edition, source),
        full=view_full_text(edition, source, entries),
        edit_url=edition.edit_url(source.path),
    )


def _also(edition: Edition, fact: Fact) -> tuple[Link, ...]:
    others = edition.accounts.agreeing.get(fact.id, ())
    found = {one.source: edition.source(one.source) for one in others if one.source != fact.source}
    return tuple(Link(edition.say(one.title), f"sources/{one.id}/") for one in found.values())


def _tallies(edition: Edition, entries: Iterable[LedgerEntry]) -> tuple[Tally, ...]:
    listed = list(entries)
    counts = Counter(entry.disposition for entry in listed)
    return tuple(
        Tally(
            label("dispositions", code, edition.lang),
            counts[code],
            _reasons(edition, [entry for entry in listed if entry.disposition == code])
            if code == "excluded"
            else (),
        )
        for code in ("fact", "repeat", "excluded", "withdrawn", "open")
        if counts[code] or code == "fact"
    )


def _reasons(edition: Edition, entries: Iterable[LedgerEntry]) -> tuple[tuple[str, int], ...]:
    counts = Counter(entry.reason for entry in entries)
    return tuple(
        (label("reasons", reason, edition.lang), count) for reason, count in counts.most_common()
    )


def view_entries(edition: Edition, source: Source) -> tuple[EntryView, ...]:
    """The ledger of a document, figure by figure; its page and its embedded table ask for it."""
    make = partial(_view_entries, edition, source)
    return edition.once("entries", source.id, make, _ENTRIES_KEPT)


def _view_entries(edition: Edition, source: Source) -> tuple[EntryView, ...]:
    entries = edition.atlas.ledgers.get(source.id, ())
    seed = edition.atlas.content.seeds.get(source.seed, "")
    return tuple(
        EntryView(
            number=number,
            around=show_around(seed, entry.start, entry.end),
            disposition=entry.disposition,
            name=label("dispositions", entry.disposition, edition.lang),
            reason=label("reasons", entry.reason, edition.lang)
            if entry.disposition == "excluded"
            else "",
            facts=tuple(
                view_fact(edition, edition.by_id[key])
                for key in entry.fact.split(";")
                if key in edition.by_id
            ),
        )
        for number, entry in enumerate(entries, start=1)
    )


def show_around(seed: str, start: int, end: int) -> Markup:
    """A figure marked among the words around it, on one line.

    >>> show_around("共5家", 1, 3)
    Markup('共<mark>5家</mark>')
    """
    line = seed.rfind("\n", 0, start) + 1
    stop = seed.find("\n", end)
    stop = len(seed) if stop < 0 else stop
    first, last = max(line, start - _AROUND), min(stop, end + _AROUND)
    before = ("…" if first > line else "") + seed[first:start].lstrip()
    after = seed[end:last].rstrip() + ("…" if last < stop else "")
    marking = Marking(len(before), len(before) + end - start)
    return render_marked(before + seed[start:end] + after, [marking])
