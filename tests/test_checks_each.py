"""Sheets checked one by one, from what was kept: the same problems as all anew."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from atlas.checks import check_records
from atlas.checks.each import check_each, hear_each
from atlas.checks.evidence import check_evidence
from atlas.checks.translations import check_sheet_words
from atlas.content import load_content
from atlas.memory import Memory
from atlas.model import Content
from atlas.problems import Problem
from atlas.readings import read_all
from tests.edits import EDITS, add_place

SOME = ("pair: ", "same_as: ", "source: ", "value: ", "period: ", "id: ", "quote: ")


def test_after_any_edits_the_same_is_told_as_by_all_checks_anew(host: Path) -> None:
    random, memory = Random(7), Memory()
    add_second(host)
    told: set[str] = set()
    for _ in range(50):
        content, _ = load_content(host, memory)
        readings = read_all(content, memory)
        problems = {*check_each(content, memory), *hear_each(content, readings, memory)}
        memory.end_build()
        anew: set[Problem] = {*check_records(content), *check_evidence(content, readings)}
        assert problems == anew | set(check_sheet_words(content.sheets.values()))
        told |= {problem.rule for problem in problems}
        name = random.choice(sorted(EDITS))
        if not name.startswith("the "):
            EDITS[name](host, random)
        misname(host, random)
    assert {"unknown-id", "duplicate-id", "pair", "same-as"} & told


def add_second(root: Path) -> None:
    for name in ("content", "seeds"):
        shutil.copytree(root / name, root / ".first" / name)
    add_place(root, Random(0))


def misname(root: Path, random: Random) -> None:
    """Puts a value of another sheet, or none that there is, in the place of one."""
    sheets = sorted((root / "content/cities").glob("*.yml"))
    if not sheets:
        return
    one, other = random.choice(sheets), random.choice(sheets)
    key = random.choice(SOME)
    lines = one.read_text(encoding="utf-8").splitlines()
    others = [line for line in other.read_text(encoding="utf-8").splitlines() if key in line]
    at = [number for number, line in enumerate(lines) if key in line]
    if at and others:
        value = random.choice([random.choice(others).partition(key)[2], "nothing-f1"])
        number = random.choice(at)
        lines[number] = lines[number].partition(key)[0] + key + value
        one.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_an_edit_of_a_sheet_has_that_sheet_checked(
    host: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_second(host)
    memory, checked = Memory(), list[str]()

    def check(share: Content) -> list[Problem]:
        checked.extend(share.sheets)
        return []

    monkeypatch.setattr("atlas.checks.each._check_share", check)
    sheet = host / "content/cities/yunshan.yml"
    every = sorted(path.stem for path in sheet.parent.glob("*.yml"))
    assert len(every) > 1
    for expected in (every, ["yunshan"], []):
        content, _ = load_content(host, memory)
        check_each(content, memory)
        memory.end_build()
        assert sorted(checked) == expected
        checked.clear()
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(text.replace("en: Reform", "en: New reform"), encoding="utf-8")
