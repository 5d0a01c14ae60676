"""Where a text uses a word of the glossary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from atlas.model import Lang, Term

_NEVER = re.compile(r"(?!)")
_TEXTS_KEPT = 4096  # a note stands on the pages of its place, its indicator and its doubts


class TermSpan(NamedTuple):
    """A use of a term; `[start, end)` are str offsets."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class TermForms:
    """Every form of every term of one language; `ids` is keyed by the folded form."""

    pattern: re.Pattern[str]
    ids: Mapping[str, str]


def gather_forms(terms: Iterable[Term], lang: Lang) -> TermForms:
    """The forms of one language, the longest first, so that the longest match wins."""
    holders = {
        form: term.id for term in terms for form in (term.words if lang == "zh" else term.words_en)
    }
    ordered = sorted(holders, key=lambda form: (-len(form), form))
    latin = "|".join(_form_pattern(form) for form in ordered if form[0].isascii())
    other = "|".join(_form_pattern(form) for form in ordered if not form[0].isascii())
    # Looked for once, not for every form: most places are within a word.
    parts = filter(None, (latin and rf"(?<![A-Za-z0-9])(?:{latin})", other))
    pattern = re.compile("|".join(parts)) if ordered else _NEVER
    return TermForms(pattern, {form.casefold(): key for form, key in holders.items()})


def _form_pattern(form: str) -> str:
    """A form with capitals stands as it is; Latin letters end at the word's edge."""
    found = re.escape(form)
    if form == form.lower():
        found = f"(?i:{found})"
    after = r"(?![A-Za-z0-9])" if form[-1].isascii() else ""
    return found + after


def find_terms(forms: TermForms, text: str) -> Iterator[TermSpan]:
    """Every use of a term in the order of the text, without overlaps."""
    for match in forms.pattern.finditer(text):
        yield TermSpan(match.start(), match.end(), forms.ids[match.group().casefold()])


def make_finder(forms: TermForms) -> Callable[[str], tuple[TermSpan, ...]]:
    """Finds the uses of terms in texts of which many are asked for again."""
    return lru_cache(maxsize=_TEXTS_KEPT)(lambda text: tuple(find_terms(forms, text)))
