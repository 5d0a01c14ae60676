"""Single mistakes in the real sheets are caught, and nothing is told of the sheets themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.evaluate.mutations import LESS, Judge, Verdict, main, run_mutations

PROJECT = Path(__file__).parents[1]
SURE = ("digit of value", "digit of text", "unit", "source", "quote mistyped", "digit of quote")


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return run_mutations(PROJECT, 150, seed=7)


def test_what_is_plainly_false_is_always_caught(verdicts: list[Verdict]) -> None:
    sure = [one for one in verdicts if one.mutation.kind in SURE]
    assert len(sure) > 30
    assert [str(one.mutation) for one in sure if not one.rules] == []


def test_few_others_pass(verdicts: list[Verdict]) -> None:
    others = [one for one in verdicts if one.mutation.kind not in LESS]
    passed = [str(one.mutation) for one in others if not one.rules]
    assert len(passed) <= 0.1 * len(others), passed


def test_each_mutation_changes_one_line_and_is_made_once(verdicts: list[Verdict]) -> None:
    assert len({one.mutation for one in verdicts}) == 150
    for one in verdicts:
        assert one.mutation.old != one.mutation.new


def test_the_same_seed_makes_the_same_mutations(verdicts: list[Verdict]) -> None:
    assert run_mutations(PROJECT, 5, seed=7) == verdicts[:5]


def test_the_sheets_as_they_are_raise_nothing_more_than_the_check_tells(project: Path) -> None:
    content, _ = load_content(project)
    judge = Judge(project, content)
    for slug, sheet in content.sheets.items():
        told = judge.find(slug, (project / sheet.path).read_bytes())
        assert [one for one in told if not one.rule.endswith("-unsupported")] == []


def test_the_program_prints_kinds_and_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(PROJECT), "--count", "20", "--seed", "3", "--all"]) == 0
    printed = capsys.readouterr().out
    assert "all that say otherwise" in printed
    assert "quote-not-found" in printed
