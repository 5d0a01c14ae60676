"""Facts as readers meet them: a figure, a table row of paired figures, the sentence behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from atlas.comparable import is_comparable
from atlas.display import label, show_arithmetic, show_period, show_period_basis, show_value
from atlas.model import Fact, Location, Measure
from atlas.pages.citation import CitationView, cite_fact
from atlas.pages.differences import compute_change
from atlas.pages.edition import Edition, EditLink
from atlas.pages.page import Link
from atlas.pages.past import EventView, view_amendments
from atlas.pages.voices import DifferenceView, find_speech, tell_speaker, view_difference
from atlas.render import Marking, render_marked

_ROLE_ORDER = ("baseline", "parameter", "current", "change", "target")
Record = Fact | Measure
_VIEWS_KEPT = 20_000  # all of two hundred places; of more what pages beside each other share


@dataclass(frozen=True, slots=True)
class FlagView:
    """A doubt, in words."""

    code: str
    title: str
    arithmetic: str
    note: str

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic, one line a step."""
        return tuple(re.split("；|; ", self.arithmetic))


@dataclass(frozen=True, slots=True)
class FactView:
    """One figure with everything that is said of it.

    `url` is its address below the home page. `period` is empty where the text gives none, and
    `period_mark` one word for a period that is not printed with the figure. `apart` says why it
    may not stand beside other places' figures, empty where it may. `asked` says that it is said
    in a question.
    """

    id: str
    url: str
    name: str
    indicator_url: str
    detail: str
    place: str
    place_url: str
    value: str
    text: str
    role: str
    role_name: str
    period: str
    period_mark: str
    period_note: str
    flags: tuple[FlagView, ...]
    differs: DifferenceView | None
    speaker: str
    asked: bool
    note: str
    apart: str
    draft: bool
    document: str
    start: int
    end: int
    edit_url: EditLink
    cited: CitationView | None
    amended: tuple[EventView, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A sentence of a source with its figures marked, and the facts that rest on it.

    `marked` are the ids of the facts whose figures the marks stand on. `also` says that it is
    another document's for the same figures.
    """

    quote: tuple[Markup, ...]
    source: Link
    publisher: str
    date: str
    facts: tuple[FactView, ...]
    marked: frozenset[str]
    also: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """One line of a fact table: a single figure, or a baseline, its result and the change.

    `ends` are the figures joined by arrows, `changes` the rises and drops beside them;
    `documents` is how many documents give one of them. `computed` is a change that no document
    prints: the difference of two exact figures that nobody doubts.
    """

    name: str
    url: str
    detail: str
    place: Link
    ends: tuple[FactView, ...]
    changes: tuple[FactView, ...]
    evidence: tuple[EvidenceView, ...]
    documents: int
    computed: str

    @property
    def has_change(self) -> bool:
        """Whether a change stands beside other figures."""
        return bool(self.ends and (self.changes or self.computed))

    @property
    def facts(self) -> tuple[FactView, ...]:
        return self.ends + self.changes

    @property
    def main(self) -> FactView:
        """The latest of the figures: the result that a baseline leads to."""
        return self.facts[len(self.ends) - 1] if self.ends else self.changes[0]

    @property
    def doubtful(self) -> bool:
        return any(fact.flags for fact in self.facts)

    @property
    def differs(self) -> tuple[DifferenceView, ...]:
        return tuple(fact.differs for fact in self.facts if fact.differs)

    @property
    def asked(self) -> bool:
        return any(fact.asked for fact in self.facts)

    @property
    def draft(self) -> bool:
        return any(fact.draft for fact in self.facts)

    @property
    def period_of(self) -> tuple[FactView, ...]:
        """The figures whose periods the row tells, one for each different period."""
        seen: dict[str, FactView] = {}
        for fact in self.ends or self.changes:
            seen.setdefault(fact.period + fact.period_mark, fact)
        return tuple(seen.values())

    @property
    def apart(self) -> str:
        """Why a present figure is not compared; other roles say it by their name."""
        return next((fact.apart for fact in self.ends if fact.role == "current"), "")

    @property
    def roles(self) -> tuple[FactView, ...]:
        """One figure for each different role."""
        return tuple({fact.role: fact for fact in self.facts}.values())


def view_fact(edition: Edition, fact: Fact) -> FactView:
    """Everything that pages say of one fact; a dozen places ask for it."""
    return edition.once("facts", fact.id, partial(_view_fact, edition, fact), _VIEWS_KEPT)


def _view_fact(edition: Edition, fact: Fact) -> FactView:
    indicator = edition.indicator(fact)
    place = edition.place(fact.place)
    where = edition.atlas.locations.get(fact.id)
    speech = find_speech(edition, fact, where)
    return FactView(
        id=fact.id,
        url=edition.fact_url(fact),
        name=edition.say(indicator.name) if indicator else fact.subject,
        indicator_url=f"indicators/{indicator.id}/" if indicator else "",
        detail=tell_detail(edition, fact),
        place=edition.say(place.name),
        place_url=f"cities/{edition.sheet_of[fact.id]}/",
        value=show_value(fact, indicator, edition.lang),
        text=fact.text,
        role=fact.role,
        role_name=label("roles", fact.role, edition.lang),
        period=show_period(fact.period, edition.lang),
        period_mark=""
        if fact.period_basis == "stated"
        else label("period_bases", fact.period_basis, edition.lang),
        period_note=show_period_basis(fact.period_basis, fact.period_from, edition.lang),
        flags=view_flags(edition, fact),
        differs=view_difference(edition, fact),
        speaker=tell_speaker(edition, speech),
        asked=speech is not None and speech.kind == "question",
        note=edition.say(fact.note),
        apart=tell_apart(edition, fact),
        draft=fact.status == "draft",
        document=edition.source(fact.source).seed,
        start=where.start if where else 0,
        end=where.end if where else 0,
        edit_url=edition.edit_record(fact.id),
        # Search has no words; the forms of every figure are a third of a page, times thousands.
        cited=cite_fact(edition, fact) if edition.t.texts and not edition.many else None,
        amended=view_amendments(edition, fact.id) if edition.t.texts else (),
    )


def view_flags(edition: Edition, fact: Fact) -> tuple[FlagView, ...]:
    """The doubts about one fact, in the order of the sheet."""
    return tuple(
        FlagView(
            flag.code,
            label("flags", flag.code, edition.lang),
            show_arithmetic(flag.arithmetic, edition.lang),
            edition.say(flag.note),
        )
        for flag in fact.flags
    )


def tell_detail(edition: Edition, fact: Fact) -> str:
    """The narrower body and the breakdown; empty where the figure has neither."""
    dimensions = edition.atlas.content.dimensions
    parts = [
        edition.say(dimensions[key].values[value]) if key in dimensions else value
        for key, value in fact.breakdown
    ]
    return " · ".join([edition.body(fact), *parts] if fact.body else parts)


def tell_apart(edition: Edition, fact: Fact) -> str:
    """Why a fact may not stand beside other places' figures; empty where it may."""
    indicator = edition.indicator(fact)
    if indicator is not None and is_comparable(fact, indicator):
        return ""
    if fact.body:
        return label("apart", "body", edition.lang).format(body=edition.body(fact))
    if fact.role not in ("current", "baseline"):
        return label("role_meanings", fact.role, edition.lang)
    if not fact.comparable:
        return edition.say(fact.note) or label("apart", "definition", edition.lang)
    return label("apart", "indicator", edition.lang)


def group_pairs(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Facts that one row shows together, in the order of their first member.

    Paired facts share a row where they tell of the same thing: baseline → current, change.
    """
    groups: dict[str, list[Fact]] = {}
    listed = {fact.id: fact for fact in facts}
    for fact in facts:
        other = listed.get(fact.pair or "")
        joined = [fact]
        if other is not None and _subject(other) == _subject(fact):
            joined = groups.get(other.id, [other])
        group = groups.get(fact.id, [])
        merged = [*group, *(one for one in joined if one not in group)]
        if fact not in merged:
            merged.append(fact)
        for one in merged:
            groups[one.id] = merged
    order = {fact.id: index for index, fact in enumerate(facts)}
    distinct = {id(group): group for group in groups.values()}.values()
    rows = [
        sorted(group, key=lambda one: (_ROLE_ORDER.index(one.role), order[one.id]))
        for group in distinct
    ]
    return sorted(rows, key=lambda group: min(order[one.id] for one in group))


def _subject(fact: Fact) -> tuple[object, ...]:
    return fact.place, fact.body, fact.indicator, fact.breakdown


def view_rows(
    edition: Edition, facts: Iterable[Fact], here: bool = False, proved: bool = True
) -> tuple[RowView, ...]:
    """The rows of a fact table: the same indicator's rows together, else in the given order.

    `here` says that the page is the facts' own address, so that their figures carry the ids.
    Without `proved` the rows have no sentences, for tables that do not show them.
    """
    groups = group_pairs(list(facts))
    first: dict[str, int] = {}
    for index, group in enumerate(groups):
        first.setdefault(group[0].indicator or group[0].id, index)
    groups.sort(key=lambda group: first[group[0].indicator or group[0].id])
    return tuple(view_row(edition, group, here, proved) for group in edition.accounts.order(groups))


def view_row(
    edition: Edition, group: Sequence[Fact], here: bool = False, proved: bool = True
) -> RowView:
    """One row of facts that belong together."""
    views = [view_fact(edition, fact) for fact in group]
    lead = views[0]
    also = [one for fact in group for one in edition.also_given(fact)]
    return RowView(
        name=lead.name,
        url=lead.indicator_url,
        detail=lead.detail,
        place=Link(lead.place, lead.place_url),
        ends=tuple(view for view in views if view.role != "change"),
        changes=tuple(view for view in views if view.role == "change"),
        evidence=(
            *view_evidence(edition, group, here),
            *(replace(one, also=True) for one in view_evidence(edition, also, here)),
        )
        if proved
        else (),
        documents=len({fact.source for fact in (*group, *also)}),
        computed=compute_change(edition, group),
    )


def view_evidence(
    edition: Edition, facts: Sequence[Fact], here: bool = False
) -> tuple[EvidenceView, ...]:
    """One block for each distinct sentence, in the order of the facts."""
    blocks: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        blocks.setdefault((fact.source, fact.quote), []).append(fact)
    return tuple(_view_block(edition, block, here) for block in blocks.values())


def _view_block(edition: Edition, facts: Sequence[Fact], here: bool) -> EvidenceView:
    source = edition.source(facts[0].source)
    marked = _choose_marked(edition, facts)
    return EvidenceView(
        quote=_mark_quote(facts[0].quote, marked, here),
        source=Link(edition.say(source.title), f"sources/{source.id}/#at-{facts[0].id}"),
        publisher=edition.say(source.publisher),
        date=show_period(source.date, edition.lang),
        facts=tuple(view_fact(edition, fact) for fact in facts),
        marked=frozenset(fact.id for fact, _ in marked),
    )


def _choose_marked(edition: Edition, facts: Sequence[Fact]) -> list[tuple[Fact, Location]]:
    """The facts whose figures can be marked side by side; two may hold the same words."""
    chosen: list[tuple[Fact, Location]] = []
    end = 0
    found = ((fact, edition.atlas.locations.get(fact.id)) for fact in facts)
    located = [(fact, where) for fact, where in found if where]
    for fact, where in sorted(located, key=lambda one: one[1].start):
        if where.start >= end:
            chosen.append((fact, where))
            end = where.end
    return chosen


def _mark_quote(
    quote: Sequence[str], located: Iterable[tuple[Fact, Location]], here: bool
) -> tuple[Markup, ...]:
    """The parts of a sentence with the facts' figures marked; `here` gives the marks ids."""
    markings: list[list[Marking]] = [[] for _ in quote]
    for fact, where in located:
        begin = where.parts[where.part][0]
        name = fact.id if here else ""
        markings[where.part].append(Marking(where.start - begin, where.end - begin, id=name))
    return tuple(render_marked(text, found) for text, found in zip(quote, markings, strict=True))


def locate_record(edition: Edition, record: Record) -> Location:
    """Where a record stands in its document; at the very start where it was not found."""
    return edition.atlas.locations.get(record.id) or Location(0, 0, ((0, 0),))
