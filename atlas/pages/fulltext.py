"""A document whole, with every figure marked by what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from atlas.display import label
from atlas.model import LedgerEntry, Source
from atlas.pages.edition import Edition

_MARK = Markup('<mark class="hra-at hra-at--{}" title="{}">{}</mark>')
_LINK = Markup('<a href="{}">{}</a>')
_ROOT = "../../"


@dataclass(frozen=True, slots=True)
class SnippetView:
    """A figure that no fact holds, why, and lines of YAML to begin from."""

    id: str
    text: str
    reason: str
    yaml: str


@dataclass(frozen=True, slots=True)
class FullTextView:
    """The text with its marks; `kinds` are the codes and names of the marks in it.

    `snippets` are for the figures that nothing accounts for, `left` for those left out, these in a
    preview only; `sheet` is the file to paste them into.
    """

    text: Markup
    kinds: tuple[tuple[str, str], ...]
    snippets: tuple[SnippetView, ...]
    left: tuple[SnippetView, ...]
    sheet: str


def view_full_text(
    edition: Edition, source: Source, entries: Sequence[LedgerEntry]
) -> FullTextView | None:
    """None where this edition shows excerpts only."""
    if not edition.full_text:
        return None
    seed = edition.atlas.content.seeds.get(source.seed, "")
    kinds = dict.fromkeys(_kind(edition, entry) for entry in entries)
    left = _snippets(edition, source, entries, "excluded") if edition.drafts else ()
    return FullTextView(
        text=_mark_all(edition, source, seed, entries),
        kinds=tuple((kind, edition.t(f"mark_{kind}")) for kind in kinds),
        snippets=_snippets(edition, source, entries, "open"),
        left=left,
        sheet=f"content/cities/{source.place}.yml",
    )


def _snippets(
    edition: Edition, source: Source, entries: Sequence[LedgerEntry], disposition: str
) -> tuple[SnippetView, ...]:
    """One for each figure of the disposition of which the reader made a candidate."""
    found = edition.snippets.get(source.id, {})
    return tuple(
        SnippetView(
            f"{disposition}-{entry.start}",
            " ".join(entry.text.split()),
            label("reasons", entry.reason, edition.lang) if entry.reason else "",
            found[entry.start],
        )
        for entry in entries
        if entry.disposition == disposition and entry.start in found
    )


def _kind(edition: Edition, entry: LedgerEntry) -> str:
    held = [edition.by_id[key] for key in entry.fact.split(";") if key in edition.by_id]
    is_draft = entry.disposition == "fact" and all(fact.status == "draft" for fact in held)
    return "draft" if held and is_draft else entry.disposition


def _mark_all(
    edition: Edition, source: Source, seed: str, entries: Sequence[LedgerEntry]
) -> Markup:
    out = Markup()
    at = 0
    for entry in entries:
        if entry.start < at:
            continue
        kind = _kind(edition, entry)
        words = Markup.escape(seed[entry.start : entry.end])
        if address := _address(edition, source, entry):
            words = _LINK.format(address, words)
        out += Markup.escape(seed[at : entry.start])
        title = edition.t(f"mark_{kind}")
        if kind == "excluded" and entry.reason:
            title += edition.t("separator") + label("reasons", entry.reason, edition.lang)
        out += _MARK.format(kind, title, words)
        at = entry.end
    return out + Markup.escape(seed[at:])


def _address(edition: Edition, source: Source, entry: LedgerEntry) -> str:
    """The fact that holds or first gives the figure, else the lines of YAML for it."""
    fact = edition.by_id.get(entry.fact.split(";")[0])
    if fact:
        return _ROOT + edition.fact_url(fact)
    is_shown = entry.disposition == "open" or (entry.disposition == "excluded" and edition.drafts)
    has_snippet = entry.start in edition.snippets.get(source.id, {})
    return f"#{entry.disposition}-{entry.start}" if is_shown and has_snippet else ""
