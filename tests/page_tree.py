"""What a test wants to know of a page's HTML: ids, headings, links, and whether tags are closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"base", "col", "input", "br", "img", "meta", "link", "hr", "rect", "wbr"}


@dataclass
class Tree:
    """`headings` are `(level, id, text)` of those that carry an id; `faults` are misnested tags."""

    ids: list[str] = field(default_factory=list)
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tree = Tree()
        self.open: list[str] = []
        self.heading: tuple[int, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.tree.ids.append(given["id"])
        if "href" in given:
            self.tree.links.append(given["href"])
        for name in ("aria-labelledby", "for"):
            self.tree.references += given.get(name, "").split()
        runs = tag == "script" and given.get("type") != "application/ld+json"
        if tag == "style" or runs or "style" in given or any(n.startswith("on") for n in given):
            self.tree.forbidden.append(tag)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.tree.levels.append(int(tag[1]))
            self.heading = (int(tag[1]), given["id"]) if "id" in given else None
            if self.heading and self.heading[0] > 1:
                self.tree.headings.append((*self.heading, ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.tree.faults.append(f"</{tag}>")
        if tag in {"h1", "h2", "h3", "h4"}:
            self.heading = None

    def handle_data(self, data: str) -> None:
        self.tree.text += data
        if self.heading and self.heading[0] > 1:
            level, id_, text = self.tree.headings[-1]
            self.tree.headings[-1] = (level, id_, text + data)


def parse_tree(html: str) -> Tree:
    """Reads a page's HTML; tags left open count as faults."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.tree.faults += [f"<{tag}>" for tag in reader.open]
    return reader.tree
