"""What happened to a record, in words: what it was and is, when, why, by which change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from markupsafe import Markup

from atlas.chronicle import Event, FieldChange
from atlas.display import display_words, label, pick, show_period
from atlas.languages import has_chinese
from atlas.model import Lang, Measure
from atlas.pages.edition import Edition
from atlas.pages.page import Link
from atlas.units import UNITS

_AROUND = 16  # characters of a sentence that stay on either side of what changed
_SHORT = 24  # characters of a text that is told as from … to …
_SHORT_COMMIT = 9
_RAW = ("text", "value", "body", "quote", "title_zh", "title_en")
# One figure has one line: its value and unit follow from its text.
_FOLLOWS = ("value", "unit", "qualifier")


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A key that changed: from `was` to `now`, or, of a long text, `marked` with both in place."""

    name: str
    was: str
    now: str
    marked: Markup
    chinese: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """One event. `url` is the record's address below the language's home.

    `subject` is the commit's first line, told where no editor wrote a reason; `subject_lang` is
    the language that it seems to be in. `when` is the day, or that there is none yet. `said` is
    what the record said at last: its figure or title, and its sentence.
    """

    id: str
    record: str
    kind: str
    kind_name: str
    when: str
    day: str
    place: Link
    what: str
    url: str
    changes: tuple[ChangeView, ...]
    why: str
    subject: str
    subject_lang: str
    commit: str
    commit_url: str
    said: tuple[str, str]


@dataclass(frozen=True, slots=True)
class AddedView:
    """A day on which a page's records came into the atlas; none named stand for all others."""

    when: str
    records: tuple[Link, ...]


def view_event(edition: Edition, event: Event) -> EventView:
    """An event with the words of the edition's language; made once."""
    return edition.once("events", event.id, partial(_view_event, edition, event))


def _view_event(edition: Edition, event: Event) -> EventView:
    lang = edition.lang
    subject = event.commit.subject if event.commit else ""
    return EventView(
        id=event.id,
        record=event.record,
        kind=event.kind,
        kind_name=label("events", event.kind, lang),
        when=tell_day(edition, event),
        day=event.day,
        place=_place(edition, event),
        what=name_record(edition, event),
        url=f"cities/{edition.sheet_of.get(event.record, event.sheet)}/#{event.record}",
        changes=tuple(_changes(edition, event)),
        why=pick(event.why, lang) if event.why else "",
        subject=subject,
        subject_lang="zh" if has_chinese(subject) else "en",
        commit=event.commit.id[:_SHORT_COMMIT] if event.commit else "",
        commit_url=commit_url(event.commit.id) if event.commit else "",
        said=_last(event),
    )


def view_amendments(edition: Edition, record: str) -> tuple[EventView, ...]:
    """The corrections of a record, the oldest first."""
    events = edition.past.get(record, ())
    return tuple(view_event(edition, one) for one in events if one.is_correction)


def view_gone(edition: Edition, sheet: str) -> tuple[EventView, ...]:
    """What a sheet, or the place under its former ids, published and does not any more.

    In the order of the records' ids; their addresses live on.
    """
    place = edition.atlas.content.places.get(sheet)
    homes = (sheet, *(one.slug for one in (place.former if place else ()) if one.slug))
    gone = edition.gone
    found = sorted(
        (one for home in homes for one in gone.get(home, ())), key=lambda one: one.record
    )
    return tuple(view_event(edition, one) for one in found)


def list_left(edition: Edition) -> tuple[str, ...]:
    """The places whose sheets are gone with all that they published, without a place to lead to."""
    places = edition.atlas.content.places
    led_on = {one.slug for place in places.values() for one in place.former}
    homes = sorted(edition.gone.keys() - led_on)
    return tuple(home for home in homes if home not in places or not edition.has_page(home))


def view_added(edition: Edition, records: Iterable[str]) -> tuple[AddedView, ...]:
    """The days on which records were added; those of the day of most are not named."""
    days: dict[str, list[Event]] = {}
    for record in records:
        first = next((one for one in edition.past.get(record, ()) if one.kind == "added"), None)
        if first:
            days.setdefault(first.day, []).append(first)
    most = max(days, key=lambda day: len(days[day]), default="")
    return tuple(
        AddedView(
            tell_day(edition, days[day][0]),
            tuple(
                Link(name_record(edition, one), f"#{one.record}")
                for one in days[day]
                if day != most
            ),
        )
        for day in sorted(days, key=lambda day: (day != most, day))
    )


def tell_day(edition: Edition, event: Event) -> str:
    """When it was, and how that is known where it is not from the commit."""
    shown = show_period(event.day, edition.lang) if event.day else ""
    if event.dating in ("before", "unrecorded"):
        return edition.t(f"history_{event.dating}", date=shown)
    return shown


