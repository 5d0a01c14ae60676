"""The page around every page, as a reader meets it: keyboard, colours, search field, paper."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from atlas.bench.browser import serve_folder
from tests.website import Watch, build_site, run_preview

TESTS = Path(__file__).parent
PROJECT = TESTS.parent
PLACE = "cities/yunshan/"

pytestmark = pytest.mark.browser


def copy_mini(root: Path) -> None:
    """The mini atlas with the real theme and the hand-written pages."""
    shutil.copytree(TESTS / "mini", root)
    shutil.copytree(PROJECT / "theme", root / "theme")
    shutil.copytree(PROJECT / "content" / "pages", root / "content" / "pages")
    shutil.copy(PROJECT / "mkdocs.yml", root)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("shell") / "mini"
    copy_mini(root)
    build_site(root, root / "site")
    with serve_folder(root / "site") as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_skip_link_is_the_first_stop_and_leads_to_the_text(page: Page, address: str) -> None:
    page.goto(address + PLACE)
    page.keyboard.press("Tab")
    expect(page.locator(".hra-skip")).to_be_focused()
    expect(page.locator(".hra-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_menu_by_keyboard(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address + PLACE)
    button = page.locator(".hra-menu-button")
    first = page.locator("#hra-nav a").first
    expect(first).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_menu_shuts_when_the_reader_goes_elsewhere(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address + PLACE)
    page.locator(".hra-menu-button").click()
    page.locator("main").click(position={"x": 10, "y": 600})
    expect(page.locator("#hra-nav a").first).to_be_hidden()


def test_the_choice_of_colours_lives_on_from_page_to_page(page: Page, address: str) -> None:
    page.goto(address)
    light = background(page)
    page.locator(".hra-scheme").click()
    dark = background(page)
    assert dark != light
    page.goto(address + PLACE)
    assert background(page) == dark
    page.locator(".hra-scheme").click()
    assert background(page) == light
    page.emulate_media(color_scheme="dark")
    assert background(page) == dark, "back at the system's scheme, the system decides again"


@pytest.mark.parametrize("width", [412, 360])
def test_the_header_does_not_grow_while_the_page_loads(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + PLACE)
    height = "document.querySelector('.hra-header').getBoundingClientRect().height"
    ready = page.evaluate(height)
    page.evaluate("document.querySelector('.hra-scheme').hidden = true")
    assert page.evaluate(height) == ready


def test_dark_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    shown = background(page)
    page.emulate_media(color_scheme="light")
    assert background(page) != shown
    context.close()


def test_without_script_the_menu_is_there_and_the_search_page_says_what_to_do(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}search/?q=DRG")
    expect(page.locator("#hra-nav a").first).to_be_visible()
    expect(page.locator("main a[href$='indicators/']")).to_be_visible()
    expect(page.locator("main")).to_contain_text("JavaScript")
    context.close()


def test_an_address_opens_its_fact_below_the_header(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACE}#yunshan-f003")
    fact = page.locator("#yunshan-f003")
    expect(fact).to_be_visible()
    expect(fact).to_be_in_viewport()
    header = page.locator(".hra-header").bounding_box()
    box = fact.bounding_box()
    assert header
    assert box
    assert box["y"] >= header["y"] + header["height"]


def test_a_link_on_the_page_opens_its_fact_too(page: Page, address: str) -> None:
    page.goto(address + PLACE)
    expect(page.locator("#yunshan-f008")).to_be_hidden()
    page.evaluate("location.hash = '#yunshan-f008'")
    expect(page.locator("#yunshan-f008")).to_be_visible()


def test_search_by_keyboard(page: Page, address: str) -> None:
    page.goto(address + PLACE)
    field = page.locator("#hra-q")
    field.press_sequentially("26.50")
    options = page.locator(".hra-panel [role=option]")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".hra-panel [role=status]")).to_have_text(re.compile(r"找到 \d+ 条"))
    expect(options.first.locator("mark").first).to_have_text("26.50")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.get_attribute("id")
    assert chosen
    expect(field).to_have_attribute("aria-activedescendant", chosen)
    field.press("ArrowUp")
    expect(page.locator(".hra-panel [aria-selected=true]")).to_have_count(0)
    field.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("26.50")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(re.compile(r"cities/yunshan/#yunshan-f00[67]$"))


def test_slash_leads_to_the_search_from_anywhere_but_a_field(page: Page, address: str) -> None:
    page.goto(address + PLACE)
    field = page.locator("#hra-q")
    page.keyboard.press("Control+/")
    expect(field).not_to_be_focused()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    field.press_sequentially("15.04/10万")
    expect(field).to_have_value("15.04/10万")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.press("3")
    expect(field).to_have_value("3")


def test_slash_can_be_switched_off(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    page.locator("#hra-slash").uncheck()
    page.keyboard.press("/")
    expect(page.locator("#hra-q")).not_to_be_focused()
    page.goto(address + PLACE)
    page.keyboard.press("/")
    expect(page.locator("#hra-q")).not_to_be_focused()
    page.goto(f"{address}search/")
    page.locator("#hra-slash").check()
    page.goto(address + PLACE)
    page.keyboard.press("/")
    expect(page.locator("#hra-q")).to_be_focused()


def test_results_come_in_groups_with_value_place_and_period(page: Page, address: str) -> None:
    page.goto(address + PLACE)
    page.locator("#hra-q").press_sequentially("云山")
    groups = page.locator("#hra-q-list [role=group]")
    expect(groups.first).to_have_attribute("aria-label", "直达")  # the last key has been heard
    names = groups.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    order = ["直达", "事实", "地方", "专题", "指标", "举措", "来源"]
    assert names == [one for one in order if one in names]
    assert {"直达", "事实", "举措", "来源"} <= set(names)
    fact = page.locator("#hra-q-list .hra-result--fact").first
    for part in ("value", "title", "about", "quote"):
        expect(fact.locator(f".hra-result__{part}")).not_to_be_empty()
    expect(fact.locator(".hra-result__about")).to_have_text(re.compile(r"^云山市 · .*\d{4}年"))


def test_enter_alone_leads_to_all_results(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#hra-q").fill("云山")
    page.locator("#hra-q").press("Enter")
    page.wait_for_url("**/search/?q=*")
    results = page.locator("#hra-results")
    expect(results.locator("h2").first).to_have_text(re.compile("直达"))
    expect(results.locator("a[href$='cities/yunshan/']").first).to_be_visible()


def test_the_big_field_of_the_home_page_answers_as_well(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("main form.hra-search input").fill("参保率")
    expect(page.locator("main .hra-panel [role=option]").first).to_be_visible()


def test_an_input_method_is_not_disturbed(page: Page, address: str) -> None:
    watch = Watch(page, address)
    page.goto(address)
    page.locator("#hra-q").focus()
    keys = page.context.new_cdp_session(page)
    keys.send(
        "Input.imeSetComposition", {"text": "can'bao", "selectionStart": 7, "selectionEnd": 7}
    )
    page.wait_for_load_state("networkidle")
    expect(page.locator(".hra-panel:visible")).to_have_count(0)
    keys.send("Input.insertText", {"text": "参保"})
    expect(page.locator(".hra-panel [role=option]").first).to_be_visible()
    expect(page.locator("#hra-q")).to_have_value("参保")
    assert watch.errors == []


def test_the_index_is_loaded_once_and_only_in_parts(page: Page, address: str) -> None:
    watch = Watch(page, address)
    page.goto(address)
    page.locator("#hra-q").fill("参保率")
    expect(page.locator(".hra-panel [role=option]").first).to_be_visible()
    page.locator("#hra-q").fill("参保人数")
    expect(page.locator(".hra-panel mark").first).to_have_text("参保人数")
    loaded = [url for url in watch.requests if url.endswith(".bin")]
    assert len(loaded) == len(set(loaded))
    assert sum("/search/i-" in url for url in loaded) == 1


def test_nothing_found_says_so_and_what_to_try(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=核磁共振")
    status = page.locator("#hra-results [role=status]")
    expect(status).to_contain_text("没有找到“核磁共振”")
    expect(status).to_contain_text("用短一些的词")


def test_words_that_stand_apart_are_offered_when_the_phrase_is_nowhere(
    page: Page, address: str
) -> None:
    page.goto(f"{address}search/?q=参保率116.01")
    expect(page.locator("#hra-results [role=status]")).to_contain_text("分别含有")
    expect(page.locator("#hra-results a[href$='#yunshan-f003']")).to_be_visible()


def test_markup_in_a_query_stays_text(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=%3Cimg src=x onerror=alert(1)%3E")
    expect(page.locator("#hra-results [role=status]")).to_contain_text("<img src=x")
    expect(page.locator("#hra-results img")).to_have_count(0)


def test_a_missing_index_leaves_a_way_on(page: Page, address: str) -> None:
    page.route("**/*.bin", lambda route: route.abort())
    page.goto(address)
    page.locator("#hra-q").fill("参保率")
    expect(page.locator(".hra-panel [role=status]")).to_contain_text("搜索暂时无法使用")


def test_the_preview_has_the_search_and_its_keys_too(browser: Browser, tmp_path: Path) -> None:
    root = tmp_path / "mini"
    copy_mini(root)
    page = browser.new_page()
    with run_preview(root) as address:
        page.goto(address + PLACE)
        page.keyboard.press("/")
        page.keyboard.type("26.50")
        expect(page.locator("#hra-q-list [role=option]").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"cities/yunshan/#yunshan-f00[67]$"))
        page.close()


def test_paper_gets_the_text_in_light_colours_and_not_the_shell(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address + PLACE)
    expect(page.locator(".hra-header")).to_be_hidden()
    expect(page.locator(".hra-contents--side")).to_be_hidden()
    expect(page.get_by_text("116.01%").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 36, 34)"
