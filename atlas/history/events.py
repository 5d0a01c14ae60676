"""From the changes of records to events: what was added, corrected, withdrawn, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import PurePosixPath

from atlas.chronicle import Event, FieldChange, History
from atlas.history.journal import Journal, Touch
from atlas.history.pieces import word
from atlas.history.telling import CORRECTED, CUT, Told, read_reasons, tell, tell_changes
from atlas.memory import Memory
from atlas.model import Content, Fact, Measure, Words

_SHEETS = "content/cities/"
_PUBLISHED = ("accepted", "withdrawn")


@dataclass(frozen=True, slots=True)
class _State:
    """A published record as a sheet had it."""

    status: str
    sheet: str
    piece: str

    @property
    def told(self) -> Told:
        return tell(self.piece, self.sheet)


@dataclass(slots=True)
class _Teller:
    """What the walk through the changes has seen so far, by record."""

    topics: Mapping[str, str]
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    withdrawn: set[str] = field(default_factory=set)
    unexplained: set[tuple[str, str]] = field(default_factory=set)
    explained: dict[tuple[str, str], Words] = field(default_factory=dict)

    def event(
        self,
        kind: str,
        record: str,
        state: _State,
        touch: Touch,
        changes: tuple[FieldChange, ...] = (),
        why: Words | None = None,
    ) -> Event:
        """An event with the record's next number; `state` is the one that tells most of it."""
        self.counts[record] += 1
        if kind == "corrected" and why is None and touch.commit:
            self.unexplained.add((record, touch.commit.day))
        dating = "before" if touch.is_first_known else "recorded" if touch.commit else "unrecorded"
        return Event(
            kind=kind,
            record=record,
            sort="fact" if word(state.piece, "role") else "measure",
            number=self.counts[record],
            sheet=state.sheet,
            place=word(state.piece, "place") or state.sheet,
            topic=self.topics.get(word(state.piece, "indicator")) or word(state.piece, "topic"),
            dating=dating,
            day=touch.commit.day if touch.commit else "",
            changes=changes,
            why=why,
            commit=touch.commit,
            last=state.told if kind in ("withdrawn", "removed") else {},
        )

    def explain_later(self, record: str, day: str, why: Words) -> bool:
        """Whether a reason is that of an earlier correction of its day, which had none."""
        if (record, day) not in self.unexplained:
            return False
        self.unexplained.discard((record, day))
        self.explained[record, day] = why
        return True


def read_history(
    content: Content, journal: Journal | None, memory: Memory | None = None
) -> History:
    """The history of every published fact and measure, as a copy's journal knows it."""
    memory = memory or Memory(keeps=False)
    topics = {one.id: one.topic for one in content.indicators.values()}
    amended = tuple(_amended(content))
    head, here = (journal.head, journal.here) if journal else ("", ())
    return memory.recall(
        lambda: find_events(journal, topics, amended), "events", head, here, topics, amended
    )


def _amended(content: Content) -> Iterator[tuple[str, Fact | Measure]]:
    """The records that tell of a change themselves, with the places of their sheets."""
    for sheet in content.sheets.values():
        records: list[Fact | Measure] = [*sheet.facts, *sheet.measures]
        for record in records:
            if record.status != "draft" and (record.corrected or record.withdrawn):
                yield sheet.place, record


def find_events(
    journal: Journal | None,
    topics: Mapping[str, str],
    amended: Iterable[tuple[str, Fact | Measure]],
) -> History:
    """The events of a journal; `topics` are those of the indicators.

    What the `amended` records, with the places of their sheets, tell of themselves is an event
    too where no commit of the journal shows it.
    """
    teller = _Teller(topics)
    events: list[Event] = []
    for _, touches in groupby(journal.touches if journal else (), lambda touch: touch.commit):
        events += _tell_commit(teller, list(touches))
    events = [_explain(teller, event) for event in events]
    for sheet, record in amended:
        events += _stated_of(teller, record, sheet)
    if journal is None:
        return History(tuple(events))
    return History(tuple(events), True, "" if journal.whole else journal.begins[:10])


def _explain(teller: _Teller, event: Event) -> Event:
    """The event with the reason that its editor wrote later, if any."""
    if event.kind != "corrected" or event.why:
        return event
    return replace(event, why=teller.explained.get((event.record, event.day)))


