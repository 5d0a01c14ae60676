"""The sitemap: every page with its twin in the other language and the day of its last change."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from atlas.languages import HOMES
from atlas.parts import Output

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def make_sitemap(
    addresses: Iterable[str], days: Mapping[str, str | None], site_url: str
) -> tuple[Output, ...]:
    """The sitemap and the same compressed, which tells no time; none without the site's address.

    `days` are ISO days by address. A page without one has no `lastmod`: that of the build would
    say nothing of the content.
    """
    if not site_url:
        return ()
    listed = sorted(set(addresses))
    urls = "".join(_render_url(one, days.get(one), site_url) for one in listed)
    data = f"{_HEAD}{urls}</urlset>\n".encode()
    return Output("sitemap.xml", data), Output("sitemap.xml.gz", gzip.compress(data, 9, mtime=0))


def list_written(root: Path) -> list[str]:
    """The addresses of the pages written by hand.

    >>> _address("en/about.md"), _address("index.md")
    ('en/about/', '')
    """
    folder = root / "content" / "pages"
    return [_address(path.relative_to(folder).as_posix()) for path in sorted(folder.rglob("*.md"))]


def _address(path: str) -> str:
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if stem.endswith("index") else f"{stem}/"


def _render_url(address: str, day: str | None, site_url: str) -> str:
    plain = address.removeprefix(HOMES["en"])
    twins = (("zh", plain), ("en", HOMES["en"] + plain), ("x-default", plain))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(site_url + twin)}"/>'
        for lang, twin in twins
    )
    modified = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(site_url + address)}</loc>{modified}{links}</url>\n"
