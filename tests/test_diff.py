"""What changed, in words, against a state kept by git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from atlas.cli import main

SHEET = "content/cities/yunshan.yml"


@pytest.fixture
def kept(mini: Path) -> Path:
    """The mini atlas under git, committed as it is."""
    git = ["git", "-C", str(mini), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for words in (["init", "-q"], ["add", "content", "seeds"], ["commit", "-qm", "start"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    return mini


def edit(root: Path, old: str, new: str) -> None:
    path = root / SHEET
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def told(root: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["--root", str(root), "--lang", lang, "diff", "HEAD"]) == 0
    return capsys.readouterr().out.splitlines()


def test_an_unchanged_atlas_says_so(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(kept, "en", capsys) == ["Nothing in the content has changed."]
    assert told(kept, "zh", capsys) == ["内容没有变化。"]


def test_a_corrected_figure_is_told_with_was_and_is(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(kept, "text: 405939人\n  value: 405939", "text: 405938人\n  value: 405938")
    assert told(kept, "zh", capsys) == [
        "~ 云山市 参保人数 [yunshan-f001]：405,939人 → 405,938人；来源：云山市医改三年见成效",
        "",
        "事实：新增 0，更正 1，删去 0。",
    ]
    assert told(kept, "en", capsys)[2] == "facts: 0 added, 1 corrected, 0 removed."


def test_a_withdrawal_is_told_with_its_reason(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    why = "{date: 2024-02-10, why: {zh: 原文说的是县。, en: It is of the county.}}"
    new = f"yunshan-f001\n  status: withdrawn\n  withdrawn: {why}"
    edit(kept, "yunshan-f001\n  status: accepted", new)
    lines = told(kept, "en", capsys)
    assert any("∅ → 2024-02-10 “It is of the county.”" in line for line in lines)
    assert not any("Amendment" in line for line in lines)


def test_added_removed_and_other_keys(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (kept / SHEET).read_text("utf-8")
    first = text[text.index("- id: yunshan-f001") : text.index("- id: yunshan-f002")]
    edit(kept, first, first.replace("yunshan-f001", "yunshan-f101"))
    edit(kept, "启用新院区, en: People's Hospital opens a new site}", "迁入新院区, en: Moved}")
    lines = told(kept, "en", capsys)
    assert lines[0].startswith("+ Yunshan Insured people [yunshan-f101]: 405,939")
    assert lines[1].startswith("- Yunshan Insured people [yunshan-f001]: 405,939")
    assert lines[2].startswith(
        "~ Yunshan 市人民医院 Moved [yunshan-m001]: title “People's Hospital"
    )
    assert lines[-2:] == [
        "facts: 1 added, 0 corrected, 1 removed.",
        "measures: 0 added, 1 corrected, 0 removed.",
    ]


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "HEAD~9"])
def test_a_revision_that_is_none(
    kept: Path, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    assert main(["--root", str(kept), "--lang", "en", "diff", "--", revision]) == 2
    assert capsys.readouterr().err.startswith(f"git cannot read {revision}: ")
    assert not (kept / "x").exists()


def test_outside_git(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(mini), "diff", "HEAD"]) == 2
    assert "HEAD" in capsys.readouterr().err


def test_only_what_a_change_broke_is_listed(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(kept, "text: 405939人\n  value: 405939", "text: 405939人\n  value: 405938")
    git = ["git", "-C", str(kept), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run([*git, "commit", "-qam", "a fault that was there"], check=True)
    words = ["--root", str(kept), "--lang", "en", "check", "--format", "github", "--since"]
    assert main([*words, "HEAD"]) == 0
    assert "::error" not in capsys.readouterr().out
    text = (kept / SHEET).read_text("utf-8")
    (kept / SHEET).write_text(
        f"# a line more\n{text.replace('value: 26.50', 'value: 26.5')}", "utf-8"
    )
    assert main([*words, "HEAD"]) == 1
    told_now = [line for line in capsys.readouterr().out.splitlines() if "::error" in line]
    assert len(told_now) == 1
    assert "Write 26.50." in told_now[0]
    assert main([*words, "HEAD~1"]) == 1
    assert capsys.readouterr().out.count("::error") == 2
    assert main([*words, "nothing"]) == 2
