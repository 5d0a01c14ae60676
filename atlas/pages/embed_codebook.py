"""The tables of the codebook for other sites' frames."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.pages.codebook import EntryView, GroupView, view_changes, view_sections
from atlas.pages.edition import Edition
from atlas.pages.embed_views import Cell, EmbedView, PlainRow, PlainTable
from atlas.pages.page import Link

_COLUMNS = {
    "tables": ("embed_column_column", "embed_column_meaning", "kind"),
    "codes": ("embed_column_code", "embed_column_meaning"),
    "breakdowns": ("embed_column_code", "embed_column_meaning"),
    "indicators": ("column_indicator", "indicator_definition", "embed_column_code", "unit"),
}


def embed_codebook(edition: Edition, key: str) -> Iterator[EmbedView]:
    """Each table, list of codes, breakdown and topic; with a key the one that is named so."""
    sections = edition.once("codebook", "", lambda: view_sections(edition))
    for section, groups in sections.items():
        for group in groups:
            if key in ("", group.heading.id):
                yield _embed(edition, section, group)
    if key in ("", "changes"):
        yield _embed_versions(edition)


def _embed(edition: Edition, section: str, group: GroupView) -> EmbedView:
    with_sdmx = any(one.sdmx for one in group.entries)
    columns = [edition.t(key) for key in _COLUMNS[section]] + ["SDMX"] * with_sdmx
    rows = tuple(_row(edition, section, one, with_sdmx) for one in group.entries)
    about = edition.t("separator").join((edition.t(f"codebook_{section}"), group.heading.title))
    return EmbedView(
        f"codebook/{group.heading.id}/",
        f"codebook/#{group.heading.id}",
        f"{edition.t('nav_codebook')} · {about}",
        group.about,
        plain=(PlainTable(tuple(columns), rows),),
        cited=_cite(edition),
    )


def _embed_versions(edition: Edition) -> EmbedView:
    keys = ("embed_column_version", "embed_column_meaning", "date")
    rows = tuple(
        PlainRow(Cell(lead=one.version), one.about, (Cell(lead=one.date),))
        for one in view_changes(edition)
    )
    return EmbedView(
        "codebook/changes/",
        "codebook/#changes",
        f"{edition.t('nav_codebook')} · {edition.t('codebook_changes')}",
        plain=(PlainTable(tuple(map(edition.t, keys)), rows),),
        cited=_cite(edition),
    )


def _cite(edition: Edition) -> str:
    newest = view_changes(edition)[0]
    return edition.t("embed_codebook_cited", version=newest.version, date=newest.date)


def _row(edition: Edition, section: str, one: EntryView, with_sdmx: bool) -> PlainRow:
    if section == "indicators":
        name = Cell((Link(one.name, one.url),))
        return PlainRow(name, one.about, (Cell(lead=one.code), Cell(lead=one.form)))
    if section == "tables":
        return PlainRow(Cell(lead=one.code), one.about, (Cell(lead=one.form),))
    meaning = edition.t("separator").join(filter(None, (one.name, one.about)))
    said = (Cell(lead=f"SDMX {one.sdmx}" if one.sdmx else ""),) if with_sdmx else ()
    return PlainRow(Cell(lead=one.code), meaning, said)
