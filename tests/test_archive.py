"""The archive of a release: whole, the same bytes each time, and usable once unpacked."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import frictionless
import pytest

from atlas.archive import make_archive
from atlas.cli import main
from atlas.release import Release, read_release
from atlas.site import load_atlas, with_history

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    assert main(["--root", str(PROJECT), "release", str(folder)]) == 0
    return folder


def test_one_command_makes_one_zip_that_holds_all(out: Path) -> None:
    [path] = out.iterdir()
    name = f"health-reform-atlas-{read_release().version}"
    assert path.name == f"{name}.zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        inside = {entry.removeprefix(f"{name}/") for entry in archive.namelist()}
    assert {
        "CHANGELOG.md",
        "CITATION.cff",
        "LICENSE",
        "README.md",
        "SHA256SUMS",
        "data/v1/atlas.sqlite",
        "data/v1/codebook.csv",
        "data/v1/codebook.json",
        "data/v1/datapackage.json",
        "data/v1/facts.csv",
        "data/v1/facts.json",
        "data/v1/openapi.json",
        "schema/sheet.json",
    } <= inside
    assert not any("/places/" in entry for entry in inside)


def test_unpacked_it_keeps_its_own_checks(out: Path, tmp_path: Path) -> None:
    [path] = out.iterdir()
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    [folder] = tmp_path.iterdir()
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=False
    )
    assert done.returncode == 0
    assert frictionless.validate(str(folder / "data" / "v1" / "datapackage.json")).valid
    described = json.loads((folder / "data" / "v1" / "datapackage.json").read_bytes())
    assert described["version"] == read_release().version
    facts = json.loads((folder / "data" / "v1" / "facts.json").read_bytes())
    assert facts[0]["url"].startswith("https://")


def test_the_same_bytes_again_dated_by_the_release(out: Path) -> None:
    [path] = out.iterdir()
    atlas, _ = load_atlas(PROJECT)
    assert atlas is not None
    atlas = with_history(atlas, PROJECT)
    site = "https://health-reform-atlas.github.io/"
    assert make_archive(atlas, PROJECT, read_release(), site).data == path.read_bytes()
    later = make_archive(atlas, PROJECT, Release("9.9.9", "2031-02-03"), site)
    assert later.path == "health-reform-atlas-9.9.9.zip"
    with zipfile.ZipFile(io.BytesIO(later.data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2031, 2, 3, 0, 0, 0)}
