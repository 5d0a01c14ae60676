"""What the past of the content is told in: commits, and events of one fact or measure each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from atlas.words import Words

EVENTS = ("added", "corrected", "revised", "withdrawn", "removed", "restored")
"""What can happen to a record. It is `revised` where the atlas speaks otherwise of the same figure
or act: a doubt, a title; `removed` where it left without a word."""

CORRECTIONS = ("corrected", "withdrawn", "removed", "restored")
"""The events that a list of corrections holds."""

DATINGS = ("recorded", "before", "stated", "unrecorded")
"""How an event has its day: from the commit; at the latest on it, as this copy's history begins
there; from the editor, where this copy does not hold the commit; not yet committed."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A change of the content.

    `time` is when it was committed, in ISO 8601 and UTC. `files` are the paths below the project
    that it changed, each with the id of what it then held, or None where it was taken away.
    """

    id: str
    time: str
    subject: str
    files: tuple[tuple[str, str | None], ...]

    @property
    def day(self) -> str:
        return self.time[:10]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A key of a record that became another; empty for none."""

    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a published fact or measure.

    `number` counts the record's events from 1, so that the two together are an address that
    lasts. `day` is ISO, empty where not recorded. `changes` are the keys that changed; what was
    added or went has its figure or title alone. `last` is what the record said at last, of one
    that went. `why` is the editor's reason; without it the commit's subject may tell it.
    """

    kind: str
    record: str
    sort: str
    number: int
    sheet: str
    place: str
    topic: str
    dating: str
    day: str
    changes: tuple[FieldChange, ...] = ()
    why: Words | None = None
    commit: Commit | None = None
    last: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its address on the page of changes, which lasts."""
        return f"{self.record}-{self.number}"

    @property
    def is_correction(self) -> bool:
        return self.kind in CORRECTIONS


@dataclass(frozen=True, slots=True)
class History:
    """All events, the oldest first.

    `at_hand` is False where git knows nothing: the events are then those that the sheets
    themselves tell. `begins` is the day before which this copy knows nothing, empty where it
    holds all.
    """

    events: tuple[Event, ...] = ()
    at_hand: bool = False
    begins: str = ""

    def by_record(self) -> Mapping[str, Sequence[Event]]:
        """The events of each record, the oldest first."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.record, []).append(event)
        return found


NO_HISTORY = History()
