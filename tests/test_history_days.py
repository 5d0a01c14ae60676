"""The day of each page's last change, against commits whose days are known."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from atlas.content import load_content
from atlas.history.days import find_page_days
from atlas.history.journal import read_journal
from atlas.site import load_site
from tests.repositories import Repository, start_repository

CITY, RATE = "cities/yunshan/", "indicators/insurance-participation-rate/"
WRONG, RIGHT = "text: 71.35%\n  value: 71.35", "text: 71.53%\n  value: 71.53"


@pytest.fixture
def kept(mini: Path) -> Repository:
    return start_repository(mini)


def days(root: Path) -> dict[str, str | None]:
    content, _ = load_content(root)
    return find_page_days(content, read_journal(root))


def test_a_fact_moves_the_day_of_the_pages_that_tell_it(kept: Repository) -> None:
    kept.edit(WRONG, RIGHT)
    kept.commit("2024-02-10")
    found = days(kept.root)
    moved = {address for address, day in found.items() if day == "2024-02-10"}
    told = {CITY, RATE, "topics/insurance/", "sources/yunshan-2023/", "cities/east/", "", "cities/"}
    assert told | {f"en/{address}" for address in told} <= moved
    still = ("indicators/infant-mortality/", "topics/outcomes/", "glossary/", "cities/west/")
    assert {found[address] for address in still} == {"2024-01-05"}


def test_a_registry_moves_its_own_pages_only(kept: Repository) -> None:
    kept.edit("zh: 西, en: West}", "zh: 西, en: The West}", "content/places.yml")
    kept.commit("2024-03-01")
    moved = {address for address, day in days(kept.root).items() if day == "2024-03-01"}
    assert moved == {"cities/", "cities/west/", "en/cities/", "en/cities/west/"}


def test_drafts_and_mere_form_move_nothing(kept: Repository) -> None:
    kept.edit("status: accepted\n  indicator: nursery", "status: draft\n  indicator: nursery")
    kept.commit("2024-02-01")
    kept.edit("text: 4.5个\n  value: 4.5", "text: 4.6个\n  value: 4.6")  # of the draft
    kept.edit("id: yunshan-f001\n  status: accepted", 'status: "accepted"\n  id: yunshan-f001')
    kept.commit("2024-03-01")
    assert days(kept.root)[CITY] == "2024-02-01"


def test_a_removed_fact_moves_its_pages(kept: Repository) -> None:
    text = (kept.root / "content/cities/yunshan.yml").read_text("utf-8")
    kept.edit(text[text.index("- id: yunshan-f008") : text.index("- id: yunshan-f009")], "")
    kept.commit("2024-02-20")
    found = days(kept.root)
    assert found[CITY] == found["indicators/nursery-places-per-1000/"] == "2024-02-20"


def test_an_edit_without_commit_has_no_day_yet(kept: Repository) -> None:
    kept.edit(WRONG, RIGHT)
    found = days(kept.root)
    assert found[CITY] is found[RATE] is None
    assert found["topics/outcomes/"] == "2024-01-05"


def test_a_shallow_clone_tells_what_it_has_seen_change(kept: Repository, tmp_path: Path) -> None:
    kept.edit(WRONG, RIGHT)
    kept.commit("2024-02-10")
    kept.edit("zh: 西, en: West}", "zh: 西, en: The West}", "content/places.yml")
    kept.commit("2024-03-01")
    found = days(kept.clone(tmp_path / "two", depth=2))
    assert found["cities/west/"] == "2024-03-01"
    assert found[CITY] is None
    assert set(days(kept.clone(tmp_path / "one", depth=1)).values()) == {None}
    assert days(kept.clone(tmp_path / "all", depth=9)) == days(kept.root)


def test_what_a_merge_brings_has_the_day_of_the_merge(kept: Repository) -> None:
    kept.git("switch", "-qc", "side")
    kept.edit(WRONG, RIGHT)
    kept.commit("2024-02-01", "Correct the rate")
    kept.git("switch", "-q", "main")
    moment = "2024-04-01T20:00:00+08:00"
    kept.git("merge", "-q", "--no-ff", "side", "-m", "Merge", GIT_COMMITTER_DATE=moment)
    assert days(kept.root)[CITY] == "2024-04-01"
    kept.git("switch", "-q", "--detach")
    assert days(kept.root)[CITY] == "2024-04-01"


def test_outside_git_nothing_is_known(mini: Path) -> None:
    assert days(mini) == {}


@pytest.mark.parametrize("broken", ["unborn", "no git", "empty folder"])
def test_git_that_cannot_tell_is_no_fault(
    mini: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    if broken == "no git":
        start_repository(mini)
        monkeypatch.setenv("PATH", "/nowhere")
    elif broken == "unborn":
        Repository(mini).git("init", "-q")
    else:
        (mini / ".git").mkdir()
    assert read_journal(mini) is None


def test_what_surrounds_git_changes_nothing(
    kept: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = days(kept.root)
    (tmp_path / "settings").write_text(
        "[log]\n\tshowSignature = true\n\tdate = relative\n", "utf-8"
    )
    kept.git("config", "log.date", "relative")
    kept.git("config", "color.ui", "always")
    kept.git("config", "core.quotePath", "true")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert days(kept.root) == expected
    if os.geteuid() == 0:  # only root can give a folder away
        os.chown(kept.root / ".git", 12345, 12345)
        os.chown(kept.root, 12345, 12345)
        assert days(kept.root) == expected


def test_a_project_may_be_a_part_of_a_repository(mini: Path) -> None:
    (mini.parent / "README").write_text("more", "utf-8")
    whole = Repository(mini.parent)
    whole.git("init", "-q", "-b", "main")
    whole.git("add", "--all")
    whole.git("commit", "-qm", "all", GIT_COMMITTER_DATE="2024-05-05T00:00:00Z")
    assert days(mini)[CITY] == "2024-05-05"


def test_every_page_made_from_content_has_its_day(kept: Repository) -> None:
    found = days(kept.root)
    made = {page.path for page in load_site(kept.root).pages if page.edit.startswith("content/")}
    assert len(made) > 20
    assert not made - set(found)


def test_the_project_itself_is_dated_as_git_dates_its_files(project: Path) -> None:
    journal = read_journal(project)
    if journal is None or not journal.whole:
        pytest.skip("this copy of the project has no whole history")
    git = Repository(project)
    path = "content/pages/about.md"
    if git.git("status", "--porcelain", "--", path):
        assert days(project)["about/"] is None
    else:
        seconds = int(git.git("log", "-1", "--first-parent", "--format=%ct", "--", path))
        assert days(project)["about/"] == f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
