"""One edition of the atlas: its language, whether drafts show, and where to look things up."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from atlas.accounts import Accounts
from atlas.chronicle import Event
from atlas.comparable import is_comparable
from atlas.display import display_words, pick
from atlas.editor import Editor
from atlas.glossary import TermSpan, gather_forms, make_finder
from atlas.model import (
    Atlas,
    Fact,
    FactSheet,
    Indicator,
    Lang,
    Measure,
    Place,
    Source,
    Words,
)
from atlas.render import Strings
from atlas.signs import LooksUp
from atlas.trail import Trail
from atlas.watched import watch

Snippets: TypeAlias = Mapping[str, Mapping[int, str]]
Record = TypeVar("Record", Fact, Measure)
Made = TypeVar("Made")
Views: TypeAlias = dict[str, dict[str, tuple[Any, Sequence[int]]]]
"""What was made, by kind and key, with the look-ups that it was made from."""

MANY_PLACES = 100
"""With more places a figure's page tells how to cite the page, not each figure in every form."""


# What every page has, and is the same for all as long as it is the same build or `base`.
_PLAIN = (
    "t",
    "drafts",
    "find_terms",
    "site_url",
    "full_text",
    "snippets",
    "editor",
    "trail",
    "both",
)
SCALARS = ("history.at_hand", "history.begins")


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A sheet without its records: what pages may know of a `FactSheet`."""

    place: str
    path: str
    summary: Words | None
    headline: tuple[str, ...]
    bodies: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Edition(LooksUp):
    """What every page is made from.

    With `full_text` source pages show their documents whole, and `snippets` are then lines of YAML
    to begin from, by source and the offset of a figure that nothing accounts for.
    `sheets` are in the order of the registry of places; `stated` and `measures` are all that
    this edition shows, sheet by sheet; `sheet_of` is the slug of the sheet that holds a fact or
    measure. A figure that several documents give stands once among `facts`, and so in `by_...`
    (not `by_id`, `by_source`); `accounts` holds the others. `sources_about` and `sheets_below` are
    by place: the ids of the sources on it, the slugs of the sheets of places within it. `compared`
    are the indicators that some place has a comparable figure of. `past` are the events of each
    record, the oldest first. `records` are all by id, withdrawn ones included, and `gone` the last
    event of each that is published no more, by its sheet. `lines` are where records stand in the
    file of their sheet, `comparable_of` the indicators with breakdowns of which a place has a
    comparable figure. `..._within` are by topic and sheet, with a blank between, and `spoken` the
    sheets of each topic, by code; `doubted` are the facts with flags among the stated. `views` are
    made once each, by kind and key, those in `both` for both languages. With a `trail`
    it notes what is looked up.
    """

    atlas: Atlas
    t: Strings
    drafts: bool
    sheets: tuple[FactSheet, ...]
    facts: tuple[Fact, ...]
    stated: tuple[Fact, ...]
    accounts: Accounts
    measures: tuple[Measure, ...]
    by_id: Mapping[str, Fact]
    by_indicator: Mapping[str, tuple[Fact, ...]]
    by_place: Mapping[str, tuple[Fact, ...]]
    comparable_of: Mapping[str, frozenset[tuple[object, ...]]]
    by_topic: Mapping[str, tuple[Fact, ...]]
    by_sheet: Mapping[str, tuple[Fact, ...]]
    measures_by_sheet: Mapping[str, tuple[Measure, ...]]
    measures_by_topic: Mapping[str, tuple[Measure, ...]]
    facts_within: Mapping[str, tuple[Fact, ...]]
    measures_within: Mapping[str, tuple[Measure, ...]]
    spoken: Mapping[str, tuple[str, ...]]
    doubted: tuple[Fact, ...]
    sheet_of: Mapping[str, str]
    by_source: Mapping[str, tuple[Fact, ...]]
    measures_by_source: Mapping[str, tuple[Measure, ...]]
    sources_about: Mapping[str, tuple[str, ...]]
    sheets_below: Mapping[str, tuple[str, ...]]
    source_order: Mapping[str, int]
    compared: frozenset[str]
    find_terms: Callable[[str], Sequence[TermSpan]]
    past: Mapping[str, Sequence[Event]]
    records: Mapping[str, Fact | Measure]
    gone: Mapping[str, Sequence[Event]]
    lines: Mapping[str, Mapping[str, int]]
    site_url: str = ""
    full_text: bool = False
    snippets: Snippets = field(default_factory=dict)
    editor: Editor | None = None
    trail: Trail | None = None
    both: Views = field(default_factory=dict, repr=False)
    views: Views = field(default_factory=dict, init=False, repr=False)

    @property
    def lang(self) -> Lang:
        return self.t.lang

    @property
    def many(self) -> bool:
        """Whether there are so many places that their pages are to be kept short."""
        return len(self.sheets) > MANY_PLACES

    def once(
        self, kind: str, key: str, make: Callable[[], Made], most: int = 0, wordless: bool = False
    ) -> Made:
        """What `make` gives, made when it is first asked for; at `most` so many of a kind.

        What is `wordless` is the same in both languages.
        """
        kept = (self.both if wordless else self.views).setdefault(kind, {})
        known = kept.get(key)
        if known is None:
            _make_room(kept, most)
            known = kept[key] = self._follow(make)
        elif self.trail and self.trail.open:
            self.trail.open[-1].update(known[1])
        made: Made = known[0]
        return made

    def outline(self, kind: str, key: str, make: Callable[[], Made]) -> Made:
        """As `once`, of little that much is gone through for: the next build has it at hand."""
        if self.trail:
            make = partial(self.trail.recall, f"{kind} {key}", key, make)
        return self.once(kind, key, make, wordless=True)

    def put(self, kind: str, key: str, made: object, most: int) -> None:
        """Spares `once` the making of what was made on the way, among other things."""
        kept = self.views.setdefault(kind, {})
        _make_room(kept, most)
        if self.trail is None:
            kept.setdefault(key, (made, ()))
        elif self.trail.open:
            kept.setdefault(key, (made, array("I", self.trail.open[-1])))

    def _follow(self, make: Callable[[], Made]) -> tuple[Made, Sequence[int]]:
        if self.trail is None:
            return make(), ()
        with self.trail.follow() as notes:
            made = make()
        return made, array("I", notes)

    def say(self, words: Words | None) -> str:
        return pick(words, self.lang)

    def place(self, slug: str) -> Place:
        return self.atlas.content.places[slug]

    def source(self, key: str) -> Source:
        return self.atlas.content.sources[key]

    def indicator(self, fact: Fact) -> Indicator | None:
        """None only for a draft that has a subject instead."""
        return self.atlas.content.indicators.get(fact.indicator)

    def topic_of(self, fact: Fact) -> str:
        """The topic's id, empty for a draft without indicator."""
        return topic_of(self.atlas, fact)

    def facts_of(self, slug: str) -> tuple[Fact, ...]:
        """Every fact of one sheet, those of its narrower places included."""
        return self.by_sheet.get(slug, ())

    def measures_of(self, slug: str) -> tuple[Measure, ...]:
        """Every measure of one sheet, those of its narrower places included."""
        return self.measures_by_sheet.get(slug, ())

    def in_order(self, sources: Iterable[str]) -> list[Source]:
        """Sources by id, in the order of their files."""
        return [self.source(key) for key in sorted(sources, key=self.source_order.__getitem__)]

    def facts_about(self, slug: str) -> tuple[Fact, ...]:
        """Facts of which the place itself is the subject, whatever sheet holds them."""
        return self.by_place.get(slug, ())

    def facts_on(self, topic: str, slug: str) -> tuple[Fact, ...]:
        """Every fact of one sheet on a topic."""
        return self.facts_within.get(f"{topic} {slug}", ())

    def measures_on(self, topic: str, slug: str) -> tuple[Measure, ...]:
        """Every measure of one sheet on a topic."""
        return self.measures_within.get(f"{topic} {slug}", ())

    def also_given(self, fact: Fact) -> tuple[Fact, ...]:
        """The same figure in other documents, as far as the fact's sheet holds it."""
        found = self.accounts.agreeing.get(fact.id)
        if not found:
            return ()
        sheet = self.sheet_of[fact.id]
        return tuple(one for one in found if one is not fact and self.sheet_of[one.id] == sheet)

    def fact_url(self, fact: Fact) -> str:
        """Address below the language's home page."""
        return f"cities/{self.sheet_of[fact.id]}/#{fact.id}"

    def measure_url(self, measure: Measure) -> str:
        return f"cities/{self.sheet_of[measure.id]}/#{measure.id}"

    def body(self, record: Fact | Measure) -> str:
        """The name of the narrower body; empty where the record is about the place."""
        sheet = self.atlas.content.sheets[self.sheet_of[record.id]]
        words = sheet.bodies.get(record.body)
        return self.say(words) if words else record.body

    def breakdown_words(self, breakdown: tuple[tuple[str, str], ...]) -> list[str]:
        """The names of a breakdown's values."""
        dimensions = self.atlas.content.dimensions
        return [self.say(dimensions[key].values[value]) for key, value in breakdown]

    def is_comparable(self, fact: Fact) -> bool:
        """A result now, of a whole place, that may stand beside other places'."""
        return is_compared(self.atlas, fact)

    def ancestors(self, place: Place) -> list[Place]:
        """From the province down to the place's parent."""
        found: list[Place] = []
        while place.parent is not None and place.parent in self.atlas.content.places:
            place = self.place(place.parent)
            found.insert(0, place)
        return found

    def has_sheet(self, slug: str) -> bool:
        return slug in self.atlas.content.sheets

    def has_page(self, slug: str) -> bool:
        """Whether the place has a page of its own: provinces have one without a sheet."""
        return self.has_sheet(slug) or self.place(slug).level == "province"

    def edit_url(self, path: str, line: int | None = None) -> str:
        """Where the file can be seen and edited; `line` counts from 1."""
        return _find_address(self.editor, path, line)

    def edit_record(self, record: str) -> EditLink:
        """Where a fact or measure stands in its file, by its id."""
        slug = self.sheet_of[record]
        path = self.atlas.content.sheets[slug].path
        return EditLink(record, slug, path, self.lines, self.editor)


