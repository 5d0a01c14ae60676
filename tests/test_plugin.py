"""Whole builds of the mini atlas by the real MkDocs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import break_sheet
from tests.website import build_site


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
        data = r" type=\"application/ld\+json\""
        assert re.findall(rf"<script(?![^>]* src=|{data})", text) == []
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
