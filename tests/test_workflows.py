"""The workflows: linted, and their shell parts run with stand-ins for gh and lychee."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from atlas.release import read_release

PROJECT = Path(__file__).parents[1]
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
MARKER = "<!-- health-reform-atlas: what this change says -->"
# Notes how it is called, a line a word; answers what the test laid beside it.
STAND_IN = """#!/usr/bin/env bash
printf '%s\\n' "$(basename "$0")" "$@" --- >>"$CALLS"
answer="$ANSWERS/$(basename "$0")-$1-${2:-}"
[ ! -f "$answer" ] || cat "$answer"
[ ! -f "$ANSWERS/$(basename "$0")-status" ] || exit "$(cat "$ANSWERS/$(basename "$0")-status")"
"""


class StandIns:
    """A folder of stand-in programs, first on the path."""

    def __init__(self, folder: Path) -> None:
        self.answers = folder / "answers"
        self.calls = folder / "calls"
        self._programs = folder / "bin"
        self.answers.mkdir()
        self._programs.mkdir()
        for name in ("gh", "lychee"):
            (self._programs / name).write_text(STAND_IN, "utf-8")
            (self._programs / name).chmod(0o755)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PATH": f"{self._programs}{os.pathsep}{os.environ['PATH']}",
            "CALLS": str(self.calls),
            "ANSWERS": str(self.answers),
            "GH_REPO": "atlas/atlas",
        }
        return subprocess.run(
            words, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
        )

    def told(self) -> list[list[str]]:
        """Every call, as its words."""
        text = self.calls.read_text("utf-8") if self.calls.exists() else ""
        return [call.strip("\n").split("\n") for call in text.split("---\n") if call]


@pytest.fixture
def programs(tmp_path: Path) -> StandIns:
    return StandIns(tmp_path)


def test_the_linter_of_workflows_finds_nothing() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress", *WORKFLOWS],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_may_do(path: Path) -> None:
    """No right for all jobs, every action pinned by its commit, no way to write for forks."""
    flow = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    forks = "pull_request" in flow["on"] or flow["on"] == "pull_request"
    assert flow["permissions"] in ({}, {"contents": "read"})
    for job in flow["jobs"].values():
        if forks:
            assert set(job.get("permissions", {}).values()) <= {"read"}
            assert "secrets" not in path.read_text("utf-8")
        for step in job["steps"]:
            action, _, commit = step.get("uses", "a@" + "0" * 40).partition("@")
            assert len(commit) == 40, action
            if action == "actions/checkout":
                assert step["with"]["persist-credentials"] == "false"


def test_a_first_comment_is_added_and_a_later_one_takes_its_place(
    programs: StandIns, tmp_path: Path
) -> None:
    text = tmp_path / "comment.md"
    text.write_text(f"{MARKER}\n晋中市 `$(touch x)`\n", "utf-8")
    assert programs.run(".ci/comment", "12", str(text)).returncode == 0
    assert programs.told()[1] == [
        "gh", "api", "--method", "POST", "repos/atlas/atlas/issues/12/comments",
        "--field", f"body=@{text}", "--silent",
    ]  # fmt: skip
    programs.calls.unlink()
    listing = "gh-api-repos/atlas/atlas/issues/12/comments"
    (programs.answers / listing).parent.mkdir(parents=True)
    (programs.answers / listing).write_text("77\n88\n", "utf-8")
    assert programs.run(".ci/comment", "12", str(text)).returncode == 0
    assert programs.told()[1][3:5] == ["PATCH", "repos/atlas/atlas/issues/comments/77"]


@pytest.mark.parametrize(
    ("number", "text"),
    [("12; rm -rf /", MARKER), ("", MARKER), ("12", "spam"), ("12", MARKER + "\n" + "x" * 60_001)],
    ids=["no number", "empty number", "not ours", "too long"],
)
def test_what_is_no_comment_of_ours_is_not_sent(
    programs: StandIns, tmp_path: Path, number: str, text: str
) -> None:
    path = tmp_path / "comment.md"
    path.write_text(text, "utf-8")
    assert programs.run(".ci/comment", number, str(path)).returncode == 2
    assert programs.told() == []


@pytest.mark.parametrize(
    ("status", "known", "last"),
    [
        ("0", "", ["gh", "issue", "list"]),
        ("0", "5", ["gh", "issue", "close", "5"]),
        ("2", "", ["gh", "issue", "create"]),
        ("2", "5", ["gh", "issue", "edit", "5"]),
    ],
    ids=["all well", "mended", "first broken", "still broken"],
)
def test_broken_links_are_kept_in_one_issue(
    programs: StandIns, tmp_path: Path, status: str, known: str, last: list[str]
) -> None:
    (programs.answers / "lychee-status").write_text(status, "utf-8")
    (programs.answers / "gh-issue-list").write_text(known, "utf-8")
    assert programs.run(".ci/links", str(tmp_path)).returncode == 0
    assert programs.told()[-1][: len(last)] == last


@pytest.mark.whole
def test_what_a_reviewer_gets_of_a_change(tmp_path: Path) -> None:
    """A wrong value fails the check, is annotated and told in words; a right one has a preview."""
    root, out = tmp_path / "clone", tmp_path / "out"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    shutil.copytree(
        PROJECT, root, ignore=shutil.ignore_patterns(".*cache", "site", ".venv", ".git")
    )
    (root / ".venv").symlink_to(Path(sys.executable).parents[1])
    git = [*git, "-C", str(root)]
    for words in (["init", "-q"], ["add", "content", "seeds"], ["commit", "-qm", "start"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    sheet = root / "content" / "cities" / "wuhai.yml"
    good = sheet.read_text("utf-8")
    sheet.write_text(good.replace("value: 116.01", "value: 116.1"), "utf-8")

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [root / ".ci" / "pull-request", "HEAD", out],
            env={**os.environ, "LC_ALL": "C.UTF-8", "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    done = run()
    assert done.returncode == 1
    assert "::error file=content/cities/wuhai.yml,line=" in done.stdout
    assert not (out / "site.tar.gz").exists()
    edited = good.replace("title: {zh: 开展多学科诊疗,", "title: {zh: 开展@多学科<b>诊疗,", 1)
    assert edited != good
    sheet.write_text(edited, "utf-8")
    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    lines = (out / "comment.md").read_text("utf-8").splitlines()
    assert lines[0] == MARKER
    assert any(line.startswith("    ~ 乌海市 开展@多学科<b>诊疗") for line in lines)
    assert any(line.startswith("    measures: 0 added, 1 corrected") for line in lines)
    assert (out / "site.tar.gz").stat().st_size > 100_000


def test_a_release_is_made_twice_and_only_of_the_tags_version(
    programs: StandIns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = read_release().version
    monkeypatch.setenv("GITHUB_REF_TYPE", "tag")
    monkeypatch.setenv("GITHUB_REF_NAME", f"v{version}")
    done = programs.run(".ci/release", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    first, second = (line.split()[1:] for line in done.stdout.splitlines()[-2:])
    assert first == second
    monkeypatch.setenv("GITHUB_REF_NAME", "v99.0.0")
    done = programs.run(".ci/release", str(tmp_path / "other"))
    assert done.returncode == 1
    assert "The tag is v99.0.0" in done.stderr


@pytest.mark.parametrize("name", ["publish", "release", "pull-request"])
def test_what_is_published_knows_its_whole_history(name: str) -> None:
    workflow = yaml.safe_load((PROJECT / ".github" / "workflows" / f"{name}.yml").read_bytes())
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert {step["with"]["fetch-depth"] for step in checkouts} == {0}
