"""What changed, commit by commit and place by place, and the list of corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from atlas.chronicle import Event
from atlas.display import show_period
from atlas.pages.edition import Edition
from atlas.pages.page import Link, Press
from atlas.pages.past import EventView, view_event
from atlas.parts import Heading, Page

MOST_COMMITS = 100
"""How many changes the page tells; the table of history has them all."""


@dataclass(frozen=True, slots=True)
class PlaceChanges:
    """What one commit did to one place's sheet."""

    place: Link
    facts: int
    measures: int
    corrections: tuple[EventView, ...]
    revised: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class CommitChanges:
    """What one commit did; `lead` is an event of it, which names it."""

    lead: EventView
    places: tuple[PlaceChanges, ...]


@dataclass(frozen=True, slots=True)
class DayChanges:
    """The commits of one day, the latest first."""

    heading: Heading
    commits: tuple[CommitChanges, ...]


@dataclass(frozen=True, slots=True)
class YearOfCorrections:
    """The corrections of one year, the latest first."""

    heading: Heading
    events: tuple[EventView, ...]


def build_changes(press: Press) -> Page:
    """What changed, day by day."""
    edition = press.edition
    commits = gather_commits(latest_first(edition.atlas.history.events))
    days = _days(edition, commits[:MOST_COMMITS])
    return press.page(
        "changes.html",
        "changes/",
        edition.t("nav_changes"),
        description=edition.t("changes_lede"),
        headings=[day.heading for day in days],
        days=days,
        left=max(0, len(commits) - MOST_COMMITS),
        feed=not edition.drafts,
        reach=tell_reach(edition),
    )


def build_corrections(press: Press) -> Page:
    """The list of corrections."""
    edition = press.edition
    events = [one for one in latest_first(edition.atlas.history.events) if one.is_correction]
    years = [
        YearOfCorrections(
            Heading(2, f"y{year}" if year else "unrecorded", _name_day(edition, year)),
            tuple(view_event(edition, one) for one in told),
        )
        for year, told in groupby(events, lambda one: one.day[:4])
    ]
    return press.page(
        "corrections.html",
        "corrections/",
        edition.t("nav_corrections"),
        description=edition.t("corrections_lede"),
        headings=[year.heading for year in years],
        years=years,
        count=len(events),
        feed=not edition.drafts,
        reach=tell_reach(edition),
    )


def tell_reach(edition: Edition) -> str:
    """How far back the history goes that this copy holds."""
    history = edition.atlas.history
    if not history.at_hand:
        return edition.t("history_not_at_hand")
    if history.begins:
        return edition.t("history_begins", date=show_period(history.begins, edition.lang))
    first = min((one.day for one in history.events if one.day), default="")
    return edition.t("history_whole", date=show_period(first, edition.lang)) if first else ""


def latest_first(events: Iterable[Event]) -> list[Event]:
    """Events by day; those of a day as they came, what is not recorded yet at the head."""
    return sorted(events, key=lambda one: one.day or "9999", reverse=True)


def gather_commits(events: Iterable[Event]) -> list[list[Event]]:
    """The events of each commit together; what no commit tells makes a group a day.

    The commits of one day stand the latest first.
    """
    days = []
    for _, told in groupby(events, lambda one: one.day):
        by_commit: dict[str, list[Event]] = {}
        for event in told:
            by_commit.setdefault(event.commit.id if event.commit else "", []).append(event)
        days += sorted(by_commit.values(), key=_time, reverse=True)
    return days


def _time(events: Sequence[Event]) -> str:
    commit = events[0].commit
    return commit.time if commit else "9999"


def _days(edition: Edition, commits: Iterable[list[Event]]) -> list[DayChanges]:
    return [
        DayChanges(
            Heading(2, f"d{day}" if day else "unrecorded", _name_day(edition, day)),
            tuple(_commit(edition, events) for events in told),
        )
        for day, told in groupby(commits, lambda events: events[0].day)
    ]


def _name_day(edition: Edition, day: str) -> str:
    return show_period(day, edition.lang) if day else edition.t("history_unrecorded")


def _commit(edition: Edition, events: Sequence[Event]) -> CommitChanges:
    by_sheet: dict[str, list[Event]] = {}
    for event in events:
        by_sheet.setdefault(edition.sheet_of.get(event.record, event.sheet), []).append(event)
    order = {slug: at for at, slug in enumerate(edition.atlas.content.places)}
    sheets = sorted(by_sheet, key=lambda slug: (order.get(slug, len(order)), slug))
    return CommitChanges(
        view_event(edition, events[0]),
        tuple(_place(edition, slug, by_sheet[slug]) for slug in sheets),
    )


def _place(edition: Edition, sheet: str, events: Sequence[Event]) -> PlaceChanges:
    places = edition.atlas.content.places
    name = edition.say(places[sheet].name) if sheet in places else sheet
    added = [one.sort for one in events if one.kind == "added"]
    return PlaceChanges(
        place=Link(name, f"cities/{sheet}/" if edition.has_sheet(sheet) else ""),
        facts=added.count("fact"),
        measures=added.count("measure"),
        corrections=tuple(view_event(edition, one) for one in events if one.is_correction),
        revised=tuple(view_event(edition, one) for one in events if one.kind == "revised"),
    )
