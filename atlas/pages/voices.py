"""Who says a figure: other documents that say otherwise, and the speaker within a document."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.display import join_words, label, show_period, show_value
from atlas.model import Fact, Location
from atlas.pages.edition import Edition
from atlas.pages.page import Link
from atlas.speech import Speech


@dataclass(frozen=True, slots=True)
class VoiceView:
    """What one document says; `own` marks the fact that the others differ from."""

    value: str
    url: str
    source: Link
    publisher: str
    date: str
    draft: bool
    own: bool


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """What the documents say of one thing, in the order of the rule.

    `brief` names the other values and the rule in one line.
    """

    voices: tuple[VoiceView, ...]
    rule: str
    brief: str


def view_difference(edition: Edition, fact: Fact) -> DifferenceView | None:
    """None where no other document gives another value."""
    told = edition.accounts.differing.get(fact.id, ())
    if not told:
        return None
    voices = tuple(_view(edition, one, fact) for one in told)
    drafts = len({one.status for one in told}) > 1
    rule = label("accounts", "rule_drafts" if drafts else "rule", edition.lang)
    others = (
        one.value
        for one, spoken in zip(voices, told, strict=True)
        if (spoken.value, spoken.qualifier) != (fact.value, fact.qualifier)
    )
    brief = label("accounts", "brief", edition.lang).format(
        others=join_words([*others], edition.lang), rule=rule
    )
    return DifferenceView(voices, rule, brief)


def find_speech(edition: Edition, fact: Fact, where: Location | None) -> Speech | None:
    """The speech in which a fact's figure is said; None outside press conferences and the like."""
    speeches = edition.atlas.speeches.get(fact.source, ())
    return next((one for one in speeches if where and one.start <= where.start < one.end), None)


def tell_speaker(edition: Edition, speech: Speech | None) -> str:
    """Who says what is said in a speech, and whether in a question; empty without one."""
    if speech is None:
        return ""
    return label("speech", speech.kind, edition.lang).format(name=speech.speaker)


def _view(edition: Edition, told: Fact, fact: Fact) -> VoiceView:
    source = edition.source(told.source)
    return VoiceView(
        value=show_value(told, edition.indicator(told), edition.lang),
        url=edition.fact_url(told),
        source=Link(edition.say(source.title), f"sources/{source.id}/"),
        publisher=edition.say(source.publisher),
        date=show_period(source.date, edition.lang),
        draft=told.status == "draft",
        own=told is fact,
    )
