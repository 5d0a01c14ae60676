"""The tables as one SQLite file, with keys and a full-text index, as Datasette opens it.

The same rows and the same SQLite give the same bytes: rows go in in the tables' order, and
nothing in the file tells the time. Decimals are texts as printed; the views `…_as_numbers`
have them as numbers, to sort and reckon by. What is empty is NULL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from atlas.export.schema import Column, Table, read_tables
from atlas.export.tables import Row

Cells: TypeAlias = tuple[str | int | None, ...]


def write_database(path: Path, tables: Mapping[str, Iterable[Cells]]) -> None:
    """The whole file, which is not there yet, from the cells of each table's rows.

    The index splits text into runs of three characters (FTS5's trigram), as Chinese has no word
    ends: a query has at least three characters; shorter ones want LIKE.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        # The schema has them for its readers; `atlas check` has seen to the codes.
        connection.execute("PRAGMA ignore_check_constraints = ON")
        _write(connection, tables)
    finally:
        connection.close()


def list_cells(table: Table, rows: Iterable[Row]) -> list[Cells]:
    """Each row as the file has it."""
    whole = {column.name for column in table.columns if column.kind == "integer"}
    return [
        tuple([int(row[name]) if name in whole else row[name] or None for name in table.names])
        for row in rows
    ]


def _write(connection: sqlite3.Connection, tables: Mapping[str, Iterable[Cells]]) -> None:
    connection.execute("BEGIN")
    for name, rows in tables.items():
        for statement in _define(read_tables()[name]):
            connection.execute(statement)
        _fill(connection, read_tables()[name], rows)
    for name in tables:
        for statement in _index(read_tables()[name]):
            connection.execute(statement)
    connection.execute("COMMIT")
    connection.execute("VACUUM")


def _define(table: Table) -> Iterator[str]:
    lines = [_define_column(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(_quote(name) for name in table.key)})")
    lines += [
        f"FOREIGN KEY ({_quote(column.name)}) REFERENCES {_quote(column.ref[0])}"
        f" ({_quote(column.ref[1])})"
        for column in table.columns
        if column.ref
    ]
    body = ",\n  ".join(lines)
    yield f"CREATE TABLE {_quote(table.name)} (\n  {body}\n)"


def _define_column(column: Column) -> str:
    parts = [_quote(column.name), "INTEGER" if column.kind == "integer" else "TEXT"]
    if column.required:
        parts.append("NOT NULL")
    if column.unique:
        parts.append("UNIQUE")
    if column.kind == "code":
        codes = ", ".join("'{}'".format(code.replace("'", "''")) for code in column.codes)
        parts.append(f"CHECK ({_quote(column.name)} IN ({codes}))")
    return " ".join(parts)


def _fill(connection: sqlite3.Connection, table: Table, rows: Iterable[Cells]) -> None:
    marks = ", ".join("?" * len(table.columns))
    connection.executemany(f"INSERT INTO {_quote(table.name)} VALUES ({marks})", rows)


def _index(table: Table) -> Iterator[str]:
    """Indexes on what refers to other tables, the full-text index and the view of numbers."""
    for column in table.columns:
        if column.ref:
            name = _quote(f"{table.name}_{column.name}")
            yield f"CREATE INDEX {name} ON {_quote(table.name)} ({_quote(column.name)})"
    if table.searched:
        words = ", ".join(_quote(name) for name in table.searched)
        index = _quote(f"{table.name}_fts")
        yield (
            f"CREATE VIRTUAL TABLE {index} USING fts5({words}, "
            f'content="{table.name}", tokenize="trigram")'
        )
        yield f"INSERT INTO {index} ({index}) VALUES ('rebuild')"
    decimals = [column.name for column in table.columns if column.kind == "decimal"]
    if decimals:
        cells = ", ".join(
            f"CAST({_quote(name)} AS REAL) AS {_quote(name)}" if name in decimals else _quote(name)
            for name in table.names
        )
        view = _quote(f"{table.name}_as_numbers")
        yield f"CREATE VIEW {view} AS SELECT {cells} FROM {_quote(table.name)}"


def _quote(name: str) -> str:
    return f'"{name}"'
