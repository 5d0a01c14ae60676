"""The open data: every file of `data/v1/`, from the tables and their shape in `tables.yml`."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from io import BytesIO
from itertools import chain
from typing import Any

from atlas.export import codebook
from atlas.export.codebook import make_codebook, read_changes
from atlas.export.openapi import PARTS, describe_interface
from atlas.export.package import describe_package
from atlas.export.schema import FOLDER, LICENCE, LICENCE_URL, NAME, TITLE, Table, read_tables
from atlas.export.tables import (
    Holdings,
    Row,
    count_rows,
    fact_row,
    hold,
    list_tables,
    measure_row,
    row_of,
    sheet_measures,
)
from atlas.export.textfiles import (
    render_csv,
    render_items,
    render_json,
    render_lines,
    render_rows,
    write_csv,
)
from atlas.export.whole import DATABASE, Last, write_whole
from atlas.model import Atlas, Content, Fact
from atlas.parts import Bundle, Output, make_all
from atlas.release import read_release
from atlas.signs import LooksUp
from atlas.trail import Trail

__all__ = ["Holdings", "Table", "export_tables", "hold", "list_data", "list_tables", "read_tables"]

_NONE: tuple[tuple[Any, ...], tuple[str, ...]] = ((), ())


def export_tables(atlas: Atlas, site_url: str = "") -> Iterator[Output]:
    """Every file of `data/v1/`; addresses in the rows begin with `site_url`."""
    return make_all(list_data(hold(atlas), site_url))


def list_data(held: Holdings, site_url: str = "", trail: Trail | None = None) -> list[Bundle]:
    """The open data: whole tables, a file for each place, indicator and topic, and their index.

    A trail tells which rows of the whole tables the last build has left.
    """
    parts = {
        f"{name} {key}": (name, key)
        for name, keys in _list_parts(held.atlas.content).items()
        for key in keys
    }
    folder = FOLDER.partition("/")[0] + "/"
    facts = _FactLines(held.atlas, site_url, trail)
    return [
        Bundle(
            *(folder, partial(_render_whole, held.atlas, site_url, trail), "tables"), renews=True
        ),
        *(
            Bundle(folder, partial(_render_part, held, site_url, facts, *parts[title]), title)
            for title in sorted(parts, key=partial(_rank, held.atlas.content, parts))
        ),
        Bundle(
            folder, partial(_render_index, held.atlas, tuple(parts.values())), "index", lists=True
        ),
    ]


def _render_whole(
    atlas: Atlas, site_url: str, trail: Trail | None, last: Last | None = None
) -> Iterator[Output]:
    tables = list_tables(atlas, site_url)
    yield from write_whole(tables, last, trail)
    release = read_release()
    sources = chain.from_iterable(group.make() for group in tables["sources"])
    package = describe_package(tables, sources, release)
    yield Output(f"{FOLDER}datapackage.json", render_json(package))
    interface = describe_interface(release.version, site_url)
    yield Output(f"{FOLDER}openapi.json", render_json(interface))
    yield from _render_codebook(atlas.content)


def _render_codebook(content: Content) -> Iterator[Output]:
    rows = [entry.row() for entry in make_codebook(content)]
    changes = [
        {"version": one.version, "date": one.date, "zh": one.says.zh, "en": one.says.en}
        for one in read_changes()
    ]
    book = {"version": changes[0]["version"], "changes": changes, "entries": rows}
    yield Output(f"{FOLDER}codebook.csv", render_csv(codebook.COLUMNS, rows))
    yield Output(f"{FOLDER}codebook.json", render_json(book))


def _list_parts(content: Content) -> dict[str, list[str]]:
    """A file of rows for each place with a sheet, each indicator and each topic."""
    sheets = content.sheets.keys()  # not what they hold
    return {
        "places": [slug for slug in content.places if slug in sheets],
        "indicators": list(content.indicators),
        "topics": list(content.topics),
    }


def _rank(content: Content, parts: Mapping[str, tuple[str, str]], title: str) -> tuple[str, int]:
    """By which the files of rows are made: those of a topic's indicators right after its own."""
    name, key = parts[title]
    indicator = content.indicators.get(key) if name == "indicators" else None
    topic = indicator.topic if indicator else key if name == "topics" else ""
    return topic, name == "indicators"


