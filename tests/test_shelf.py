"""A preview makes what a browser asks for, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.parts import Bundle, Output
from atlas.preview import serve_on_demand
from atlas.publish import Part
from atlas.shelf import Shelf


class Maker:
    """Makes pages that tell their address, and counts."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def page(self, address: str) -> bytes:
        self.made.append(address)
        return address.encode()

    def bundle(self) -> list[Output]:
        self.made.append("data/")
        return [Output("data/v1/facts.csv", b"f"), Output("data/v1/places.csv", b"p")]


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def shelf(tmp_path: Path, maker: Maker) -> Shelf:
    shelf = Shelf(tmp_path / "site", lambda error: f"fault: {error}")
    fill(shelf, maker)
    return shelf


def fill(shelf: Shelf, maker: Maker) -> None:
    addresses = ("", "cities/a/", "en/cities/a/")
    pages = {one: lambda one=one: maker.page(one) for one in addresses}
    english = {"en/cities/a/": pages.pop("en/cities/a/")}
    shelf.begin(Part([], english))  # type: ignore[arg-type]
    rest = Part([Bundle("data/", maker.bundle)], pages)  # type: ignore[arg-type]
    shelf.fill(rest, [("404.html", b"404"), ("about/index.html", b"about")])


def read(shelf: Shelf, path: str) -> bytes:
    return (shelf.folder / path).read_bytes()


def test_a_page_is_made_when_it_is_asked_for_and_once(shelf: Shelf, maker: Maker) -> None:
    assert maker.made == []
    assert read(shelf, "about/index.html") == b"about"
    for _ in range(2):
        shelf.fetch("cities/a/")
        shelf.fetch("")
    assert maker.made == ["cities/a/", ""]
    assert read(shelf, "cities/a/index.html") == b"cities/a/"
    assert read(shelf, "index.html") == b""
    assert not (shelf.folder / "en").exists()


def test_an_address_without_its_slash_is_known(shelf: Shelf) -> None:
    shelf.fetch("cities/a")
    assert read(shelf, "cities/a/index.html") == b"cities/a/"


def test_files_come_with_their_bundle(shelf: Shelf, maker: Maker) -> None:
    for path in ("data/v1/facts.csv", "data/v1/places.csv", "data/v1/none.csv", "dat"):
        shelf.fetch(path)
    assert maker.made == ["data/"]
    assert read(shelf, "data/v1/places.csv") == b"p"


def test_after_a_build_everything_is_made_anew(shelf: Shelf, maker: Maker) -> None:
    shelf.fetch("cities/a/")
    shelf.fetch("data/v1/facts.csv")
    fill(shelf, maker)
    assert not (shelf.folder / "cities").exists()
    assert not (shelf.folder / "data").exists()
    shelf.fetch("cities/a/")
    assert maker.made == ["cities/a/", "data/", "cities/a/"]


def test_what_is_not_the_sites_is_not_made(shelf: Shelf, maker: Maker) -> None:
    for address in ("../secret", "cities/../cities/a/", "livereload/1/2", "cities/b/"):
        shelf.fetch(address)
    assert maker.made == []


def test_a_page_that_fails_tells_so_and_the_others_live(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise ValueError("no such word")

    shelf = Shelf(tmp_path / "site", lambda error: f"fault: {error}")
    shelf.fill(Part([], {"bad/": fail, "good/": lambda: b"good"}), [])
    shelf.fetch("bad/")
    shelf.fetch("good/")
    assert read(shelf, "bad/index.html") == b"fault: no such word"
    assert read(shelf, "good/index.html") == b"good"


def test_after_a_failed_build_every_page_tells_so(shelf: Shelf, maker: Maker) -> None:
    shelf.fetch("cities/a/")
    shelf.refuse(ValueError("broken"))
    shelf.fetch("en/cities/a/")
    for path in ("404.html", "about/index.html", "cities/a/index.html", "en/cities/a/index.html"):
        assert read(shelf, path) == b"fault: broken"
    fill(shelf, maker)
    assert read(shelf, "about/index.html") == b"about"


def test_the_server_finds_what_it_is_asked_for(shelf: Shelf, maker: Maker) -> None:
    def answer(environ: dict[str, object], start: object) -> list[bytes]:
        return [read(shelf, "cities/a/index.html")]

    application = serve_on_demand(answer, shelf, "/atlas/")
    assert application({"PATH_INFO": "/atlas/cities/a/"}, None) == [b"cities/a/"]
    application({"PATH_INFO": "/cities/en/"}, None)
    application({"PATH_INFO": "/atlas/x\xff"}, None)
    assert maker.made == ["cities/a/"]
