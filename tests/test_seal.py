"""A build of which nothing changed reads no content; one of which anything changed does."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from random import Random

import pytest

from atlas.history.git import describe_state
from atlas.seal import Seal
from atlas.site import WATCHED, Site, load_site
from atlas.store import FILE, Store
from tests.edits import EDITS, take_back
from tests.repositories import Repository, start_repository
from tests.test_warm import Tree, build_site

_DAY = 86_400_000_000_000  # ns
LINK = "[数据](data/v1/facts.csv) [没有](data/v1/none.csv)\n"


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One for each time that a site is loaded."""
    found: list[bool] = []

    def load(*args: object, **named: object) -> Site:
        found.append(True)
        return load_site(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("atlas.plugin.load_site", load)
    return found


def test_what_did_not_change_is_not_read_and_all_is_told_again(
    host: Path,
    loads: list[bool],
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with (host / "content/pages/about.md").open("a", encoding="utf-8") as page:
        page.write(LINK)
    told: list[tuple[Tree | str, list[str], str]] = []
    for _ in range(2):
        caplog.clear()
        tree = build_site(host, host / "site")
        warnings = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
        told.append((tree, warnings, capsys.readouterr().err))
    assert told[0] == told[1]
    [warning] = told[0][1]
    assert "none.csv" in warning
    assert "0 errors" in told[0][2] or told[0][2] == ""
    assert loads == [True]


@pytest.mark.parametrize("settled", [True, False])
def test_each_edit_breaks_the_seal(
    host: Path, monkeypatch: pytest.MonkeyPatch, settled: bool
) -> None:
    if settled:  # as if all edits were long ago, so that stamps are believed
        monkeypatch.setattr("atlas.seal._SETTLED", -_DAY)
    for folder in ("content", "seeds"):
        shutil.copytree(host / folder, host / ".first" / folder)
    folders = [host / name for name in WATCHED]
    site, stamps = Site(()), {"index.html": (1, 2, 3)}
    idle = []
    for name in EDITS.keys() - {"the site spoilt", "the cache spoilt"}:
        take_back(host, Random(0))
        settings = (host / "mkdocs.yml").read_text()
        Seal(Store(host / FILE), host, folders, settings).keep(site, stamps)
        before = _read(host)
        EDITS[name](host, Random(3))
        seal = Seal(Store(host / FILE), host, folders, (host / "mkdocs.yml").read_text())
        assert (seal.find(lambda: stamps) == site) == (before == _read(host))
        assert seal.find(lambda: {"index.html": (1, 2, 4)}) is None
        idle += [name] * (before == _read(host))
    assert len(idle) < 5


def test_files_whose_stamps_are_old_and_the_same_are_not_read_again(
    host: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    digest_of = hashlib.file_digest

    def note(file: BufferedReader, name: str) -> object:
        read.append(Path(file.name).name)
        return digest_of(file, name)

    def find() -> Site | None:
        read.clear()
        with monkeypatch.context() as patch:
            patch.setattr("atlas.seal.hashlib.file_digest", note)
            seal = Seal(Store(host / FILE), host, [host / "content"], "")
        found = seal.find(dict)
        seal.keep(Site(()), {})
        return found

    sheet = host / "content/cities/yunshan.yml"
    assert (find(), "yunshan.yml" in read) == (None, True)
    assert find() is not None
    assert "yunshan.yml" in read  # it is too new
    monkeypatch.setattr("atlas.seal._SETTLED", -_DAY)
    assert find() is not None
    assert (find(), read) == (Site(()), [])
    before = sheet.stat()
    data = sheet.read_bytes()
    sheet.write_bytes(data.replace(b"2", b"3", 1))
    os.utime(sheet, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert sheet.stat().st_size == before.st_size
    assert (find(), read) == (None, ["yunshan.yml"])


def _read(root: Path) -> Tree:
    found = (path for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {str(path): path.read_bytes() for path in found}


def test_links_and_other_plugins_break_the_seal(host: Path, loads: list[bool]) -> None:
    build_site(host, host / "site")
    (host / "theme/linked.yml").symlink_to(host / "content/topics.yml")
    for expected in (2, 3):
        build_site(host, host / "site")
        assert len(loads) == expected
    (host / "theme/linked.yml").unlink()
    settings = host / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("plugins:\n", "plugins:\n  - search\n"), encoding="utf-8")
    for expected in (4, 5):
        build_site(host, host / "site")
        assert len(loads) == expected


def test_what_somebody_changes_during_a_build_is_made_by_the_next(
    host: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = host / "content/cities/yunshan.yml"
    first = sheet.read_text(encoding="utf-8")
    wanted = build_site(host, host / "site", cache=False)
    sheet.write_text(first.replace("en: Reform", "en: Change"), encoding="utf-8")

    def load(*args: object, **named: object) -> Site:
        """Sees the sheet as it is for this moment only."""
        changed = sheet.read_text(encoding="utf-8")
        sheet.write_text(first, encoding="utf-8")
        made = load_site(*args, **named)  # type: ignore[arg-type]
        sheet.write_text(changed, encoding="utf-8")
        return made

    with monkeypatch.context() as patch:
        patch.setattr("atlas.plugin.load_site", load)
        assert build_site(host, host / "site") == wanted
    sheet.write_text(first, encoding="utf-8")
    assert build_site(host, host / "site") == wanted


def test_the_state_of_git_is_another_after_each_commit_and_fetch(tmp_path: Path) -> None:
    def states(*changes: Callable[[], object]) -> set[tuple[str, ...]]:
        found = {describe_state(copy)}
        for change in changes:
            change()
            found.add(describe_state(copy))
        return found

    for folder in ("content", "seeds"):
        (tmp_path / "origin" / folder).mkdir(parents=True)
    note = tmp_path / "origin/content/note.yml"
    note.write_text("a: 0\n", encoding="utf-8")
    origin = start_repository(tmp_path / "origin")
    for day in ("2024-02-01", "2024-02-02"):
        note.write_text(f"a: {day}\n", encoding="utf-8")
        origin.commit(day)
    copy = origin.clone(tmp_path / "copy", depth=1)
    git = Repository(copy).git
    assert len(states(lambda: git("fetch", "-q", "--deepen=1"))) == 2
    assert len(states(lambda: git("fetch", "-q", "--unshallow"))) == 2
    assert len(states(lambda: git("checkout", "-q", "HEAD~1"))) == 2
    assert len(states(lambda: git("status"))) == 1
