"""The editors' guide: its lists are those of the model, its pictures are there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from atlas.cli import main
from atlas.formats import formats
from atlas.guide import GUIDE, renew_lists
from atlas.model import FLAG_CODES, MEASURE_KINDS, REASONS, ROLES, SOURCE_KINDS
from atlas.units import UNITS

PROJECT = Path(__file__).parents[1]
TEXT = (PROJECT / GUIDE).read_text("utf-8")


def test_the_lists_are_fresh() -> None:
    assert renew_lists(TEXT) == TEXT, "run .venv/bin/atlas guide"


def test_every_word_of_the_model_stands_in_both_languages() -> None:
    chinese, english = TEXT.split("\n## English\n")
    keys = [key for name in ("fact", "measure", "source") for key in formats().records[name]]
    codes = (*ROLES, *UNITS, *FLAG_CODES, *REASONS, *SOURCE_KINDS, *MEASURE_KINDS, *keys)
    for half in (chinese, english):
        assert [code for code in codes if f"| `{code}` |" not in half] == []


def test_the_english_lists_hold_no_bare_chinese() -> None:
    lists = re.findall(r"<!-- list: [\w ]+ en -->\n(.*?)<!-- end -->", TEXT, re.DOTALL)
    rows = "".join(lists).splitlines()
    bare = [
        row for row in rows if re.search("[\u4e00-\u9fff]", re.sub('[(（‘“"].*?[)）’”"]', "", row))
    ]
    assert [row for row in bare if "such as" not in row] == []


def test_a_stale_list_is_named_and_renewed(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = mini / GUIDE
    path.parent.mkdir()
    path.write_text(TEXT.replace("| `baseline` |", "| `base` |"), "utf-8")
    assert main(["--root", str(mini), "guide", "--check"]) == 1
    assert "`base`" in path.read_text("utf-8")
    assert main(["--root", str(mini), "guide"]) == 0
    assert path.read_text("utf-8") == TEXT
    assert capsys.readouterr().out == f"{GUIDE}\n{GUIDE}\n"
    assert main(["--root", str(mini), "guide", "--check"]) == 0


def test_every_picture_is_there_and_small() -> None:
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT)
    assert len(named) >= 4
    for name in named:
        picture = (PROJECT / GUIDE).parent / name
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size < 150_000
    folder = (PROJECT / GUIDE).parent / "pictures"
    assert {path.name for path in folder.iterdir()} == {Path(name).name for name in named}


def test_every_command_of_the_guide_exists() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for name in set(re.findall(r"(?:^|`)make (\w+)", TEXT, re.MULTILINE)):
        assert f"\n{name}:" in makefile
    assert shutil.which("git")
    for name in set(re.findall(r"\.venv/bin/atlas (\w+)", TEXT)):
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
