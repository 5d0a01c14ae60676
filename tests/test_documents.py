"""What the guides say is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from atlas.display import display_words
from atlas.model import FLAG_CODES, PERIOD_BASES, PERIOD_SOURCES, REASONS, ROLES, Lang

PROJECT = Path(__file__).parents[1]
METHOD = (PROJECT / "content" / "pages" / "method.md").read_text("utf-8")


@pytest.mark.parametrize("code", [*ROLES, *PERIOD_BASES, *PERIOD_SOURCES, *FLAG_CODES, *REASONS])
def test_the_method_page_explains_every_code(code: str) -> None:
    assert f"`{code}`" in METHOD


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("table", ["roles", "period_bases", "flags", "reasons"])
def test_the_method_page_uses_the_words_of_the_pages(table: str, lang: Lang) -> None:
    folder = "" if lang == "zh" else "en"
    text = (PROJECT / "content" / "pages" / folder / "method.md").read_text("utf-8").lower()
    for code, words in display_words()[table].items():
        assert re.search(
            rf"^\| {re.escape(words[lang].lower())}[^|]* \| `{code}` \|", text, re.M
        ), code


def test_every_heading_of_the_hand_written_pages_has_its_own_address() -> None:
    for path in (PROJECT / "content" / "pages").glob("*.md"):
        headings = re.findall(r"^#+ .*$", path.read_text("utf-8"), re.M)
        headings = [line for line in headings if not line.startswith("# ") or "{" in line]
        assert headings
        assert all(re.search(r"\{ #[a-z0-9-]+ \}$", line) for line in headings), path


def test_the_readme_names_commands_that_exist() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"^make (\w+)", readme, re.M))
    assert {"site", "test"} <= named
    assert all(re.search(rf"^{name}:", makefile, re.M) for name in named)


def test_the_worked_example_of_the_readme_is_in_the_sheet() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    sheet = (PROJECT / "content" / "cities" / "wuhai.yml").read_text("utf-8")
    quote = "2022年,全市参加医疗保险的人数为405939人,参保率由2021年的71.35%提升至116.01%。"
    assert quote in readme
    assert quote in sheet
    assert "- id: wuhai-f003" in sheet


def test_no_path_of_a_machine_stands_in_the_repository() -> None:
    machine = re.compile(r"(?<![\w./])/(?:root|tmp|work)/")
    for folder in ("atlas", "theme", ".ci", ".github", "content"):
        for path in (PROJECT / folder).rglob("*"):
            if path.suffix in {".py", ".md", ".yml", ".html", ".css", ".js"}:
                assert not machine.search(path.read_text("utf-8")), path
