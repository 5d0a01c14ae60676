"""The open data of the real atlas, loaded with the tools of its users and held against the sheets.

The sheets are read here as texts, by PyYAML alone: what an editor wrote must come out of every
file as written, decimals included.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import jsonschema
import openapi_spec_validator
import pandas
import pytest
import yaml
from datasette.app import Datasette

from atlas.export import export_tables, read_tables
from atlas.site import leave_out_drafts, load_atlas

PROJECT = Path(__file__).parents[1]
SCHEMAS = Path(__file__).parent / "schemas"
SITE = "https://example.org/"
# What an editor writes and a column holds under the same name.
AS_WRITTEN = ("value", "unit", "role", "text", "period", "period_basis", "body", "source")

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder data/v1/ of the real atlas."""
    root = tmp_path_factory.mktemp("open-data")
    atlas, problems = load_atlas(PROJECT)
    assert atlas is not None, problems
    for output in export_tables(leave_out_drafts(atlas), SITE):
        path = root / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.data)
    return root / "data" / "v1"


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, Any]]:
    """Every accepted fact of the sheets as texts, by id, with the place that it is about."""
    facts = {}
    for path in sorted((PROJECT / "content" / "cities").glob("*.yml")):
        sheet = yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)
        for fact in sheet["facts"]:
            if fact["status"] == "accepted":
                facts[fact["id"]] = {"place": sheet["place"], **fact}
    assert len(facts) > 200
    return facts


def assert_as_written(rows: Rows, written: Mapping[str, Mapping[str, Any]]) -> None:
    """Every fact of the sheets is there once and says what the sheet says; no other is there."""
    assert sorted(row["id"] for row in rows) == sorted(written)
    for row in rows:
        fact = written[row["id"]]
        assert {name: row[name] for name in AS_WRITTEN} == {
            name: fact.get(name, "") for name in AS_WRITTEN
        }
        assert row["place"] == fact["place"]
        assert row["indicator"] == fact["indicator"]
        assert row["qualifier"] == fact.get("qualifier", "=")
        assert row["pair"] in (fact.get("pair", ""), "")
        assert (
            row["quote"] in fact["quote"]
            if isinstance(fact["quote"], list)
            else (row["quote"] == fact["quote"])
        )
        assert row["flags"] == ";".join(flag["code"] for flag in fact.get("flags", []))


def test_pandas_reads_what_the_sheets_say(data: Path, written: dict[str, Any]) -> None:
    table = pandas.read_csv(data / "facts.csv", dtype=str, keep_default_na=False)
    assert_as_written(table.to_dict("records"), written)
    assert table["adcode"].str.fullmatch(r"\d{6}").all()


def test_json_says_what_the_sheets_say(data: Path, written: dict[str, Any]) -> None:
    assert_as_written(json.loads((data / "facts.json").read_bytes()), written)


def test_duckdb_reads_what_the_sheets_say(data: Path, written: dict[str, Any]) -> None:
    found = duckdb.sql(f"SELECT * FROM read_csv('{data / 'facts.csv'}', all_varchar = true)")
    names = found.columns
    rows = [
        {name: cell or "" for name, cell in zip(names, row, strict=True)}
        for row in found.fetchall()
    ]
    assert_as_written(rows, written)


