"""The page of the codebook: every table, column, code, breakdown and indicator explained."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.display import show_period
from atlas.export.codebook import (
    Entry,
    kind_names,
    list_titles,
    make_codebook,
    read_changes,
)
from atlas.export.schema import FOLDER, read_tables
from atlas.pages.edition import Edition
from atlas.pages.page import Press
from atlas.parts import Heading, Page


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing explained; `anchor` is its place on the page, `url` leads to what it names.

    `form` is a column's kind or an indicator's unit; `codes` is the anchor of its list.
    """

    anchor: str
    code: str
    name: str
    about: str
    form: str
    codes: str = ""
    url: str = ""
    sdmx: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """A table's columns, a list's codes, a breakdown's groups or a topic's indicators."""

    heading: Heading
    about: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A version of the codebook and what it brought."""

    version: str
    date: str
    about: str


def build_codebook(press: Press) -> Page:
    """The one page of it."""
    edition = press.edition
    sections = view_sections(edition)
    headings = []
    for name, groups in sections.items():
        headings.append(Heading(2, name, edition.t(f"codebook_{name}")))
        headings += [group.heading for group in groups]
    headings.append(Heading(2, "changes", edition.t("codebook_changes")))
    return press.page(
        "codebook.html",
        "codebook/",
        edition.t("nav_codebook"),
        description=edition.t("codebook_lede"),
        headings=headings,
        sections=sections,
        folder=FOLDER,
        changes=view_changes(edition),
    )


def view_changes(edition: Edition) -> tuple[ChangeView, ...]:
    """Every version of the codebook, the newest first."""
    return tuple(
        ChangeView(one.version, show_period(one.date, edition.lang), edition.say(one.says))
        for one in read_changes()
    )


def view_sections(edition: Edition) -> dict[str, list[GroupView]]:
    """All that is explained, by the page's sections; groups without entries are left out."""
    entries = make_codebook(edition.atlas.content)
    sections = {
        "tables": [
            _group(edition, f"table-{name}", edition.say(table.title), entries, "column", name)
            for name, table in read_tables().items()
        ],
        "codes": [
            _group(edition, f"codes-{name}", edition.say(title), entries, "code", name)
            for name, title in list_titles().items()
        ],
        "breakdowns": [
            _group(edition, f"breakdown-{key}", edition.say(one.name), entries, "breakdown", key)
            for key, one in edition.atlas.content.dimensions.items()
        ],
        "indicators": [
            _group(edition, f"indicators-{key}", edition.say(one.name), entries, "indicator", key)
            for key, one in edition.atlas.content.topics.items()
        ],
    }
    return {name: [group for group in groups if group.entries] for name, groups in sections.items()}


def _group(
    edition: Edition, anchor: str, title: str, entries: tuple[Entry, ...], part: str, of: str
) -> GroupView:
    about = edition.say(read_tables()[of].says) if part == "column" else ""
    own = tuple(_view(edition, one) for one in entries if (one.part, one.of) == (part, of))
    return GroupView(Heading(3, anchor, title), about, own)


def _view(edition: Edition, one: Entry) -> EntryView:
    form, codes, url = "", "", ""
    if one.part == "column":
        kind, _, listed = one.form.partition(" ")
        form = edition.say(kind_names()[kind])
        codes = f"codes-{listed}" if listed else ""
    elif one.part == "indicator":
        form, url = one.form, f"indicators/{one.code}/"
    return EntryView(
        anchor=f"{one.of}.{one.code}" if one.part == "column" else "",
        code=one.code,
        name="" if one.part == "column" else edition.say(one.name),
        about=edition.say(one.about),
        form=form,
        codes=codes,
        url=url,
        sdmx=one.sdmx,
    )
