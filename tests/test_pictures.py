"""Pictures for sharing: sound PNG, the same bytes everywhere, one for every page."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path

import pytest

from atlas.model import Words
from atlas.parts import Page, Planned
from atlas.pictures.choice import find_kind, find_titles
from atlas.pictures.letters import read_letters, wrap
from atlas.pictures.painter import HEIGHT, WIDTH, Painter
from atlas.render import read_strings
from atlas.site import draw_pictures, load_site, tell_missing

PROJECT = Path(__file__).parents[1]
LETTERS = PROJECT / "theme" / "pictures" / "letters.bin"
ROOM = 260


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter(
        LETTERS, Words("中国地方医改图集", "Health Reform Atlas"), Words("原句", "Quotes")
    )


def read_png(data: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of packed pixels, with every check that the format has."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, {}
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", data, at + 8 + size) == (zlib.crc32(kind + body),)
        chunks[kind] = body
        at += 12 + size
    width, height, depth, colour = struct.unpack_from(">IIBB", chunks[b"IHDR"])
    assert (depth, colour, len(chunks[b"PLTE"])) == (2, 3, 12)
    plain = zlib.decompress(chunks[b"IDAT"])
    stride = width // 4 + 1
    assert len(plain) == stride * height
    rows = [plain[row * stride : (row + 1) * stride] for row in range(height)]
    assert {row[0] for row in rows} == {0}
    return width, height, [row[1:] for row in rows]


def test_a_picture_is_sound_and_shows_its_title(painter: Painter) -> None:
    width, height, rows = read_png(painter.paint(Words("乌海市", "Wuhai"), Words("地方", "Places")))
    assert (width, height) == (WIDTH, HEIGHT) == (1200, 630)
    _, _, other = read_png(painter.paint(Words("辽源市", "Liaoyuan"), Words("地方", "Places")))
    differing = [at for at, (one, two) in enumerate(zip(rows, other, strict=True)) if one != two]
    assert 200 < differing[0] < 240 < differing[-1] < 360, "only the two lines of the title differ"


def test_the_same_title_gives_the_same_bytes_on_every_machine(painter: Painter) -> None:
    data = painter.paint(
        Words("基本医疗保险参保率", "Participation rate"), Words("指标", "Indicators")
    )
    assert (
        hashlib.sha256(data).hexdigest()
        == "65a85d4cef9498ee047f018d9757da6e1d0c983fb121abb9f79601779a2b34bb"
    )


def test_a_long_title_is_wrapped_between_words_and_cut_with_a_sign() -> None:
    large, small = read_letters(LETTERS)
    lines = wrap(large, "以人民健康为中心 绘就幸福同心圆——我市医疗卫生事业高质量发展综述", ROOM, 2)
    assert lines[0].endswith("同心圆")
    assert lines[1].startswith("——我市")
    english = wrap(small, "Beds in institutions for older people per 1,000 " * 3, ROOM, 2)
    assert len(english) == 2
    assert english[1].endswith("…")
    assert all(small.width(line) <= ROOM + 8 for line in english)


def test_every_page_of_the_atlas_has_its_picture() -> None:
    site = load_site(PROJECT)
    assert [one for one in site.problems if one.rule == "missing-letter"] == []
    files = {output.path for output in site.outputs}
    assert set(site.pictures.values()) <= files
    for page in site.planned:
        address = page.path.removeprefix("en/")
        assert address in site.pictures, page.path
    assert site.pictures["sources/wuhai-2023/"] == "pictures/cities-wuhai.png"
    assert site.pictures["method/"] == "pictures/method.png"


def plan(path: str, title: str, edit: str = "") -> Planned:
    return Planned(path, title, lambda: Page(path, title, ""), edit)


def test_a_letter_that_cannot_be_drawn_is_told_and_home_stands_in() -> None:
    pages = [
        plan("", "图集"),
        plan("en/", "Atlas"),
        plan("cities/x/", "𠮷水县", edit="content/cities/x.yml"),
        plan("en/cities/x/", "Jishui"),
    ]
    pictures = draw_pictures(PROJECT, pages)
    assert pictures.paths["cities/x/"] == "pictures/home.png"
    assert pictures.missing == {"cities/x/": "𠮷"}
    (problem,) = tell_missing(pages, pictures.missing)
    assert problem.render("en").startswith("content/cities/x.yml:1:1: warning: ")
    assert "𠮷" in problem.zh


def test_titles_are_in_both_languages_and_kinds_by_section() -> None:
    pages = [plan("topics/tcm/", "中医药"), plan("en/topics/tcm/", "Chinese medicine")]
    assert find_titles(pages) == {"topics/tcm/": Words("中医药", "Chinese medicine")}
    texts = read_strings(PROJECT / "theme")
    assert find_kind("topics/tcm/", texts) == Words("专题", "Topics")
    assert find_kind("topics/", texts) == Words("", "")


def test_a_preview_paints_none(mini: Path) -> None:
    assert load_site(mini).pictures
    assert load_site(mini, drafts=True).pictures == {}
