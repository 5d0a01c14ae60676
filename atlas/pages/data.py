"""The page of downloads: every table with its columns, the other forms, and lines to copy."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.export.recipes import read_recipes
from atlas.export.schema import FOLDER, Table, read_tables
from atlas.pages.edition import Edition
from atlas.pages.linked_data import describe_atlas
from atlas.pages.page import Press
from atlas.parts import Heading, Page

_FORMS = ("atlas.sqlite", "datapackage.json", "openapi.json", "index.json")


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column by name, and what stands in it."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table to download; `path` is below the site's root, without the file's suffix."""

    heading: Heading
    path: str
    about: str
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """Another file of the data; `path` is below the site's root."""

    name: str
    path: str
    about: str


@dataclass(frozen=True, slots=True)
class RecipeView:
    """Lines to copy for a tool."""

    heading: Heading
    lines: str
    about: str


def build_data(press: Press) -> Page:
    """The page of the open data."""
    edition = press.edition
    tables = [_view_table(edition, table) for table in read_tables().values()]
    forms = [
        FormView(name, FOLDER + name, edition.t("data_" + name.replace(".", "_")))
        for name in _FORMS
    ]
    address = edition.site_url + FOLDER
    recipes = [
        RecipeView(
            Heading(3, "load-" + recipe.tool.lower(), recipe.tool),
            recipe.at(address),
            edition.say(recipe.says),
        )
        for recipe in read_recipes()
    ]
    sections = [Heading(2, name, edition.t(f"data_{name}")) for name in ("forms", "load", "use")]
    return press.page(
        "data.html",
        "data/",
        edition.t("nav_data"),
        description=edition.t("data_lede"),
        headings=[
            *(table.heading for table in tables),
            *sections[:2],
            *(recipe.heading for recipe in recipes),
            *sections[2:],
        ],
        data=describe_atlas(edition, "data/"),
        tables=tables,
        forms=forms,
        recipes=recipes,
    )


def _view_table(edition: Edition, table: Table) -> TableView:
    return TableView(
        Heading(2, table.name, edition.say(table.title)),
        FOLDER + table.name,
        edition.say(table.says),
        tuple(ColumnView(column.name, edition.say(column.says)) for column in table.columns),
    )
