"""The page of one place: its figures by topic, its measures, its parts, and what is not said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from atlas.display import label, show_period
from atlas.entries import NONE
from atlas.model import Fact, FactSheet, Measure, Place, Source
from atlas.pages.citation import CitationView, cite_page
from atlas.pages.compare import find_partners
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, RowView, view_fact, view_rows
from atlas.pages.neighbours import NeighbourView, view_above, view_below, view_others
from atlas.pages.page import Link, Press
from atlas.pages.past import AddedView, EventView, view_added, view_gone
from atlas.pages.sentences import SentenceView, gather_sentences
from atlas.pages.timeline import YearView, view_years
from atlas.parts import Heading, Page, Planned


@dataclass(frozen=True, slots=True)
class TopicSection:
    """The rows of one topic on a place's page."""

    heading: Heading
    topic: Link
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A narrower place: what this sheet says of it, and the way to its own sheet if it has one."""

    heading: Heading
    adcode: str
    level: str
    own: Link | None
    rows: tuple[RowView, ...]
    years: tuple[YearView, ...]


@dataclass(frozen=True, slots=True)
class SilenceView:
    """Indicators of one topic that other places report and this one's sources do not."""

    topic: Link
    indicators: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A source of the page, with its share of figures accounted for."""

    link: Link
    publisher: str
    date: str
    kind: str
    accounted: int
    figures: int


@dataclass(frozen=True, slots=True)
class PrintedSentence:
    """A sentence in the list that only paper shows; `number` counts from 1 through the page."""

    number: int
    sentence: SentenceView
    source: Link


@dataclass(frozen=True, slots=True)
class CityView:
    """What the place page shows, in its order.

    `numbers` are those of the printed sentences, by fact.
    """

    name: str
    other_name: str
    adcode: str
    level: str
    way: tuple[Link, ...]
    summary: str
    headline: tuple[FactView, ...]
    topics: tuple[TopicSection, ...]
    years: tuple[YearView, ...]
    undated_count: int
    parts: tuple[PartView, ...]
    above: tuple[NeighbourView, ...]
    below: tuple[NeighbourView, ...]
    said_by: tuple[tuple[Link, tuple[RowView, ...]], ...]
    partners: tuple[tuple[Link, int], ...]
    silence: tuple[SilenceView, ...]
    documents: tuple[DocumentView, ...]
    gone: tuple[EventView, ...]
    added: tuple[AddedView, ...]
    feed: bool
    sentences: tuple[PrintedSentence, ...]
    numbers: Mapping[str, int]
    fact_count: int
    measure_count: int
    doubtful_count: int
    cite: str
    citation: CitationView
    table: str
    slug: str
    edit_url: str


def plan_cities(press: Press) -> Iterator[Planned]:
    """A page for each sheet."""
    for sheet in press.edition.sheets:
        name = press.edition.say(press.edition.place(sheet.place).name)
        path = f"cities/{sheet.place}/"
        build = partial(_build_city, press, sheet)
        yield press.plan(path, name, build, edit=sheet.path, beside=path)


def _build_city(press: Press, sheet: FactSheet) -> Page:
    edition = press.edition
    view = view_city(edition, sheet)
    return press.page(
        "city.html",
        f"cities/{sheet.place}/",
        view.name,
        description=view.summary or edition.t("city_description", place=view.name),
        headings=_headings(edition, view),
        cited=False,
        edit=sheet.path,
        city=view,
    )


def view_city(edition: Edition, sheet: FactSheet) -> CityView:
    """Everything on the page of one place."""
    place = edition.place(sheet.place)
    facts = edition.facts_of(sheet.place)
    measures = edition.measures_of(sheet.place)
    documents = view_documents(edition, facts, measures, sheet)
    sentences = _number_sentences(edition, facts)
    own = [fact for fact in facts if fact.place == sheet.place]
    based_on = _name_documents(edition, documents)
    return CityView(
        name=edition.say(place.name),
        other_name=place.name.en if edition.lang == "zh" else place.name.zh,
        adcode=place.adcode,
        level=label("levels", place.level, edition.lang),
        way=_way(edition, place),
        summary=edition.say(sheet.summary),
        headline=tuple(
            view_fact(edition, edition.by_id[key]) for key in sheet.headline if key in edition.by_id
        ),
        topics=view_sections(edition, sheet.place),
        years=view_years(edition, [one for one in measures if one.place == sheet.place], own),
        undated_count=sum(not fact.period for fact in own),
        parts=tuple(_parts(edition, place, facts, measures)),
        above=view_above(edition, place),
        below=view_below(edition, place),
        said_by=view_others(edition, place),
        partners=find_partners(edition, place.slug),
        silence=find_silence(edition, place.slug),
        documents=documents,
        gone=view_gone(edition, sheet.place),
        added=view_added(edition, [*(one.id for one in facts), *(one.id for one in measures)]),
        feed=not edition.drafts,
        sentences=sentences,
        numbers={
            fact.id: printed.number for printed in sentences for fact in printed.sentence.facts
        },
        fact_count=len(facts),
        measure_count=len(measures),
        doubtful_count=sum(bool(fact.flags) for fact in facts),
        cite=_cite(edition, place, based_on),
        citation=cite_page(edition, edition.say(place.name), f"cities/{place.slug}/", based_on),
        table=f"data/v1/places/{place.slug}.csv",
        slug=place.slug,
        edit_url=edition.edit_url(sheet.path),
    )


def _way(edition: Edition, place: Place) -> tuple[Link, ...]:
    way = [Link(edition.t("nav_cities"), "cities/")]
    for above in edition.ancestors(place):
        address = f"cities/{above.slug}/" if edition.has_page(above.slug) else ""
        way.append(Link(edition.say(above.name), address))
    return tuple(way)


def view_sections(edition: Edition, slug: str) -> tuple[TopicSection, ...]:
    """What a sheet says of its own place; its page and its embedded table ask for it."""
    return edition.once("sections", slug, partial(_view_sections, edition, slug), 1)


def _view_sections(edition: Edition, slug: str) -> tuple[TopicSection, ...]:
    by_topic: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in edition.facts_of(slug):
        if fact.place == slug:
            by_topic[edition.topic_of(fact)].append(fact)
    sections = []
    for topic in edition.atlas.content.topics.values():
        if topic.id in by_topic:
            name = edition.say(topic.name)
            heading = Heading(3, f"topic-{topic.id}", name)
            rows = view_rows(edition, by_topic[topic.id], here=True)
            sections.append(TopicSection(heading, Link(name, f"topics/{topic.id}/"), rows))
    if without := by_topic[""]:
        name = edition.t("no_topic")
        rows = view_rows(edition, without, here=True)
        sections.append(TopicSection(Heading(3, "topic-none", name), Link(name), rows))
    return tuple(sections)


def _parts(
    edition: Edition, place: Place, facts: Sequence[Fact], measures: Sequence[Measure]
) -> list[PartView]:
    """Narrower places that the sheet names or that have a sheet of their own, by code."""
    named = {fact.place for fact in facts} | {measure.place for measure in measures}
    named |= set(edition.sheets_below.get(place.slug, ()))
    parts = [edition.place(slug) for slug in named - {place.slug}]
    parts.sort(key=lambda part: part.adcode)
    return [_part(edition, part, facts, measures) for part in parts]


def _part(
    edition: Edition, part: Place, facts: Sequence[Fact], measures: Sequence[Measure]
) -> PartView:
    name = edition.say(part.name)
    own = [fact for fact in facts if fact.place == part.slug]
    acts = [one for one in measures if one.place == part.slug]
    return PartView(
        heading=Heading(3, f"part-{part.slug}", name),
        adcode=part.adcode,
        level=label("levels", part.level, edition.lang),
        own=Link(name, f"cities/{part.slug}/") if edition.has_sheet(part.slug) else None,
        rows=view_rows(edition, own, here=True),
        # Figures alone are told by the table.
        years=view_years(edition, acts, own) if acts else (),
    )


def find_silence(edition: Edition, slug: str) -> tuple[SilenceView, ...]:
    """What other places report and the sources of this one do not, topic by topic.

    Only indicators that may be compared count: a project's cost is nobody else's gap.
    """
    told = {fact.indicator for fact in edition.facts_about(slug)}
    told |= {fact.indicator for fact in edition.facts_of(slug)}
    found: dict[str, list[Link]] = {}
    for indicator in edition.atlas.content.indicators.values():
        if indicator.id not in told and indicator.id in edition.compared:
            link = Link(edition.say(indicator.name), f"indicators/{indicator.id}/")
            found.setdefault(indicator.topic, []).append(link)
    return tuple(
        SilenceView(Link(edition.say(topic.name), f"topics/{topic.id}/"), tuple(found[topic.id]))
        for topic in edition.atlas.content.topics.values()
        if topic.id in found
    )


def view_documents(
    edition: Edition, facts: Sequence[Fact], measures: Sequence[Measure], sheet: FactSheet
) -> tuple[DocumentView, ...]:
    """The sources that the sheet draws on or that are about its place."""
    told = [one for fact in facts for one in (fact, *edition.also_given(fact))]
    used = {fact.source for fact in told} | {measure.source for measure in measures}
    used.update(edition.sources_about.get(sheet.place, ()))
    return tuple(view_document(edition, source) for source in edition.in_order(used))


def view_document(edition: Edition, source: Source) -> DocumentView:
    """One source in a line."""
    count = edition.atlas.counts.get(source.id, NONE)
    return DocumentView(
        link=Link(edition.say(source.title), f"sources/{source.id}/"),
        publisher=edition.say(source.publisher),
        date=show_period(source.date, edition.lang),
        kind=label("source_kinds", source.kind, edition.lang),
        accounted=count.accounted,
        figures=count.figures,
    )


def _number_sentences(edition: Edition, facts: Sequence[Fact]) -> tuple[PrintedSentence, ...]:
    told = [one for fact in facts for one in (fact, *edition.also_given(fact))]
    found = [
        (sentence, source)
        for source in edition.in_order({fact.source for fact in told})
        for sentence in gather_sentences(
            edition, source, [fact for fact in told if fact.source == source.id]
        )
    ]
    return tuple(
        PrintedSentence(number, sentence, Link(edition.say(source.title), f"sources/{source.id}/"))
        for number, (sentence, source) in enumerate(found, start=1)
    )


def _cite(edition: Edition, place: Place, based_on: str) -> str:
    return edition.t("cite", place=edition.say(place.name), slug=place.slug, sources=based_on)


def _name_documents(edition: Edition, documents: Sequence[DocumentView]) -> str:
    end = "; " if edition.lang == "en" else "；"
    return end.join(
        edition.t("cite_source", title=one.link.title, publisher=one.publisher, date=one.date)
        for one in documents
    )


def _headings(edition: Edition, view: CityView) -> list[Heading]:
    def section(key: str) -> Heading:
        return Heading(2, key, edition.t(f"city_{key}"))

    headings = [section("headline")] if view.headline else []
    if view.topics:
        headings += [section("facts"), *(one.heading for one in view.topics)]
    if view.years:
        headings.append(section("measures"))
    if view.parts:
        headings += [section("parts"), *(one.heading for one in view.parts)]
    shown = {
        "above": view.above,
        "below": view.below,
        "said-by": view.said_by,
        "silence": view.silence,
    }
    headings += [section(key) for key, found in shown.items() if found]
    headings += [section("with"), section("documents")]
    return [*headings, section("gone")] if view.gone else headings
