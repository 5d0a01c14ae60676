"""The same commit gives the same bytes, wherever, whenever and in whatever language it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PARTS = ("atlas", "content", "seeds", "theme", "mkdocs.yml", "pyproject.toml")
ANOTHER_DAY = """
import datetime, time

class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=401)

    @classmethod
    def utcnow(cls):
        return super().utcnow() + datetime.timedelta(days=401)

real = time.time
time.time = lambda: real() + 401 * 86400
datetime.datetime = Later
"""


def build(folder: Path, environment: dict[str, str]) -> dict[str, bytes]:
    """Every file of the site as a copy of the project in that folder gives it, by its path."""
    for part in PARTS:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / part)
    path = os.pathsep.join([*filter(None, [environment.pop("PYTHONPATH", "")]), str(folder)])
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        env={**os.environ, **environment, "PYTHONPATH": path, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = folder / "site"
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


@pytest.mark.whole
def test_two_builds_are_the_same_tree(tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(ANOTHER_DAY, "utf-8")
    first = build(tmp_path / "a", {"PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": "C", "TZ": "UTC"})
    there = {
        "PYTHONHASHSEED": "2",
        "LC_ALL": "C.UTF-8",
        "LANG": "zh_CN.UTF-8",
        "TZ": "Asia/Shanghai",
    }
    second = build(tmp_path / "other" / "第二处", {**there, "PYTHONPATH": str(clock)})
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert len(first) > 500
