"""The rows of the table of history: one for each key that an event changed."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.chronicle import Event, FieldChange
from atlas.model import Atlas

_NOTHING = FieldChange("", "", "")


def history_rows(atlas: Atlas, site_url: str) -> list[dict[str, str]]:
    """Every event, the oldest first; an event that changed no key has one row all the same."""
    sheets: dict[str, str] = {}
    for sheet in atlas.content.sheets.values():
        sheets |= {fact.id: sheet.place for fact in sheet.facts}
        sheets |= {measure.id: sheet.place for measure in sheet.measures}
    return [
        row
        for event in atlas.history.events
        for row in _rows(event, site_url, sheets.get(event.record, event.sheet))
    ]


def _rows(event: Event, site_url: str, sheet: str) -> Iterator[dict[str, str]]:
    for line, change in enumerate(event.changes or (_NOTHING,), start=1):
        yield {
            "record": event.record,
            "number": str(event.number),
            "line": str(line),
            "sort": event.sort,
            "event": event.kind,
            "date": event.day,
            "dating": event.dating,
            "field": change.field,
            "was": change.was,
            "now": change.now,
            "why_zh": event.why.zh if event.why else "",
            "why_en": event.why.en if event.why else "",
            "sheet": sheet,
            "place": event.place,
            "topic": event.topic,
            "commit": event.commit.id if event.commit else "",
            "subject": event.commit.subject if event.commit else "",
            "url": f"{site_url}cities/{sheet}/#{event.record}",
        }
