"""A build by two processes: the same tree as by one, and no way to end that leaves half a site."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from atlas.publish import read_files
from tests.website import PATIENCE, build_site, wait_for

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="needs two processors"
)
TEMPLATE = Path("theme/templates/city.html")
ENDLESS = "{% if lang == 'en' %}{% for _ in range(10 ** 12) %}{% endfor %}{% endif %}"


def start_build(root: Path, prepare: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=root,
        env={**os.environ, "TMPDIR": str(root.parent), "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=partial(_prepare, prepare),
    )


def _prepare(further: Callable[[], None] | None) -> None:
    """Ctrl-C is heard even where the tests run in a shell's background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if further:
        further()


def finish(build: subprocess.Popen[str]) -> str:
    """What it printed; one that does not end is killed."""
    try:
        return build.communicate(timeout=PATIENCE)[0]
    finally:
        build.kill()


def on_one_processor() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def put_first(root: Path, words: str) -> None:
    """Puts words at the beginning of the template of places."""
    path = root / TEMPLATE
    path.write_text(words + path.read_text("utf-8"), "utf-8")


def await_second(build: subprocess.Popen[str]) -> int:
    """The child that is a fork, seen at two looks; git, asked for history, is another program."""
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
    program = Path(f"/proc/{build.pid}/cmdline").read_bytes()
    seen: list[list[int]] = [[]]

    def is_there() -> bool:
        found = [int(one) for one in children.read_text().split()]
        seen.append([one for one in found if read_program(one) == program])
        return seen[-1] == seen[-2] != []

    wait_for(is_there)
    return seen[-1][0]


def read_program(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def check_whole(root: Path, site: Mapping[str, bytes]) -> None:
    """The old site, and nothing of the new one."""
    assert dict(read_files(root / "site")) == site
    assert list(root.glob(".site*")) == []
    assert list(root.parent.glob("atlas_*")) == []


def is_gone(process: int) -> bool:
    return not Path(f"/proc/{process}").exists()


@pytest.fixture
def built(host: Path) -> tuple[Path, dict[str, bytes]]:
    build_site(host, host / "site")
    return host, dict(read_files(host / "site"))


def test_one_process_writes_the_same_tree(built: tuple[Path, dict[str, bytes]]) -> None:
    root, site = built
    for edit in (False, True):
        if edit:
            put_first(root, "<p>edited</p>")
        finish(start_build(root))
        two = dict(read_files(root / "site"))
        assert (two == site) is not edit
        shutil.rmtree(root / ".cache")  # so that every file is made anew
        before = {path: (root / "site" / path).stat().st_mtime_ns for path in two}
        assert "0 files written" in finish(start_build(root, on_one_processor))
        assert {path: (root / "site" / path).stat().st_mtime_ns for path in two} == before


def test_a_fault_of_the_second_is_told_and_the_old_site_stays(
    built: tuple[Path, dict[str, bytes]],
) -> None:
    root, site = built
    put_first(root, "{% if lang == 'en' %}{{ nothing_of_the_kind }}{% endif %}")
    told = {}
    for name, prepare in (("one", on_one_processor), ("two", None)):
        build = start_build(root, prepare)
        told[name] = finish(build)
        assert build.returncode == 1
        check_whole(root, site)
        assert "UndefinedError: 'nothing_of_the_kind' is undefined" in told[name]
        assert f'{TEMPLATE}", line 1' in told[name]
    assert "_make_aside" in told["two"]
    assert "_make_aside" not in told["one"]


def test_a_second_process_that_is_killed_is_told_and_the_old_site_stays(
    built: tuple[Path, dict[str, bytes]],
) -> None:
    root, site = built
    put_first(root, ENDLESS)
    build = start_build(root)
    os.kill(await_second(build), signal.SIGKILL)
    printed = finish(build)
    assert build.returncode == 1
    assert "The second process broke off (-9); perhaps memory is short." in printed
    assert "Traceback" not in printed
    check_whole(root, site)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_both_end_together_and_the_old_site_stays(
    built: tuple[Path, dict[str, bytes]], number: signal.Signals
) -> None:
    root, site = built
    put_first(root, ENDLESS)
    build = start_build(root)
    second = await_second(build)
    build.send_signal(number)
    finish(build)
    assert build.returncode != 0
    wait_for(lambda: is_gone(second))
    assert dict(read_files(root / "site")) == site
    if number == signal.SIGINT:
        check_whole(root, site)


def test_a_page_written_by_hand_may_link_to_any_file(host: Path) -> None:
    links = "[1](data/v1/facts.csv) [2](en/feed.xml) [3](pictures/home.png)"
    page = host / "content" / "pages" / "method.md"
    page.write_text(page.read_text("utf-8") + f"\n\n{links}\n", "utf-8")
    printed = build_site(host, host / "site")
    assert "WARNING  -" not in printed
    text = (host / "site" / "method" / "index.html").read_text("utf-8")
    for path in ("data/v1/facts.csv", "en/feed.xml", "pictures/home.png"):
        assert f'href="../{path}"' in text
        assert (host / "site" / path).is_file()
