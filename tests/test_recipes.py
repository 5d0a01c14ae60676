"""The lines that the page of the data tells readers to copy, each run by its tool.

The data come from a server of the test. DuckDB reads from the folder, since its extension for
http is fetched from the network; Excel cannot be had.
"""

from __future__ import annotations

import functools
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import duckdb
import pandas
import pytest

from atlas.bench.browser import QuietHandler
from atlas.export import export_tables
from atlas.export.recipes import read_recipes
from atlas.site import load_atlas

MINI = Path(__file__).parent / "mini"
RECIPES = {recipe.tool: recipe for recipe in read_recipes()}
VALUES = ["405939", "71.35", "116.01"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("recipes")
    atlas, problems = load_atlas(MINI)
    assert atlas is not None, problems
    for output in export_tables(atlas):
        path = root / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.data)
    return root / "data" / "v1"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    handler = functools.partial(QuietHandler, directory=str(folder.parents[1]))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/data/v1/"
        server.shutdown()


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_recipe_has_its_test() -> None:
    assert set(RECIPES) == {"pandas", "R", "DuckDB", "curl", "SQLite", "Datasette", "Excel"}


def test_pandas(address: str) -> None:
    names: dict[str, pandas.DataFrame] = {}
    exec(RECIPES["pandas"].at(address), names)
    facts = names["facts"]
    assert list(facts["value"][:3]) == VALUES
    assert "26.50" in list(facts["value"])
    assert facts["number"].max() == 405939


def test_r(address: str, tmp_path: Path) -> None:
    program = shutil.which("Rscript")
    assert program, "R is missing: .ci/setup browser brings it"
    lines = RECIPES["R"].at(address)
    shown = "cat(facts$id[1], facts$value, facts$adcode[1], max(facts$number), sep='\\n')"
    (tmp_path / "facts.R").write_text(f"{lines}\n{shown}\n", "utf-8")
    told = run([program, "--vanilla", "facts.R"], tmp_path).splitlines()
    assert told[:4] == ["yunshan-f001", *VALUES]
    assert "26.50" in told
    assert told[-2:] == ["990100", "405939"]


def test_duckdb(folder: Path) -> None:
    rows = duckdb.sql(RECIPES["DuckDB"].at(f"{folder}/")).fetchall()
    assert ("云山市", "2022", "116.01") in rows
    assert len(rows) > 2


def test_curl(address: str, folder: Path, tmp_path: Path) -> None:
    run(["bash", "-e", "-c", RECIPES["curl"].at(address)], tmp_path)
    for name in ("facts.csv", "index.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_sqlite(address: str, tmp_path: Path) -> None:
    fetch, query = RECIPES["SQLite"].at(address).replace("带量采购", "参保率").split("\n")
    run(["bash", "-e", "-c", fetch], tmp_path)
    if shutil.which("sqlite3"):
        assert "116.01%|" in run(["bash", "-e", "-c", query], tmp_path)
    connection = sqlite3.connect(tmp_path / "atlas.sqlite")
    rows = connection.execute(query.split('"')[1]).fetchall()
    connection.close()
    assert "116.01%" in [text for text, _ in rows]


def test_datasette(address: str, tmp_path: Path) -> None:
    fetch, serve = RECIPES["Datasette"].at(address).split("\n")
    run(["bash", "-e", "-c", fetch], tmp_path)
    program = str(Path(sys.executable).with_name("datasette"))
    answer = run([program, *serve.split()[1:], "--get", "/atlas/facts.csv?_size=3"], tmp_path)
    assert "71.35%" in answer


def test_what_excel_is_told_is_true(address: str, folder: Path) -> None:
    """The encoding and the head that the query counts on."""
    lines = RECIPES["Excel"].at(address)
    assert f'"{address}facts.csv"' in lines
    assert "65001" in lines  # Windows' number for UTF-8
    text = (folder / "facts.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeffid,place,")
