"""The site for everyone: every kind of page in every language, as the built site has it."""

from __future__ import annotations

import gzip
import re
from itertools import product
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Response, expect

from tests.built_pages import BuiltPage, find_broken, is_embedded, page_types, read_site
from tests.website import Watch

PROJECT = Path(__file__).parents[1]
PLACE = "cities/wuhai/"
LONGEST_PLACE = "cities/liaoyuan/"
# Every kind of page in each look, in both languages: words differ in length, so colours may meet.
# Kinds that share a folder with larger pages: a chart with everything, provinces with and without.
ALSO = (
    "indicators/maternal-mortality/",
    "indicators/procurement-price-cut/",
    "cities/shanxi/",
    "cities/sichuan/",
)
EMBEDDED = (
    "embed/charts/maternal-mortality/",
    "embed/cities/liaoyuan/",
    "embed/indicators/insurance-participation-rate/",
    "embed/others/hospitals/",
    "embed/topics/outcomes/",
    "embed/doubtful/",
    "embed/codebook/codes-roles/",
)
LOOKS = list(product((1280, 360), ("light", "dark"), ("zh", "en")))

AXE = """async () => (await axe.run({ resultTypes: ["violations"] })).violations.flatMap(
  ({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`))"""
# What is wider than the screen, even where the page hides its overflow.
WIDEST = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) =>
  [null, "::before", "::after"].map((part) => [element, getComputedStyle(element, part)])
  .filter(([, style]) => (style.animationName !== "none" && parseFloat(style.animationDuration) > 0)
    || style.transitionDuration.split(",").some((one) => parseFloat(one) > 0)
    || style.scrollBehavior === "smooth")
  .map(([element]) => element.outerHTML.slice(0, 80)))"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BuiltPage]:
    return read_site(site)


def test_every_kind_of_page_is_tried(pages: dict[str, BuiltPage]) -> None:
    tried = page_types(pages)
    kinds = {re.sub("/[^/]+/$", "/*", path.removeprefix("en/")) for path in tried}
    assert {"", "cities/", "cities/*", "topics/*", "indicators/*", "sources/*", "search/"} <= kinds
    assert "404.html" in tried
    english = {path for path in tried if path.startswith("en/")}
    assert {path.removeprefix("en/") for path in english} >= set(tried) - english - {"404.html"}


@pytest.mark.parametrize(("width", "scheme", "lang"), LOOKS)
def test_every_kind_of_page_is_sound_in_every_look(
    browser: Browser, address: str, pages: dict[str, BuiltPage], width: int, scheme: str, lang: str
) -> None:
    """axe finds nothing, nothing is too wide, the console is silent, no other host is asked."""
    axe, wide = {}, {}
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    context.add_init_script(AXE_SCRIPT)
    page = context.new_page()
    watch = Watch(page, address)
    home = "en/" if lang == "en" else ""
    tried = [path for path in page_types(pages) if path.startswith("en/") == (lang == "en")]
    tried += [home + path for path in (*ALSO, *EMBEDDED)]
    assert len(tried) >= 20
    for path in tried:
        page.goto(address + path)
        axe[path] = page.evaluate(AXE)
        wide[path] = max(0, page.evaluate(WIDEST) - width)
    context.close()
    assert {path: told for path, told in axe.items() if told} == {}
    assert {path: by for path, by in wide.items() if by} == {}
    assert (watch.errors, watch.foreign) == ([], [])


