"""Documents in other sites' frames: their lists, the ledger of each, national publications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from atlas.model import FactSheet, Indicator, Source
from atlas.pages.city import DocumentView, view_document, view_documents
from atlas.pages.edition import Edition
from atlas.pages.embed_views import Cell, EmbedView, PlainRow, PlainTable, link_source
from atlas.pages.indicators import view_reference
from atlas.pages.page import Link
from atlas.pages.paging import name_leaf
from atlas.pages.sources import cut_index, view_entries

_LEDGER = ("column_number", "column_around", "column_became")
_INDEX = ("column_source", "publisher", "date", "kind", "column_ledger")
_REFERENCE = ("reference_year", "reference_value", "reference_cited")


def embed_index(edition: Edition, key: str) -> Iterator[EmbedView]:
    """The list of sources, page by page as on the site; with a key the page of that number."""
    if key and not key.isdecimal():
        return
    title = edition.t("embed_index_title")
    for path, pager, sources in cut_index(edition):
        if key in ("", str(pager.number)):
            name = title if pager.number == 1 else name_leaf(edition, title, pager)
            documents = [view_document(edition, one) for one in sources]
            yield _list_documents(edition, path, path, name, documents)


def embed_documents(edition: Edition, sheet: FactSheet) -> Iterator[EmbedView]:
    """The documents that a place's page draws on."""
    slug = sheet.place
    documents = view_documents(edition, edition.facts_of(slug), edition.measures_of(slug), sheet)
    title = edition.t("embed_documents_title", place=edition.say(edition.place(slug).name))
    page = f"cities/{slug}/#documents"
    yield _list_documents(edition, f"documents/{slug}/", page, title, documents)


def _list_documents(
    edition: Edition, path: str, page: str, title: str, documents: Sequence[DocumentView]
) -> EmbedView:
    rows = tuple(
        PlainRow(
            Cell((one.link,)),
            None,
            (
                Cell(lead=one.publisher),
                Cell(lead=one.date),
                Cell(lead=one.kind),
                Cell(lead=edition.t("accounted_of", n=one.accounted, total=one.figures)),
            ),
        )
        for one in documents
    )
    return EmbedView(
        path,
        page,
        title,
        edition.t("sources_lede"),
        plain=_table(edition, _INDEX, rows),
        cited=edition.t("embed_documents_cited"),
    )


def embed_ledger(edition: Edition, source: Source) -> Iterator[EmbedView]:
    """Every figure of a document, and what became of it."""
    rows = tuple(
        PlainRow(
            Cell(lead=str(one.number)),
            one.around,
            (
                Cell(
                    tuple(Link(fact.name, fact.url) for fact in one.facts),
                    lead=one.reason or one.name,
                ),
            ),
        )
        for one in view_entries(edition, source)
    )
    page = f"sources/{source.id}/"
    yield EmbedView(
        page,
        f"{page}#table",
        edition.t("embed_source_title", source=edition.say(source.title)),
        edition.t("source_table_about", n=len(rows)),
        sources=(link_source(edition, source),),
        plain=_table(edition, _LEDGER, rows, chinese=True),
    )


def embed_reference(edition: Edition, indicator: Indicator) -> Iterator[EmbedView]:
    """The national values beside an indicator, each with its publication."""
    reference = view_reference(edition, indicator)
    if reference is None:
        return
    rows = tuple(
        PlainRow(Cell(lead=year), value, (Cell(lead=cited),))
        for year, value, cited in reference.rows
    )
    yield EmbedView(
        f"references/{indicator.id}/",
        f"indicators/{indicator.id}/#reference",
        edition.t("embed_reference_title", indicator=edition.say(indicator.name)),
        reference.caution,
        plain=_table(edition, _REFERENCE, rows),
        cited=edition.t("embed_reference_cited"),
    )


def _table(
    edition: Edition, columns: Iterable[str], rows: tuple[PlainRow, ...], chinese: bool = False
) -> tuple[PlainTable, ...]:
    """One table; none without rows. The columns are keys of the interface's words."""
    named = tuple(edition.t(key) for key in columns)
    return (PlainTable(named, rows, chinese=chinese),) if rows else ()
