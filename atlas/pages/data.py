"""The page of downloads: every table of the open data with its columns."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.export import COLUMNS
from atlas.pages.page import Press
from atlas.parts import Heading, Page


@dataclass(frozen=True, slots=True)
class TableView:
    """A table to download; `path` is below the site's root, without the file's suffix."""

    heading: Heading
    path: str
    about: str
    columns: tuple[str, ...]


def build_data(press: Press) -> list[Page]:
    """The page of the open data."""
    edition = press.edition
    tables = [
        TableView(
            Heading(2, name, edition.t(f"data_{name}")),
            f"data/v1/{name}",
            edition.t(f"data_{name}_about"),
            tuple(columns),
        )
        for name, columns in COLUMNS.items()
    ]
    page = press.page(
        "data.html",
        "data/",
        edition.t("nav_data"),
        description=edition.t("data_lede"),
        headings=[*(table.heading for table in tables), Heading(2, "use", edition.t("data_use"))],
        tables=tables,
    )
    return [page]
