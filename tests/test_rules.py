"""Each rule of the table is raised by its wrong example and not by its right one."""

from __future__ import annotations

import ast
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.cli import main
from atlas.editor import find_editor
from atlas.memory import Memory
from atlas.plausibility import RULE_NAMES
from atlas.preview import load_preview
from atlas.problems import Problem, render_problems
from atlas.rules import Rule, rules
from atlas.site import check_folder, load_site

CODE = Path(__file__).parents[1] / "atlas"
PLACES = yaml.load(
    (Path(__file__).parent / "cases" / "rules.yml").read_bytes(), Loader=yaml.BaseLoader
)
SHEET = "content/cities/yunshan.yml"
RULES = list(rules().rules.values())


def indent(text: str, by: int) -> str:
    return text.replace("\n", "\n" + " " * by)


def put(text: str, right: str, example: str) -> str:
    """The text with the example in place of `right`, at whatever indentation it stands."""
    for by in (0, 2, 4):
        at = text.find(indent(right, by) + "\n")
        if at >= 0:
            column = at - text.rfind("\n", 0, at) - 1
            return text[:at] + indent(example, column) + text[at + len(indent(right, by)) :]
    raise AssertionError(f"{right!r} does not stand there")


def write_example(root: Path, rule: Rule, example: str) -> None:
    place: dict[str, Any] = PLACES.get(rule.id, {})
    if "seed" in place:
        seed = root / "seeds" / "yunshan.txt"
        source = root / "content" / "sources" / "yunshan-2023.yml"
        old = sha256(seed.read_bytes()).hexdigest()
        seed.write_text(seed.read_text("utf-8") + place["seed"] + "\n", "utf-8")
        new = sha256(seed.read_bytes()).hexdigest()
        source.write_text(source.read_text("utf-8").replace(old, new), "utf-8")
    digest = ""
    for name, text in place.get("new", {}).items():
        (root / name).write_text(text.replace("{sha256}", digest), "utf-8")
        digest = sha256((root / name).read_bytes()).hexdigest()
    for name, (old, new) in place.get("edit", {}).items():
        path = root / name
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    for name, added in place.get("add", {}).items():
        path = root / name
        text = added.replace("{example}", indent(example, 2 if name == SHEET else 0))
        path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + text + "\n", "utf-8")
    if not any("{example}" in added for added in place.get("add", {}).values()):
        path = root / place.get("file", SHEET)
        path.write_text(put(path.read_text("utf-8"), rule.right, example), "utf-8")


def check_example(root: Path, rule: Rule, example: str) -> list[Problem]:
    place: dict[str, Any] = PLACES.get(rule.id, {})
    wrong = example == rule.wrong
    if "encode" in place:
        path = root / SHEET
        encoding = place["encode"] if wrong else "utf-8"
        path.write_bytes(path.read_text("utf-8").encode(encoding))
    elif "rename" in place:
        (root / rule.right).rename(root / example)
    elif "link" in place:
        if wrong:
            (root / rule.right).rename(root.parent / "elsewhere.yml")
            (root / rule.right).symlink_to(root.parent / "elsewhere.yml")
    elif "stretch" in place and wrong:
        longer = example.replace(place["stretch"], place["stretch"] * int(place["by"]), 1)
        write_example(root, rule, longer)
    else:
        write_example(root, rule, example)
    if "preview" in place:
        return list(load_preview(root, "", find_editor(root, {}), Memory()).problems)
    return list(load_site(root).problems if "build" in place else check_folder(root)[1])


ON_DISK = [rule for rule in RULES if "command" not in PLACES.get(rule.id, {})]


@pytest.mark.parametrize("rule", ON_DISK, ids=[rule.id for rule in ON_DISK])
def test_the_right_example_is_right_and_the_wrong_one_is_told(mini: Path, rule: Rule) -> None:
    saved = {path: path.read_bytes() for path in mini.rglob("*") if path.is_file()}
    told = check_example(mini, rule, rule.right)
    assert render_problems(told, "en") == "No problems found."
    for path in mini.rglob("*"):
        if path in saved:
            path.write_bytes(saved[path])
        elif path.is_file():
            path.unlink()
    found = [
        problem for problem in check_example(mini, rule, rule.wrong) if problem.rule == rule.id
    ]
    assert found
    severities = {"draft": {"error", "warning"}}.get(rule.severity, {rule.severity})
    assert {problem.severity for problem in found} <= severities
    for problem in found:
        assert problem.zh.strip()
        assert problem.en.strip()
        assert problem.zh != problem.en


