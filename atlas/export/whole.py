"""The whole tables of the open data: each as CSV and as JSON, and all in one SQLite file.

Rows are made in runs of groups. A run that would be as it was in the last build is copied from the
files that lie in the site: nothing is kept twice, and one edit makes the rows of few sheets anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeAlias

from atlas.export.database import Database, list_cells
from atlas.export.schema import FOLDER, Table, read_tables
from atlas.export.tables import Group, Row, Tables
from atlas.export.textfiles import csv_head, render_items, render_lines
from atlas.parts import Output
from atlas.trail import Basis, Trail

Last: TypeAlias = Callable[[str], Path | None]
"""Gives a file of the site by its path, if it is as the last build left it."""

DATABASE = "atlas.sqlite"
_A_RUN = 10  # groups
_NAME = "whole tables"
_BEGIN, _BETWEEN = b"[", b","  # of a list in JSON


class Run(NamedTuple):
    """What rows were made from; their bytes of CSV and of JSON, and how many they are."""

    basis: Basis | None
    lines: int
    items: int
    rows: int


class Place(NamedTuple):
    """Where a run stands in each file; rows count from 1."""

    lines: int
    items: int
    rows: range


class _File:
    """A file in the making; stretches of the `last` one can be copied.

    It begins with `head`, and has `between` between what is not empty.
    """

    def __init__(self, path: Path, last: Path | None, head: bytes, between: bytes = b"") -> None:
        self._file = path.open("wb")
        self._last = last.open("rb") if last else None
        self._next, self._between = b"", between
        self._file.write(head)

    def put(self, data: bytes) -> None:
        if data:
            self._file.write(self._next + data)
            self._next = self._between

    def copy(self, start: int, size: int) -> None:
        assert self._last
        self._last.seek(start)
        self.put(self._last.read(size))

    def end(self, foot: bytes) -> None:
        self._file.write(foot)

    def close(self) -> None:
        self._file.close()
        if self._last:
            self._last.close()


def write_whole(
    tables: Tables, last: Last | None = None, trail: Trail | None = None
) -> Iterator[Output]:
    """Every file; each lies ready until the next is asked for.

    Args:
        tables: The groups of rows of each table.
        last: Gives the files of the last build.
        trail: Tells what is as it was then.
    """
    with TemporaryDirectory() as folder:  # the files weigh more than all that they are made from
        yield from _Maker(Path(folder), tables, last, trail).write()


class _Maker:
    """Makes the files in a folder, one table after the other."""

    def __init__(
        self, folder: Path, tables: Tables, last: Last | None, trail: Trail | None
    ) -> None:
        self._folder = folder
        self._tables = {name: (read_tables()[name], groups) for name, groups in tables.items()}
        self._trail = trail
        names = [DATABASE, *(f"{name}.{suffix}" for name in tables for suffix in ("csv", "json"))]
        there = {name: last(f"{FOLDER}{name}") for name in names} if last else {}
        left = trail.left(_NAME) if trail and last and all(there.values()) else None
        self._left: Mapping[str, Mapping[str, Run]] = left or {}
        self._last: Mapping[str, Path | None] = there if left else {}
        self._runs: dict[str, dict[str, Run]] = {}

    def write(self) -> Iterator[Output]:
        shapes = [table for table, _ in self._tables.values()]
        last = self._last.get(DATABASE)
        with closing(Database(self._folder / "rows", shapes, last)) as database:
            for table, groups in self._tables.values():
                self._write_table(database, table, groups)
                yield self._ready(f"{table.name}.csv")
                yield self._ready(f"{table.name}.json")
            database.finish(self._folder / DATABASE)
        yield self._ready(DATABASE)
        if self._trail:
            self._trail.leave(_NAME, self._runs)

    def _ready(self, name: str) -> Output:
        return Output(f"{FOLDER}{name}", file=self._folder / name)

    def _open(self, name: str, head: bytes, between: bytes = b"") -> closing[_File]:
        return closing(_File(self._folder / name, self._last.get(name), head, between))

    def _write_table(self, database: Database, table: Table, groups: Sequence[Group]) -> None:
        runs = {groups[at].name: groups[at : at + _A_RUN] for at in range(0, len(groups), _A_RUN)}
        left = self._left.get(table.name, {})
        head = csv_head(table.names)
        places = _find_places(left, Place(len(head), len(_BEGIN), range(1, 1)))
        kept = {name for name, run in runs.items() if self._is_same(left.get(name), run)}
        if self._left:
            database.leave_only(table, [places[name].rows for name in kept])
        made = self._runs[table.name] = {}
        with (
            self._open(f"{table.name}.csv", head) as lines,
            self._open(f"{table.name}.json", _BEGIN, _BETWEEN) as items,
        ):
            for name, run in runs.items():
                if name in kept:
                    made[name], place = left[name], places[name]
                    lines.copy(place.lines, made[name].lines)
                    items.copy(place.items, made[name].items)
                    database.move(table, place.rows)
                else:
                    rows, basis = self._make(run)
                    as_lines = render_lines(table.names, rows)
                    as_items = render_items(table, rows)
                    made[name] = Run(basis, len(as_lines), len(as_items), len(rows))
                    lines.put(as_lines)
                    items.put(as_items)
                    database.add(table, list_cells(table, rows))
            items.end(b"\n]\n" if any(one.rows for one in made.values()) else b"]\n")

    def _is_same(self, run: Run | None, groups: Sequence[Group]) -> bool:
        if run is None or run.basis is None or self._trail is None:
            return False
        return self._trail.is_same(run.basis, [one.make for one in groups])

    def _make(self, groups: Sequence[Group]) -> tuple[list[Row], Basis | None]:
        def make() -> list[Row]:
            return [row for one in groups for row in one.make()]

        if self._trail is None:
            return make(), None
        return self._trail.note([one.make for one in groups], make)


def _find_places(runs: Mapping[str, Run], place: Place) -> dict[str, Place]:
    """Where each run stands, the first at that place."""
    found: dict[str, Place] = {}
    for name, run in runs.items():
        first = place.rows.stop
        found[name] = place._replace(rows=range(first, first + run.rows))
        after = place.items + run.items + (len(_BETWEEN) if run.items else 0)
        place = Place(place.lines + run.lines, after, found[name].rows)
    return found
