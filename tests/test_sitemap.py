"""The sitemap: valid, both languages, true days or none, the same bytes each time."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest
from lxml import etree

from atlas.content import load_content
from atlas.history.days import find_page_days
from atlas.history.journal import read_journal
from atlas.site import load_site
from atlas.sitemap import make_sitemap
from tests.repositories import start_repository

PROJECT = Path(__file__).parents[1]
SITE = "https://atlas.example/"
RATE, INDICATORS = "indicators/insurance-participation-rate/", "content/indicators/all.yml"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(root: Path) -> dict[str, bytes]:
    made = load_site(root, site_url=SITE)
    return {one.path: one.data for one in made.outputs if one.path.startswith("sitemap")}


def find_urls(data: bytes) -> dict[str, etree._Element]:
    tree = etree.fromstring(data)
    return {
        url.findtext("s:loc", "", NAMES).removeprefix(SITE): url
        for url in tree.findall("s:url", NAMES)
    }


@pytest.fixture(scope="module")
def real() -> dict[str, bytes]:
    return read(PROJECT)


def test_it_is_valid_by_the_schema_of_sitemaps_org(real: dict[str, bytes]) -> None:
    schema = etree.XMLSchema(etree.parse(PROJECT / "tests" / "schemas" / "sitemap-0.9.xsd"))
    schema.assertValid(etree.fromstring(real["sitemap.xml"]))
    for wrong in (
        real["sitemap.xml"].replace(b"<loc>", b"<place>").replace(b"</loc>", b"</place>"),
        real["sitemap.xml"].replace(b'hreflang="en"', b'lang="en"'),
        re.sub(rb"(</loc>)", rb"\1<lastmod>2026-11-31</lastmod>", real["sitemap.xml"], count=1),
    ):
        assert not schema.validate(etree.fromstring(wrong))


def test_every_page_names_its_twins_and_none_is_for_frames(real: dict[str, bytes]) -> None:
    urls = find_urls(real["sitemap.xml"])
    assert {"", "en/", "cities/wuhai/", "en/cities/wuhai/", "about/", "en/about/"} <= set(urls)
    assert [path for path in urls if re.search(r"embed/.", path)] == []
    for path, url in urls.items():
        plain = path.removeprefix("en/")
        links = {
            one.get("hreflang"): one.get("href").removeprefix(SITE)
            for one in url.findall("x:link", NAMES)
        }
        assert links == {"zh": plain, "en": f"en/{plain}", "x-default": plain}
        assert set(links.values()) <= set(urls), path


def test_compressed_it_is_the_same_and_tells_no_time(real: dict[str, bytes]) -> None:
    packed = real["sitemap.xml.gz"]
    assert gzip.decompress(packed) == real["sitemap.xml"]
    assert packed[4:8] == bytes(4)
    assert read(PROJECT) == real


def test_the_days_are_those_of_git(real: dict[str, bytes]) -> None:
    content, _ = load_content(PROJECT)
    days = find_page_days(content, read_journal(PROJECT))
    for path, url in find_urls(real["sitemap.xml"]).items():
        assert url.findtext("s:lastmod", None, NAMES) == days.get(path), path


def test_a_change_moves_the_days_of_its_pages_only(mini: Path) -> None:
    kept = start_repository(mini, "2024-01-05")
    kept.edit("参保人数占应参保人口的比例。", "实际参保人数占应参保人口的比例。", INDICATORS)
    kept.commit("2024-05-06")
    days = {
        path: url.findtext("s:lastmod", None, NAMES)
        for path, url in find_urls(read(mini)["sitemap.xml"]).items()
    }
    assert days[RATE] == days[f"en/{RATE}"] == "2024-05-06"
    assert days["cities/yunshan/"] == days["glossary/"] == "2024-01-05"
    assert days["search/"] is None


def test_without_a_history_there_is_no_day(mini: Path) -> None:
    assert b"<lastmod>" not in read(mini)["sitemap.xml"]


def test_a_shallow_copy_makes_up_no_day(mini: Path, tmp_path: Path) -> None:
    kept = start_repository(mini)
    # The shallow copy lacks what is not under git; the theme is read from the whole one.
    copy = kept.clone(tmp_path / "copy", 1)
    shutil.copytree(mini / "theme", copy / "theme", dirs_exist_ok=True)
    assert b"<lastmod>" not in read(copy)["sitemap.xml"]


def test_signs_that_xml_reserves() -> None:
    [plain, _] = make_sitemap(["a&b/"], {}, 'https://x.cn/"<')
    assert etree.fromstring(plain.data) is not None


def test_without_an_address_there_is_none() -> None:
    assert make_sitemap([""], {}, "") == ()
