"""A build that finds what earlier ones made gives the tree of one that finds nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from atlas import search, termfiles, trail
from atlas.export import whole as tables
from atlas.pages import doubtful, indicators, pagedtopics, timeline
from atlas.pages.page import Press
from tests.edits import EDITS, add_place, change_figure

STEPS = int(os.environ.get("ATLAS_STEPS", "10"))
SEEDS = [int(one) for one in os.environ.get("ATLAS_SEEDS", "1").split(",")]
Tree = dict[str, bytes]


@pytest.fixture
def edited(host: Path) -> Path:
    """The mini atlas with a second place, and its first state in a hidden folder."""
    for name in ("content", "seeds"):
        shutil.copytree(host / name, host / ".first" / name)
    add_place(host, Random(0))
    return host


def build_site(root: Path, site: Path, cache: bool = True) -> Tree | str:
    """The files of the site; words where its content has errors."""
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
    config.plugins["atlas"].config["cache"] = cache
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Abort:
        return "errors"
    finally:
        config.plugins.on_shutdown()
    return read_site(site)


def read_site(site: Path) -> Tree:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def find_differences(one: Tree | str, other: Tree | str) -> list[str]:
    """The paths of files that differ or are in one tree only."""
    if isinstance(one, str) or isinstance(other, str):
        return [] if one == other else [f"{one:.20} {other:.20}"]
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("numbered", [False, True])
def test_after_any_edits_a_warm_build_is_a_cold_one(
    edited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, numbered: bool
) -> None:
    if numbered:  # as where many places stand on numbered pages
        monkeypatch.setattr(pagedtopics, "PLACES_A_PAGE", 1)
        monkeypatch.setattr(tables, "_A_RUN", 1)  # of files of which most is copied
        monkeypatch.setattr(search, "_A_RUN", 2)
        monkeypatch.setattr(termfiles, "_LEAST", 500)
        monkeypatch.setattr(trail, "_WORTH_SHARING", 1)
        for module in (indicators, doubtful, timeline):
            monkeypatch.setattr(module, "ROWS_A_PAGE", 2)
    random = Random(seed + 100 * numbered)
    done = ["the beginning"]
    whole = 0
    steps = STEPS // 2 if numbered else STEPS
    for _ in range(steps):
        warm = build_site(edited, edited / "site")
        shutil.rmtree(tmp_path / "cold", ignore_errors=True)
        cold = build_site(edited, tmp_path / "cold", cache=False)
        assert find_differences(warm, cold) == [], done
        whole += not isinstance(cold, str)
        if isinstance(cold, str):
            EDITS["back to the beginning"](edited, random)
        for name in random.sample(sorted(EDITS), random.choice((1, 1, 2, 3))):
            EDITS[name](edited, random)
            done.append(name)
    assert whole > steps / 3


def test_a_line_more_changes_only_pages_that_lead_to_lines(edited: Path) -> None:
    before = build_site(edited, edited / "site")
    sheet = next(iter(sorted((edited / "content" / "cities").glob("*.yml"))))
    sheet.write_text("# a remark\n" + sheet.read_text(encoding="utf-8"), encoding="utf-8")
    changed = find_differences(before, build_site(edited, edited / "site"))
    homes = {f"{home}cities/{sheet.stem}/index.html" for home in ("", "en/")}
    assert homes <= set(changed) <= {*homes, "doubtful/index.html", "en/doubtful/index.html"}


def test_only_what_changed_is_made_and_what_somebody_spoilt_is_set_right(edited: Path) -> None:
    site = edited / "site"
    first = build_site(edited, site)
    stamps = {path: (site / path).stat() for path in first}
    assert build_site(edited, site) == first
    assert {path: (site / path).stat() for path in first} == stamps
    made = []

    def note(page: Press, template: str, path: str, *others: object, **more: object) -> object:
        made.append(path)
        return page_of(page, template, path, *others, **more)  # type: ignore[arg-type]

    page_of = Press.page
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("atlas.publish.has_spare", lambda: False)
        patch.setattr(Press, "page", note)
        sheet = edited / "content/cities/linxi.yml"
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(text.replace("opens a new site", "opens two sites"), encoding="utf-8")
        after = build_site(edited, site)
        pages = set(made)
        made.clear()
        spoilt = site / "indicators/infant-mortality/index.html"
        before = spoilt.stat()
        spoilt.write_bytes(spoilt.read_bytes()[::-1])
        os.utime(spoilt, ns=(before.st_atime_ns, before.st_mtime_ns))
        (site / "topics/insurance/index.html").unlink()
        (site / "more.html").touch()
        assert build_site(edited, site) == after
        assert sorted(made) == ["indicators/infant-mortality/", "topics/insurance/"]
    assert "cities/linxi/" in pages
    assert not {"cities/yunshan/", "indicators/infant-mortality/", "topics/insurance/"} & pages
    assert "opens two sites" in after["en/cities/linxi/index.html"].decode()


def test_a_build_that_is_killed_leaves_the_old_site_or_the_new(
    edited: Path, tmp_path: Path
) -> None:
    site = edited / "site"
    old = build_site(edited, site)
    change_figure(edited, Random(5))
    new = build_site(edited, tmp_path / "cold", cache=False)
    assert find_differences(old, new) != []
    for wait in (0, 0.3, 0.6, 0.9, 1.2, 1.5, 2, 3):
        build = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "-q"],
            cwd=edited,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        with suppress(subprocess.TimeoutExpired):
            build.wait(wait)
        with suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        # Only amid the moves there may be some of each, and then every file is whole.
        for path, data in read_site(site).items():
            assert data in (old.get(path), new.get(path)), path
    assert build_site(edited, site) == new


def test_each_edit_changes_something(edited: Path) -> None:
    """Else the random ones would try nothing."""
    build_site(edited, edited / "site")
    idle = []
    for name, edit in EDITS.items():
        before = {path: path.read_bytes() for path in edited.rglob("*") if path.is_file()}
        edit(edited, Random(3))
        after = {path: path.read_bytes() for path in edited.rglob("*") if path.is_file()}
        if before == after:
            idle.append(name)
    assert idle == ["nothing"]
