"""The ledger: a figure that nothing accounts for is told, and the site says n of n."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from atlas.cli import main
from atlas.site import load_site

SHEET = "content/cities/yunshan.yml"
FACTS = [f"yunshan-f{number:03d}" for number in range(1, 11)]


def leave_out(root: Path, name: str) -> None:
    """Takes a fact out of the sheet, and its name out of the pairs and the headline."""
    sheet = root / SHEET
    items = re.split(r"^(?=- id: )", sheet.read_text("utf-8"), flags=re.MULTILINE)
    text = "".join(item for item in items if not item.startswith(f"- id: {name}\n"))
    text = re.sub(rf"^  pair: {name}\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^headline: .*\n", "", text, flags=re.MULTILINE)
    sheet.write_text(text, "utf-8")


def check_ledger(root: Path) -> int:
    return main(["--root", str(root), "--lang", "en", "extract", "--check"])


def test_all_accounted_for(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_ledger(mini) == 0
    told = re.fullmatch(r"yunshan-2023: (\d+) / (\d+)\n", capsys.readouterr().out)
    assert told
    assert told[1] == told[2] != "0"


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_is_missed_when_it_is_gone(
    mini: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    leave_out(mini, name)
    before = {path: path.read_bytes() for path in mini.rglob("*.yml")}
    assert check_ledger(mini) == 1
    told = re.fullmatch(r"yunshan-2023: (\d+) / (\d+)\n", capsys.readouterr().out)
    assert told
    assert int(told[1]) == int(told[2]) - 1
    assert {path: path.read_bytes() for path in mini.rglob("*.yml")} == before


@pytest.mark.parametrize(
    ("path", "words"),
    [("sources/yunshan-2023/", "{n}/{n}"), ("en/sources/yunshan-2023/", "{n} of {n}")],
)
def test_the_source_page_says_n_of_n(
    mini: Path, capsys: pytest.CaptureFixture[str], path: str, words: str
) -> None:
    check_ledger(mini)
    count = capsys.readouterr().out.split()[-1]
    html = next(page.html for page in load_site(mini).pages if page.path == path)
    assert f"<strong>{words.format(n=count)}</strong>" in html
