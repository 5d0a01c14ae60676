"""`atlas figures FILE`: every figure of a document, known to the registry or not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from atlas.content import load_content
from atlas.model import Content, Place
from atlas.reading.document import find_origin, read_candidates
from atlas.reading.records import Candidate

FIGURE_COLUMNS = [
    "start",
    "end",
    "text",
    "value",
    "unit",
    "qualifier",
    "role",
    "period",
    "period_basis",
    "place",
    "body",
    "topic",
    "indicator",
    "excluded",
]


def find_registry(root: Path) -> Path:
    """The project whose registry to read by: that of `root`, else the one this code lies in."""
    if (root / "content").is_dir():
        return root
    return Path(__file__).resolve().parents[2]


def read_figures(text: str, name: str, root: Path) -> list[dict[str, object]]:
    """A row for each figure of a document, in the order of the text.

    Args:
        text: The document; offsets of the rows are its str offsets.
        name: Its file name, by which a registered source is known.
        root: The project folder.
    """
    content, _ = load_content(find_registry(root))
    home, published = _find_origin(content, text, name)
    candidates = read_candidates(text, content.indicators, content.places, home, published)
    return [_figure_row(candidate, content) for candidate in candidates]


def _find_origin(content: Content, text: str, name: str) -> tuple[Place | None, str]:
    """The place and the date of a document: of its source's record, else as its words say."""
    for source in content.sources.values():
        if source.seed == name and content.seeds.get(name) == text:
            return content.places.get(source.place), source.date
    origin = find_origin(text, content.places)
    return origin.home, origin.proposal.date


def _figure_row(candidate: Candidate, content: Content) -> dict[str, object]:
    figure = candidate.figure
    place = content.places.get(candidate.place)
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "value": f"{figure.value:f}",
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "role": candidate.role,
        "period": candidate.period or None,
        "period_basis": candidate.period_basis,
        "place": place.name.zh if place else candidate.place_name or None,
        "body": candidate.body or None,
        "topic": candidate.topic or None,
        "indicator": candidate.indicator or None,
        "excluded": candidate.excluded,
    }


def render_rows(rows: list[dict[str, object]], style: str) -> str:
    """The rows as jsonl, csv or a table whose columns are parted by tabs."""
    if style == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    cells = [{key: "" if row[key] is None else str(row[key]) for key in row} for row in rows]
    if style == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, FIGURE_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(cells)
        return text.getvalue()
    lines = ["\t".join(FIGURE_COLUMNS)]
    lines += ["\t".join(_cell(row[column]) for column in FIGURE_COLUMNS) for row in cells]
    return "\n".join(lines) + "\n"


def _cell(printed: str) -> str:
    """A value on one line: a figure that a line end cuts would break the table."""
    return " ".join(printed.split())
