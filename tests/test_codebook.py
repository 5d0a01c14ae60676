"""The codebook explains all that the open data hold, in both languages, and knows its versions."""

from __future__ import annotations

import json
from pathlib import Path

import pandas
import pytest
import yaml

from atlas import model
from atlas.export import export_tables, read_tables
from atlas.export.codebook import (
    COLUMNS,
    Entry,
    digest_shape,
    kind_names,
    list_titles,
    make_codebook,
    read_changes,
)
from atlas.model import Atlas
from atlas.units import UNITS

PROJECT = Path(__file__).parents[1]
DISPOSITIONS = {"fact", "repeat", "excluded", "withdrawn", "open"}


@pytest.fixture(scope="module")
def book(atlas: Atlas) -> tuple[Entry, ...]:
    return make_codebook(atlas.content)


def codes(book: tuple[Entry, ...], part: str, of: str) -> list[str]:
    return [one.code for one in book if (one.part, one.of) == (part, of)]


def test_every_entry_speaks_both_languages(book: tuple[Entry, ...]) -> None:
    for one in book:
        assert one.name.zh, one
        assert one.name.en, one
        assert bool(one.about.zh) == bool(one.about.en), one
        if one.part in ("table", "column", "indicator"):
            assert one.about.zh, one
    assert len({(one.part, one.of, one.code) for one in book}) == len(book)


@pytest.mark.parametrize(
    ("of", "known"),
    [
        ("roles", model.ROLES),
        ("flags", model.FLAG_CODES),
        ("qualifiers", model.QUALIFIERS),
        ("units", UNITS),
        ("period_bases", model.PERIOD_BASES),
        ("dispositions", DISPOSITIONS),
        ("reasons", model.REASONS),
        ("levels", model.LEVELS),
        ("better", model.BETTERS),
        ("source_kinds", model.SOURCE_KINDS),
        ("date_bases", model.DATE_BASES),
    ],
)
def test_every_code_of_the_model_is_explained(
    book: tuple[Entry, ...], of: str, known: tuple[str, ...]
) -> None:
    assert set(codes(book, "code", of)) == set(known)


def test_every_list_that_a_column_uses_is_there(book: tuple[Entry, ...]) -> None:
    used = {column.of for table in read_tables().values() for column in table.columns if column.of}
    assert used == set(list_titles())
    kinds = {column.kind for table in read_tables().values() for column in table.columns}
    assert kinds == set(kind_names())


def test_every_cell_with_a_code_is_in_the_codebook(book: tuple[Entry, ...], atlas: Atlas) -> None:
    """The other way round: from the published rows, code by code, to the codebook."""
    outputs = {output.path: output.data for output in export_tables(atlas)}
    for table in read_tables().values():
        rows = json.loads(outputs[f"data/v1/{table.name}.json"])
        for column in table.columns:
            if column.of:
                there = {code for row in rows for code in row[column.name].split(";") if code}
                assert there <= set(codes(book, "code", column.of)), column.name
    facts = json.loads(outputs["data/v1/facts.json"])
    groups = {group for row in facts for group in row["breakdown"].split(";") if group}
    explained = {one.code for one in book if one.part == "breakdown"}
    assert groups <= explained
    assert {row["indicator"] for row in facts} <= {
        one.code for one in book if one.part == "indicator"
    }


def test_roles_and_doubts_have_their_codes_of_sdmx(book: tuple[Entry, ...]) -> None:
    listed = set(codes(book, "code", "sdmx"))
    doubts = {one.sdmx for one in book if one.of == "flags"}
    roles = {one.code: one.sdmx for one in book if one.of == "roles"}
    assert doubts == {"U"}
    assert roles == {
        "current": "A", "baseline": "A", "change": "A", "target": "", "parameter": "",
    }  # fmt: skip
    assert {*doubts, *roles.values()} - {""} < listed


def test_codes_of_sdmx_are_those_of_its_list_by_name(book: tuple[Entry, ...]) -> None:
    path = PROJECT / "tests" / "cases" / "sdmx_obs_status.yml"
    official = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    assert len(official) == 20
    told = {one.code: one.name.en for one in book if (one.part, one.of) == ("code", "sdmx")}
    assert told == {code: official[code] for code in told}
    assert {one.sdmx for one in book} - {""} == set(told)


def test_a_new_shape_is_a_new_version(book: tuple[Entry, ...]) -> None:
    newest, *older = read_changes()
    shape = digest_shape(book)
    assert newest.shape == shape, (
        f"Tables, columns or codes have changed: add a version with `shape: {shape}` and what "
        "has changed at the head of atlas/export/codebook.yml."
    )
    versions = [tuple(map(int, one.version.split("."))) for one in (newest, *older)]
    assert versions == sorted(versions, reverse=True)
    assert len(set(versions)) == len(versions)


def test_a_lost_code_or_another_kind_is_a_new_shape(book: tuple[Entry, ...]) -> None:
    codes_only = [one for one in book if one.part == "code"]
    assert digest_shape([one for one in book if one is not codes_only[0]]) != digest_shape(book)
    indicator = next(one for one in book if one.part == "indicator")
    assert digest_shape([one for one in book if one is not indicator]) == digest_shape(book)


def test_csv_and_json_hold_every_entry(
    book: tuple[Entry, ...], atlas: Atlas, tmp_path: Path
) -> None:
    outputs = {output.path: output.data for output in export_tables(atlas)}
    (tmp_path / "codebook.csv").write_bytes(outputs["data/v1/codebook.csv"])
    table = pandas.read_csv(tmp_path / "codebook.csv", dtype=str, keep_default_na=False)
    told = json.loads(outputs["data/v1/codebook.json"])
    assert tuple(table.columns) == COLUMNS
    assert len(told["entries"]) == len(book)
    # `=` alone is safe in a spreadsheet and stays; a longer code beginning with it would not.
    assert table.to_dict("records") == told["entries"]
    assert told["version"] == told["changes"][0]["version"] == read_changes()[0].version
    assert json.loads(outputs["data/v1/index.json"])["codebook"] == told["version"]
