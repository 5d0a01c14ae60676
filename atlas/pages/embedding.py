"""All that can stand in another site's frame, by the address of its embedded page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, TypeAlias

from atlas.model import Indicator
from atlas.pages.charting import ChartView, list_charts
from atlas.pages.edition import Edition
from atlas.pages.embed_codebook import embed_codebook
from atlas.pages.embed_documents import (
    embed_documents,
    embed_index,
    embed_ledger,
    embed_reference,
)
from atlas.pages.embed_lists import embed_doubts, embed_timeline
from atlas.pages.embed_tables import (
    embed_parts,
    embed_place,
    embed_said,
    embed_topic,
    embed_values,
)
from atlas.pages.embed_views import EmbedView, name_sources
from atlas.pages.indicators import list_leaves
from atlas.pages.pagedtopics import cut_places
from atlas.pages.paging import by_code, leaf_url

Maker: TypeAlias = Callable[[Edition, str, str], Iterable[EmbedView]]
"""Makes what the second part of a path stands for; without one, all of its kind.

The third is the number of one of its pages.
"""


def list_embeds(edition: Edition) -> Iterator[EmbedView]:
    """All that can be embedded: every chart, every table, and the lists without figures.

    Each is made when it is asked for: of thousands of places they are too much to hold.
    """
    return chain.from_iterable(find_embeds(edition, name) for name in list_pages(edition))


def list_pages(edition: Edition) -> Iterator[str]:
    """The addresses of the pages of which something may be embedded.

    Places by code, as they stand on numbered pages: a build makes pages in this order.
    """
    return chain.from_iterable(pages(edition) for pages in PAGES)


def _list_places(edition: Edition) -> Iterator[str]:
    slugs = by_code(edition, edition.atlas.content.places)
    return (f"cities/{slug}/" for slug in slugs if edition.has_page(slug))


def _list_topics(edition: Edition) -> Iterator[str]:
    for topic in edition.atlas.content.topics.values():
        pages = len(cut_places(edition, topic))
        yield from _number(f"topics/{topic.id}/", pages) if pages else [f"topics/{topic.id}/"]


def _list_indicators(edition: Edition) -> Iterator[str]:
    for indicator in edition.atlas.content.indicators.values():
        yield f"indicators/{indicator.id}/"
        yield from _number(f"indicators/{indicator.id}/", len(list_leaves(edition, indicator)))


def _list_others(edition: Edition) -> Iterator[str]:
    yield from (f"sources/{key}/" for key in edition.atlas.content.sources)
    yield from ("sources/", "doubtful/", "timeline/", "codebook/")


PAGES: tuple[Callable[[Edition], Iterable[str]], ...] = (
    _list_places,
    _list_topics,
    _list_indicators,
    _list_others,
)
"""What `list_pages` gives, kind by kind."""


def _number(base: str, pages: int) -> Iterator[str]:
    return (leaf_url(base, at) for at in range(1, pages + 1))


def find_embeds(edition: Edition, path: str) -> Iterator[EmbedView]:
    """What can be embedded of the record that a path is of, whatever else is made of it."""
    kind, key, number = (*path.split("/"), "", "", "")[:3]
    made = chain.from_iterable(make(edition, key, number) for make in _MAKERS.get(kind, ()))
    return filter(_has_something, made)


def _has_something(view: EmbedView) -> bool:
    return bool(view.groups or view.chart or view.plain)


def embed_chart(chart: ChartView) -> EmbedView:
    """A chart by the name of its file."""
    view = EmbedView(
        path=chart.embed,
        page=f"{chart.indicator.url}#chart",
        title=chart.chart.title,
        about=chart.chart.finding,
        chart=chart,
        notes=chart.chart.notes,
        cited=chart.cited,
    )
    return name_sources(view, chart.sources)


def _embed_charts(edition: Edition, indicator: Indicator) -> Iterator[EmbedView]:
    return map(embed_chart, list_charts(edition, indicator))


def _find_chart(edition: Edition, name: str, _: str) -> Iterator[EmbedView]:
    """The charts of the indicator, named after it and then after what it is of."""
    indicators = edition.atlas.content.indicators
    words = name.split("-")
    for end in range(1, len(words) + 1):
        if indicator := indicators.get("-".join(words[:end])):
            yield from _embed_charts(edition, indicator)


def _of(table: str, make: Callable[[Edition, Any], Iterable[EmbedView]]) -> Maker:
    """Makes of the record of that name; nothing where the table has none, or of a numbered page."""

    def find(edition: Edition, key: str, number: str) -> Iterable[EmbedView]:
        record = getattr(edition.atlas.content, table).get(key)
        return make(edition, record) if record and not number else ()

    return find


def _of_pages(table: str, make: Callable[[Edition, Any, str], Iterable[EmbedView]]) -> Maker:
    """The same where what is made may stand on numbered pages."""

    def find(edition: Edition, key: str, number: str) -> Iterable[EmbedView]:
        record = getattr(edition.atlas.content, table).get(key)
        return make(edition, record, number) if record else ()

    return find


def _listed(make: Callable[[Edition, str], Iterable[EmbedView]]) -> Maker:
    """Makes lists that are of no record."""
    return lambda edition, key, _: make(edition, key)


_PARTS, _SAID = _of("places", embed_parts), _of("places", embed_said)
_DOCUMENTS = _of("sheets", embed_documents)
_TOPIC = _of_pages("topics", embed_topic)
_REFERENCE = _of("indicators", embed_reference)
_MAKERS: Mapping[str, tuple[Maker, ...]] = {
    "cities": (_of("places", embed_place), _PARTS, _SAID, _DOCUMENTS),
    "parts": (_PARTS,),
    "said": (_SAID,),
    "documents": (_DOCUMENTS,),
    "topics": (_TOPIC,),
    "others": (_TOPIC,),
    "indicators": (
        _of_pages("indicators", embed_values),
        _of("indicators", _embed_charts),
        _REFERENCE,
    ),
    "references": (_REFERENCE,),
    "charts": (_find_chart,),
    "sources": (_listed(embed_index), _of("sources", embed_ledger)),
    "doubtful": (_listed(embed_doubts),),
    "timeline": (_listed(embed_timeline),),
    "codebook": (_listed(embed_codebook),),
}
