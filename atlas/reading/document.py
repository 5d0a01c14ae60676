"""From a document's text as given to its figures with their meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from atlas.collector import collector_paused
from atlas.model import Indicator, Place, Words
from atlas.reading.assign import assign_figures
from atlas.reading.divisions import divisions, short_name
from atlas.reading.figures import find_figures
from atlas.reading.folding import FoldedText, fold_text
from atlas.reading.metadata import Proposal, propose_metadata
from atlas.reading.quotes import find_first
from atlas.reading.records import Candidate
from atlas.reading.regions import find_regions
from atlas.reading.retold import mark_retold
from atlas.reading.said_again import mark_headlines
from atlas.reading.times import find_times


@dataclass(frozen=True, slots=True)
class Origin:
    """What the words of a document say of it.

    `home` has no slug where the registry has no such place, no code where several places bear
    the name, and no name where the text names none; `proposal.date` is empty where it gives none.
    """

    home: Place
    proposal: Proposal


def find_origin(text: str, places: Mapping[str, Place]) -> Origin:
    """The place and the record of a document of which no record is kept.

    Args:
        text: The document as given.
        places: The registered places by slug.
    """
    plain = fold_text(text).text
    proposal = propose_metadata(plain, find_regions(plain), places)
    if proposal.place_slug:
        return Origin(places[proposal.place_slug], proposal)
    name, adcode = proposal.place_name, proposal.place_adcode
    division = divisions().get(adcode)
    level = division.level if division else "county"
    names = Words(name, ""), Words(short_name(name), "")
    return Origin(Place("", adcode, level, None, *names), proposal)


def read_candidates(
    text: str,
    lexicon: Mapping[str, Indicator],
    places: Mapping[str, Place],
    home: Place | None,
    published: str,
) -> list[Candidate]:
    """A candidate for each figure, in order; offsets and quotes are those of the text as given.

    Args:
        text: The document.
        lexicon: The indicators by id.
        places: The registered places by slug.
        home: The document's place; None if it is not known, then the text decides.
        published: The document's date in ISO 8601, empty if it is not known.
    """
    folded = fold_text(text)
    plain = folded.text
    with collector_paused():
        times = find_times(plain, published)
        regions, figures = find_regions(plain), find_figures(plain, times)
        found = assign_figures(plain, regions, figures, lexicon, places, home, published, times)
        found = mark_retold(plain, mark_headlines(plain, regions, found))
        return found if plain == text else _unfold(folded, found)


def _unfold(folded: FoldedText, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates by the text as given; a quote means its first occurrence."""
    starts = find_first(folded.text, {part for candidate in found for part in candidate.quote})
    quotes = {
        part: folded.given[slice(*folded.span(start, start + len(part)))]
        for part, start in starts.items()
    }
    return [_unfold_one(folded, candidate, quotes) for candidate in found]


def _unfold_one(folded: FoldedText, candidate: Candidate, quotes: Mapping[str, str]) -> Candidate:
    figure, pair = candidate.figure, candidate.pair
    start, end = folded.span(figure.start, figure.end)
    printed = folded.given[start:end]
    if (start, printed) != (figure.start, figure.text):
        figure = replace(figure, start=start, end=end, text=printed)
    return candidate._replace(
        figure=figure,
        quote=tuple(quotes[part] for part in candidate.quote),
        pair=pair if pair is None else folded.span(pair, pair + 1)[0],
    )
