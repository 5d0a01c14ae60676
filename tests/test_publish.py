"""The site's folder: only what changed is written, and no stop leaves half of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from atlas.parts import Bundle, Output
from atlas.publish import Make, Part, Publication, Published, publish, read_files

OLD = {"index.html": b"home", "a/index.html": b"a", "data/x.csv": b"1"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that holds OLD."""
    folder = tmp_path / "site"
    assert publish(folder, OLD.items()) == Published(3, 0, 0)
    return folder


def test_files_that_are_the_same_are_left_alone(site: Path) -> None:
    before = {path: (site / path).stat() for path in OLD}
    assert publish(site, {**OLD, "a/index.html": b"b"}.items()) == Published(1, 2, 0)
    assert (site / "a/index.html").read_bytes() == b"b"
    for path in ("index.html", "data/x.csv"):
        after = (site / path).stat()
        assert (after.st_ino, after.st_mtime_ns) == (before[path].st_ino, before[path].st_mtime_ns)


def test_files_that_are_gone_are_deleted_with_their_folders(site: Path) -> None:
    new = {"index.html": b"home", "data/y/z.csv": b"2"}
    assert publish(site, new.items()) == Published(1, 1, 2)
    assert dict(read_files(site)) == new
    assert sorted(one.name for one in site.iterdir()) == ["data", "index.html"]


@pytest.mark.parametrize(
    ("old", "new"), [("a/index.html", "a"), ("data", "data/x.csv")], ids=["to file", "to folder"]
)
def test_a_file_takes_the_place_of_a_folder_and_the_other_way(
    tmp_path: Path, old: str, new: str
) -> None:
    publish(tmp_path / "site", [(old, b"1")])
    publish(tmp_path / "site", [(new, b"2")])
    assert dict(read_files(tmp_path / "site")) == {new: b"2"}


def test_hidden_files_at_the_top_are_not_the_sites(site: Path) -> None:
    (site / ".git").mkdir()
    (site / ".git" / "head").write_text("main")
    (site / ".nojekyll").touch()
    publish(site, [("b.html", b"b")])
    assert (site / ".git" / "head").read_text() == "main"
    assert sorted(one.name for one in site.iterdir()) == [".git", ".nojekyll", "b.html"]
    (site / "b.html").unlink()
    publish(site, OLD.items())
    assert dict(read_files(site)) == OLD


def test_of_two_files_with_one_path_the_first_counts(site: Path) -> None:
    publish(site, [("index.html", b"first"), ("index.html", b"second")])
    assert dict(read_files(site)) == {"index.html": b"first"}


def test_a_run_that_breaks_off_leaves_the_old_site(site: Path, tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(site, broken())
    assert dict(read_files(site)) == OLD
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_a_first_run_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        publish(tmp_path / "site", broken())
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_cleared_away(site: Path) -> None:
    left = site.with_name(".site.new")
    left.mkdir()
    (left / "0").write_bytes(b"half")
    publish(site, {**OLD, "b.html": b"b"}.items())
    assert dict(read_files(site)) == {**OLD, "b.html": b"b"}
    assert not left.exists()


def test_what_shows_the_same_views_is_made_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atlas.publish.has_spare", lambda: False)
    made: list[str] = []

    def bundle(name: str, shown_on: str = "") -> Bundle:
        def make() -> list[Output]:
            made.append(name)
            return [Output(name, b"")]

        return Bundle("", make, name, shown_on)

    def page(name: str) -> Make:
        return lambda: made.append(name) or b""  # type: ignore[func-returns-value]

    pages = {name: page(name) for name in ("home/", "a/", "b/", "source of b/", "last/")}
    beside = {"a/": "a/", "b/": "b/", "source of b/": "b/"}
    bundles = [bundle("table of a", "a/"), bundle("data"), bundle("table of b", "b/")]
    bundles.append(bundle("table of source", "source of b/"))
    Publication(tmp_path / "site").fill(Part(bundles, pages, beside=beside), [])
    together = ["table of a", "a/", "data", "table of b", "b/", "table of source", "source of b/"]
    assert made == [*together, "home/", "last/"]
    assert set(dict(read_files(tmp_path / "site"))) == {
        *("table of a", "data", "table of b", "table of source"),
        *(f"{name}index.html" for name in pages),
    }
