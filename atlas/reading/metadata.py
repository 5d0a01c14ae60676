"""What a document says of itself: title, publisher, date, place, as a proposal for an editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.model import Place, Region


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the text gives of a document's record; an empty string where it gives nothing.

    `date` is an ISO year, month or date, `date_basis` is stated or inferred, empty without a
    date; `date_words` are the words of the text that it comes from. `place_slug` is a slug of
    the registry; `place_name` the Chinese name, also where the registry has no such place.
    `kind` is newspaper, government, press-conference or article.
    """

    title: str = ""
    publisher: str = ""
    date: str = ""
    date_basis: str = ""
    date_words: str = ""
    place_slug: str = ""
    place_name: str = ""
    kind: str = "article"


def propose_metadata(
    text: str, regions: Sequence[Region], places: Mapping[str, Place]
) -> Proposal:
    """The record that the document's own words propose; nothing is guessed without words."""
    return Proposal()
