"""The open data: every file of `data/v1/`, from the tables and their shape in `tables.yml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import PurePosixPath

from atlas.export import codebook
from atlas.export.codebook import make_codebook, read_changes
from atlas.export.database import render_database
from atlas.export.openapi import PARTS, describe_interface
from atlas.export.package import describe_package
from atlas.export.schema import FOLDER, LICENCE, LICENCE_URL, NAME, TITLE, Table, read_tables
from atlas.export.tables import Row, Rows, make_tables
from atlas.export.textfiles import render_csv, render_json, render_rows, render_table
from atlas.model import Atlas, Content, Place
from atlas.parts import Output
from atlas.release import read_release

__all__ = ["Table", "export_tables", "make_tables", "read_tables"]

DATABASE = "atlas.sqlite"
Tables = Mapping[str, Sequence[Row]]


def export_tables(atlas: Atlas, site_url: str = "") -> Iterator[Output]:
    """Every file of `data/v1/`; addresses in the rows begin with `site_url`."""
    tables = make_tables(atlas, site_url)
    listed: dict[str, list[object]] = {"files": [], "parts": []}
    for output in chain(_render_whole(tables, site_url), _render_codebook(atlas.content)):
        listed["files"].append(_list_file(output))
        yield output
    for output in _render_parts(atlas, tables):
        listed["parts"].append(_list_file(output))
        yield output
    yield Output(f"{FOLDER}index.json", render_json({**_head(tables), **listed}))


def _render_whole(tables: Tables, site_url: str) -> Iterator[Output]:
    for name, rows in tables.items():
        table = read_tables()[name]
        yield Output(f"{FOLDER}{name}.csv", render_csv(table.names, rows))
        yield Output(f"{FOLDER}{name}.json", render_table(table, rows))
    yield Output(f"{FOLDER}{DATABASE}", render_database(tables))
    version = read_release().version
    yield Output(f"{FOLDER}datapackage.json", render_json(describe_package(tables, read_release())))
    yield Output(f"{FOLDER}openapi.json", render_json(describe_interface(version, site_url)))


def _render_codebook(content: Content) -> Iterator[Output]:
    rows = [entry.row() for entry in make_codebook(content)]
    changes = [
        {"version": one.version, "date": one.date, "zh": one.says.zh, "en": one.says.en}
        for one in read_changes()
    ]
    book = {"version": changes[0]["version"], "changes": changes, "entries": rows}
    yield Output(f"{FOLDER}codebook.csv", render_csv(codebook.COLUMNS, rows))
    yield Output(f"{FOLDER}codebook.json", render_json(book))


def _render_parts(atlas: Atlas, tables: Tables) -> Iterator[Output]:
    """A file of rows for each place with a sheet, each indicator and each topic.

    A place's file holds its whole sheet, with the figures of counties below it, as its page does.
    """
    held = {
        "places": _by_sheet(atlas, tables),
        "indicators": {"facts": _group(tables["facts"], "indicator")},
        "topics": {name: _group(tables[name], "topic") for name in ("facts", "measures")},
    }
    for name, (key, lists) in PARTS.items():
        for row in tables[name]:
            one = row[key]
            if name == "places" and one not in atlas.content.sheets:
                continue
            rows = {
                part: (read_tables()[part], list(held[name][part].get(one, ()))) for part in lists
            }
            path = f"{FOLDER}{name}/{one}"
            table, facts = rows["facts"]
            found = [Output(f"{path}.csv", render_csv(table.names, facts))]
            found.append(Output(f"{path}.json", render_rows(rows, **{key: row})))
            yield from found
            if name == "places":
                yield from _under_former_ids(atlas.content.places[one], found)


def _under_former_ids(place: Place, outputs: Sequence[Output]) -> Iterator[Output]:
    """The same files where they stood before the place had another id."""
    for former in place.former:
        for output in outputs if former.slug else ():
            name = PurePosixPath(output.path)
            yield Output(str(name.with_name(former.slug + name.suffix)), output.data)


def _by_sheet(atlas: Atlas, tables: Tables) -> dict[str, dict[str, Sequence[Row]]]:
    sheets = atlas.content.sheets.values()
    homes = {
        "facts": {one.id: sheet.place for sheet in sheets for one in sheet.facts},
        "measures": {one.id: sheet.place for sheet in sheets for one in sheet.measures},
    }
    return {name: _group(tables[name], "id", home) for name, home in homes.items()}


def _group(
    rows: Sequence[Row], column: str, of: Mapping[str, str] | None = None
) -> dict[str, Sequence[Row]]:
    """Rows by what stands in the column, or by what `of` has for that."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[of[row[column]] if of else row[column]].append(number)
    return {key: Rows(rows.__getitem__, numbers) for key, numbers in found.items()}


def _head(tables: Tables) -> dict[str, object]:
    """What there is to fetch, but for the files; paths count from the index itself."""
    return {
        "name": NAME,
        "title": TITLE,
        "version": read_release().version,
        "date": read_release().date,
        "codebook": read_changes()[0].version,
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "rows": {name: len(rows) for name, rows in tables.items()},
    }


def _list_file(output: Output) -> dict[str, object]:
    return {
        "path": output.path.removeprefix(FOLDER),
        "bytes": len(output.data),
        "sha256": sha256(output.data).hexdigest(),
    }
