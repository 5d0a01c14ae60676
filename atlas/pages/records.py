"""What the search finds: facts, then places, topics, indicators, words, measures, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

from atlas.display import label, show_period, show_value
from atlas.languages import HOMES
from atlas.model import Atlas, Fact, Lang, Measure, Words
from atlas.pages.edition import Edition
from atlas.pages.facts import tell_detail
from atlas.pages.gathering import make_edition
from atlas.pages.measures import view_measure
from atlas.pages.page import shorten
from atlas.parts import SearchRecord, Stretch
from atlas.pinyin import find_initials
from atlas.render import Strings

_EXCERPT = 90


def list_stretches(edition: Edition) -> tuple[Stretch, ...]:
    """Every record, in both languages' words, shown in one; `url` is below the site's root.

    An edit of a sheet concerns the two stretches of its facts and its province's measures.
    """
    sheets = [sheet.place for sheet in edition.sheets]
    provinces: dict[str, list[str]] = {}
    for slug in sheets:
        above = edition.ancestors(edition.place(slug))
        provinces.setdefault(above[0].slug if above else slug, []).append(slug)
    named = [("fact", slug, partial(_facts, edition, slug)) for slug in sheets]
    named += [
        ("place", "", partial(_places, edition)),
        ("topic", "", partial(_topics, edition)),
        ("indicator", "", partial(_indicators, edition)),
        ("term", "", partial(_terms, edition)),
    ]
    named += [
        ("measure", name, partial(_measures, edition, tuple(slugs)))
        for name, slugs in provinces.items()
    ]
    named.append(("source", "", partial(_sources, edition)))
    home = HOMES[edition.lang]
    return tuple(Stretch(kind, name, partial(_below, home, make)) for kind, name, make in named)


def _below(home: str, make: Callable[[], Iterable[SearchRecord]]) -> list[SearchRecord]:
    return [
        SearchRecord(one.kind, one.title, one.text, home + one.url, one.shown) for one in make()
    ]


def search_records(atlas: Atlas, lang: Lang, drafts: bool = False) -> tuple[SearchRecord, ...]:
    """All records at once."""
    edition = make_edition(atlas, Strings(lang, {}), drafts)
    return tuple(record for stretch in list_stretches(edition) for record in stretch.make())


def _both(*texts: Words | None) -> str:
    return " ".join(f"{words.zh} {words.en}" for words in texts if words)


def _facts(edition: Edition, slug: str) -> Iterator[SearchRecord]:
    for fact in edition.facts_of(slug):
        indicator, place = edition.indicator(fact), edition.place(fact.place)
        value = show_value(fact, indicator, edition.lang)
        period = show_period(fact.period, edition.lang)
        detail = tell_detail(edition, fact)
        brackets = "（{}）" if edition.lang == "zh" else " ({})"
        name = edition.say(indicator.name) if indicator else fact.subject
        name += brackets.format(detail) if detail else ""
        quote = " ".join(fact.quote)
        flags = (
            words
            for flag in fact.flags
            for words in (*_own_first(flag.note, edition.lang), flag.arithmetic)
        )
        yield SearchRecord(
            kind="fact",
            title=f"{_title(edition, fact)} {_both(place.name)} {detail}",
            # A result shows the line that holds the words, and so no other language beside it.
            text="\n".join(
                (
                    value,
                    fact.text,
                    f"{fact.value:f}",
                    period,
                    quote,
                    *(part for one in edition.also_given(fact) for part in one.quote),
                    *(_own_first(fact.note, edition.lang) if fact.note else ()),
                    *flags,
                )
            ),
            url=edition.fact_url(fact),
            shown=(
                value,
                edition.say(place.name),
                _when(fact, edition.lang),
                name,
                quote,
                *_warnings(fact, edition.lang),
            ),
        )


def _own_first(words: Words, lang: Lang) -> tuple[str, str]:
    """Both languages, the reader's first: the first line that holds the query's words is shown."""
    return (words.en, words.zh) if lang == "en" else (words.zh, words.en)


def _when(fact: Fact, lang: Lang) -> str:
    known = label("period_bases", fact.period_basis, lang)
    if not fact.period:
        return known
    shown = show_period(fact.period, lang)
    return f"{shown} {known}" if fact.period_basis == "inferred" else shown


def _warnings(fact: Fact, lang: Lang) -> tuple[str, ...]:
    """What a result must not leave out: a role other than current, as code and name, and a doubt.

    Empty for most facts, so that they cost the index nothing.
    """
    role = () if fact.role == "current" else (fact.role, label("roles", fact.role, lang))
    return (*(role or ("", "")), "doubt") if fact.flags else role


def _title(edition: Edition, fact: Fact) -> str:
    indicator = edition.indicator(fact)
    return _both(indicator.name) if indicator else fact.subject


def _places(edition: Edition) -> Iterator[SearchRecord]:
    """Places with a page, and those that only a part of another's page tells of."""
    told = {sheet.place: edition.say(sheet.summary) for sheet in edition.sheets}
    named = _named_parts(edition)
    for place in edition.atlas.content.places.values():
        if place.slug not in told and place.slug not in named and place.level != "province":
            continue
        above = " · ".join(edition.say(one.name) for one in edition.ancestors(place))
        former = " ".join(f"{was.zh} {was.adcode}" for was in place.former)
        sheet = edition.atlas.content.sheets.get(place.slug)
        summary = told.get(place.slug, "")
        yield SearchRecord(
            kind="place",
            title=f"{_both(place.name, place.short)} {find_initials(place)}",
            text=f"{place.adcode} {above} {former} {_both(sheet.summary if sheet else None)}",
            url=named.get(place.slug, f"cities/{place.slug}/"),
            shown=(edition.say(place.name), above, shorten(summary, _EXCERPT)),
        )


