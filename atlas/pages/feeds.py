"""Atom feeds (RFC 4287) of what changed: of the whole, of each place and of each topic.

Corrections have an entry each; what was added or reworded, one for each commit and place. An
entry's id holds no address of the site and never changes. What no commit tells of has none: it
would have a new id with the commit.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from atlas.chronicle import Event
from atlas.languages import HOMES
from atlas.pages.changes import gather_commits, latest_first
from atlas.pages.edition import Edition
from atlas.pages.past import EventView, view_event
from atlas.parts import Output
from atlas.release import read_release

AUTHORITY = "tag:health-reform-atlas.github.io,2026:"
"""By RFC 4151: whoever moves the site keeps it."""

MOST_ENTRIES = 100
_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
_ATOM = "http://www.w3.org/2005/Atom"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `url` is below the language's home, `updated` a moment of RFC 3339."""

    id: str
    title: str
    updated: str
    url: str
    content: Markup
    kinds: tuple[str, ...]


def make_feeds(edition: Edition) -> tuple[Output, ...]:
    """Every feed of one language's edition."""
    events = [
        one
        for one in latest_first(edition.atlas.history.events)
        if one.dating in ("recorded", "stated")
    ]
    feeds = [_feed(edition, "", edition.t("shell_site"), events)]
    by_place, by_topic = _group(edition, events)
    for slug in edition.atlas.content.places:
        if edition.has_page(slug):
            name = edition.say(edition.place(slug).name)
            feed = _feed(edition, f"cities/{slug}/", name, by_place[slug])
            feeds.append(feed)
            feeds += [
                replace(feed, path=f"{HOMES[edition.lang]}cities/{one.slug}/feed.xml")
                for one in edition.place(slug).former
                if one.slug
            ]
    for topic in edition.atlas.content.topics.values():
        name = edition.say(topic.name)
        feeds.append(_feed(edition, f"topics/{topic.id}/", name, by_topic[topic.id]))
    return tuple(feeds)


def _group(
    edition: Edition, events: Iterable[Event]
) -> tuple[Mapping[str, list[Event]], Mapping[str, list[Event]]]:
    """The events by each place and each topic that tells of them."""
    by_place: defaultdict[str, list[Event]] = defaultdict(list)
    by_topic: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_topic[event.topic].append(event)
        for slug in _homes(edition, event):
            by_place[slug].append(event)
    return by_place, by_topic


def _homes(edition: Edition, event: Event) -> set[str]:
    """The places whose feed tells of an event: its own, that of its sheet, and those above."""
    sheet = edition.sheet_of.get(event.record, event.sheet)
    found = {event.place, sheet}
    for slug in (event.place, sheet):
        if slug in edition.atlas.content.places:
            found |= {one.slug for one in edition.ancestors(edition.place(slug))}
    return found


def _feed(edition: Edition, path: str, name: str, events: Sequence[Event]) -> Output:
    home = HOMES[edition.lang]
    root = edition.site_url + home if edition.site_url else "../" * path.count("/")
    entries = list(_entries(edition, path, events))[:MOST_ENTRIES]
    newest = max((one.updated for one in entries), default=f"{read_release().date}T00:00:00Z")
    feed = ET.Element(
        "feed", {"xmlns": _ATOM, "xml:lang": "zh-Hans" if edition.lang == "zh" else "en"}
    )
    title = edition.t("feed_title", name=name)
    for tag, text in (
        ("title", title),
        ("id", f"{AUTHORITY}{edition.lang}/{path}feed"),
        ("updated", newest),
        ("rights", "CC BY 4.0"),
    ):
        ET.SubElement(feed, tag).text = text
    ET.SubElement(ET.SubElement(feed, "author"), "name").text = edition.t("shell_site")
    for rel, kind, href in (
        ("self", "application/atom+xml", f"{root}{path}feed.xml"),
        ("alternate", "text/html", f"{root}{path or 'changes/'}"),
        ("license", "text/html", _LICENCE),
    ):
        ET.SubElement(feed, "link", rel=rel, type=kind, href=href)
    for entry in entries:
        _write(feed, entry, root)
    ET.indent(feed, " ")
    data = ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"
    return Output(f"{home}{path}feed.xml", data)