def _make_room(kept: dict[str, Any], most: int) -> None:
    """Where there are so many, drops those that were made first."""
    if len(kept) == most:
        for key in [*islice(kept, (most + 1) // 2)]:
            del kept[key]


@dataclass(frozen=True, slots=True)
class EditLink:
    """The address of a record's lines in its file; called where it is printed.

    Lines move with each edit above them, and what is made of a record otherwise is to stay as it
    is. For a preview, which finds pages by what they show, it is the address itself. Views hold it,
    and an edition its views: it does not hold the edition, so that both are freed at once.
    """

    record: str
    sheet: str
    path: str
    lines: Mapping[str, Mapping[str, int]]
    editor: Editor | None

    def __call__(self) -> str:
        return _find_address(self.editor, self.path, self.lines[self.sheet].get(self.record))

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (self(),)


def _find_address(editor: Editor | None, path: str, line: int | None) -> str:
    if editor:
        return editor.address(path, line or 1)
    address = display_words()["repository"] + path
    return f"{address}?plain=1#L{line}" if line else address


def in_language(edition: Edition, strings: Strings) -> Edition:
    """The edition in another language: with the same tables, but views of its own."""
    forms = gather_forms(edition.atlas.content.terms.values(), strings.lang)
    return replace(edition, t=strings, find_terms=make_finder(forms))


def watch_edition(edition: Edition, trail: Trail) -> Edition:
    """The edition with all that is looked up in it noted, but for what every page has.

    Sheets come without their records, which pages look up by themselves: else each page that
    names all places would depend on every figure. The tables of both languages hold the same and
    bear the same names, so that a look-up is noted and signed once.
    """
    bare: dict[str, Any] = {
        key: SheetHead(one.place, one.path, one.summary, one.headline, one.bodies)
        for key, one in edition.atlas.content.sheets.items()
    }
    sheets = tuple(bare[one.place] for one in edition.sheets)
    content = replace(edition.atlas.content, sheets=bare)
    edition = replace(edition, sheets=sheets, atlas=replace(edition.atlas, content=content))
    plain = {f"edition.{one}" for one in _PLAIN}
    plain |= {f"edition.atlas.{one}" for one in SCALARS}
    return watch(trail, "edition", edition, plain)


def topic_of(atlas: Atlas, fact: Fact) -> str:
    """The topic's id, empty for a draft without indicator."""
    indicator = atlas.content.indicators.get(fact.indicator)
    return indicator.topic if indicator else ""


def is_compared(atlas: Atlas, fact: Fact) -> bool:
    """Whether it is a result now, of a whole place, that may stand beside other places'."""
    indicator = atlas.content.indicators.get(fact.indicator)
    return indicator is not None and fact.role == "current" and is_comparable(fact, indicator)
