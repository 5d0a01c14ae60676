"""A file is written whole or not at all, whatever happens at whichever step."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from atlas.cli import main
from atlas.disk import RefusedError, alone, write_atomically, write_inside
from atlas.site import check_folder

OLD, NEW = "旧的内容\n", "新的内容\n" * 50
STEPS = ("mkdir", "mkstemp", "fdopen", "write", "flush", "fsync", "chmod", "replace")
SHEET = "content/cities/yunshan.yml"
GAP = "清河县新建卫生院12所。"


class Broken:
    """A file of which one step fails."""

    def __init__(self, file: object, step: str, fail: Callable[[], None]) -> None:
        self._file, self._step, self._fail = file, step, fail

    def __enter__(self) -> Broken:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        if name == self._step:
            self._fail()
        return getattr(self._file, name)


def break_step(monkeypatch: pytest.MonkeyPatch, step: str, fail: Callable[[], None]) -> None:
    def broken(*words: object, **more: object) -> object:
        fail()
        raise AssertionError

    real = os.fdopen
    if step in ("write", "flush"):
        monkeypatch.setattr(os, "fdopen", lambda *words: Broken(real(*words), step, fail))
    elif step in ("mkdir", "chmod", "replace"):
        monkeypatch.setattr(Path, step, broken)
    elif step == "mkstemp":
        monkeypatch.setattr("tempfile.mkstemp", broken)
    else:
        monkeypatch.setattr(os, step, broken)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_step_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    path = tmp_path / "sheet.yml"
    path.write_text(OLD, "utf-8")

    def fail() -> None:
        raise error

    break_step(monkeypatch, step, fail)
    with pytest.raises(type(error)):
        write_atomically(path, NEW)
    monkeypatch.undo()
    assert path.read_text("utf-8") == OLD
    assert [one.name for one in tmp_path.iterdir()] == ["sheet.yml"]


KILLED = """
import os, sys, tempfile
from pathlib import Path
import pytest
from atlas.disk import write_atomically
from tests.test_disk import NEW, break_step
step, after, path = sys.argv[1], sys.argv[2], Path(sys.argv[3])
patch = pytest.MonkeyPatch()
if after == "before":
    break_step(patch, step, lambda: os._exit(9))
else:
    real = Path.replace
    def replace(one, other):
        real(one, other)
        os._exit(9)
    patch.setattr(Path, "replace", replace)
write_atomically(path, NEW)
"""


@pytest.mark.parametrize(("step", "when"), [*((one, "before") for one in STEPS), ("all", "after")])
def test_killed_at_any_step_the_file_is_the_old_one_or_the_new_one(
    mini: Path, step: str, when: str
) -> None:
    path = mini / "content" / "note.yml"
    path.write_text(OLD, "utf-8")
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", KILLED, step, when, str(path)]
    assert subprocess.run(command, cwd=root, check=False).returncode == 9
    assert path.read_text("utf-8") == (NEW if when == "after" else OLD)
    left = [one.name for one in path.parent.iterdir() if one.is_file() and one.name[0] == "."]
    assert all(name.startswith(".note.yml.") for name in left)
    assert check_folder(mini)[1] == ()


def open_figure(root: Path) -> None:
    """Adds a sentence that nothing accounts for to the document."""
    seed, source = root / "seeds" / "yunshan.txt", root / "content/sources/yunshan-2023.yml"
    old = sha256(seed.read_bytes()).hexdigest()
    seed.write_text(seed.read_text("utf-8") + f"\n{GAP}\n", "utf-8")
    new = sha256(seed.read_bytes()).hexdigest()
    source.write_text(source.read_text("utf-8").replace(old, new), "utf-8")


def run_with_little_room(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`atlas` where no file may grow beyond 100 bytes, as on a disk that is full."""
    return subprocess.run(
        [sys.executable, "-m", "atlas.cli", "--lang", "en", "--root", str(root), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )


@pytest.mark.parametrize("command", ["fmt", "extract", "schema", "add"])
def test_a_full_disk_is_told_and_every_file_stays_whole(
    mini: Path, tmp_path: Path, command: str
) -> None:
    open_figure(mini)
    document = tmp_path / "more.txt"
    document.write_text(
        "云山市医改\n2024-01-02 来源:云山日报\n2023年,云山市新建医院5家。" * 9, "utf-8"
    )
    wishes = ["--date", "2024-01-02", "--place", "yunshan"]
    words = [command, str(document), *wishes] if command == "add" else [command]
    before = {one: one.read_bytes() for one in mini.rglob("*") if one.is_file()}
    done = run_with_little_room(mini, *words)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "Cannot read or write" in done.stderr
    after = {one: one.read_bytes() for one in mini.rglob("*") if one.is_file()}
    assert after == before


@pytest.mark.parametrize("command", ["fmt", "extract", "schema", "add", "guide"])
def test_two_runs_at_once_do_not_meet(
    mini: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    open_figure(mini)
    document = [str(mini / "seeds" / "yunshan.txt")] if command == "add" else []
    before = {one: one.read_bytes() for one in mini.rglob("*") if one.is_file()}
    with alone(mini):
        assert main(["--lang", "en", "--root", str(mini), command, *document]) == 1
    assert capsys.readouterr().err.startswith("Another atlas command is writing")
    assert {one: one.read_bytes() for one in mini.rglob("*") if one.is_file()} == before
    with alone(mini):
        assert main(["--root", str(mini), "check"]) == 0  # reading waits for nobody


def test_a_killed_run_lets_go_of_the_project(mini: Path) -> None:
    code = "import os, sys; from pathlib import Path; from atlas.disk import alone\n"
    code += "with alone(Path(sys.argv[1])): os._exit(9)"
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code, str(mini)], cwd=root, check=False)
    assert done.returncode == 9
    with alone(mini):
        pass


def test_nothing_is_written_outside(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    (root / "link").symlink_to(elsewhere, target_is_directory=True)
    for path in (root / "link" / "a.yml", root / ".." / "elsewhere" / "a.yml"):
        with pytest.raises(RefusedError):
            write_inside(root, path, NEW)
    assert list(elsewhere.iterdir()) == []
