"""Shared by all tests: a mini atlas on disk, small enough to read whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from atlas.bench.browser import open_browser, serve_folder
from atlas.model import Atlas
from atlas.problems import render_problems
from atlas.site import load_atlas
from tests.website import build_site

PROJECT = Path(__file__).parents[1]
MINI = Path(__file__).parent / "mini"
SHEET = Path("content/cities/yunshan.yml")

# The same examples in every run, and no clock: a busy machine is no fault of the code.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser's test that fails is run once more: the summary names it, twice red is red."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def project() -> Path:
    """The real project folder, to be read only."""
    return PROJECT


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the mini atlas that a test may break; theme and pages are the real ones."""
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    shutil.copytree(PROJECT / "theme", root / "theme")
    return root


@pytest.fixture
def host(mini: Path) -> Path:
    """The mini atlas with MkDocs' settings and the hand-written pages."""
    shutil.copy(PROJECT / "mkdocs.yml", mini)
    shutil.copytree(PROJECT / "content" / "pages", mini / "content" / "pages")
    return mini


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """The real atlas, checked."""
    found, problems = load_atlas(PROJECT)
    assert found is not None, render_problems(problems, "en")
    return found


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once by `mkdocs build --strict`, to be read only."""
    folder = tmp_path_factory.mktemp("site")
    build_site(PROJECT, folder)
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the real site is served."""
    with serve_folder(site) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the tests of a module."""
    with open_browser() as opened:
        yield opened


def break_sheet(root: Path) -> str:
    """Puts three faults into the sheet; returns how it was."""
    sheet = root / SHEET
    good = sheet.read_text(encoding="utf-8")
    bad = good.replace("unit: person", "unit: <b>persons")
    bad = bad.replace("text: 71.35%", "text: 71.53%").replace("place: qinghe", "place: qinhe")
    sheet.write_text(bad, encoding="utf-8")
    return good
