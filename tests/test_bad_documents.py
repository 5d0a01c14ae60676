"""Bad documents in `atlas add`, bad seeds and sheets in `atlas extract`: told, or read rightly.

Nothing is written where a document is refused; what is added leaves an atlas without errors.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from atlas.cli import main
from atlas.site import check_folder
from tests.test_growing import add, read_tree

HEAD = "云山市医疗保障再上新台阶\n2024-05-20 来源:云山晚报\n\n"
SENTENCE = "2023年，全市参保率达95.3%，组建医共体5个，床位1200张。"
DOCUMENT = f"{HEAD}{SENTENCE}\n"
READ = ("95.3%", "5个", "1200张")
TRADITIONAL = f"{HEAD}2023年，全縣參保人數為40萬人，參保率達95.3%，醫療機構5個，床位1200張。\n"


def page(text: str, charset: str) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines() if line)
    return f'<html><head><meta charset="{charset}"></head><body>{paragraphs}</body></html>'


class Bad(NamedTuple):
    """A document, with what is drafted of it or what is said where it is refused."""

    data: bytes
    drafted: tuple[str, ...] = ()
    says: str = ""
    name: str = "came.txt"


BAD = {
    "empty": Bad(b"", says="empty"),
    "blank": Bad(" \r\n\t\u3000\n".encode(), says="empty"),
    "only a byte order mark": Bad(b"\xef\xbb\xbf", says="empty"),
    "no words in a page": Bad(b"<html><body></body></html>", says="empty", name="came.html"),
    "binary": Bad(bytes(range(256)) * 40, says="NUL"),
    "one NUL": Bad(DOCUMENT.replace("5", "\0").encode(), says="NUL"),
    "a NUL far behind": Bad((DOCUMENT * 900 + "\0").encode(), says="NUL"),
    "a picture": Bad(b"\x89PNG\r\n\x1a\n\0\0", says="PNG"),
    "a page of another format": Bad(b"%PDF-1.7", says="PDF"),
    "50 MB": Bad(b"1" * 50_000_000, says="50.0 MB"),
    "mojibake of GBK": Bad(
        DOCUMENT.encode().decode("gb18030", "replace").encode(), says="mojibake"
    ),
    "mojibake of Latin-1": Bad(DOCUMENT.encode().decode("latin-1").encode(), says="mojibake"),
    "half of a surrogate pair": Bad(b"\xed\xa0\x80" + DOCUMENT.encode(), says="Byte 0"),
    "UTF-16 without its mark": Bad(DOCUMENT.encode("utf-16-le"), says="NUL"),
    "no date": Bad(DOCUMENT.replace("2024-05-20", "").encode(), says="--date"),
    "no place": Bad(DOCUMENT.replace("云山", "").encode(), says="--place"),
    "English": Bad(b"2024-05-20\nIn 2023 the county had 5 hospitals, 95% covered.", says="--place"),
    "no figure": Bad(f"{HEAD}全市持续深化医改，群众满意度不断提高。\n".encode()),
    "a byte order mark": Bad(b"\xef\xbb\xbf" + DOCUMENT.encode(), READ),
    "CRLF": Bad(DOCUMENT.replace("\n", "\r\n").encode(), READ),
    "CR": Bad(DOCUMENT.replace("\n", "\r").encode(), READ),
    "UTF-16": Bad(DOCUMENT.encode("utf-16"), READ),
    "GB18030": Bad(DOCUMENT.encode("gb18030"), READ),
    "GBK declared as UTF-8": Bad(page(DOCUMENT, "utf-8").encode("gbk"), READ, name="came.html"),
    "UTF-8 declared as GBK": Bad(page(DOCUMENT, "gbk").encode(), READ, name="came.html"),
    "a last character cut": Bad(DOCUMENT.encode()[:-2], READ),
    "a last character cut in GBK": Bad(DOCUMENT.rstrip().encode("gb18030")[:-1], READ),
    "traditional characters": Bad(TRADITIONAL.encode(), ("40萬人", "95.3%", "5個", "1200張")),
    "zero-width marks": Bad(
        DOCUMENT.replace("9", "9\u200b").replace("12", "\ufeff1\u20602").encode(),
        ("9\u200b5.3%", "5个", "1\u2060200张"),
    ),
    "control characters": Bad(
        DOCUMENT.replace("全市", "全市\x07\x1b\x7f\x80\ufffe").encode(), READ
    ),
    "an unclosed quotation mark": Bad(DOCUMENT.replace("2023", "“2023").encode(), READ),
    "repeats": Bad((HEAD + f"{SENTENCE}\n" * 500).encode(), READ),
    "tags that nest deeply": Bad(
        b"<div>" * 5_000 + page(DOCUMENT, "utf-8").encode(), READ, name="came.html"
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_added_rightly_or_refused(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: Bad
) -> None:
    before = read_tree(mini)
    (tmp_path / bad.name).write_bytes(bad.data)
    status = add(mini, tmp_path / bad.name)
    said = capsys.readouterr().err
    if bad.says:
        assert (status, said.count("\n")) == (1, 1)
        assert said.startswith(str(tmp_path / bad.name))
        assert bad.says in said
        assert read_tree(mini) == before
        return
    assert (status, said) == (0, "")
    content, problems = check_folder(mini)
    assert {problem.rule for problem in problems} <= {"to-do"}
    (source,) = [one for one in content.sources.values() if one.seed == bad.name]
    drafts = [fact for fact in content.facts() if fact.source == source.id]
    assert tuple(fact.text for fact in drafts) == bad.drafted
    assert {fact.place for fact in drafts} <= {"yunshan"}
    assert main(["--root", str(mini), "--lang", "en", "extract", "--check"]) == 0


def loop(path: Path) -> Path:
    path.symlink_to(path)
    return path


def file_as_folder(path: Path) -> Path:
    path.write_bytes(b"")
    return path / "below.txt"


UNREADABLE: dict[str, tuple[Callable[[Path], Path], str, str]] = {
    "missing": (lambda path: path, "没有文件", "There is no file"),
    "below a file": (file_as_folder, "没有文件", "There is no file"),
    "a link to itself": (loop, "读不了", "Cannot read"),
    "without an end": (lambda path: Path("/dev/zero"), "文件太大", "too large"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["figures", "add"])
@pytest.mark.parametrize(("make", "zh", "en"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read(
    mini: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path], Path],
    zh: str,
    en: str,
    command: str,
    lang: str,
) -> None:
    path = make(tmp_path / "came.txt")
    before = read_tree(mini)
    assert main(["--root", str(mini), "--lang", lang, command, str(path)]) in (1, 2)
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert (zh if lang == "zh" else en) in printed.err
    assert str(path) in printed.err
    assert read_tree(mini) == before


def test_a_file_that_one_may_not_read(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the refusal is made by hand."""
    path = tmp_path / "came.txt"
    path.write_bytes(DOCUMENT.encode())

    def refuse(self: Path, *words: object) -> None:
        raise PermissionError(13, "denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert main(["--root", str(mini), "--lang", "en", "figures", str(path)]) == 2
    assert capsys.readouterr().err == f"There is no permission to read or write {path}.\n"


def test_a_folder_is_none_for_figures_and_holds_none_to_add(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    assert main(["--root", str(mini), "--lang", "en", "figures", str(folder)]) == 2
    assert capsys.readouterr().err == f"{folder} is a folder. Name a file in it.\n"
    assert add(mini, folder) == 2
    assert "no .txt or .html file" in capsys.readouterr().err


def test_a_name_that_cannot_be_printed_is_refused(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "came\x07.txt"
    path.write_bytes(DOCUMENT.encode())
    before = read_tree(mini)
    assert add(mini, path) == 1
    assert "Rename it first" in capsys.readouterr().err
    assert read_tree(mini) == before


def test_a_terminal_that_knows_no_chinese(tmp_path: Path) -> None:
    path = tmp_path / "came.txt"
    path.write_bytes(DOCUMENT.encode())
    run = subprocess.run(
        [sys.executable, "-m", "atlas.cli", "figures", str(path)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert run.stderr == b""
    assert rb"1200\u5f20" in run.stdout


def spoil(path: str, data: bytes) -> Callable[[Path], object]:
    return lambda root: (root / path).write_bytes(data)


def make_folder(path: str) -> Callable[[Path], None]:
    def replace(root: Path) -> None:
        (root / path).unlink()
        (root / path).mkdir()

    return replace


def make_loop(path: str) -> Callable[[Path], None]:
    def replace(root: Path) -> None:
        (root / path).unlink()
        loop(root / path)

    return replace


SEED, SHEET = "seeds/yunshan.txt", "content/cities/yunshan.yml"
SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "an empty seed": (spoil(SEED, b""), "quote-not-found"),
    "a binary seed": (spoil(SEED, bytes(range(256))), f"{SEED}:1:1: error: The file has NUL"),
    "a garbled seed": (
        spoil(SEED, DOCUMENT.encode().decode("latin-1").encode()),
        f"{SEED}:1:1: error: The text is garbled",
    ),
    "a seed of 50 MB": (spoil(SEED, b"1" * 50_000_000), "50.0 MB"),
    "no seed": (lambda root: (root / SEED).unlink(), "unknown-seed"),
    "a folder for a seed": (make_folder(SEED), "unknown-seed"),
    "a link to itself for a seed": (make_loop(SEED), "unknown-seed"),
    "no seeds at all": (lambda root: shutil.rmtree(root / "seeds"), "unknown-seed"),
    "an empty sheet": (spoil(SHEET, b""), "is empty"),
    "a binary sheet": (spoil(SHEET, bytes(range(256))), "not UTF-8"),
    "a folder for a sheet": (make_folder(SHEET), "missing-file"),
    "a link to itself for a sheet": (make_loop(SHEET), "missing-file"),
    "no content": (lambda root: shutil.rmtree(root / "content"), "missing-file"),
    "no project": (shutil.rmtree, "missing-file"),
}


@pytest.mark.parametrize("words", [[], ["--check"]], ids=["extract", "check"])
@pytest.mark.parametrize(("change", "says"), SPOILT.values(), ids=SPOILT)
def test_extract_tells_what_is_spoilt_and_writes_nothing(
    mini: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Path], object],
    says: str,
    words: list[str],
) -> None:
    change(mini)
    before = read_tree(mini)
    assert main(["--root", str(mini), "--lang", "en", "extract", *words]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert says in printed.err
    assert read_tree(mini) == before