def test_the_tables_of_five_places_fit_a_wide_screen(
    browser: Browser, address: str, pages: dict[str, BuiltPage]
) -> None:
    """A cell that cannot break would push the last column under the edge."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    topics = [path for path in pages if re.fullmatch(r"(en/)?topics/[^/]+/", path)]
    assert len(topics) == 30
    cut = {}
    for path in topics:
        page.goto(address + path)
        cut[path] = page.evaluate(
            "[...document.querySelectorAll('.hra-scroll')]"
            ".map((one) => one.scrollWidth - one.clientWidth).filter((by) => by > 0)"
        )
    page.close()
    assert {path: by for path, by in cut.items() if by} == {}


def test_axe_finds_nothing_in_open_parts(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    context.add_init_script(AXE_SCRIPT)
    page = context.new_page()
    page.goto(f"{address}{PLACE}#wuhai-f003")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate(AXE) == []
    page.locator("#hra-q").fill("参保率")
    expect(page.locator("#hra-q-list [role=option]").first).to_be_visible()
    assert page.evaluate(AXE) == []
    page.keyboard.press("Escape")
    page.locator(".hra-menu-button").click()
    assert page.evaluate(AXE) == []
    page.goto(f"{address}search/?q=参保率")
    expect(page.locator("#hra-results a").first).to_be_visible()
    assert page.evaluate(AXE) == []
    context.close()


def test_no_link_and_no_anchor_is_broken(site: Path, pages: dict[str, BuiltPage]) -> None:
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    matched = re.search(r'^site_url: .*"(.+)"', settings, re.MULTILINE)
    assert matched
    assert find_broken(site, pages, matched[1]) == []


def test_ids_are_unique(pages: dict[str, BuiltPage]) -> None:
    twice = {
        path: [one for one in page.ids if page.ids.count(one) > 1]
        for path, page in pages.items()
        if len(set(page.ids)) < len(page.ids)
    }
    assert twice == {}


def test_each_page_says_what_it_is(site: Path, pages: dict[str, BuiltPage]) -> None:
    published = [
        page for path, page in pages.items() if path != "404.html" and not is_embedded(path)
    ]
    for page in published:
        meta = page.meta
        assert 10 <= len(meta["description"]) <= 320, page.path
        assert meta["og:description"] == meta["description"], page.path
        assert meta["og:title"] == page.title, page.path
        assert page.canonical == meta["og:url"], page.path
        assert page.canonical.startswith("https://"), page.path
        assert page.canonical.endswith("/" + page.path), page.path
        assert meta["og:type"], page.path
        assert meta["og:site_name"], page.path
        picture = meta["og:image"].removeprefix("https://health-reform-atlas.github.io/")
        assert (site / picture).read_bytes().startswith(b"\x89PNG"), page.path
        assert meta["og:locale"] == ("en" if page.path.startswith("en/") else "zh_CN"), page.path
    titles = [page.title for page in published]
    assert [title for title in titles if titles.count(title) > 1] == []


def weigh_first_visit(browser: Browser, address: str) -> dict[str, int]:
    """The compressed size of each file that a page loads where nothing is kept yet."""
    page = browser.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers}
    page.close()
    return sizes


def test_a_place_is_light(browser: Browser, address: str) -> None:
    for path in (PLACE, LONGEST_PLACE):
        sizes = weigh_first_visit(browser, address + path)
        total = sum(sizes.values()) / 1000
        print(f"{path}: {total:.1f} kB compressed in {len(sizes)} files")
        assert total <= 60, sizes


def test_a_place_on_paper(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + LONGEST_PLACE)
    paper = page.pdf(prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper))
    print(f"{LONGEST_PLACE}: {sheets} pages of A4")
    assert 2 <= sheets <= 16
    page.emulate_media(media="print")
    sheet = yaml.safe_load((PROJECT / "content/cities/liaoyuan.yml").read_text(encoding="utf-8"))
    paper_text = "".join(page.locator("main").inner_text().split())
    for fact in sheet["facts"]:
        parts = fact["quote"] if isinstance(fact["quote"], list) else [fact["quote"]]
        for part in parts:
            assert "".join(part.split()) in paper_text, fact["id"]
    expect(page.get_by_role("table").last).to_be_visible()
    assert page.locator("main a[href$='sources/liaoyuan-2021/']:visible").count() > 0
    page.close()


@pytest.mark.parametrize("width", [640, 320], ids=["200 %", "400 %"])
def test_a_page_enlarged_fits(
    browser: Browser, address: str, pages: dict[str, BuiltPage], width: int
) -> None:
    """A window of 1280 px at 200 % is one of 640 px; WCAG 1.4.10 asks for 400 %."""
    context = browser.new_context(
        viewport={"width": width, "height": 512}, device_scale_factor=1280 / width
    )
    page = context.new_page()
    wide = {}
    for path in page_types(pages):
        page.goto(address + path)
        if (widest := page.evaluate(WIDEST)) > width:
            wide[path] = widest
    context.close()
    assert wide == {}


def test_nothing_moves_for_who_wants_rest(
    browser: Browser, address: str, pages: dict[str, BuiltPage]
) -> None:
    page = browser.new_page(reduced_motion="reduce")
    for path in [*page_types(pages), f"{PLACE}#wuhai-f003"]:
        page.goto(address + path)
        assert page.evaluate(MOVING) == [], path
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) != [], "or the test sees no movement at all"
    page.close()


DROP_EXTRAS = """() =>
  document.querySelectorAll(".hra-with-script, .hra-choose").forEach((one) => one.remove())"""


def test_without_script_every_word_is_there(
    browser: Browser, address: str, pages: dict[str, BuiltPage]
) -> None:
    scripted = browser.new_page()
    plain = browser.new_context(java_script_enabled=False).new_page()
    for path in page_types(pages):
        lines = []
        for page in (scripted, plain):
            page.goto(address + path)
            if page is scripted:
                page.evaluate(DROP_EXTRAS)
            lines.append(set(page.locator("main").inner_text().split("\n")))
        with_script, without = lines
        assert sorted(with_script - without) == [], path
        assert plain.locator("main button[type=button]:visible").count() == 0, (
            f"{path}: a button without effect"
        )
        assert plain.locator("#hra-nav a:visible").count() >= 5, path
    scripted.close()
    plain.context.close()
