"""Former ids and codes of places lead on to where the place is now."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from atlas.bench.browser import serve_folder
from atlas.site import load_site
from tests.website import build_site

FORMER = """  former:
  - {adcode: "990102", zh: 云山县, until: 1999, slug: cloud-county}
  - {adcode: "990121", zh: 云山地区, until: 1990}
  - {adcode: "990103", zh: 老云山, until: 1980}
"""


@pytest.fixture
def moved(host: Path) -> Path:
    path = host / "content" / "places.yml"
    text = path.read_text("utf-8")
    name = "  name: {zh: 云山市, en: Yunshan}\n  short: {zh: 云山, en: Yunshan}\n"
    assert text.count(name) == 1
    path.write_text(text.replace(name, name + FORMER), "utf-8")
    return host


def outputs(root: Path) -> dict[str, bytes]:
    site = load_site(root, site_url="https://example.org/")
    assert site.pages, site.problems
    return {one.path: one.data for one in site.outputs}


def test_former_ids_and_codes_lead_on_in_both_languages(moved: Path) -> None:
    found = outputs(moved)
    for home in ("", "en/"):
        for name in ("cloud-county", "990102", "990103", "990100"):
            page = found[f"{home}cities/{name}/index.html"].decode()
            assert '<meta http-equiv="refresh" content="0; url=../yunshan/">' in page
            assert (
                f'<link rel="canonical" href="https://example.org/{home}cities/yunshan/">' in page
            )
            assert '<a href="../yunshan/">' in page
    # The code of Qinghe County is its own, though it has no page.
    assert "cities/990121/index.html" not in found


def test_feeds_and_data_stay_at_the_former_id(moved: Path) -> None:
    found = outputs(moved)
    for path in (
        "cities/{}/feed.xml",
        "en/cities/{}/feed.xml",
        "data/v1/places/{}.csv",
        "data/v1/places/{}.json",
    ):
        assert found[path.format("cloud-county")] == found[path.format("yunshan")]


def test_no_place_is_led_away_from(project: Path) -> None:
    site = load_site(project)
    pages = {page.path for page in site.pages}
    led = [one.path for one in site.outputs if one.path.endswith("/index.html")]
    assert len(led) > 60
    assert not {path.removesuffix("index.html") for path in led} & pages


@pytest.mark.browser
@pytest.mark.parametrize("scripted", [True, False])
def test_a_browser_is_led_to_the_figure(moved: Path, browser: Browser, scripted: bool) -> None:
    build_site(moved, moved / "site")
    with serve_folder(moved / "site") as address:
        page = browser.new_context(java_script_enabled=scripted).new_page()
        page.goto(f"{address}en/cities/cloud-county/#yunshan-f003")
        expect(page.locator("h1")).to_have_text("Yunshan")
        ending = "#yunshan-f003" if scripted else ""
        expect(page).to_have_url(f"{address}en/cities/yunshan/{ending}")
        page.context.close()
