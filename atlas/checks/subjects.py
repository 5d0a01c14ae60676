"""Whether the words of the source speak for the place and the body of a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from atlas.checks.witness import Witness, is_alike, warn
from atlas.model import Content, Fact, Measure
from atlas.problems import Problem

_BODY = 0.65  # share of the pairs of signs of a body's name


def check_place(record: Fact | Measure, witness: Witness, content: Content) -> Iterator[Problem]:
    """The quote names the place, or it is the document's own or was named before."""
    place = content.places.get(record.place)
    if place is None or (witness.read and witness.read.place == record.place):
        return
    quote, names = witness.quote, {place.name.zh, place.short.zh}
    if any(name in quote for name in names):
        return
    read = witness.read.place if witness.read else ""
    if not witness.read:
        read = _other_place(quote, record.place, content)
        at_home = record.place == witness.source.place
        if not read and (at_home or any(name in witness.before for name in names)):
            return
    yield from warn(
        record,
        "place-unsupported",
        f"引文里没有说{place.name.zh}" + (f"；读起来是 {read}。" if read else "。"),
        f"The quote does not name {place.slug}" + (f"; it reads as {read}." if read else "."),
    )


def _other_place(quote: str, home: str, content: Content) -> str:
    """A place that the quote names and that is none of those above its own.

    By its short name only one below its own: 北京 may be where the experts come from.
    """
    above = _above(home, content)
    for slug, one in content.places.items():
        if one.name.zh in quote and slug not in above:
            return slug
        if one.short.zh in quote and slug != home and home in _above(slug, content):
            return slug
    return ""


def _above(slug: str, content: Content) -> set[str]:
    """The place and all those that it lies in."""
    above: set[str] = set()
    at: str | None = slug
    while at and at not in above:
        above.add(at)
        at = content.places[at].parent if at in content.places else None
    return above


def check_body(
    record: Fact | Measure, witness: Witness, bodies: Iterable[str]
) -> Iterator[Problem]:
    """The words name the body; `bodies` are those of the record's sheet."""
    read = witness.read.body if witness.read else _first_body(witness.quote, bodies)
    if record.body and record.body != read and not _is_named(record.body, witness, bodies):
        yield from warn(
            record,
            "body-unsupported",
            f"引文和前文里没有“{record.body}”。",
            f"Neither the quote nor the words before it name {record.body!r}.",
        )
    elif read and "、" not in read and not record.body:
        yield from warn(
            record,
            "body-unsupported",
            f"读起来只说“{read}”一个机构，要写 body。",
            f"It reads as a figure of {read!r} alone: write it as the body.",
        )


def _is_named(body: str, witness: Witness, bodies: Iterable[str]) -> bool:
    """Whether the quote names it, or no other body and the words before do."""
    if body in witness.quote:
        return True
    other = any(one in witness.quote for one in bodies if one)
    return not other and is_alike(body, witness.words, _BODY)


def _first_body(quote: str, bodies: Iterable[str]) -> str:
    """The body that the quote begins with."""
    return next((body for body in bodies if body and quote.startswith(body)), "")
