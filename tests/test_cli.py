"""The command line: what it prints, what it writes, how it exits."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from atlas.cli import main

SEEDS = Path(__file__).parents[1] / "seeds"
PROJECT = Path(__file__).parents[1]
FIGURE_COLUMNS = [
    *("start", "end", "text", "value", "unit", "qualifier", "role", "period", "period_basis"),
    *("place", "body", "topic", "indicator", "excluded"),
]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(list(words))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_figures_are_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    seed = SEEDS / "000_18d570b074c8672b.txt"
    status, out, _ = run(capsys, "--root", str(PROJECT), "figures", str(seed), "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert list(rows[0]) == FIGURE_COLUMNS
    text = seed.read_text("utf-8")
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    drg = next(row for row in rows if row["text"] == "6102.3元")
    assert (drg["value"], drg["unit"], drg["role"]) == ("6102.3", "CNY", "baseline")
    assert drg["place"] == "乌海市"


def test_figures_as_csv_hold_the_same_rows(capsys: pytest.CaptureFixture[str]) -> None:
    seed = str(SEEDS / "001_9ab449ccc238bcd6.txt")
    _, lines, _ = run(capsys, "--root", str(PROJECT), "figures", seed, "--format", "jsonl")
    _, table, _ = run(capsys, "--root", str(PROJECT), "figures", seed, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["text"] for row in rows] == [
        json.loads(line)["text"] for line in lines.splitlines()
    ]


def test_a_file_that_is_not_there_is_wrong_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, _, err = run(capsys, "--lang", "en", "figures", str(tmp_path / "none.txt"))
    assert status == 2
    assert "none.txt" in err


def test_check_prints_problems_and_exits_1(capsys: pytest.CaptureFixture[str], mini: Path) -> None:
    sheet = mini / "content" / "cities" / "yunshan.yml"
    sheet.write_text(sheet.read_text("utf-8").replace("unit: person", "unit: people"), "utf-8")
    status, out, _ = run(capsys, "--lang", "zh", "--root", str(mini), "check")
    assert status == 1
    assert "content/cities/yunshan.yml:24:9: 错误: “unit”不能是“people”" in out
    status, out, _ = run(capsys, "--lang", "en", "--root", str(mini), "check")
    assert "1 error, 0 warnings." in out


def test_extract_drafts_what_is_open_once_and_touches_nothing_else(
    capsys: pytest.CaptureFixture[str], mini: Path
) -> None:
    sheet = mini / "content" / "cities" / "yunshan.yml"
    text = sheet.read_text("utf-8")
    start = text.index("- id: yunshan-f006")
    end = text.index("- id: yunshan-f008")
    kept = (text[:start] + text[end:]).replace(", yunshan-f007]", "]")
    sheet.write_text(kept, "utf-8")
    assert run(capsys, "--root", str(mini), "extract", "--check")[0] == 1
    assert sheet.read_text("utf-8") == kept
    assert run(capsys, "--root", str(mini), "extract")[0] == 0
    drafted = sheet.read_text("utf-8")
    assert drafted.startswith(kept.rstrip("\n"))
    assert "text: 95个" in drafted
    assert "26.50" in drafted
    assert "yunshan-f006" not in drafted
    assert drafted.count("status: draft") == 2
    assert run(capsys, "--root", str(mini), "extract")[0] == 0
    assert sheet.read_text("utf-8") == drafted
    assert run(capsys, "--root", str(mini), "check")[0] == 0


def test_export_and_pages_work_without_mkdocs(
    capsys: pytest.CaptureFixture[str], mini: Path, tmp_path: Path
) -> None:
    assert run(capsys, "--root", str(mini), "export", str(tmp_path / "out"))[0] == 0
    assert (tmp_path / "out" / "data" / "v1" / "facts.csv").exists()
    assert run(capsys, "--root", str(mini), "pages", str(tmp_path / "html"))[0] == 0
    page = tmp_path / "html" / "cities" / "yunshan" / "index.html"
    assert "116.01%" in page.read_text("utf-8")


def test_counts_tell_how_much_is_accounted_for(
    capsys: pytest.CaptureFixture[str], mini: Path
) -> None:
    _, out, _ = run(capsys, "--root", str(mini), "counts")
    lines = dict(line.rsplit("  ", 1) for line in out.splitlines())
    assert {key.strip(): value.strip() for key, value in lines.items()}["facts"] == "10"
