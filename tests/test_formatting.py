"""The canonical form of what editors write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import atlas.model
from atlas.cli import main
from atlas.content import load_content
from atlas.formats import find_format, formats
from atlas.formatting import format_text
from atlas.yamlio import Fields
from tests.tables import read_cases

SHEET = "content/cities/yunshan.yml"
KINDS = {
    "text", "code", "id", "words", "texts", "parts", "number", "count", "yes", "period",
    "one-of", "ref", "refs", "record", "records", "pairs",
}  # fmt: skip


def formatted(text: str, path: str = SHEET) -> tuple[str, list[str]]:
    file = find_format(path)
    assert file is not None
    after, problems = format_text(text, path, file)
    return after, [problem.rule for problem in problems]


@pytest.mark.parametrize("row", read_cases("formatting.yml"))
def test_the_canonical_form(row: Any) -> None:
    after, rules = formatted(row["before"], row["path"])
    if "problem" in row:
        assert (after, set(rules)) == (row["before"], {row["problem"]})
        return
    assert rules == []
    first, _, rest = after.partition("\n")
    assert first.startswith("# yaml-language-server: $schema=../")
    assert rest == row["after"]
    assert formatted(after, row["path"]) == (after, [])


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
RECORDS = st.dictionaries(
    st.sampled_from([*formats().records["fact"], "other"]),
    WORDS | st.lists(WORDS, max_size=3) | st.dictionaries(WORDS.filter(bool), WORDS, max_size=3),
    max_size=6,
)
SHEETS = st.dictionaries(
    st.sampled_from([*formats().records["sheet"], "other"]),
    WORDS | st.lists(RECORDS, max_size=3) | st.lists(WORDS, max_size=3) | RECORDS,
    min_size=1,
)


def _without_ids(sheet: Any) -> Any:
    """The sheet without the ids that records without one are given."""
    for rows in (sheet.get("facts"), sheet.get("measures")):
        for record in rows if isinstance(rows, list) else ():
            if isinstance(record, dict):
                record.pop("id", None)
    return sheet


@given(data=SHEETS, style=st.sampled_from([None, '"', "'", "|"]), flow=st.booleans())
def test_whatever_a_file_says_it_still_says(data: Any, style: str | None, flow: bool) -> None:
    text = yaml.dump(
        data, allow_unicode=True, default_style=style, default_flow_style=flow, width=40
    )
    after, _ = formatted(text)
    old, new = (_without_ids(yaml.load(words, Loader=yaml.BaseLoader)) for words in (text, after))
    assert new == old
    assert formatted(after)[0] == after


def test_the_command_writes_checks_and_names_what_it_cannot_read(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ["--root", str(mini), "--lang", "en"]
    assert main([*root, "fmt"]) == 0
    capsys.readouterr()
    assert main([*root, "fmt", "--check"]) == 0
    sheet = mini / SHEET
    text = sheet.read_text("utf-8")
    sheet.write_text(text.replace("place: yunshan\n", "place:   'yunshan'\n", 1), "utf-8")
    assert main([*root, "fmt", "--check", str(sheet)]) == 1
    assert "-place:   'yunshan'\n+place: yunshan\n" in capsys.readouterr().out
    assert main([*root, "fmt", str(sheet)]) == 0
    assert sheet.read_text("utf-8") == text
    sheet.write_bytes("place: 云山\n".encode("gb18030"))
    assert main([*root, "fmt"]) == 1
    assert f"{SHEET}:1:8: error: The file is not UTF-8" in capsys.readouterr().err
    assert main([*root, "fmt", str(mini / "seeds" / "yunshan.txt")]) == 1
    assert "This is no file of content/" in capsys.readouterr().err


def test_the_formats_are_those_that_are_read(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keys that content.py asks for, in its order, are those of formats.yml."""
    asked: set[frozenset[str]] = set()
    close = Fields.close

    def note(fields: Fields) -> None:
        asked.add(frozenset(fields._taken))
        close(fields)

    monkeypatch.setattr(Fields, "close", note)
    load_content(project)
    told = {frozenset(keys) for keys in formats().records.values()}
    assert asked - told <= {frozenset(("zh", "en"))}
    assert told <= asked


def test_every_key_is_explained_in_both_languages_and_its_list_exists() -> None:
    lists = {name.lower() for name in vars(atlas.model) if name.isupper()} | {"units"}
    for record, keys in formats().records.items():
        for name, key in keys.items():
            where = f"{record}.{name}"
            assert key.kind in KINDS, where
            assert key.says, where
            assert key.says.zh.endswith("。"), where
            assert key.says.en.endswith("."), where
            if key.kind == "one-of":
                assert key.of in lists, where
            if key.kind in ("record", "records") and key.of != "values":
                assert key.of in formats().records, where
