"""The records of a new source and of new places as YAML, with what an editor has to settle.

English is never guessed: it begins with TODO, which `atlas check` tells until it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from atlas.checks.proposals import TODO
from atlas.drafts import render_scalar
from atlas.model import Place, Words
from atlas.reading.divisions import Division, divisions
from atlas.reading.metadata import Proposal

NO_PUBLISHER = "待核对"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who adds a document says of it; empty where it is left to the text."""

    title: str = ""
    publisher: str = ""
    date: str = ""
    place: str = ""
    slug: str = ""


def render_source(proposal: Proposal, wishes: Wishes, place: str, name: str, data: bytes) -> str:
    """The record of a source. A date given by hand counts as stated.

    Args:
        proposal: What the document says of itself.
        wishes: What its adder says; goes before the proposal.
        place: The slug of its place.
        name: Its file name.
        data: Its bytes.
    """
    title = wishes.title or proposal.title or name
    publisher = wishes.publisher or proposal.publisher or NO_PUBLISHER
    date = wishes.date or proposal.date
    basis = "stated" if wishes.date else proposal.date_basis
    lines = [
        f"title: {{zh: {_quoted(title)}, en: {TODO}}}",
        f"publisher: {{zh: {_quoted(publisher)}, en: {TODO}}}",
        f"date: {date}",
        f"date_basis: {basis}",
    ]
    if basis == "inferred":
        words = _quoted(f"由“{proposal.date_words}”推断。")
        lines.append(f"date_note: {{zh: {words}, en: {TODO}}}")
    lines += [f"kind: {proposal.kind}", f"place: {place}", f"seed: {render_scalar(name)}"]
    lines += [f"sha256: {sha256(data).hexdigest()}", "note:"]
    lines += [f"  zh: {_quoted(_note(proposal, wishes))}", f"  en: {TODO}"]
    return "\n".join(lines) + "\n"


def _note(proposal: Proposal, wishes: Wishes) -> str:
    """What was proposed and from what, for the editor to settle and delete."""
    parts = []
    if not wishes.date:
        parts.append(f"日期（原文“{' '.join(proposal.date_words.split())}”）")
    parts += [
        name
        for name, given in (
            ("标题", wishes.title),
            ("发布者", wishes.publisher),
            ("地方", wishes.place),
        )
        if not given
    ]
    return f"机器拟定，待核对：{'、'.join([*parts, '类别'])}。"


def _quoted(text: str) -> str:
    """In double quotes, as stands safely in braces."""
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def propose_places(
    division: Division, registered: Mapping[str, str], slug: str = ""
) -> tuple[Place, ...]:
    """The records of a division and of those above it that are not registered, the upper first.

    Args:
        division: What to register.
        registered: The slugs of the registered places by code.
        slug: The slug of the division; made from its code where it is empty.
    """
    if division.adcode in registered:
        return ()
    above: tuple[Place, ...] = ()
    parent = division.parent
    if parent and parent not in registered:
        above = propose_places(divisions()[parent], registered)
    place = Place(
        slug=slug or default_slug(division.adcode),
        adcode=division.adcode,
        level=division.level,
        parent=registered.get(parent, default_slug(parent)) if parent else None,
        name=Words(division.name, TODO),
        short=Words(division.short, TODO),
    )
    return (*above, place)


def default_slug(adcode: str) -> str:
    """The slug of a place whose English name nobody has written yet."""
    return f"cn-{adcode}"


def render_place(place: Place) -> str:
    """A place's entry in content/places.yml."""
    lines = [f"{place.slug}:", f'  adcode: "{place.adcode}"', f"  level: {place.level}"]
    if place.parent:
        lines.append(f"  parent: {place.parent}")
    lines.append(f"  name: {{zh: {place.name.zh}, en: {place.name.en}}}")
    lines.append(f"  short: {{zh: {place.short.zh}, en: {place.short.en}}}")
    return "\n".join(lines) + "\n"
