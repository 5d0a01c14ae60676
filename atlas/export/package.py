"""The descriptor of the CSV files: a Frictionless Data Package, version 2."""

from __future__ import annotations

from collections.abc import Iterable

from atlas.export.schema import (
    LICENCE,
    LICENCE_URL,
    NAME,
    TITLE,
    Column,
    Table,
    read_tables,
)
from atlas.export.tables import Row
from atlas.release import Release

_PROFILE = "https://datapackage.org/profiles/2.0/"
# The standard's type for lists is missing from its own schema (2.0), so that lists are strings.
_TYPES = {"integer": "integer", "decimal": "number", "yes": "boolean"}


def describe_package(
    tables: Iterable[str], sources: Iterable[Row], release: Release
) -> dict[str, object]:
    """Types, units, constraints and keys of every table, with the sources and the licence.

    A row's own source stands in its column `source`; the package names all of them.
    """
    return {
        "$schema": f"{_PROFILE}datapackage.json",
        "name": NAME,
        "title": TITLE,
        "description": "Local health reform in China: every figure with the sentence it is from.",
        "version": release.version,
        "created": f"{release.date}T00:00:00Z",
        "licenses": [{"name": LICENCE, "path": LICENCE_URL, "title": "CC BY 4.0"}],
        "contributors": [{"title": TITLE, "roles": ["creator"]}],
        "keywords": ["health", "reform", "China", "医改"],
        "sources": [
            {"title": f"{row['title_zh']}（{row['publisher_zh']}，{row['date']}）"}
            for row in sources
        ],
        "resources": [_describe_table(read_tables()[name]) for name in tables],
    }


def _describe_table(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {
        "$schema": f"{_PROFILE}tableschema.json",
        "fields": [_describe_field(column) for column in table.columns],
        "primaryKey": list(table.key),
    }
    if references := [_describe_reference(table, column) for column in table.columns if column.ref]:
        schema["foreignKeys"] = references
    return {
        "$schema": f"{_PROFILE}dataresource.json",
        "name": table.name,
        "type": "table",
        "description": f"{table.says.zh} {table.says.en}",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": schema,
    }


def _describe_reference(table: Table, column: Column) -> dict[str, object]:
    resource, field = column.ref or ("", "")
    # The standard writes a table's reference to itself as an empty name.
    resource = "" if resource == table.name else resource
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [field]}}


def _describe_field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": _TYPES.get(column.kind, "string"),
        "description": f"{column.says.zh} {column.says.en}",
    }
    if field["type"] == "boolean":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    if column.unit:
        field["unit"] = column.unit
    if constraints := _constrain(column):
        field["constraints"] = constraints
    return field


def _constrain(column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if column.required:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if column.kind == "code":
        constraints["enum"] = list(column.codes)
    if column.kind == "integer":
        constraints["minimum"] = 0
    if column.pattern:
        constraints["pattern"] = column.pattern
    return constraints