def commit_url(name: str) -> str:
    """Where a commit can be seen."""
    home = str(display_words()["repository"]).partition("/blob/")[0]
    return f"{home}/commit/{name}"


def name_record(edition: Edition, event: Event) -> str:
    """What the record is of: an indicator with its breakdown, a measure's title."""
    record = edition.records.get(event.record)
    if isinstance(record, Measure):
        return edition.say(record.title)
    if record is not None and record.indicator in edition.atlas.content.indicators:
        name = edition.say(edition.atlas.content.indicators[record.indicator].name)
        parts = [edition.body(record), *edition.breakdown_words(record.breakdown)]
        return " · ".join([name, *filter(None, parts)])
    title = event.last.get(f"title_{edition.lang}") or event.last.get("title_zh", "")
    indicator = edition.atlas.content.indicators.get(event.last.get("indicator", ""))
    return (edition.say(indicator.name) if indicator else title) or event.record


def _place(edition: Edition, event: Event) -> Link:
    places = edition.atlas.content.places
    if event.place not in places:
        return Link(event.place)
    name = edition.say(places[event.place].name)
    sheet = edition.sheet_of.get(event.record, event.sheet)
    return Link(name, f"cities/{sheet}/" if edition.has_sheet(sheet) else "")


def _changes(edition: Edition, event: Event) -> list[ChangeView]:
    """The keys that changed; nothing of what was added or went, which `said` tells."""
    if event.kind not in ("corrected", "revised"):
        return []
    names = {change.field for change in event.changes}
    shown = [
        change
        for change in event.changes
        if not ("text" in names and change.field in _FOLLOWS)
        and change.field != ("title_en" if edition.lang == "zh" and "title_zh" in names else "")
    ]
    return [_view(edition, change) for change in shown]


def _view(edition: Edition, change: FieldChange) -> ChangeView:
    was, now = (_word(edition, change.field, text) for text in (change.was, change.now))
    is_long = max(len(was), len(now)) > _SHORT and bool(was and now)
    nothing = edition.t("history_nothing")
    return ChangeView(
        name=label("history_fields", change.field, edition.lang),
        was=was or nothing,
        now=now or nothing,
        marked=mark_difference(was, now) if is_long else Markup(),
        chinese=change.field in _RAW and change.field != "title_en",
    )


def mark_difference(was: str, now: str) -> Markup:
    """A text with what went struck out and what came marked, and a few words around.

    >>> str(mark_difference("共5家医院。", "共6家医院。"))
    '共<del>5</del><ins>6</ins>家医院。'
    """
    head = was[: _alike(was, now)]
    ends = was[len(head) :][::-1], now[len(head) :][::-1]
    tail = ends[0][: _alike(*ends)][::-1]
    old, new = (text[len(head) : len(text) - len(tail)] for text in (was, now))
    before = head if len(head) <= _AROUND else "…" + head[-_AROUND:]
    after = tail if len(tail) <= _AROUND else tail[:_AROUND] + "…"
    out = Markup.escape(before)
    if old:
        out += Markup("<del>{}</del>").format(old)
    if new:
        out += Markup("<ins>{}</ins>").format(new)
    return out + Markup.escape(after)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin alike with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _word(edition: Edition, field: str, text: str) -> str:
    """The value of a key as readers meet it; what is no longer known stands as it was."""
    lang, content = edition.lang, edition.atlas.content
    if not text or field in (*_RAW, "qualifier"):
        return text
    if field == "role":
        return _named("roles", text, lang)
    if field == "direction":
        return _named("directions", text, lang).format(v="").strip()
    if field == "period":
        return show_period(text, lang)
    if field == "flags":
        return edition.t("list_separator").join(
            _named("flags", one, lang) for one in text.split(";")
        )
    if field == "breakdown":
        return edition.t("list_separator").join(_group(edition, one) for one in text.split(";"))
    if field == "comparable":
        return edition.t(f"history_comparable_{text}") if text in ("yes", "no") else text
    named = {
        "unit": UNITS.get(text),
        "indicator": found.name if (found := content.indicators.get(text)) else None,
        "topic": topic.name if (topic := content.topics.get(text)) else None,
        "place": place.name if (place := content.places.get(text)) else None,
    }.get(field)
    return pick(named, lang) if named else text


def _named(table: str, code: str, lang: Lang) -> str:
    return label(table, code, lang) if code in display_words()[table] else code


def _group(edition: Edition, text: str) -> str:
    key, _, value = text.partition("=")
    dimension = edition.atlas.content.dimensions.get(key)
    return edition.say(dimension.values[value]) if dimension and value in dimension.values else text


def _last(event: Event) -> tuple[str, str]:
    """The figure or title, and the sentence, of what was added or went."""
    if event.kind in ("corrected", "revised"):
        return "", ""
    change = event.changes[0] if event.changes else FieldChange("", "", "")
    return change.was or change.now, event.last.get("quote", "")
