"""What a machine proposed in a record and no editor has settled yet."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.checks.faults import mark_of
from atlas.model import Content, Fact, Marks, Measure, Place, Source, Words
from atlas.problems import Problem

TODO = "TODO"  # an English text that begins so is still to be written


def check_proposals(content: Content) -> Iterator[Problem]:
    """A warning for each text still to be written; an error once accepted facts rest on it."""
    records: list[Fact | Measure] = [*content.facts(), *content.measures()]
    accepted = [record for record in records if record.status == "accepted"]
    sources = {record.source for record in accepted}
    places = _with_those_above(content, {record.place for record in accepted})
    for place in content.places.values():
        key, words = ("name", place.name)
        if not words.en.startswith(TODO):
            key, words = ("short", place.short)
        yield from _check_words(place.marks, key, words, place.slug in places)
    for source in content.sources.values():
        for key, found in (
            ("title", source.title),
            ("publisher", source.publisher),
            ("note", source.note),
        ):
            yield from _check_words(source.marks, key, found, source.id in sources)


def _with_those_above(content: Content, slugs: set[str]) -> set[str]:
    found: set[str] = set()
    for slug in slugs:
        above: str | None = slug
        while above and above in content.places and above not in found:
            found.add(above)
            above = content.places[above].parent
    return found


def is_proposed(record: Place | Source) -> bool:
    """Whether a text of the record is still to be written or settled."""
    if isinstance(record, Place):
        texts: tuple[Words | None, ...] = (record.name, record.short)
    else:
        texts = (record.title, record.publisher, record.note)
    return any(words is not None and words.en.startswith(TODO) for words in texts)


def _check_words(marks: Marks, key: str, words: Words | None, used: bool) -> Iterator[Problem]:
    if words is None or not words.en.startswith(TODO):
        return
    yield Problem(
        mark_of(marks, key),
        "to-do",
        f"“{key}”是机器拟定的（{words.zh}）。核对中文，写上英文；note 核对后删去。",
        f"{key} was proposed by the machine ({words.zh}). Check the Chinese and write the English; "
        "delete a note when what it says is settled.",
        severity="error" if used else "warning",
    )
