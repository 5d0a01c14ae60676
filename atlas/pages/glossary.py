"""The glossary: the words of reform by topic, each with its meaning and its other forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atlas.model import Indicator, Term
from atlas.pages.edition import Edition
from atlas.pages.page import Link, Press
from atlas.parts import Heading, Page


@dataclass(frozen=True, slots=True)
class TermView:
    """A word with its meaning; `forms` are the other ways in which texts write it."""

    id: str
    name: str
    other_name: str
    meaning: str
    forms: tuple[str, ...]
    see: tuple[Link, ...]
    indicators: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TermGroup:
    """The words of one topic."""

    heading: Heading
    topic: Link
    terms: tuple[TermView, ...]


def build_glossary(press: Press) -> Page:
    """One page with every word."""
    edition = press.edition
    groups = _groups(edition)
    count = len(edition.atlas.content.terms)
    return press.page(
        "glossary.html",
        "glossary/",
        edition.t("nav_glossary"),
        description=edition.t("glossary_lede", n=count),
        headings=[group.heading for group in groups],
        edit="content/glossary.yml",
        groups=groups,
        count=count,
        address=edition.edit_url("content/glossary.yml"),
    )


def _groups(edition: Edition) -> list[TermGroup]:
    measured = _measured(edition)
    groups = []
    for topic in edition.atlas.content.topics.values():
        terms = tuple(
            _view(edition, term, measured.get(term.id, ()))
            for term in edition.atlas.content.terms.values()
            if term.topic == topic.id
        )
        if terms:
            name = edition.say(topic.name)
            heading = Heading(2, f"topic-{topic.id}", name)
            groups.append(TermGroup(heading, Link(name, f"topics/{topic.id}/"), terms))
    return groups


def _measured(edition: Edition) -> dict[str, list[Indicator]]:
    """The indicators whose names use a word, by the word's id."""
    found: dict[str, list[Indicator]] = {}
    for indicator in edition.atlas.content.indicators.values():
        for key in dict.fromkeys(
            span.id for span in edition.find_terms(edition.say(indicator.name))
        ):
            found.setdefault(key, []).append(indicator)
    return found


def _view(edition: Edition, term: Term, indicators: Iterable[Indicator]) -> TermView:
    name = edition.say(term.term)
    forms = term.words if edition.lang == "zh" else term.words_en
    return TermView(
        id=term.id,
        name=name,
        other_name=term.term.en if edition.lang == "zh" else term.term.zh,
        meaning=edition.say(term.meaning),
        forms=tuple(form for form in forms if form.casefold() not in name.casefold()),
        see=tuple(
            Link(edition.say(edition.atlas.content.terms[key].term), f"glossary/#{key}")
            for key in term.see
        ),
        indicators=tuple(
            Link(edition.say(one.name), f"indicators/{one.id}/") for one in indicators
        ),
    )
