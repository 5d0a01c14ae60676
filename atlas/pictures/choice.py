"""Which page has which picture; both languages of a page share one, with the title in both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from atlas.languages import HOMES
from atlas.model import Words
from atlas.parts import Output, Planned
from atlas.pictures.painter import Painter

_NO_KIND = Words("", "")
_HOME = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """`paint` makes them; `paths` are their files.

    Those are by the page's address below its language's home. `missing` are letters that cannot
    be drawn, by the address of the page that then shows the home page's picture.
    """

    paint: Callable[[], Iterable[Output]]
    paths: Mapping[str, str]
    missing: Mapping[str, str]


def make_pictures(
    letters: Path,
    pages: Iterable[Planned],
    texts: Mapping[str, Mapping[str, str]],
    written: Iterable[str] = (),
) -> Pictures:
    """A picture for each page but those that borrow another's (`Planned.picture_of`).

    `written` are addresses of pages written by hand, whose names are in `texts` as `nav_…`.
    """
    painter = Painter(letters, _words(texts, "shell_site"), _words(texts, "shell_share"))
    pages = list(pages)
    titles = {**find_titles(pages), **_name_written(written, texts)}
    missing = {
        address: found for address, title in titles.items() if (found := painter.missing(title))
    }

    def paint() -> Iterator[Output]:
        for address, title in titles.items():
            if address not in missing:
                data = painter.paint(title, find_kind(address, texts))
                yield Output(picture_path(address), data)

    paths = {address: picture_path(_HOME if address in missing else address) for address in titles}
    paths |= {
        address: paths.get(page.picture_of, picture_path(_HOME))
        for page in pages
        if page.picture_of and (address := page.path.removeprefix(HOMES["en"])) not in titles
    }
    return Pictures(paint, paths, missing)


def find_titles(pages: Iterable[Planned]) -> dict[str, Words]:
    """Titles in both languages by address; not of pages that borrow a picture."""
    english = HOMES["en"]
    zh: dict[str, str] = {}
    en: dict[str, str] = {}
    for page in pages:
        if not page.picture_of:
            is_english = page.path.startswith(english)
            (en if is_english else zh)[page.path.removeprefix(english)] = page.title
    return {address: Words(title, en[address]) for address, title in zh.items() if address in en}


def find_kind(address: str, texts: Mapping[str, Mapping[str, str]]) -> Words:
    """The section that a page belongs to; nothing for home and for a section's own page."""
    section, _, rest = address.partition("/")
    return _words(texts, f"nav_{section}") if rest else _NO_KIND


def picture_path(address: str) -> str:
    """The picture's file below the site's root.

    >>> picture_path("cities/wuhai/"), picture_path("")
    ('pictures/cities-wuhai.png', 'pictures/home.png')
    """
    return f"pictures/{address.strip('/').replace('/', '-') or 'home'}.png"


def _name_written(
    written: Iterable[str], texts: Mapping[str, Mapping[str, str]]
) -> dict[str, Words]:
    named = {address: f"nav_{address.strip('/')}" for address in written}
    return {address: _words(texts, key) for address, key in named.items() if key in texts}


def _words(texts: Mapping[str, Mapping[str, str]], key: str) -> Words:
    return Words(texts[key]["zh"], texts[key]["en"])
