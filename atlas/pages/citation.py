"""How to cite a page or a figure: GB/T 7714—2015 for a database online, APA and BibTeX.

The date is that of the data's version. No day of consultation is invented: whoever cites adds
their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from atlas.display import label, show_period, show_value
from atlas.languages import HOMES
from atlas.model import Fact
from atlas.pages.edition import Edition
from atlas.release import read_release

# TeX takes these for commands; what stands in \url is left alone.
_TEX = str.maketrans({sign: "\\" + sign for sign in "&%$#_{}"} | {"~": r"\textasciitilde{}"})


@dataclass(frozen=True, slots=True)
class CitationView:
    """The citation in three formats, as plain text."""

    gbt: str
    apa: str
    bibtex: str


def cite_page(edition: Edition, title: str, path: str, based_on: str = "") -> CitationView:
    """A page by its address below the language's home; `based_on` names its sources."""
    key = path.strip("/").replace("/", "-") or "home"
    return _cite(edition, title, path, key, based_on)


def cite_fact(edition: Edition, fact: Fact) -> CitationView:
    """One figure, named by place, indicator, period and value, with its document and doubts."""
    source = edition.source(fact.source)
    indicator = edition.indicator(fact)
    parts = [
        edition.say(edition.place(fact.place).name),
        edition.body(fact) if fact.body else "",
        edition.say(indicator.name) if indicator else fact.subject,
        *edition.breakdown_words(fact.breakdown),
        show_period(fact.period, edition.lang),
    ]
    name = edition.t("list_separator").join(filter(None, parts))
    title = name + edition.t("separator") + show_value(fact, indicator, edition.lang)
    based_on = edition.t(
        "cite_source",
        title=edition.say(source.title),
        publisher=edition.say(source.publisher),
        date=show_period(source.date, edition.lang),
    )
    doubts = [label("flags", flag.code, edition.lang) for flag in fact.flags]
    if doubts:
        based_on += edition.t("cite_doubt", doubts=edition.t("list_separator").join(doubts))
    return _cite(edition, title, edition.fact_url(fact), fact.id, based_on)


def _cite(edition: Edition, title: str, path: str, key: str, based_on: str) -> CitationView:
    release = read_release()
    address = f"{edition.site_url}{HOMES[edition.lang]}{path}"
    told = {
        "title": title,
        "address": address,
        "version": release.version,
        "date": release.date,
        "year": release.date[:4],
    }
    return CitationView(
        gbt=edition.t("cite_gbt_text", **told),
        apa=edition.t("cite_apa_text", **told),
        bibtex=_render_bibtex(
            f"hra-{key}",
            {
                "author": f"{{{edition.t('site_name')}}}",
                "title": f"{{{escape_tex(title)}}}",
                "year": release.date[:4],
                "date": release.date,
                "version": release.version,
                "howpublished": f"\\url{{{address}}}",
                "note": escape_tex(based_on),
                "language": "chinese" if edition.lang == "zh" else "english",
            },
        ),
    )


@lru_cache(maxsize=8192)
def escape_tex(text: str) -> str:
    r"""The text as TeX prints it.

    >>> escape_tex("116.01% & more")
    '116.01\\% \\& more'
    """
    return text.translate(_TEX)


def _render_bibtex(key: str, fields: dict[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{lines}}}"
