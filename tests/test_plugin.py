"""Whole builds of the mini atlas by the real MkDocs, and its live preview."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from atlas.parts import Heading
from atlas.plugin import make_contents
from tests.website import PATIENCE, build_site, run_preview, wait_for

PROJECT = Path(__file__).parents[1]
SHEET = Path("content/cities/yunshan.yml")


@pytest.fixture
def host(mini: Path) -> Path:
    """The mini atlas with MkDocs' settings and the hand-written pages."""
    shutil.copy(PROJECT / "mkdocs.yml", mini)
    shutil.copytree(PROJECT / "content" / "pages", mini / "content" / "pages")
    return mini


def break_sheet(root: Path) -> str:
    """Puts three faults into the sheet; returns how it was."""
    sheet = root / SHEET
    good = sheet.read_text(encoding="utf-8")
    bad = good.replace("unit: person", "unit: <b>persons")
    bad = bad.replace("text: 71.35%", "text: 71.53%").replace("place: qinghe", "place: qinhe")
    sheet.write_text(bad, encoding="utf-8")
    return good


def run_build(root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_strict_build_writes_pages_and_files(host: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    printed = build_site(host, site)
    assert "WARNING  -" not in printed
    place = (site / "cities/yunshan/index.html").read_text(encoding="utf-8")
    assert re.search(r'<html lang="zh[^"]*"', place)
    assert "<title>云山市" in place
    assert 'id="yunshan-f003"' in place
    assert '<link rel="canonical" href="https://' in place
    assert (site / "data/v1/facts.csv").is_file()
    method = (site / "method/index.html").read_text(encoding="utf-8")
    assert (
        'href="https://github.com/health-reform-atlas/atlas/edit/main/content/pages/method.md"'
        in method
    )


def test_pages_name_only_files_that_are_there_and_ours(host: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build_site(host, site)
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(
            r'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*?(?:href|src)="([^"]+)"', text
        )
        assert loaded, page
        for address in loaded:
            below = site / address.lstrip("/") if address.startswith("/") else page.parent / address
            assert below.resolve().is_file(), f"{page}: {address}"
        assert "<style" not in text
        assert ' style="' not in text
        assert re.findall(r"<script(?![^>]* src=)", text) == []
        assert "Content-Security-Policy" in text
    assert not list(site.rglob("bundle.*.js"))
    assert not list(site.rglob("lunr*"))
    assert not (site / "search/search_index.json").exists()


def test_two_builds_of_different_days_are_the_same_bytes(host: Path) -> None:
    sites = []
    for seconds in ("1700000000", "1800000000"):
        done = run_build(host, SOURCE_DATE_EPOCH=seconds)
        assert done.returncode == 0, done.stderr
        site = host / "site"
        sites.append(
            {
                path.relative_to(site): path.read_bytes()
                for path in site.rglob("*")
                if path.is_file()
            }
        )
    first, second = sites
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_faulty_content_stops_the_build_and_every_problem_is_told(host: Path) -> None:
    break_sheet(host)
    done = run_build(host)
    assert done.returncode == 1
    told = re.findall(r"^content/cities/yunshan\.yml:\d+:\d+: ", done.stderr, re.MULTILINE)
    assert len(told) >= 3
    for words in ("<b>persons", "71.53%", "qinhe"):
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (host / "site" / "index.html").exists()


def test_contents_list_puts_lower_headings_below_higher_ones() -> None:
    headings = (Heading(2, "a", "甲"), Heading(3, "b", "<乙>"), Heading(2, "c", "丙"))
    first, second = make_contents(headings).items
    assert (first.title, first.url, second.url) == ("甲", "#a", "#c")
    assert [(child.title, child.url) for child in first.children] == [("&lt;乙&gt;", "#b")]
    assert second.children == []


def test_contents_list_of_a_page_that_starts_lower() -> None:
    (only,) = make_contents((Heading(3, "b", "乙"),)).items
    assert only.url == "#b"


def test_the_preview_tells_problems_and_recovers(host: Path) -> None:
    with serve(host) as get:
        wait_for(lambda: "yunshan-f003" in get("cities/yunshan/"))
        assert "Content-Security-Policy" not in get("cities/yunshan/")
        good = break_sheet(host)
        wait_for(lambda: 'class="hra-problems"' in get("cities/yunshan/"))
        for path in ("", "cities/", "cities/yunshan/", "method/"):
            banner = get(path)
            shown = html.unescape(re.sub(r"<[^>]+>", "", banner))
            assert "<b>persons" not in banner, "what an editor typed must be escaped"
            for words in ("<b>persons", "71.53%", "qinhe", "yunshan.yml:"):
                assert words in shown, f"{path}: {words}"
        (host / SHEET).write_text(good, encoding="utf-8")
        wait_for(lambda: "yunshan-f003" in get("cities/yunshan/"))
        assert "hra-problems" not in get("")


def test_the_preview_starts_with_faulty_content(host: Path) -> None:
    good = break_sheet(host)
    with serve(host) as get:
        wait_for(lambda: 'class="hra-problems"' in get(""))
        (host / SHEET).write_text(good, encoding="utf-8")
        wait_for(lambda: "yunshan-f003" in get("cities/yunshan/"))


def test_the_preview_outlives_files_that_go_away(host: Path) -> None:
    sheet, seed = host / SHEET, host / "seeds" / "yunshan.txt"
    kept = {path: path.read_bytes() for path in (sheet, seed)}
    with serve(host) as get:
        wait_for(lambda: "yunshan-f003" in get("cities/yunshan/"))
        sheet.unlink()
        wait_for(lambda: "yunshan-f003" not in get("cities/yunshan/"))
        seed.unlink()
        wait_for(lambda: "yunshan-2023.yml:" in get(""))
        for path, data in kept.items():
            path.write_bytes(data)
        wait_for(lambda: "yunshan-f003" in get("cities/yunshan/"))
    assert "Traceback" not in (host / "serve.log").read_text("utf-8")


@contextmanager
def serve(root: Path) -> Iterator[Callable[[str], str]]:
    """Runs `mkdocs serve`; gives a function from a page's address to its HTML, "" if none."""
    with run_preview(root) as address:

        def get(path: str) -> str:
            try:
                with urllib.request.urlopen(address + path, timeout=PATIENCE) as answer:
                    return str(answer.read().decode())
            except urllib.error.HTTPError as error:
                with error:
                    return error.read().decode()
            except (urllib.error.URLError, ConnectionError):
                return ""

        yield get
