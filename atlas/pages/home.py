"""The front page: what this is, the search, the promise in numbers, the ways in."""

from __future__ import annotations

from urllib.parse import quote

from atlas.pages.city import view_document
from atlas.pages.linked_data import describe_atlas
from atlas.pages.page import Link, Press
from atlas.pages.places import view_place_card, view_tiles
from atlas.pages.sources import newest_first
from atlas.pages.topics import view_topic_card
from atlas.parts import Heading, Page

_LATEST = 5
_MOST_PLACES = 12


def build_home(press: Press) -> Page:
    """The page at the language's root."""
    edition = press.edition
    content = edition.atlas.content
    counts = edition.atlas.counts.values()
    headings = [Heading(2, key, edition.t(f"home_{key}")) for key in ("places", "topics", "latest")]
    return press.page(
        "home.html",
        "",
        edition.t("site_name"),
        description=edition.t("home_lede"),
        headings=headings,
        data=describe_atlas(edition, ""),
        examples=[
            Link(words, f"search/?q={quote(words)}")
            for words in edition.t("home_examples").split("|")
        ],
        fact_count=len(edition.facts),
        accounted=sum(one.accounted for one in counts),
        figures=sum(one.figures for one in counts),
        doubtful=sum(bool(fact.flags) for fact in edition.facts),
        tiles=view_tiles(edition),
        cards=[view_place_card(edition, sheet) for sheet in edition.sheets[:_MOST_PLACES]],
        topics=[view_topic_card(edition, topic) for topic in content.topics.values()],
        sources=[view_document(edition, one) for one in newest_first(edition)[:_LATEST]],
    )
