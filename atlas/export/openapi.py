"""The description of the JSON files as a read-only interface: OpenAPI 3.1."""

from __future__ import annotations

from atlas.export.schema import (
    FOLDER,
    LICENCE,
    TITLE,
    Column,
    Table,
    read_tables,
)

# The parts of a place's, an indicator's and a topic's file, each list a table's rows.
PARTS = {
    "places": ("place", ("facts", "measures")),
    "indicators": ("indicator", ("facts",)),
    "topics": ("topic", ("facts", "measures")),
}


def describe_interface(version: str, site_url: str = "") -> dict[str, object]:
    """Every JSON file of `data/v1/`; without `site_url`, addresses count from the description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": version,
            "description": "Static files, read by GET. Decimals are strings, as printed; "
            "what is empty is an empty string.",
            "license": {"name": "CC BY 4.0", "identifier": LICENCE},
        },
        "servers": [{"url": f"{site_url}{FOLDER}".rstrip("/") if site_url else "."}],
        "tags": [{"name": "tables"}, {"name": "parts"}, {"name": "descriptions"}],
        "paths": {
            **{f"/{table.name}.json": _read_table(table) for table in read_tables().values()},
            **{f"/{name}/{{id}}.json": _read_part(name) for name in PARTS},
            "/index.json": _read(
                "index", "descriptions", "Every file of the data.", {"type": "object"}
            ),
            "/codebook.json": _read(
                "codebook",
                "descriptions",
                "Every table, column, code, breakdown and indicator explained.",
                {"type": "object", "required": ["version", "changes", "entries"]},
            ),
            "/datapackage.json": _read(
                "datapackage", "descriptions", "Frictionless Data Package.", {"type": "object"}
            ),
        },
        "components": {
            "schemas": {table.name: _describe_row(table) for table in read_tables().values()}
        },
    }


def _read(
    name: str, tag: str, about: str, answer: dict[str, object], **more: object
) -> dict[str, object]:
    content = {"application/json": {"schema": answer}}
    found: dict[str, object] = {"200": {"description": about, "content": content}}
    if more:
        found["404"] = {"description": "There is none of that id."}
    return {
        "get": {"operationId": name, "tags": [tag], "summary": about, "responses": found, **more}
    }


def _read_table(table: Table) -> dict[str, object]:
    return _read(table.name, "tables", table.says.en, _list_of(table.name))


def _read_part(name: str) -> dict[str, object]:
    key, lists = PARTS[name]
    properties: dict[str, object] = {key: _reference(name)}
    properties |= {part: _list_of(part) for part in lists}
    answer: dict[str, object] = {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }
    parameter = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": f"The {key}'s id, as in {name}.json.",
        "schema": {"type": "string"},
    }
    about = f"One {key} with its rows."
    return _read(key, "parts", about, answer, parameters=[parameter])


def _list_of(name: str) -> dict[str, object]:
    return {"type": "array", "items": _reference(name)}


def _reference(name: str) -> dict[str, object]:
    return {"$ref": f"#/components/schemas/{name}"}


def _describe_row(table: Table) -> dict[str, object]:
    return {
        "type": "object",
        "description": table.says.en,
        "required": table.names,
        "properties": {column.name: _describe_cell(column) for column in table.columns},
        "additionalProperties": False,
    }


def _describe_cell(column: Column) -> dict[str, object]:
    cell: dict[str, object] = {"type": "string", "description": column.says.en}
    if column.kind == "integer":
        cell |= {"type": "integer", "minimum": 0}
    elif column.kind == "decimal":
        cell["pattern"] = r"^-?\d+(\.\d+)?$"
    elif column.kind == "code":
        cell["enum"] = list(column.codes) if column.required else ["", *column.codes]
    elif column.kind == "yes":
        cell["enum"] = ["yes", "no"]
    elif column.pattern:
        cell["pattern"] = column.pattern if column.required else f"^$|{column.pattern}"
    elif column.required:
        cell["minLength"] = 1
    return cell