def open_database(data: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{data / 'atlas.sqlite'}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def select(data: Path, query: str, *words: str) -> Rows:
    connection = open_database(data)
    try:
        return [
            {key: "" if row[key] is None else row[key] for key in row.keys()}  # noqa: SIM118
            for row in connection.execute(query, words)
        ]
    finally:
        connection.close()


def test_sqlite_says_what_the_sheets_say(data: Path, written: dict[str, Any]) -> None:
    assert_as_written(select(data, "SELECT * FROM facts"), written)


def test_sqlite_holds_every_table_as_the_json_does(data: Path) -> None:
    for name in read_tables():
        rows = json.loads((data / f"{name}.json").read_bytes())
        assert select(data, f"SELECT * FROM {name}") == rows


def test_the_keys_of_sqlite_hold(data: Path) -> None:
    assert select(data, "PRAGMA foreign_key_check") == []
    assert select(data, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    tables = {row["table"] for row in select(data, "PRAGMA foreign_key_list('facts')")}
    assert tables == {"places", "topics", "indicators", "facts", "sources"}


@pytest.mark.parametrize("word", ["带量采购", "疗保险", "DRG", "insurance"])
def test_the_index_finds_every_fact_with_the_words(data: Path, word: str) -> None:
    """Words in their own sentence, off the word boundary, mixed and in English."""
    found = select(
        data, "SELECT id FROM facts WHERE rowid IN "
        "(SELECT rowid FROM facts_fts WHERE facts_fts MATCH ?)", f'"{word}"',
    )  # fmt: skip
    searched = read_tables()["facts"].searched
    there = [
        row["id"]
        for row in json.loads((data / "facts.json").read_bytes())
        if any(word.lower() in row[name].lower() for name in searched)
    ]
    assert found
    assert [row["id"] for row in found] == there


def test_the_view_of_numbers_sorts_by_size(data: Path, written: dict[str, Any]) -> None:
    rows = select(data, "SELECT id, value FROM facts_as_numbers ORDER BY value DESC")
    assert [row["value"] for row in rows] == sorted(
        (float(fact["value"]) for fact in written.values()), reverse=True
    )


def test_datasette_opens_the_file_and_searches_it(data: Path) -> None:
    async def ask() -> tuple[Any, str]:
        datasette = Datasette([str(data / "atlas.sqlite")], settings={"num_sql_threads": 0})
        found = await datasette.client.get(
            "/atlas/measures.json", params={"_search": "带量采购", "_shape": "array"}
        )
        page = await datasette.client.get("/atlas/facts")
        return found.json(), page.text

    found, page = asyncio.run(ask())
    assert found
    assert all("带量采购" in row["quote"] + row["title_zh"] for row in found)
    assert 'name="_search"' in page
    assert "/atlas/indicators/" in page  # a key is a link


def test_the_package_is_valid_and_its_data_keep_what_it_says(data: Path) -> None:
    report = frictionless.validate(str(data / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
    assert [task.name for task in report.tasks] == list(read_tables())


def test_the_package_is_one_of_the_second_version(data: Path) -> None:
    described = json.loads((data / "datapackage.json").read_bytes())
    schema = json.loads((SCHEMAS / "datapackage-2.0.json").read_bytes())
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(described)] == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (",wuhai,", ",nowhere,", "foreign-key"),
        (",current,", ",currant,", "constraint-error"),
        ("wuhai-f002,", "wuhai-f001,", "primary-key"),
        (",116.01,", ",116.01%,", "type-error"),
    ],
)
def test_the_package_tells_what_breaks_its_rules(
    data: Path, tmp_path: Path, old: str, new: str, fault: str
) -> None:
    for file in [*data.glob("*.csv"), data / "datapackage.json"]:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "facts.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert fault in {kind for [kind] in report.flatten(["type"])}


def test_the_interface_is_described_by_the_standard_and_true(data: Path) -> None:
    """The validator accepts the description, and every JSON file is as described."""
    described = json.loads((data / "openapi.json").read_bytes())
    openapi_spec_validator.validate(described)
    assert described["servers"] == [{"url": f"{SITE}data/v1"}]
    told = {path.replace("{id}", "*") for path in described["paths"]}
    assert told == {
        re.sub(r"/[^/]+\.json$", "/*.json", path) if path.count("/") > 1 else path
        for file in data.rglob("*.json")
        if (path := f"/{file.relative_to(data).as_posix()}") != "/openapi.json"
    }
    for path, read in described["paths"].items():
        schema = read["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        validator = jsonschema.Draft202012Validator(
            {**schema, "components": described["components"]}
        )
        for file in data.glob(path.lstrip("/").replace("{id}", "*")):
            errors = [
                error.message for error in validator.iter_errors(json.loads(file.read_bytes()))
            ]
            assert errors == [], file


def test_parts_are_the_rows_of_the_whole(data: Path) -> None:
    facts = json.loads((data / "facts.json").read_bytes())
    for folder in ("indicators", "topics"):
        column = folder[:-1]
        parts = [json.loads(file.read_bytes()) for file in (data / folder).glob("*.json")]
        assert len(parts) == len(json.loads((data / f"{folder}.json").read_bytes()))
        for part in parts:
            own = part[column][column]
            assert part["facts"] == [row for row in facts if row[column] == own]
    listed = [
        row
        for file in (data / "places").glob("*.json")
        for row in json.loads(file.read_bytes())["facts"]
    ]
    assert sorted(listed, key=lambda row: row["id"]) == sorted(facts, key=lambda row: row["id"])


def test_a_part_is_the_same_as_csv(data: Path) -> None:
    for file in data.glob("*/*.csv"):
        part = json.loads(file.with_suffix(".json").read_bytes())["facts"]
        table = pandas.read_csv(file, dtype=str, keep_default_na=False)
        assert table.to_dict("records") == [
            {key: str(cell) for key, cell in row.items()} for row in part
        ]


def test_the_index_lists_every_file(data: Path) -> None:
    index = json.loads((data / "index.json").read_bytes())
    listed = {row["path"]: row for row in [*index["files"], *index["parts"]]}
    there = {file.relative_to(data).as_posix() for file in data.rglob("*") if file.is_file()}
    assert set(listed) == there - {"index.json"}
    for path, row in listed.items():
        body = (data / path).read_bytes()
        assert row["bytes"] == len(body)
        assert row["sha256"] == hashlib.sha256(body).hexdigest()
    assert index["rows"]["facts"] == len(json.loads((data / "facts.json").read_bytes()))


def test_no_cell_of_any_table_is_a_formula(data: Path) -> None:
    for file in data.rglob("*.csv"):
        table = pandas.read_csv(file, dtype=str, keep_default_na=False)
        cells = {cell for name in table for cell in table[name] if len(cell) > 1}
        assert [cell for cell in cells if re.match(r"[=+@\t\r]|-(?!\d+(\.\d+)?$)", cell)] == []


def test_two_exports_are_the_same_bytes(data: Path) -> None:
    atlas, _ = load_atlas(PROJECT)
    assert atlas is not None
    for output in export_tables(leave_out_drafts(atlas), SITE):
        assert (data.parents[1] / output.path).read_bytes() == output.data, output.path