def _write(feed: ET.Element, entry: Entry, root: str) -> None:
    node = ET.SubElement(feed, "entry")
    for tag, text in (("title", entry.title), ("id", entry.id), ("updated", entry.updated)):
        ET.SubElement(node, tag).text = _INVALID.sub("", text)
    ET.SubElement(node, "link", rel="alternate", type="text/html", href=root + entry.url)
    for kind in entry.kinds:
        ET.SubElement(node, "category", term=kind)
    ET.SubElement(node, "content", type="html").text = _INVALID.sub("", entry.content)


def _entries(edition: Edition, path: str, events: Iterable[Event]) -> Iterator[Entry]:
    for told in gather_commits(events):
        sheets = dict.fromkeys(edition.sheet_of.get(one.record, one.sheet) for one in told)
        for event in told:
            if event.is_correction:
                yield _correction(edition, event)
        for sheet in sheets:
            others = [
                one
                for one in told
                if not one.is_correction and edition.sheet_of.get(one.record, one.sheet) == sheet
            ]
            if others:
                yield _summary(edition, path, sheet, others)


def _moment(event: Event) -> str:
    return event.commit.time if event.commit else f"{event.day}T00:00:00Z"


def _correction(edition: Edition, event: Event) -> Entry:
    view = view_event(edition, event)
    colon = edition.t("separator")
    return Entry(
        id=f"{AUTHORITY}{edition.lang}/{event.id}",
        title=f"{view.kind_name}{colon}{view.place.title} {view.what}",
        updated=_moment(event),
        url=f"corrections/#{event.id}",
        content=Markup("").join(_tell(edition, view)),
        kinds=(event.kind,),
    )


def _tell(edition: Edition, view: EventView) -> Iterator[Markup]:
    colon = edition.t("separator")
    for change in view.changes:
        told = change.marked or Markup("<del>{}</del> → <ins>{}</ins>").format(
            change.was, change.now
        )
        yield Markup("<p>{}{}{}</p>").format(change.name, colon, told)
    if view.said[0]:
        yield Markup("<p><del>{}</del></p>").format(view.said[0])
    if view.why:
        yield Markup("<p>{}{}{}</p>").format(edition.t("history_why"), colon, view.why)
    elif view.subject:
        told = Markup("<q>{}</q>").format(view.subject)
        yield Markup("<p>{}{}{}</p>").format(edition.t("history_subject"), colon, told)


def _summary(edition: Edition, path: str, sheet: str, events: Sequence[Event]) -> Entry:
    """What a commit added to one place, or told otherwise; of a topic, what is of the topic."""
    places = edition.atlas.content.places
    name = edition.say(places[sheet].name) if sheet in places else sheet
    lead = view_event(edition, events[0])
    scope = path if path.startswith("topics/") else ""
    added = [one.sort for one in events if one.kind == "added"]
    revised = sum(one.kind == "revised" for one in events)
    told = [
        edition.t(f"{sort}s_count", n=number)
        for sort in ("fact", "measure")
        if (number := added.count(sort))
    ]
    if told:
        told[0] = f"{edition.t('history_added')} {told[0]}"
    if revised:
        told.append(edition.t("history_revised", n=revised))
    subject = Markup("<p><q>{}</q></p>").format(lead.subject) if lead.subject else Markup("")
    return Entry(
        id=f"{AUTHORITY}{edition.lang}/{scope}{lead.record}-{events[0].number}/{sheet}",
        title=f"{name}{edition.t('separator')}{edition.t('list_separator').join(told)}",
        updated=_moment(events[0]),
        url=f"changes/#d{events[0].day}",
        content=subject,
        kinds=tuple(dict.fromkeys(one.kind for one in events)),
    )
