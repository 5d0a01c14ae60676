"""Hostile and unlucky files: told at their place, never a traceback, nothing outside is touched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.cli import main
from atlas.problems import has_errors, render_problems
from atlas.site import check_folder, load_site

CASES = yaml.load(
    (Path(__file__).parent / "cases" / "hostile.yml").read_bytes(), Loader=yaml.CSafeLoader
)
SHEET = "content/cities/yunshan.yml"
SECRET = "of nobody's business"


def make_bytes(case: dict[str, Any], old: str) -> bytes:
    if "text" in case:
        return str(case["text"]).encode()
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    if "repeat" in case:
        return (case["repeat"] * case["times"]).encode()
    if "stairs" in case:
        return "".join(f"{' ' * at}a:\n" for at in range(case["stairs"])).encode()
    if "encode" in case:
        return old.encode(case["encode"])
    assert case["old"] in old
    return bytes.fromhex(case.get("before", "")) + old.replace(case["old"], case["new"]).encode()


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_hostile_file_is_told_at_its_place(
    mini: Path, case: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    file = case.get("file", SHEET)
    path = mini / file
    path.write_bytes(make_bytes(case, path.read_bytes().decode()))
    before = {one: one.read_bytes() for one in mini.rglob("*") if one.is_file()}
    problems = [one for one in check_folder(mini)[1] if one.severity == "error"]
    here = [one for one in problems if one.mark.path == file and one.rule in case["rules"]]
    assert bool(problems) is bool(case["rules"]), render_problems(problems, "en")
    assert {one.rule for one in here} == set(case["rules"]), render_problems(problems, "en")
    if "at" in case:
        assert here[0].render("en").startswith(f"{file}:{case['at']}: ")
    if "says" in case:
        assert case["says"] in here[0].en
    for command in (["check"], ["fmt", "--check"], ["extract", "--check"], ["diff", "HEAD"]):
        main(["--root", str(mini), *command])
        assert "Traceback" not in capsys.readouterr().err
    assert {one: one.read_bytes() for one in mini.rglob("*") if one.is_file()} == before
    assert bool(load_site(mini).pages) is not bool(case["rules"])


def test_a_file_of_100_megabytes_is_not_read(mini: Path) -> None:
    for name, most in ((SHEET, "5 MB"), ("seeds/yunshan.txt", "10 MB")):
        with (mini / name).open("r+b") as file:
            file.truncate(100_000_000)  # a hole: it takes no room
        found = [one for one in check_folder(mini)[1] if one.rule == "too-large"]
        assert any(most in one.en and "100.0 MB" in one.en for one in found)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("secret.yml", "secret.txt", "secret.md"):
        (folder / name).write_text(f"{SECRET}: &x [*x]\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (SHEET, "secret.yml"),
        ("content/cities/more.yml", "secret.yml"),
        ("content/topics.yml", "secret.yml"),
        ("content/sources/more.yml", "secret.yml"),
        ("seeds/more.txt", "secret.txt"),
        ("content/pages/more.md", "secret.md"),
        ("content/cities", ""),
        ("seeds/more", ""),
        ("theme/templates/city.html", "secret.txt"),
    ],
)
def test_a_link_out_of_the_project_is_neither_read_nor_written_through(
    mini: Path, outside: Path, link: str, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = mini / link
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
    path.symlink_to(outside / target, target_is_directory=not target)
    _, problems = check_folder(mini)
    assert any(one.rule == "outside" and one.mark.path == link for one in problems)
    assert has_errors(problems)
    assert not any(SECRET in one.en for one in problems)
    assert load_site(mini).pages == ()
    for command in (["fmt"], ["extract"], ["schema"], ["add", str(outside / "secret.txt")]):
        main(["--root", str(mini), *command])
        printed = capsys.readouterr()
        assert SECRET not in printed.out + printed.err
    left = {one.name: one.read_text("utf-8") for one in outside.iterdir()}
    assert left == dict.fromkeys(["secret.yml", "secret.txt", "secret.md"], f"{SECRET}: &x [*x]\n")


def test_a_loop_of_links_ends(mini: Path) -> None:
    (mini / SHEET).unlink()
    (mini / SHEET).symlink_to(mini / SHEET)
    _, problems = check_folder(mini)
    assert any(one.mark.path == SHEET and one.severity == "error" for one in problems)


def test_a_pipe_does_not_keep_us_waiting(mini: Path) -> None:
    (mini / SHEET).unlink()
    os.mkfifo(mini / SHEET)
    os.mkfifo(mini / "seeds" / "pipe.txt")
    problems = [one for one in check_folder(mini)[1] if one.rule == "missing-file"]
    assert [one.mark.path for one in problems] == [SHEET, "seeds/pipe.txt"]


def test_two_sheets_of_one_place(mini: Path) -> None:
    shutil.copy(mini / SHEET, mini / "content" / "cities" / "qinghe.yml")
    rules = {one.rule for one in check_folder(mini)[1] if "qinghe.yml" in one.mark.path}
    assert {"file-name", "duplicate-id"} <= rules


@pytest.mark.parametrize("name", ["...yml", "a b.yml", "云山.yml", "<b>.yml"])
def test_a_source_whose_file_name_makes_no_address(mini: Path, name: str) -> None:
    folder = mini / "content" / "sources"
    shutil.copy(folder / "yunshan-2023.yml", folder / name)
    found = [one for one in check_folder(mini)[1] if one.mark.path.endswith(f"/{name}")]
    assert "id-format" in {one.rule for one in found}


def test_a_file_that_goes_away_while_it_is_read(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def vanish(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name in ("yunshan.yml", "yunshan.txt"):
            path.unlink(missing_ok=True)
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", vanish)
    problems = check_folder(mini)[1]
    missing = {one.mark.path for one in problems if one.rule == "missing-file"}
    assert missing == {SHEET, "seeds/yunshan.txt"}


def test_a_page_that_is_not_utf8(mini: Path) -> None:
    page = mini / "content" / "pages" / "about.md"
    page.parent.mkdir()
    page.write_bytes("关于".encode("gb18030"))
    found = [one for one in check_folder(mini)[1] if one.rule == "encoding"]
    assert [one.mark.path for one in found] == ["content/pages/about.md"]
