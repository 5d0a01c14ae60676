"""A reader's way through the built site, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.website import Watch, build_site, open_browser, serve_folder

PROJECT = Path(__file__).parents[1]
WIDTHS = (1280, 360)
PATHS = (
    "",
    "cities/",
    "cities/jinzhong/",
    "cities/wuhai/",
    "topics/",
    "topics/insurance/",
    "indicators/",
    "indicators/maternal-mortality/",
    "sources/",
    "sources/liaoyuan-2021/",
    "doubtful/",
    "data/",
    "search/",
    "method/",
    "contribute/",
    "about/",
    "404.html",
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = tmp_path_factory.mktemp("site")
    build_site(PROJECT, site)
    with serve_folder(site) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


def test_home_to_topic_to_place_to_quote_to_source(page: Page, address: str) -> None:
    watch = Watch(page, address)
    page.goto(address)
    page.locator("main a[href*='topics/insurance']").first.click()
    expect(page.locator("h1")).to_contain_text("医疗保障")
    page.locator("main a[href*='cities/wuhai']").first.click()
    expect(page.locator("h1")).to_contain_text("乌海")
    page.goto(f"{address}cities/wuhai/#wuhai-f003")
    fact = page.locator("#wuhai-f003")
    expect(fact).to_be_visible()
    quote = page.locator("mark", has_text="116.01%").first
    expect(quote).to_be_visible()
    page.locator("main a[href*='sources/wuhai-2023']:visible").first.click()
    expect(page.locator("h1")).to_contain_text("以人民健康为中心")
    assert watch.foreign == []
    assert watch.errors == []


@pytest.mark.parametrize("path", PATHS)
def test_every_page_type_is_quiet_and_fits(page: Page, address: str, path: str) -> None:
    watch = Watch(page, address)
    page.goto(address + path)
    assert page.evaluate("document.documentElement.lang").startswith("zh")
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.body.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert watch.foreign == []
    assert watch.errors == []


def test_search_finds_words_figures_and_places(page: Page, address: str) -> None:
    watch = Watch(page, address)
    page.goto(f"{address}search/?q=6102.3")
    results = page.locator("main [href*='#wuhai-f']")
    expect(results.first).to_be_visible()
    expect(page.locator("main")).to_contain_text("6102.3")
    for query, wanted in (
        ("均住院次均", "#wuhai-f011"),
        ("晋中", "cities/jinzhong"),
        ("DRG", "wuhai"),
    ):
        page.goto(f"{address}search/?q={query}")
        expect(page.locator(f"main a[href*='{wanted}']").first).to_be_visible()
    page.goto(f"{address}search/?q=不存在的词语")
    expect(page.locator("main")).to_contain_text("没有找到")
    assert watch.foreign == []
    assert watch.errors == []


def test_nothing_of_the_index_is_loaded_before_the_first_search(page: Page, address: str) -> None:
    watch = Watch(page, address)
    page.goto(f"{address}cities/wuhai/")
    page.wait_for_load_state("networkidle")
    assert [url for url in watch.requests if "/search/" in url] == []


def test_without_javascript_every_figure_opens(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}cities/wuhai/")
    details = page.locator("details:has(mark)").first
    expect(details.locator("mark").first).to_be_hidden()
    details.locator("summary").click()
    expect(details.locator("mark").first).to_be_visible()
    context.close()


def test_every_tile_of_the_34_provinces_is_there(page: Page, address: str) -> None:
    page.goto(address)
    for name in ("内蒙古", "吉林", "山西", "山东", "香港", "澳门", "台湾", "西藏"):
        expect(page.get_by_text(name).first).to_be_attached()
