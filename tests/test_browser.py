"""A reader's way through the built site, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.website import Watch

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
    "compare/",
    "timeline/",
    "glossary/",
    "rules/",
    "cities/shanxi/",
    "cities/sichuan/",
    "doubtful/",
    "data/",
    "search/",
    "method/",
    "contribute/",
    "about/",
    "404.html",
)

pytestmark = pytest.mark.browser


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


def test_a_result_tells_what_kind_of_figure_it_is(page: Page, address: str) -> None:
    for query, fact, says in (
        ("6102.3", "wuhai-f011", ["6102.3元", "住院次均费用", "基期"]),
        ("116.01%", "wuhai-f003", ["116.01%", "基本医疗保险参保率", "存疑"]),
        ("5598", "wuhai-f012", ["5598元", "住院次均费用"]),
    ):
        page.goto(f"{address}search/?q={query}")
        result = page.locator(f"#hra-results a[href$='#{fact}']")
        expect(result.locator(".hra-result__head > span")).to_have_text(says)
    expect(result).to_contain_text("2022年 推定")


def test_nothing_of_the_index_is_loaded_before_the_first_search(page: Page, address: str) -> None:
    watch = Watch(page, address)
    page.goto(f"{address}cities/wuhai/")
    page.wait_for_load_state("networkidle")
    assert [url for url in watch.requests if "/search/" in url] == []


def test_the_address_holds_the_comparison(page: Page, address: str) -> None:
    watch = Watch(page, address)
    page.goto(f"{address}compare/?places=wuhai,jinzhong&topics=insurance,primary-care")
    shown = page.locator("thead:visible").first.locator("th[data-place]:visible")
    expect(shown).to_have_text(["乌海", "晋中"])
    expect(page.locator("section[data-topic]:visible")).to_have_count(2)
    expect(page.get_by_label("乌海", exact=True)).to_be_checked()
    page.get_by_label("博山", exact=True).check()
    expect(page).to_have_url(
        f"{address}compare/?places=wuhai,jinzhong,boshan&topics=insurance,primary-care"
    )
    expect(shown).to_have_text(["乌海", "晋中", "博山"])
    page.go_back()
    expect(shown).to_have_text(["乌海", "晋中"])
    expect(page.get_by_label("博山", exact=True)).not_to_be_checked()
    page.get_by_role("button", name="全部显示").click()
    expect(page).to_have_url(f"{address}compare/")
    expect(shown).to_have_count(5)
    page.goto(f"{address}compare/?places=<b>,nowhere&topics=none")
    expect(shown).to_have_count(5)
    assert watch.foreign == []
    assert watch.errors == []


def test_a_place_leads_to_its_comparison(page: Page, address: str) -> None:
    page.goto(f"{address}cities/wuhai/")
    page.get_by_role("link", name="与海勃湾比较").click()
    row = page.locator("tr:visible", has_text="签约").first
    expect(row.locator("td:visible")).to_have_count(2)
    for cell in row.locator("td:visible").all():
        expect(cell.locator(".hra-cell").first).to_be_visible()


def test_without_javascript_the_comparison_is_whole(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}compare/?places=wuhai")
    expect(page.locator("thead").first.locator("th[data-place]:visible")).to_have_count(5)
    expect(page.locator(".hra-choose")).to_be_hidden()
    context.close()


def test_a_word_tells_its_meaning_at_a_touch(browser: Browser, address: str) -> None:
    phone = {"width": 360, "height": 800}
    context = browser.new_context(viewport=phone, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}topics/insurance/")
    term = page.locator("a.hra-term").first
    card = page.locator(".hra-term-card")
    expect(card).to_be_hidden()
    term.tap()
    expect(card).to_contain_text(term.get_attribute("title") or "no title")
    page.locator("h1").tap()
    expect(card).to_be_hidden()
    term.tap()
    card.locator("a").tap()
    expect(page).to_have_url(re.compile("/glossary/#[a-z-]+$"))
    context.close()


def test_a_word_tells_its_meaning_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}topics/insurance/")
    term = page.locator("a.hra-term").first
    page.keyboard.press("Tab")
    term.focus()
    card = page.locator(".hra-term-card")
    expect(card).to_contain_text(term.get_attribute("title") or "no title")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_word_that_had_the_focus_before_the_script_came(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/terms.js", lambda route: held.append(route))
    with page.expect_request("**/terms.js"):
        page.goto(f"{address}topics/insurance/", wait_until="commit")
    term = page.locator("a.hra-term").first
    page.keyboard.press("Tab")
    term.focus()
    held[0].continue_()
    expect(page.locator(".hra-term-card")).to_contain_text(term.get_attribute("title") or "none")


def test_without_javascript_every_figure_opens(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}cities/wuhai/")
    details = page.locator("details:has(mark)").first
    expect(details.locator("mark").first).to_be_hidden()
    details.locator("> summary").click()
    expect(details.locator("mark").first).to_be_visible()
    context.close()


def test_every_tile_of_the_34_provinces_is_there(page: Page, address: str) -> None:
    page.goto(address)
    for name in ("内蒙古", "吉林", "山西", "山东", "香港", "澳门", "台湾", "西藏"):
        expect(page.get_by_text(name).first).to_be_attached()


CHARTED = ("indicators/maternal-mortality/", "indicators/insurance-participation-rate/")


@pytest.mark.parametrize("home", ["", "en/"])
@pytest.mark.parametrize("path", [*CHARTED, "topics/outcomes/", "topics/insurance/"])
def test_a_chart_can_be_read_at_each_width(page: Page, address: str, home: str, path: str) -> None:
    page.goto(address + home + path)
    charts = page.locator("svg.hra-plot")
    expect(charts.first).to_be_visible()
    faults = charts.evaluate_all(
        """charts => charts.flatMap((chart) => {
          const box = chart.viewBox.baseVal;
          const scale = chart.getBoundingClientRect().width / box.width;
          return [...chart.querySelectorAll("text, circle, path")].filter((one) => {
            const {x, y, width, height} = one.getBBox();
            const inside = x >= -1 && y >= -1 && x + width <= box.width + 1
              && y + height <= box.height + 1;
            const small = one.tagName === "text" && one.getAttribute("font-size") * scale < 11;
            return !inside || small;
          }).map((one) => one.outerHTML);
        })"""
    )
    assert faults == []


@pytest.mark.parametrize("path", CHARTED)
def test_no_label_of_a_chart_meets_another(page: Page, address: str, path: str) -> None:
    for home in ("", "en/"):
        page.goto(address + home + path)
        meetings = page.locator("svg.hra-plot").evaluate_all(
            """charts => charts.flatMap((chart) => {
              const signs = [...chart.querySelectorAll("text, circle")].filter(
                (one) => one.tagName === "text" || one.getAttribute("r") < 7);
              const boxes = signs.map((one) => one.getBBox());
              return signs.flatMap((one, i) => signs.slice(i + 1).filter((_, j) => {
                const [a, b] = [boxes[i], boxes[i + 1 + j]];
                const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
                const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
                return across > 1 && down > 5;
              }).map((other) => one.outerHTML + other.outerHTML));
            })"""
        )
        assert meetings == []


def test_a_chart_is_taken_away_as_png(page: Page, address: str) -> None:
    watch = Watch(page, address)
    page.goto(f"{address}{CHARTED[0]}")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PNG").click()
    taken = waiting.value
    assert taken.suggested_filename == "maternal-mortality.png"
    data = taken.path().read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == 2 * 560
    assert watch.errors == []
    assert watch.foreign == []


def test_without_javascript_a_chart_has_no_dead_button(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{CHARTED[0]}")
    expect(page.locator("svg.hra-plot")).to_be_visible()
    expect(page.locator(".hra-chart-take a")).to_be_visible()
    expect(page.locator(".hra-chart-take button")).to_have_count(0)
    context.close()
