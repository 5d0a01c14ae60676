"""A document whole, with every figure marked by what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from atlas.model import LedgerEntry, Source
from atlas.pages.edition import Edition

_MARK = Markup('<mark class="hra-at hra-at--{}" title="{}">{}</mark>')
_LINK = Markup('<a href="{}">{}</a>')
_ROOT = "../../"


@dataclass(frozen=True, slots=True)
class SnippetView:
    """A figure that nothing accounts for, with lines of YAML to begin from."""

    id: str
    text: str
    yaml: str


@dataclass(frozen=True, slots=True)
class FullTextView:
    """The text with its marks; `kinds` are the codes and names of the marks in it."""

    text: Markup
    kinds: tuple[tuple[str, str], ...]
    snippets: tuple[SnippetView, ...]


def view_full_text(
    edition: Edition, source: Source, entries: Sequence[LedgerEntry]
) -> FullTextView | None:
    """None where this edition shows excerpts only."""
    if not edition.full_text:
        return None
    seed = edition.atlas.content.seeds.get(source.seed, "")
    kinds = dict.fromkeys(_kind(edition, entry) for entry in entries)
    found = edition.snippets.get(source.id, {})
    return FullTextView(
        text=_mark_all(edition, seed, entries),
        kinds=tuple((kind, edition.t(f"mark_{kind}")) for kind in kinds),
        snippets=tuple(
            SnippetView(f"open-{entry.start}", entry.text, found.get(entry.start, ""))
            for entry in entries
            if entry.disposition == "open"
        ),
    )


def _kind(edition: Edition, entry: LedgerEntry) -> str:
    held = [edition.by_id[key] for key in entry.fact.split(";") if key in edition.by_id]
    is_draft = entry.disposition == "fact" and all(fact.status == "draft" for fact in held)
    return "draft" if held and is_draft else entry.disposition


def _mark_all(edition: Edition, seed: str, entries: Sequence[LedgerEntry]) -> Markup:
    out = Markup()
    at = 0
    for entry in entries:
        if entry.start < at:
            continue
        kind = _kind(edition, entry)
        words = Markup.escape(seed[entry.start : entry.end])
        if address := _address(edition, entry):
            words = _LINK.format(address, words)
        out += Markup.escape(seed[at : entry.start])
        out += _MARK.format(kind, edition.t(f"mark_{kind}"), words)
        at = entry.end
    return out + Markup.escape(seed[at:])


def _address(edition: Edition, entry: LedgerEntry) -> str:
    if entry.disposition == "open":
        return f"#open-{entry.start}"
    fact = edition.by_id.get(entry.fact.split(";")[0])
    return _ROOT + edition.fact_url(fact) if fact else ""
