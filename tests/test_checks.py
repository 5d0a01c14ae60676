"""Broken content is told with its place and what to write, all at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from atlas.problems import render_problems
from atlas.site import check_folder

SHEET = "content/cities/yunshan.yml"
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "broken.yml").read_text("utf-8"))

# Faults that lie on different lines, so that all of them can be made in one sheet.
RULES_APART = {"unknown-source", "quote-not-found", "duplicate-id", "unit-mismatch", "file-name"}


def break_file(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_mini_atlas_is_clean(mini: Path) -> None:
    _, problems = check_folder(mini)
    assert render_problems(problems, "en") == "No problems found."


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}-{i}" for i, case in enumerate(CASES)])
def test_broken_content_is_told(mini: Path, case: dict[str, str]) -> None:
    break_file(mini, case["file"], case["old"], case["new"])
    _, problems = check_folder(mini)
    found = [problem for problem in problems if problem.rule == case["rule"]]
    assert found, render_problems(problems, "en")
    line = found[0].render("en")
    file = case.get("in", case["file"])
    assert line.startswith(f"{file}:{case['at']}: error: ")
    assert case["says"] in line
    assert case["zh"] in found[0].render("zh")
    assert "None" not in line
    assert "class" not in line


def test_a_measure_without_a_kind_is_warned_of(mini: Path) -> None:
    break_file(mini, "content/cities/yunshan.yml", "  kind: building\n", "")
    _, problems = check_folder(mini)
    assert [problem.rule for problem in problems] == ["missing-kind"]
    assert problems[0].severity == "warning"
    assert "rule, payment, organisation" in problems[0].en


@pytest.mark.parametrize("emptied", [False, True], ids=["left-out", "emptied"])
def test_each_line_of_a_sheet_can_be_missing(mini: Path, emptied: bool) -> None:
    """Whatever an editor has not yet written, the check ends, and tells at least what is needed."""
    path = mini / SHEET
    whole = path.read_text("utf-8")
    lines = whole.split("\n")
    told: dict[str, set[str]] = {}
    for number, line in enumerate(lines):
        key = re.match(r"(?:- )?\s*([a-z_]+):", line)
        if not key:
            continue
        kept = [f"{line[: key.end()]} ''"] if emptied else []
        path.write_text("\n".join([*lines[:number], *kept, *lines[number + 1 :]]), "utf-8")
        _, problems = check_folder(mini)
        told.setdefault(key[1], set()).update(problem.rule for problem in problems)
    path.write_text(whole, "utf-8")
    needed = {"id", "status", "indicator", "role", "text", "value", "unit", "source", "quote"}
    assert needed <= {key for key, rules in told.items() if rules}


def test_all_problems_at_once_sorted_and_counted(mini: Path) -> None:
    cases = [case for case in CASES if case["rule"] in RULES_APART]
    for case in cases:
        break_file(mini, case["file"], case["old"], case["new"])
    _, problems = check_folder(mini)
    assert {problem.rule for problem in problems} == RULES_APART
    assert list(problems) == sorted(problems)
    assert render_problems(problems, "en").endswith("7 errors, 0 warnings.")


def test_a_seed_in_a_chinese_encoding_is_read_not_mangled(mini: Path) -> None:
    seed = mini / "seeds" / "yunshan.txt"
    text = seed.read_text("utf-8")
    seed.write_bytes(text.encode("gb18030"))
    content, problems = check_folder(mini)
    assert content.seeds["yunshan.txt"] == text
    assert [problem.rule for problem in problems] == ["seed-changed"]


@pytest.mark.parametrize("junk", [b"\x89PNG\r\n\x1a\n\x00\x00", "医改".encode() + b"\xff\x81\x00"])
def test_a_seed_that_is_no_text_is_reported_not_mangled(mini: Path, junk: bytes) -> None:
    seed = mini / "seeds" / "yunshan.txt"
    seed.write_bytes(junk)
    _, problems = check_folder(mini)
    assert any(p.rule == "encoding" and p.mark.path == "seeds/yunshan.txt" for p in problems)
    assert seed.read_bytes() == junk


def test_a_sheet_that_is_not_utf8_is_reported(mini: Path) -> None:
    path = mini / "content" / "cities" / "yunshan.yml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    _, problems = check_folder(mini)
    assert [p.rule for p in problems if p.mark.path == "content/cities/yunshan.yml"] == ["encoding"]


@pytest.mark.parametrize("junk", ["", "- a\n- b\n", "just words\n", "a: &x [*x]\n", "\x00\n"])
def test_junk_in_place_of_a_sheet_never_raises(mini: Path, junk: str) -> None:
    (mini / "content" / "cities" / "yunshan.yml").write_text(junk, "utf-8")
    _, problems = check_folder(mini)
    assert problems