def _named_parts(edition: Edition) -> dict[str, str]:
    """Where a sheet tells of a narrower place that has no page of its own, by place."""
    parts = [slug for slug in edition.by_place if not edition.has_page(slug)]
    firsts: list[Fact | Measure] = [edition.by_place[slug][0] for slug in parts]
    firsts += [one for one in edition.measures if not edition.has_page(one.place)]
    found: dict[str, str] = {}
    for record in firsts:
        sheet = edition.sheet_of[record.id]
        found.setdefault(record.place, f"cities/{sheet}/#part-{record.place}")
    return found


def _topics(edition: Edition) -> Iterator[SearchRecord]:
    for topic in edition.atlas.content.topics.values():
        yield SearchRecord(
            kind="topic",
            title=_both(topic.name),
            text=_both(topic.short, topic.what, topic.why, topic.read, topic.compare),
            url=f"topics/{topic.id}/",
            shown=(edition.say(topic.name), edition.say(topic.short)),
        )


def _indicators(edition: Edition) -> Iterator[SearchRecord]:
    for one in edition.atlas.content.indicators.values():
        words = " ".join(one.words)
        topic = edition.atlas.content.topics[one.topic]
        yield SearchRecord(
            kind="indicator",
            title=_both(one.name),
            text=f"{words} {_both(one.definition, one.caveat)}",
            url=f"indicators/{one.id}/",
            shown=(
                edition.say(one.name),
                edition.say(topic.name),
                shorten(edition.say(one.definition), _EXCERPT),
            ),
        )


def _terms(edition: Edition) -> Iterator[SearchRecord]:
    for one in edition.atlas.content.terms.values():
        forms = " ".join((*one.words, *one.words_en))
        yield SearchRecord(
            kind="term",
            title=_both(one.term),
            text=f"{forms} {_both(one.meaning)}",
            url=f"glossary/#{one.id}",
            shown=(
                edition.say(one.term),
                one.term.en if edition.lang == "zh" else one.term.zh,
                shorten(edition.say(one.meaning), _EXCERPT),
            ),
        )


def _measures(edition: Edition, slugs: Iterable[str]) -> Iterator[SearchRecord]:
    for measure in chain.from_iterable(map(edition.measures_of, slugs)):
        view = view_measure(edition, measure)
        place = edition.place(measure.place)
        quote = " ".join(measure.quote)
        about = " · ".join(part for part in (view.place.title, view.body, view.period) if part)
        yield SearchRecord(
            kind="measure",
            title=_both(measure.title),
            text=" ".join((_both(place.name), view.body, quote, _both(measure.note))),
            url=view.url,
            shown=(view.title, about, quote),
        )


def _sources(edition: Edition) -> Iterator[SearchRecord]:
    for source in edition.atlas.content.sources.values():
        about = f"{edition.say(source.publisher)} · {show_period(source.date, edition.lang)}"
        yield SearchRecord(
            kind="source",
            title=_both(source.title),
            text=f"{_both(source.publisher, source.note, source.date_note)} {source.date}",
            url=f"sources/{source.id}/",
            shown=(edition.say(source.title), about),
        )
