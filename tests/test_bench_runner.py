"""The runner of `make bench`: its arithmetic, its eye on processes and files, its peers' pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from atlas.bench.__main__ import main
from atlas.bench.contestants import Field, Run, edit_one
from atlas.bench.markdown import write_markdown
from atlas.bench.measure import CommandError, Cost, count_changes, read_tree, run_measured
from atlas.bench.synthetic import write_atlas
from atlas.bench.table import find_growth, render_table, summarise
from atlas.site import check_folder


def run_of(name: str, places: int, wall: float, cpu: float = 1, memory: int = 5_000_000) -> Run:
    return Run(name, places, Cost(wall, cpu, memory), 2_000_000, 10, 4, 3)


def test_medians_and_ratios_within_each_round() -> None:
    # The second round met a busy machine: both took four times as long.
    runs = [
        run_of("atlas", 5, 2.0),
        run_of("hugo", 5, 1.0),
        run_of("atlas", 5, 8.0),
        run_of("hugo", 5, 4.0),
        run_of("atlas", 5, 2.2),
        run_of("hugo", 5, 1.0),
    ]
    atlas, hugo = summarise(runs)
    assert (atlas["wall"], hugo["wall"]) == (2.2, 1.0)
    assert atlas["ratio_wall"] == 2.0
    assert hugo["ratio_wall"] == 1.0
    assert (atlas["memory"], atlas["size"], atlas["rounds"]) == (5.0, 2.0, 3)


def test_without_hugo_there_is_no_ratio() -> None:
    (row,) = summarise([run_of("atlas", 5, 2.0)])
    assert row["ratio_wall"] is None
    assert "–" in render_table([row])


def test_growth_goes_from_each_size_to_the_next() -> None:
    rows = summarise([run_of("atlas", 500, 12, 6), run_of("atlas", 50, 3), run_of("atlas", 5, 2)])
    assert list(find_growth(rows)) == [("atlas", 5, 50, 1.5, 1.0), ("atlas", 50, 500, 4.0, 6.0)]


def test_the_cost_of_children_counts(tmp_path: Path) -> None:
    child = (
        "import time; kept = b'x' * 60_000_000; [i * i for i in range(4_000_000)]; time.sleep(.3)"
    )
    command = (
        sys.executable,
        "-c",
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])",
    )
    cost = run_measured(command, tmp_path)
    assert cost.memory > 60_000_000
    assert cost.cpu > 0.1
    assert cost.wall > 0.3


def test_a_command_that_fails_says_what_it_printed(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such thing"):
        run_measured((sys.executable, "-c", "import sys; sys.exit('no such thing')"), tmp_path)


def test_files_written_and_files_changed(tmp_path: Path) -> None:
    for name in ("kept", "again", "new", "gone"):
        (tmp_path / name).write_text("as it was")
    before = read_tree(tmp_path)
    again = tmp_path / "again"
    again.unlink()
    again.write_text("as it was")
    (tmp_path / "new").write_text("other")
    (tmp_path / "gone").unlink()
    rewritten, changed = count_changes(before, read_tree(tmp_path))
    assert (rewritten, changed) == (3, 2)
    assert count_changes(before, before) == (0, 0)


def test_an_edit_is_valid_and_taken_back_by_the_next(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "atlas"
    write_atlas(project, root, 3)
    before = read_tree(root).digests
    name = edit_one(root)
    content, problems = check_folder(root)
    assert [one for one in problems if one.severity == "error"] == []
    edited = [fact for fact in content.facts() if fact.period_basis == "inferred"]
    assert [f"{fact.place}.yml" for fact in edited] == [name]
    edit_one(root)
    assert read_tree(root).digests == before


def test_a_cold_build_forgets_all_that_builds_leave(project: Path, tmp_path: Path) -> None:
    field = Field(tmp_path, 2, tmp_path / "tools")
    field.prepare(project, ())
    for name in ("site", ".cache"):
        (field.atlas / name).mkdir()
        (field.atlas / name / "left").touch()
    field.forget()
    assert sorted(path.name for path in field.atlas.iterdir()) == [
        "content",
        "mkdocs.yml",
        "seeds",
        "theme",
    ]


def test_the_markdown_peer_holds_every_row_and_quote(mini: Path, tmp_path: Path) -> None:
    content, _ = check_folder(mini)
    write_markdown(content, tmp_path / "peer")
    docs = tmp_path / "peer" / "docs"
    for fact in content.facts():
        for home in ("", "en/"):
            for page in (f"indicators/{fact.indicator}.md", f"sources/{fact.source}.md"):
                text = (docs / home / page).read_text(encoding="utf-8")
                assert f"| {fact.text} (" in text
                assert fact.quote[0] in text


def test_an_unknown_peer_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--peers", "jekyll"])
    assert "choose from mkdocs, hugo, pagefind" in capsys.readouterr().err
