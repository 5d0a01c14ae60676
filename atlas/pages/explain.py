"""Words of the glossary explained where they stand, each once on a page."""

from __future__ import annotations

from markupsafe import Markup

from atlas.compiling import escape_text
from atlas.display import pick
from atlas.languages import drop_chinese
from atlas.pages.edition import Edition

_TERM = '<a class="hra-term" href="{}glossary/#{}" title="{}">{}</a>'


class Explainer:
    """Explains the words of one page in the order in which its template asks.

    What lies folded away does not count as the first use for those who read only the open page.
    It does not hold the edition: what Jinja leaves of a page is freed late.
    """

    def __init__(self, edition: Edition, root: str) -> None:
        self._find = edition.find_terms
        self._terms = edition.atlas.content.terms
        self._lang = edition.lang
        self._root = root
        self._seen: set[str] = set()
        self._seen_folded: set[str] = set()

    def __call__(self, text: str, folded: bool = False) -> Markup:
        """The escaped text, each term's first use a link that carries its meaning."""
        pieces: list[str] = []
        at = 0
        for start, end, key in self._find(text):
            if key in self._seen or (folded and key in self._seen_folded):
                continue
            (self._seen_folded if folded else self._seen).add(key)
            told = (self._root, key, self._mean(key), text[start:end])
            pieces += escape_text(text[at:start]), _TERM.format(*map(escape_text, told))
            at = end
        return Markup("".join((*pieces, escape_text(text[at:]))))

    def _mean(self, key: str) -> str:
        meaning = pick(self._terms[key].meaning, self._lang)
        return drop_chinese(meaning) if self._lang == "en" else meaning