def _tell_commit(teller: _Teller, touches: list[Touch]) -> Iterator[Event]:
    """The events of one commit; a record that moved to another sheet is still the same."""
    moves: dict[str, tuple[Touch, _State | None, _State | None]] = {}
    for touch in touches:
        if touch.path.startswith(_SHEETS) and touch.key:
            _, before, after = moves.get(touch.key, (touch, None, None))
            moves[touch.key] = (
                touch,
                _state(touch.path, touch.before) or before,
                _state(touch.path, touch.after) or after,
            )
    for record, (touch, before, after) in moves.items():
        yield from _tell_record(teller, record, touch, before, after)


def _state(path: str, piece: str | None) -> _State | None:
    """None for a draft too: what was never published has no history."""
    status = word(piece, "status") if piece is not None else ""
    if piece is None or status not in _PUBLISHED:
        return None
    return _State(status, PurePosixPath(path).stem, piece)


def _tell_record(
    teller: _Teller, record: str, touch: Touch, before: _State | None, after: _State | None
) -> Iterator[Event]:
    if after is None:
        if before is not None and before.status == "accepted":
            yield teller.event("removed", record, before, touch, _figure(before.told, gone=True))
    elif after.status == "withdrawn":
        if before is None or before.status == "accepted":
            why = next((why for _, why in read_reasons(after.piece, "withdrawn")), None)
            teller.withdrawn.add(record)
            yield teller.event("withdrawn", record, after, touch, _figure(after.told, True), why)
    elif before is None or before.status == "withdrawn":
        kind = "restored" if teller.counts[record] else "added"
        yield teller.event(kind, record, after, touch, _figure(after.told))
    else:
        yield from _tell_difference(teller, record, touch, before, after)


def _tell_difference(
    teller: _Teller, record: str, touch: Touch, before: _State, after: _State
) -> Iterator[Event]:
    """A correction, or what is said otherwise; what an editor explains is a correction."""
    known = read_reasons(before.piece, "corrected")
    fresh = [one for one in read_reasons(after.piece, "corrected") if one not in known]
    changes = tell_changes(before.told, after.told)
    if before.sheet != after.sheet and (before.sheet, after.sheet) == _places(changes):
        changes = tuple(change for change in changes if change.field != "place")
    figure = [change for change in changes if change.field in CORRECTED]
    teller.reasons[record] += len(fresh)
    if not figure:
        fresh = [one for one in fresh if not teller.explain_later(record, *one)]
    if figure or fresh:
        why = _join([why for _, why in fresh])
        yield teller.event("corrected", record, after, touch, changes, why)
    elif changes:
        yield teller.event("revised", record, after, touch, changes)


def _places(changes: tuple[FieldChange, ...]) -> tuple[str, str] | None:
    """The places before and after: a sheet that got another name is still of the same place."""
    return next(((one.was, one.now) for one in changes if one.field == "place"), None)


def _join(reasons: list[Words]) -> Words | None:
    if not reasons:
        return None
    return Words("".join(one.zh for one in reasons), " ".join(one.en for one in reasons))


def _figure(told: Told, gone: bool = False) -> tuple[FieldChange, ...]:
    """What was added or went, in one key: a figure as printed, a measure by its title."""
    key = "text" if told.get("text") else "title_zh"
    text = told.get(key, "")
    return (FieldChange(key, text, "") if gone else FieldChange(key, "", text),)


def _stated_of(teller: _Teller, record: Fact | Measure, sheet: str) -> Iterator[Event]:
    if isinstance(record, Fact):
        sort, topic, told = "fact", teller.topics.get(record.indicator, ""), {"text": record.text}
    else:
        sort, topic, told = "measure", record.topic, {"title_zh": record.title.zh}
    told["quote"] = CUT.join(record.quote)
    known = teller.reasons[record.id]
    untold = record.corrected[: len(record.corrected) - known]
    entries = [("corrected", one) for one in untold]
    if record.withdrawn and record.id not in teller.withdrawn:
        entries.append(("withdrawn", record.withdrawn))
    for kind, amendment in entries:
        teller.counts[record.id] += 1
        yield Event(
            kind=kind,
            record=record.id,
            sort=sort,
            number=teller.counts[record.id],
            sheet=sheet,
            place=record.place,
            topic=topic,
            dating="stated",
            day=amendment.date,
            changes=_figure(told, gone=True) if kind == "withdrawn" else (),
            why=amendment.why,
            last=told if kind == "withdrawn" else {},
        )
