"""The hunt tries every regular expression of the package and tells those that run away."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.evaluate.patterns import find_scripted, find_sites
from atlas.evaluate.runaway import find_growth

ROOT = Path(__file__).parent.parent


def test_every_expression_of_the_package_is_tried() -> None:
    command = [sys.executable, "-m", "atlas.evaluate.runaway", "--list", str(ROOT)]
    listed = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert "not tried" not in listed.stdout
    assert (listed.returncode, listed.stderr) == (0, "")
    tried = {line.split(":")[0] for line in listed.stdout.split("\n")}
    assert {"reading.roles", "glossary", "history.git", "plausibility", "panel.js"} <= tried


def test_sites_tell_what_is_written_in_them() -> None:
    sites = [site for site in find_sites() if site.module == "atlas.reading.lexicon"]
    assert "[,，;；]" in {site.written for site in sites}
    assert None in {site.written for site in sites}  # those made of tables


def test_expressions_of_scripts_are_found(tmp_path: Path) -> None:
    scripts = tmp_path / "theme" / "js"
    scripts.mkdir(parents=True)
    (scripts / "a.js").write_text(
        "const half = all / 2 / more;\n"
        "x.match(/[\\p{Number}/]+a|\\//gu); // a/b\n"
        "if (/^b$/.test(x)) y();\n"
    )
    found = {pattern.pattern for pattern in find_scripted(tmp_path).values()}
    assert found == {r"[0-9０-９/]+a|\/", "^b$"}


@pytest.mark.parametrize("pattern", ["(?:医+)+$", "(?:医|医医)+院$", ",*[^。]*,.*。"])
def test_what_runs_away_is_told(pattern: str) -> None:
    one = re.compile(pattern)
    assert find_growth(one.match, one).square


@pytest.mark.parametrize("pattern", ["[^。]*。", r"(?:\d{1,3}(?:,\d{3})+|\d+)%", "医{1,9}院"])
def test_what_grows_with_the_text_is_not(pattern: str) -> None:
    one = re.compile(pattern)
    assert not find_growth(one.match, one).square
