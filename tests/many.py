"""A small atlas seen with limits that it exceeds, as if it held thousands of places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from atlas.bench.synthetic import write_atlas
from atlas.content import load_content
from atlas.locate import locate
from atlas.model import Atlas
from atlas.pages import (
    build_pages,
    charting,
    compare,
    doubtful,
    edition,
    indicators,
    pagedtopics,
    places,
    sources,
    timeline,
)
from atlas.parts import Page

PROJECT = Path(__file__).parents[1]
PLACES, A_PAGE = 9, 3


def make_many(root: Path) -> Atlas:
    """Writes the atlas into the folder and reads it, without ledgers."""
    write_atlas(PROJECT, root, PLACES)
    # Synthetic measures have no date.
    sheets = sorted((root / "content" / "cities").glob("*.yml"))
    for sheet, year in zip(sheets, (2021, 2021, 2021, 2022, 2023), strict=False):
        text = sheet.read_text(encoding="utf-8")
        dated = f"  period: {year}\n  period_basis: stated\n  source:"
        sheet.write_text(text.replace("  source:", dated, 1), encoding="utf-8")
    content = load_content(root)[0]
    seeds = {key: content.seeds[source.seed] for key, source in content.sources.items()}
    located = {one.id: locate(seeds[one.source], one.quote, one.text) for one in content.facts()}
    located |= {one.id: locate(seeds[one.source], one.quote) for one in content.measures()}
    found = {key: where for key, where in located.items() if where}
    return Atlas(content, found, dict.fromkeys(content.sources, ()))


@contextmanager
def low_limits() -> Iterator[None]:
    """A few places, rows and doubts are many."""
    limits = {
        pagedtopics: {"PLACES_A_PAGE": A_PAGE},
        indicators: {"ROWS_A_PAGE": 6},
        doubtful: {"ROWS_A_PAGE": 2},
        timeline: {"ROWS_A_PAGE": 2, "RECORDS": 10},
        sources: {"SOURCES_A_PAGE": 10},
        places: {"CARDS": A_PAGE},
        charting: {"MOST_PLACES": 3},
        edition: {"MANY_PLACES": A_PAGE},
        compare: {"MOST_PARTNERS": 2, "MOST_COLUMNS": A_PAGE, "MOST_CHOSEN": 3},
    }
    with pytest.MonkeyPatch.context() as patch:
        for module, values in limits.items():
            for name, value in values.items():
                patch.setattr(module, name, value)
        yield


def build_many(atlas: Atlas) -> dict[str, Page]:
    """The Chinese pages by path."""
    with low_limits():
        return {page.path: page for page in build_pages(atlas, PROJECT / "theme")}
