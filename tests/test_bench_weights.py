"""What `atlas.bench.weights` counts as the first load of a page."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random

import pytest

from atlas.bench.weights import limit_of, main, weigh

PAGE = (
    '<link rel="stylesheet" href="{up}a.css"><link rel="canonical" href="https://x.org/">'
    '<script src="{up}b.js" data-base="."></script><p>{text}</p>'
)


def write_page(site: Path, name: str, text: str = "") -> None:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(up="../" * name.count("/"), text=text), encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "a.css").write_text("a" * 5000)
    (tmp_path / "b.js").write_text("b" * 5000)
    write_page(tmp_path, "index.html")
    write_page(tmp_path, "cities/wuhai/index.html")
    return tmp_path


def test_a_page_weighs_with_what_it_names(site: Path) -> None:
    home, *_ = sorted(weigh(site), key=lambda one: one.page.count("/"))
    sizes = [
        len(gzip.compress((site / name).read_bytes(), 6))
        for name in ("index.html", "a.css", "b.js")
    ]
    assert home.load == sum(sizes)
    assert home.html == sizes[0]


def test_a_place_beyond_its_limit_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(site)]) == 0
    random = Random(1)
    # A hexadecimal digit packs to half a byte: more than 60 kB, less than 150.
    write_page(site, "cities/wuhai/index.html", f"{random.getrandbits(4 * 160_000):x}")
    assert main([str(site)]) == 1
    assert "cities/wuhai/index.html TOO HEAVY" in capsys.readouterr().out


def test_limits_by_kind_of_page() -> None:
    assert [limit_of(kind) for kind in ("cities/*", "en/cities/*", "cities", "topics/*/*")] == [
        60,
        60,
        150,
        150,
    ]
