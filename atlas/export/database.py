"""The tables as one SQLite file, with keys and a full-text index, as Datasette opens it.

The same rows and the same SQLite give the same bytes, whether all rows are new or most were in the
file before: in the end all goes into a fresh file in order (`VACUUM INTO`), and nothing there
tells the time. Decimals are texts as printed; the views `…_as_numbers` have them as numbers, to
sort and reckon by. What is empty is NULL.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from atlas.export.schema import Column, Table
from atlas.export.tables import Row

Cells: TypeAlias = tuple[str | int | None, ...]


class Database:
    """The file in the making at `path`, where none is yet; rows come in the order of each table.

    Those that the `last` file has may stay or move. Until all are there, what is new or moved
    stands below zero, where nothing is in its way.
    """

    def __init__(self, path: Path, tables: Sequence[Table], last: Path | None = None) -> None:
        if last:
            shutil.copyfile(last, path)
        self._tables = tables
        self._renews = last is not None
        self._next = dict.fromkeys((table.name for table in tables), 1)
        self._moved: set[str] = set()
        self._gone: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        self._come: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._run("PRAGMA journal_mode = OFF")
        self._run("PRAGMA synchronous = OFF")
        # The schema has them for its readers; `atlas check` has seen to the codes.
        self._run("PRAGMA ignore_check_constraints = ON")
        [self._cookie] = self._run("PRAGMA schema_version").fetchone()
        self._run("BEGIN")
        if not last:
            for table in tables:
                self._run(_define(table))

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    def leave_only(self, table: Table, rows: Iterable[range]) -> None:
        """Deletes all rows but these of the last file; called before any row of the table comes."""
        name = _quote(table.name)
        [count] = self._run(f"SELECT count(*) FROM {name}").fetchone()
        kept = sorted(((one.start, one.stop) for one in rows if one), key=lambda one: one[0])
        for (_, start), (end, _) in pairwise([(0, 1), *kept, (count + 1, 0)]):
            if start < end:
                self._gone[table.name] += self._run(
                    f"SELECT {_searched(table)} FROM {name} WHERE rowid BETWEEN ? AND ?",
                    *(start, end - 1),
                )
                self._run(f"DELETE FROM {name} WHERE rowid BETWEEN ? AND ?", start, end - 1)

    def move(self, table: Table, rows: range) -> None:
        """The next rows are these of the last file."""
        start = self._next[table.name]
        self._next[table.name] += len(rows)
        if rows and rows.start != start:
            self._moved.add(table.name)
            self._run(
                f"UPDATE {_quote(table.name)} SET rowid = -(rowid + ?) WHERE rowid BETWEEN ? AND ?",
                *(start - rows.start, rows.start, rows.stop - 1),
            )

    def add(self, table: Table, rows: Sequence[Cells]) -> None:
        """The next rows are new."""
        start = self._next[table.name]
        self._next[table.name] += len(rows)
        names = ", ".join(map(_quote, table.names))
        marks = ", ".join("?" * (1 + len(table.columns)))
        sign = -1 if self._renews else 1
        self._connection.executemany(
            f"INSERT INTO {_quote(table.name)} (rowid, {names}) VALUES ({marks})",
            ((sign * number, *cells) for number, cells in enumerate(rows, start)),
        )
        if self._renews:
            searched = [table.names.index(name) for name in table.searched]
            self._come[table.name] += (
                (number, *(cells[at] for at in searched))
                for number, cells in enumerate(rows, start)
            )

    def finish(self, target: Path) -> None:
        """Writes the file to `target`, where none is yet.

        The index splits text into runs of three characters (FTS5's trigram), as Chinese has no
        word ends: a query has at least three characters; shorter ones want LIKE.
        """
        for table in self._tables:
            if not self._renews:
                for statement in _index(table):
                    self._run(statement)
            elif self._moved & {table.name} or self._come[table.name] or self._gone[table.name]:
                self._settle(table)
        self._run("COMMIT")
        if self._renews:
            # As it was before the last file was written, which counted one up.
            self._run(f"PRAGMA schema_version = {self._cookie - 1}")
        self._run("VACUUM INTO ?", str(target))
        self.close()

    def _settle(self, table: Table) -> None:
        """Puts rows in their places; the index is made anew if what it searches has changed."""
        self._run(f"UPDATE {_quote(table.name)} SET rowid = -rowid WHERE rowid < 0")
        told = table.name in self._moved or self._come[table.name] != self._gone[table.name]
        if table.searched and told:
            self._run(_rebuild(table))

    def close(self) -> None:
        """Leaves the file as it is."""
        self._connection.close()


def list_cells(table: Table, rows: Iterable[Row]) -> list[Cells]:
    """Each row as the file has it."""
    whole = {column.name for column in table.columns if column.kind == "integer"}
    return [
        tuple([int(row[name]) if name in whole else row[name] or None for name in table.names])
        for row in rows
    ]


def _searched(table: Table) -> str:
    return ", ".join(("rowid", *map(_quote, table.searched)))


def _define(table: Table) -> str:
    lines = [_define_column(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(_quote(name) for name in table.key)})")
    lines += [
        f"FOREIGN KEY ({_quote(column.name)}) REFERENCES {_quote(column.ref[0])}"
        f" ({_quote(column.ref[1])})"
        for column in table.columns
        if column.ref
    ]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {_quote(table.name)} (\n  {body}\n)"


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
        yield _rebuild(table)
    decimals = [column.name for column in table.columns if column.kind == "decimal"]
    if decimals:
        cells = ", ".join(
            f"CAST({_quote(name)} AS REAL) AS {_quote(name)}" if name in decimals else _quote(name)
            for name in table.names
        )
        view = _quote(f"{table.name}_as_numbers")
        yield f"CREATE VIEW {view} AS SELECT {cells} FROM {_quote(table.name)}"


def _rebuild(table: Table) -> str:
    index = _quote(f"{table.name}_fts")
    return f"INSERT INTO {index} ({index}) VALUES ('rebuild')"


def _quote(name: str) -> str:
    return f'"{name}"'
