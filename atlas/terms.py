"""The words of the glossary, as editors write them in content/glossary.yml."""

from __future__ import annotations

from atlas.model import Term, Words
from atlas.yamlio import Fields


def read_term(fields: Fields) -> Term:
    """One word with its forms and its meaning."""
    term = Term(
        id=fields.text("id"),
        term=_both(fields, "term"),
        words=fields.texts("words", required=True),
        words_en=fields.texts("words_en", required=True),
        meaning=_both(fields, "meaning"),
        topic=fields.text("topic"),
        see=fields.texts("see"),
        marks=fields.marks,
    )
    fields.close()
    return term


def _both(fields: Fields, key: str) -> Words:
    return fields.words(key) or Words("", "")