class _FactLines(LooksUp):
    """Facts as lines of CSV and of JSON; those of one topic are kept for its indicators."""

    def __init__(self, atlas: Atlas, site_url: str, trail: Trail | None) -> None:
        self._atlas = atlas
        self._site_url = site_url
        self._trail = trail
        self._table = read_tables()["facts"]
        self._kept: dict[str, tuple[bytes, bytes, Sequence[int]]] = {}

    def forget(self) -> None:
        """Another topic begins."""
        self._kept.clear()

    def render(self, fact: Fact, sheet: str, keep: bool = False) -> tuple[bytes, bytes]:
        """Both lines of a fact, whose page is that of the `sheet`."""
        known = self._kept.get(fact.id)
        if known is None:
            with self._trail.follow() if self._trail else nullcontext(set[int]()) as notes:
                row = [fact_row(self._atlas, self._site_url, fact, sheet)]
            lines = render_lines(self._table.names, row), render_items(self._table, row)
            if keep:
                self._kept[fact.id] = (*lines, array("I", notes))
            return lines
        if self._trail and self._trail.open:
            self._trail.open[-1].update(known[2])
        return known[:2]


def _render_part(
    held: Holdings, site_url: str, lines: _FactLines, name: str, one: str
) -> Iterator[Output]:
    """A place's file holds its whole sheet, with the figures of counties below it, as its page."""
    atlas = held.atlas
    topical = name == "topics"
    if name == "places":
        sheet = atlas.content.sheets[one]
        facts: Iterable[tuple[Fact, str]] = ((fact, sheet.place) for fact in sheet.facts)
        measures: Iterable[Row] = sheet_measures(atlas, site_url, one)
    else:
        found = held.facts_by_topic if topical else held.facts_by_indicator
        facts = zip(*found.get(one, _NONE), strict=True)
        told = held.measures_by_topic.get(one, _NONE) if topical else _NONE
        measures = map(partial(measure_row, atlas, site_url), *told)
    if topical:
        lines.forget()
    made = [lines.render(*fact, keep=topical) for fact in facts]
    shapes = read_tables()
    file = BytesIO()
    write_csv(file, shapes["facts"].names, (line for line, _ in made))
    rows = {
        "facts": (item for _, item in made),
        "measures": (render_items(shapes["measures"], [row]) for row in measures),
    }
    key, lists = PARTS[name]
    items = render_rows(
        {part: rows[part] for part in lists}, **{key: row_of(atlas, site_url, name, one)}
    )
    for path in _part_paths(atlas.content, name, one):
        yield Output(path, items if path.endswith(".json") else file.getvalue())


def _part_paths(content: Content, name: str, one: str) -> list[str]:
    """CSV and JSON, and the same where they stood before a place had another id."""
    former = content.places[one].former if name == "places" else ()
    names = [one, *(was.slug for was in former if was.slug)]
    return [f"{FOLDER}{name}/{slug}.{suffix}" for slug in names for suffix in ("csv", "json")]


def _render_index(
    atlas: Atlas, parts: Iterable[tuple[str, str]], tell: Callable[[str], tuple[int, str]]
) -> Iterator[Output]:
    whole = [f"{name}.{suffix}" for name in list_tables(atlas) for suffix in ("csv", "json")]
    whole += [DATABASE, "datapackage.json", "openapi.json", "codebook.csv", "codebook.json"]
    paths = {
        "files": [f"{FOLDER}{name}" for name in whole],
        "parts": [path for part in parts for path in _part_paths(atlas.content, *part)],
    }
    listed = {
        name: [_list_file(path, *tell(path)) for path in below] for name, below in paths.items()
    }
    yield Output(f"{FOLDER}index.json", render_json({**_head(atlas), **listed}))


def _head(atlas: Atlas) -> dict[str, object]:
    """What there is to fetch, but for the files; paths count from the index itself."""
    return {
        "name": NAME,
        "title": TITLE,
        "version": read_release().version,
        "date": read_release().date,
        "codebook": read_changes()[0].version,
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "rows": count_rows(atlas),
    }


def _list_file(path: str, length: int, sha256: str) -> dict[str, object]:
    return {"path": path.removeprefix(FOLDER), "bytes": length, "sha256": sha256}
