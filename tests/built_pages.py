"""The pages of a built site as files: their kinds, links, ids and what stands in their heads."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

HOST = "https://atlas.invalid/"


@dataclass
class BuiltPage:
    """One page: `path` is its address below the site's root."""

    path: str
    size: int
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    title: str = ""


class _Reader(HTMLParser):
    def __init__(self, page: BuiltPage) -> None:
        super().__init__()
        self.page = page
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.in_title = tag == "title"
        if "id" in values:
            self.page.ids.append(values["id"])
        if tag == "meta":
            name = values.get("property") or values.get("name") or values.get("http-equiv", "")
            self.page.meta[name] = values.get("content", "")
        elif tag == "link" and values.get("rel") == "canonical":
            self.page.canonical = values["href"]
        named = [values[name] for name in ("href", "src", "action") if name in values]
        named += [one.split()[0] for one in values.get("srcset", "").split(",") if one.strip()]
        self.page.links += named

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.page.title += data
            self.in_title = False


def leads_on(text: str) -> bool:
    """Whether a page only leads on to another; tests/test_redirects.py follows these."""
    return 'http-equiv="refresh"' in text


def read_site(site: Path) -> dict[str, BuiltPage]:
    """Every HTML page by its address below the root."""
    pages = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        text = file.read_text(encoding="utf-8")
        if leads_on(text):
            continue
        reader = _Reader(BuiltPage(path, len(text)))
        reader.feed(text)
        pages[path] = reader.page
    return pages


def is_embedded(path: str) -> bool:
    """Whether the page is one for other sites' frames: no part of the site that readers browse."""
    folder, _, rest = path.removeprefix("en/").partition("/")
    return folder == "embed" and bool(rest)


def page_types(pages: dict[str, BuiltPage]) -> list[str]:
    """The largest Chinese page of each kind, whose folder tells the kind, and its English twin."""
    largest: dict[tuple[str, str], BuiltPage] = {}
    for page in pages.values():
        if is_embedded(page.path) or page.path.startswith("en/"):
            continue
        folder, _, rest = page.path.partition("/")
        kind = (folder, "one" if rest else "all")
        if kind not in largest or largest[kind].size < page.size:
            largest[kind] = page
    twins = [f"en/{page.path}" for page in largest.values()]
    return sorted([page.path for page in largest.values()] + [one for one in twins if one in pages])


def find_broken(site: Path, pages: dict[str, BuiltPage], site_url: str) -> list[str]:
    """Each link, picture or script to a file of the site that is not there, or to a missing id."""
    broken = []
    ids = {path: set(page.ids) for path, page in pages.items()}
    for page in pages.values():
        for link in page.links:
            whole = urljoin(HOST + page.path, link).replace(site_url, HOST, 1)
            if not whole.startswith(HOST):
                continue
            parts = urlsplit(whole)
            path, anchor = unquote(parts.path[1:]), unquote(parts.fragment)
            is_there = path in pages or (
                path and not path.endswith("/") and (site / path).is_file()
            )
            if not is_there or (anchor and anchor not in ids.get(path, {anchor})):
                broken.append(f"{page.path}: {link}")
    return broken
