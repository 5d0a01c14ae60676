"""What stands on an embedded page: a chart, tables of facts or plain tables, and their sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from atlas.display import show_period
from atlas.model import Fact, Source
from atlas.pages.charting import ChartView
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView
from atlas.pages.page import Link

_MOST_SOURCES = 12
_UNNAMED = Link("")


@dataclass(frozen=True, slots=True)
class EmbedRow:
    """One line of a table: `lines` stand below the name, `values` are joined by arrows."""

    name: Link
    lines: tuple[str, ...]
    values: tuple[FactView, ...]
    changes: tuple[str, ...]
    periods: tuple[FactView, ...]
    roles: tuple[str, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class EmbedGroup:
    """Lines below one heading, whose `note` says what keeps them apart.

    `silent` are the places of which the sources say nothing.
    """

    heading: Link
    rows: tuple[EmbedRow, ...]
    silent: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Words or links beside each other, after a `lead` that says what they are."""

    links: tuple[Link, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One line of a plain table: its name, a text of its own, and what else is said of it.

    `name` is either a lead or links, each on a line of its own. `text` is None where the table
    has no such column; of `said` each is a column.
    """

    name: Cell
    text: str | None
    said: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Lines that are no rows of facts; `chinese` where their texts are of a document."""

    columns: tuple[str, ...]
    rows: tuple[PlainRow, ...]
    heading: Link = _UNNAMED
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class EmbedView:
    """A chart, the groups of a table of facts, or plain tables.

    `path` is its address below `embed/`, `page` that of the page it comes from, below the
    language's home. `more` counts the sources that are not listed; `cited` says where sources
    that have no page stand.
    """

    path: str
    page: str
    title: str
    about: str = ""
    groups: tuple[EmbedGroup, ...] = ()
    chart: ChartView | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[Link, ...] = ()
    more: int = 0
    cited: str = ""
    plain: tuple[PlainTable, ...] = ()


def view_sources(edition: Edition, facts: Iterable[Fact]) -> tuple[Link, ...]:
    """The documents behind the facts; `note` is publisher and date."""
    told = (one for fact in facts for one in (fact, *edition.also_given(fact)))
    ids = dict.fromkeys(fact.source for fact in told)
    return tuple(link_source(edition, edition.source(one)) for one in ids)


def link_source(edition: Edition, source: Source) -> Link:
    """A document by its title; `note` is publisher and date."""
    published = f"{edition.say(source.publisher)} {show_period(source.date, edition.lang)}"
    return Link(edition.say(source.title), f"sources/{source.id}/", published)


def name_sources(view: EmbedView, sources: Sequence[Link]) -> EmbedView:
    """With as many as a line bears; where there are several, by publisher and date only."""
    if len(sources) == 1:
        return replace(view, sources=tuple(sources))
    named = tuple(Link(one.note, one.url) for one in sources[:_MOST_SOURCES])
    return replace(view, sources=named, more=max(0, len(sources) - _MOST_SOURCES))
