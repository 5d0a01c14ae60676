"""The atlas in memory: frozen records, in the words of the design.

Every record that an editor writes carries `marks`, the places in the YAML file where its
keys stand, so that a problem found later can name file, line and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from atlas.chronicle import NO_HISTORY, History
from atlas.entries import Count
from atlas.entries import LedgerEntry as LedgerEntry
from atlas.speech import Speech
from atlas.states import with_quick_state
from atlas.words import Amendment as Amendment
from atlas.words import Lang as Lang
from atlas.words import Words as Words

ROLES = ("current", "baseline", "target", "change", "parameter")
QUALIFIERS = ("=", ">=", "<=", ">", "<", "~")
PERIOD_BASES = ("stated", "inferred", "none")
PERIOD_SOURCES = ("as-of-publication", "relative", "report-year", "context")
LEVELS = ("province", "prefecture", "county", "district")
SOURCE_KINDS = ("newspaper", "government", "press-conference", "article")
MEASURE_KINDS = (
    "rule",
    "payment",
    "organisation",
    "building",
    "service",
    "digital",
    "staff",
    "programme",
    "oversight",
    "designation",
)
STATUSES = ("draft", "accepted", "withdrawn")
DIRECTIONS = ("up", "down")
DATE_BASES = ("stated", "inferred")
BETTERS = ("higher", "lower", "none")
SCHEMES = ("SDG", "GHO")
FLAG_CODES = (
    "share-over-100",
    "unit-doubtful",
    "change-disagrees",
    "sum-disagrees",
    "rate-disagrees",
    "figures-disagree",
    "order-impossible",
    "scope-unclear",
    "period-unclear",
    "extreme",
)
REASONS = (
    "repeat",
    "furniture",
    "other-article",
    "anecdote",
    "slogan",
    "name",
    "condition",
    "not-health",
    "background",
    "ordinal",
    "vague",
)


class Mark(NamedTuple):
    """Where something stands in a file. Line and column count from 1, as editors do."""

    path: str
    line: int
    column: int


Marks = Mapping[str, Mark]


def _marks() -> Marks:
    return {}


@dataclass(frozen=True, slots=True)
class FormerCode:
    """A code or name that a place had before; `until` is an ISO year or month.

    `slug` is set where the place had another id, and so another address.
    """

    adcode: str
    zh: str
    until: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A province, prefecture, county or district. `adcode` is the GB/T 2260 code."""

    slug: str
    adcode: str
    level: str
    parent: str | None
    name: Words
    short: Words
    former: tuple[FormerCode, ...] = ()
    tile: tuple[int, int] | None = None
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Topic:
    """One of the fifteen subjects, with its introduction."""

    id: str
    name: Words
    short: Words
    what: Words
    why: Words
    read: Words
    compare: Words
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary: `words` and `words_en` are the forms that name it in a text."""

    id: str
    term: Words
    words: tuple[str, ...]
    words_en: tuple[str, ...]
    meaning: Words
    topic: str
    see: tuple[str, ...] = ()
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to break an indicator down; `values` keeps the order of the file."""

    id: str
    name: Words
    values: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Standard:
    """An international definition that the indicator matches: SDG 3.2.1, a GHO code."""

    scheme: str
    code: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, defined once."""

    id: str
    topic: str
    name: Words
    definition: Words
    unit: str
    better: str
    comparable: bool
    breakdowns: tuple[str, ...] = ()
    unit_name: Words | None = None
    why: Words | None = None
    caveat: Words | None = None
    standards: tuple[Standard, ...] = ()
    words: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A stretch of a seed whose figures are no facts, and why.

    `quote` is the stretch itself; or `first` and `last` are the words it runs from and to.
    `of` is the fact that a repeat says again.
    """

    reason: str
    quote: str = ""
    first: str = ""
    last: str = ""
    nth: int = 1
    of: str | None = None
    note: Words | None = None
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@with_quick_state
@dataclass(frozen=True, slots=True)
class Source:
    """A document. `date` is an ISO year, month or date."""

    id: str
    title: Words
    publisher: Words
    date: str
    date_basis: str
    kind: str
    place: str
    seed: str
    sha256: str
    url: str = ""
    date_note: Words | None = None
    note: Words | None = None
    excluded: tuple[Exclusion, ...] = ()
    path: str = ""
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@with_quick_state
@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt about a printed figure. `arithmetic` is one line that shows it."""

    code: str
    arithmetic: str
    note: Words


@with_quick_state
@dataclass(frozen=True, slots=True)
class Fact:
    """Indicator × place × period → value, with its evidence.

    `text` is as printed, `value` multiplied out (9322万元 is 93220000), `unit` a code.
    `quote` has two parts where a column or page break cuts the sentence; `nth` tells which
    occurrence of `text` in the quote is meant, counted from 1. `indicator` is empty only
    in a draft, which then has a `subject`, the words of the text. `same_as` is the fact that
    another document gave before with the same value. `checked` are the rules that warned of it
    and that a person has settled, each with what the doubted key said then.
    """

    id: str
    status: str
    place: str
    indicator: str
    role: str
    text: str
    value: Decimal
    unit: str
    period_basis: str
    source: str
    quote: tuple[str, ...]
    body: str = ""
    subject: str = ""
    breakdown: tuple[tuple[str, str], ...] = ()
    direction: str = ""
    qualifier: str = "="
    period: str = ""
    period_from: str = ""
    pair: str | None = None
    comparable: bool = True
    flags: tuple[Flag, ...] = ()
    note: Words | None = None
    nth: int = 1
    same_as: str | None = None
    checked: tuple[tuple[str, str], ...] = ()
    withdrawn: Amendment | None = None
    corrected: tuple[Amendment, ...] = ()
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@with_quick_state
@dataclass(frozen=True, slots=True)
class Measure:
    """A reform act whose point is not a figure; `kind` is empty where nobody has said it."""

    id: str
    status: str
    place: str
    topic: str
    title: Words
    source: str
    quote: tuple[str, ...]
    kind: str = ""
    body: str = ""
    period: str = ""
    period_basis: str = "none"
    period_from: str = ""
    note: Words | None = None
    checked: tuple[tuple[str, str], ...] = ()
    withdrawn: Amendment | None = None
    corrected: tuple[Amendment, ...] = ()
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@with_quick_state
@dataclass(frozen=True, slots=True)
class FactSheet:
    """What the sources say of one place, in the order of the file."""

    place: str
    path: str
    summary: Words | None = None
    headline: tuple[str, ...] = ()
    bodies: Mapping[str, Words] = field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    facts: tuple[Fact, ...] = ()
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReferenceValue:
    """One year's national figure. `published` is an ISO year, month or date."""

    year: str
    value: Decimal
    unit: str
    title: Words
    publisher: Words
    published: str
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReferenceSeries:
    """National figures of one indicator: cited, never counted as facts, never interpolated.

    `caution` says what a reader must know before setting a place's figure beside them.
    """

    indicator: str
    scope: Words
    caution: Words
    values: tuple[ReferenceValue, ...]
    marks: Marks = field(default_factory=_marks, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """All that editors write, and the seeds' texts; every mapping keeps the order of its file."""

    places: Mapping[str, Place]
    topics: Mapping[str, Topic]
    dimensions: Mapping[str, Dimension]
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    sheets: Mapping[str, FactSheet]
    seeds: Mapping[str, str]
    terms: Mapping[str, Term] = field(default_factory=dict)
    references: tuple[ReferenceSeries, ...] = ()

    def facts(self) -> list[Fact]:
        """Every fact, sheet by sheet, drafts included."""
        return [fact for sheet in self.sheets.values() for fact in sheet.facts]

    def measures(self) -> list[Measure]:
        """Every measure, sheet by sheet, drafts included."""
        return [measure for sheet in self.sheets.values() for measure in sheet.measures]


@with_quick_state
@dataclass(frozen=True, slots=True)
class Location:
    """Where a fact or measure stands in its seed; all offsets are half-open str offsets.

    `parts` are the spans of the quote's parts, `part` the index of the one that holds the
    figure. `start` and `end` are the figure's span; of a measure, the first part's.
    """

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    part: int = 0


@dataclass(frozen=True, slots=True)
class Atlas:
    """Checked content with everything derived from it: what pages, exports and search are made of.

    `locations` is keyed by fact and measure id, `ledgers` and `speeches` by source id, in the
    text's order; `counts` sum up the ledgers. `history` is empty where nobody asked for it.
    """

    content: Content
    locations: Mapping[str, Location]
    ledgers: Mapping[str, tuple[LedgerEntry, ...]]
    speeches: Mapping[str, tuple[Speech, ...]] = field(default_factory=dict)
    counts: Mapping[str, Count] = field(default_factory=dict)
    history: History = NO_HISTORY
