"""How to cite a place's page: GB/T 7714—2015 for a database online, and BibTeX.

No day of consultation is invented: whoever cites adds their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from atlas.languages import HOMES
from atlas.model import Place
from atlas.pages.edition import Edition


@dataclass(frozen=True, slots=True)
class CitationView:
    """The citation in two formats, as plain text."""

    gbt: str
    bibtex: str


def cite_place(edition: Edition, place: Place, based_on: str) -> CitationView:
    """`based_on` names the sources."""
    name = edition.say(place.name)
    address = f"{edition.site_url}{HOMES[edition.lang]}cities/{place.slug}/"
    lines = (
        ("author", f"{{{edition.t('site_name')}}}"),
        ("title", f"{{{name}}}"),
        ("howpublished", f"\\url{{{address}}}"),
        ("note", based_on),
        ("language", "chinese" if edition.lang == "zh" else "english"),
    )
    fields = "".join(f"  {key} = {{{value}}},\n" for key, value in lines)
    return CitationView(
        gbt=edition.t("cite_gbt_text", place=name, address=address),
        bibtex=f"@misc{{hra-{place.slug},\n{fields}}}",
    )
