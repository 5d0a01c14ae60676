"""What a page shows in tables and charts, and which embedded pages it offers for them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

_OFFER = re.compile(r"/(?:en/)?embed/(?!v\d)([^\"#]+)/(?:#code)?$")
_FRAME = re.compile(r'<iframe src="([^"]+)"')


@dataclass
class Table:
    """`names` begin its lines, `figures` are its links to facts; `number` counts on its page."""

    number: int
    names: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


@dataclass
class Shown:
    """`offers` are paths below `embed/`; `charts` those that a chart's own part of a page offers.

    `texts` are all pieces of text as often as they stand there.
    """

    tables: list[Table] = field(default_factory=list)
    charts: list[list[str]] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)
    texts: Counter[str] = field(default_factory=Counter)


class _Reader(HTMLParser):
    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown = shown
        self.table: Table | None = None
        self.name_due = self.in_figure = self.in_code = self.in_chart = self.in_evidence = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        marks = values.get("class", "").split()
        if tag == "table":
            self.table = Table(len(self.shown.tables))
            self.shown.tables.append(self.table)
        elif tag == "figure" and {"hra-chart", "hra-chart-small"} & set(marks):
            self.in_chart = True
            self.shown.charts.append([])
        elif tag == "a":
            self.in_figure = "hra-figure" in marks
            self._offer(values.get("href", ""))
        elif tag == "textarea":
            self.in_code = True
        elif tag == "tr":  # what stands behind a line names its figures once more
            self.in_evidence = "hra-facts-more" in marks
        if tag == "th" and values.get("scope") == "row":
            self.name_due = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.table = None
        elif tag == "figure":
            self.in_chart = False
        elif tag == "a":
            self.in_figure = False
        elif tag == "textarea":
            self.in_code = False

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if self.in_code:
            for address in _FRAME.findall(text):
                self._offer(address)
        elif text:
            self.shown.texts[text] += 1
            if self.table and self.name_due:
                self.table.names.append(text)
                self.name_due = False
            if self.table and self.in_figure and not self.in_evidence:
                self.table.figures.append(text)

    def _offer(self, address: str) -> None:
        found = _OFFER.search("/" + address)
        if found:
            self.shown.offers.append(f"{found[1]}/")
            if self.in_chart:
                self.shown.charts[-1].append(f"{found[1]}/")


def read_shown(html: str) -> Shown:
    shown = Shown()
    _Reader(shown).feed(html)
    return shown


def holds(embedded: Shown, table: Table) -> bool:
    """Whether an embedded page has every line and every figure of the table."""
    figures = Counter(table.figures) - embedded.texts
    return not figures and all(
        any(text.startswith(name) for text in embedded.texts) for name in set(table.names)
    )
