"""The day on which what a page tells was last changed, for the sitemap and for machines.

For each address below the site's root, English ones included, the ISO day in UTC of the last
commit that changed a published record of the page; None where git does not know it: outside git,
before the beginning of a shallow clone, or where the change is not yet recorded. Drafts, words of
the interface and templates do not count. `find_page_days(content, read_journal(root))` is all that
a caller needs; an address that is not among its keys is not made from content.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from atlas.history.journal import Journal, Touch
from atlas.history.pieces import word
from atlas.languages import HOMES
from atlas.model import Content

_OVERVIEWS = ("", "cities/", "topics/", "indicators/", "compare/", "timeline/", "doubtful/",
              "sources/", "data/")  # fmt: skip


def find_page_days(content: Content, journal: Journal | None) -> dict[str, str | None]:
    """The day of each page's last change, None where not known; see above."""
    days: dict[str, str | None] = {}
    for touch in journal.touches if journal else ():
        for address in _addresses(content, touch):
            if touch.is_first_known:
                days.setdefault(address, None)
            else:
                days[address] = touch.day
    return days


def _addresses(content: Content, touch: Touch) -> Iterator[str]:
    path = PurePosixPath(touch.path)
    if path.parts[1] == "pages":
        below = path.relative_to("content/pages").with_suffix("")
        yield "" if below.name == "index" else f"{below}/"
        return
    for piece in (touch.before, touch.after):
        if piece is not None and word(piece, "status") != "draft":
            for address in _told_on(content, path, touch.key, piece):
                yield from (home + address for home in HOMES.values())


def _told_on(content: Content, path: PurePosixPath, key: str, piece: str) -> Iterator[str]:
    """The pages that tell of a record, below the language's home."""
    match path.parts[1:]:
        case ("cities", name):
            yield from _OVERVIEWS
            yield from _city(content, name.removesuffix(".yml"))
            yield from _fact(content, piece)
        case ("sources", name):
            yield from ("", "sources/", f"sources/{name.removesuffix('.yml')}/")
            yield from _city(content, word(piece, "place"))
        case ("indicators", _) if key:
            yield from ("indicators/", f"indicators/{key}/", f"topics/{word(piece, 'topic')}/")
        case ("reference.yml",) if key:
            yield f"indicators/{key}/"
        case ("places.yml",) if key:
            yield "cities/"
            yield from _city(content, key)
        case ("topics.yml",) if key:
            yield from ("topics/", f"topics/{key}/")
        case ("glossary.yml",):
            yield "glossary/"


def _city(content: Content, slug: str) -> Iterator[str]:
    """The page of a place, and of its province, which lists it."""
    while slug in content.places:
        place = content.places[slug]
        if slug in content.sheets or place.level == "province":
            yield f"cities/{slug}/"
        slug = place.parent or ""


def _fact(content: Content, piece: str) -> Iterator[str]:
    if indicator := content.indicators.get(word(piece, "indicator")):
        yield from (f"indicators/{indicator.id}/", f"topics/{indicator.topic}/")
    if topic := word(piece, "topic"):
        yield f"topics/{topic}/"
    if source := word(piece, "source"):
        yield f"sources/{source}/"