def test_a_rule_of_another_command(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commanded = [rule for rule in RULES if "command" in PLACES.get(rule.id, {})]
    assert commanded
    for rule in commanded:
        for example, told in ((rule.right, False), (rule.wrong, True)):
            path = PLACES[rule.id].get("file")
            if path:
                sheet = (mini / path).read_text("utf-8")
                (mini / path).write_text(sheet + example + "\n", "utf-8")
            command, path = ("fmt", path) if path else example.split()[1:]
            main(["--root", str(mini), "--lang", "en", command, str(mini / path)])
            assert (f"[{rule.id}]" in capsys.readouterr().err) is told
            if path == SHEET:
                (mini / path).write_text(sheet, "utf-8")


def test_every_place_of_an_example_is_of_a_rule() -> None:
    assert set(PLACES) <= set(rules().rules)


def test_every_rule_in_the_code_is_in_the_table_and_there_are_many() -> None:
    used = set(find_rules())
    assert used - set(rules().rules) == set()
    assert set(rules().rules) - used == set()
    assert len(used) >= 30


def find_rules() -> list[str]:
    """The ids that the code makes problems of."""
    found = [f"plausibility-{name}" for name in RULE_NAMES]
    for path in sorted(CODE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found += rules_of_call(node, path.name)
    return found


# Where the id is put together from words that the calls name.
PUT_TOGETHER = ("faults.py", "plausibility.py", "witness.py", "yamlio.py")


def rules_of_call(node: ast.Call, file: str) -> list[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    words = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
    if name in ("Problem", "_report", "report"):
        assert words[1] or file in PUT_TOGETHER, f"{file}:{node.lineno}"
        return [str(words[1])] if words[1] else []
    if name == "warn":
        return [str(words[1])]
    if name == "unknown_word":
        return [f"unknown-{words[5]}"]
    if name == "wrong_form":
        return [f"{words[2]}-format"]
    return []


@pytest.fixture
def faulty(mini: Path) -> Path:
    """The mini atlas with a wrong unit in its sheet and a wrong year in its national values."""
    for name, old, new in (
        (SHEET, "unit: person\n", "unit: persons\n"),
        (SHEET, "value: 95\n", "value: 95,0\n"),
        ("content/reference.yml", "year: 2022", "year: 2021-2022"),
    ):
        path = mini / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    return mini


def run(root: Path, *words: str) -> int:
    return main(["--root", str(root), "--lang", "en", "check", *words])


def test_a_path_limits_what_is_listed(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(faulty) == 1
    assert capsys.readouterr().out.endswith("3 errors, 0 warnings.\n")
    assert run(faulty, str(faulty / "content" / "cities")) == 1
    assert capsys.readouterr().out.endswith("2 errors, 0 warnings.\n")
    assert run(faulty, str(faulty / "content" / "reference.yml")) == 1
    assert "[year-format]\n1 error, 0 warnings." in capsys.readouterr().out
    assert run(faulty, str(faulty / "content" / "topics.yml")) == 0
    assert run(faulty, str(faulty / "content" / "nothing.yml")) == 2
    assert run(faulty, str(faulty.parent)) == 2


def test_annotations_for_pull_requests(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(faulty, "--format", "github") == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    start = "::error file=content/cities/yunshan.yml,line=24,col=9,title=not-one-of::"
    assert lines[0] == start + "unit cannot be 'persons'. Did you mean person?"
    assert lines[3] == "3 errors, 0 warnings."


def test_json_for_tools(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(faulty, "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["errors"], told["warnings"]) == (3, 0)
    first = told["problems"][0]
    assert (first["path"], first["line"], first["column"]) == (SHEET, 24, 9)
    assert (first["rule"], first["severity"]) == ("not-one-of", "error")
    assert "是不是" in first["zh"]


def test_warnings_fail_only_where_strict(mini: Path) -> None:
    path = mini / SHEET
    text = path.read_text("utf-8")
    rule = rules().rules["plausibility-share-over-100"]
    path.write_text(put(text, rule.right, rule.wrong), "utf-8")
    assert run(mini) == 0
    assert run(mini, "--strict") == 1
