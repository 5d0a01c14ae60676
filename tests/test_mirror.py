"""The English mirror: every page has its twin, in its language, with nothing left untranslated."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from atlas.bench.browser import serve_folder
from atlas.display import display_words
from atlas.problems import render_problems
from atlas.site import check_folder
from tests.built_pages import is_embedded, leads_on
from tests.website import Watch

PROJECT = Path(__file__).parents[1]
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "translations.yml").read_text("utf-8"))
SITE = yaml.safe_load(
    re.sub(r"!ENV \[\w+, (.*)\]", r"\1", (PROJECT / "mkdocs.yml").read_text("utf-8"))
)["site_url"]
HAN = re.compile("[㐀-䶿一-鿿]")
VOID = {"input", "br", "img", "meta", "link", "hr", "rect", "path", "circle", "line", "col", "wbr"}
SHOWN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "content", "value")
WIDTHS = (1280, 360)
PATHS = (
    "",
    "cities/",
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
)


@dataclass
class Reading:
    """What a reader of one page's language meets; `foreign` is Chinese that is not named so."""

    lang: str = ""
    canonical: str = ""
    alternates: dict[str, str] = field(default_factory=dict)
    switch: str = ""
    switch_lang: str = ""
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads a page with the language of each element in mind."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Reading()
        self.open: list[tuple[str, str]] = []

    @property
    def lang(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        lang = given.get("lang", self.lang)
        if tag == "html":
            self.found.lang = lang
        if tag == "link" and given.get("rel") == "canonical":
            self.found.canonical = given["href"]
        if tag == "link" and given.get("rel") == "alternate" and "hreflang" in given:
            self.found.alternates[given["hreflang"]] = given["href"]
        if "hra-language" in given.get("class", "").split():
            self.found.switch, self.found.switch_lang = given["href"], given["hreflang"]
        elif tag == "a" and "href" in given:
            self.found.links.append(given["href"])
        if tag == "blockquote":
            self.found.quotes.append(lang)
        if "id" in given:
            self.found.ids.add(given["id"])
        if not lang.startswith("zh"):
            shown = [given[name] for name in SHOWN_ATTRIBUTES if name in given]
            self.found.foreign += [text for text in shown if HAN.search(text)]
        if tag not in VOID:
            self.open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self.open and self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        shown = not self.open or self.open[-1][0] != "script"  # data for machines has no lang
        if shown and HAN.search(data) and not self.lang.startswith("zh"):
            self.found.foreign.append(data.strip())


def read_page(path: Path) -> Reading:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.found


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Reading]:
    """Every page by its address below the site's root, but those for other sites' frames."""
    found = {
        path.parent.relative_to(site).as_posix().removeprefix(".").rstrip("/") + "/": read_page(
            path
        )
        for path in sorted(site.rglob("index.html"))
        if not leads_on(path.read_text("utf-8"))
    }
    return {path: page for path, page in found.items() if not is_embedded(path)}


def plain(address: str) -> str:
    """The address below the home page of its language, "/" being the home page itself."""
    return address.removeprefix("en/") or "/"


def is_english(address: str) -> bool:
    return address.startswith("en/")


def whole(address: str) -> str:
    return SITE + address.lstrip("/")


def test_every_page_has_its_twin(pages: Mapping[str, Reading]) -> None:
    english = {plain(address) for address in pages if is_english(address)}
    chinese = {address for address in pages if not is_english(address)}
    assert english == chinese
    assert {"/", "cities/wuhai/", "search/", "method/", "contribute/", "about/"} <= chinese


def test_every_page_names_its_language_itself_and_its_twin(pages: Mapping[str, Reading]) -> None:
    for address, page in pages.items():
        chinese = plain(address)
        assert page.lang == ("en" if is_english(address) else "zh-Hans"), address
        assert page.canonical == whole(address), address
        assert page.alternates == {
            "zh": whole(chinese),
            "en": whole("en/" + chinese.lstrip("/")),
            "x-default": whole(chinese),
        }, address


def test_the_switch_leads_to_the_same_page_and_back(pages: Mapping[str, Reading]) -> None:
    for address, page in pages.items():
        target = urljoin(whole(address), page.switch).removeprefix(SITE) or "/"
        assert target in pages, address
        assert is_english(target) != is_english(address)
        assert plain(target) == plain(address)
        assert page.switch_lang == ("zh" if is_english(address) else "en")


def test_twins_have_the_same_addresses_inside(pages: Mapping[str, Reading]) -> None:
    for address, page in pages.items():
        if is_english(address):
            assert page.ids == pages[plain(address)].ids, address


def test_english_pages_name_every_chinese_word_as_such(pages: Mapping[str, Reading]) -> None:
    found = {
        address: page.foreign[:3]
        for address, page in pages.items()
        if is_english(address) and page.foreign
    }
    assert found == {}


def test_quotes_stay_chinese(pages: Mapping[str, Reading]) -> None:
    assert pages["en/cities/wuhai/"].quotes
    for address, page in pages.items():
        assert set(page.quotes) <= {"zh"}, address


def test_interface_has_no_chinese_hidden_in_marked_words(site: Path) -> None:
    """Marking a forgotten word as Chinese would hide it from the test above."""
    words = yaml.safe_load((PROJECT / "theme/strings.yml").read_text("utf-8"))
    chinese = {both["zh"] for both in words.values() if len(HAN.findall(both["zh"])) > 3}
    assert len(chinese) > 50
    for path in (site / "en").rglob("index.html"):
        text = re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8"))
        assert [one for one in chinese if one in text] == [], path


def test_links_of_english_pages_stay_english(pages: Mapping[str, Reading]) -> None:
    for address, page in pages.items():
        for link in page.links:
            target, anchor = urldefrag(urljoin(whole(address), link).split("?")[0])
            below = target.removeprefix(SITE) or "/"
            if not target.startswith(SITE) or below.startswith("data/v1/"):
                continue
            if is_embedded(below):
                assert is_english(below) == is_english(address), (address, link)
                continue
            if below not in pages:
                assert (below.rsplit("/", 1)[-1]).count("."), (address, link)
                continue
            assert is_english(below) == is_english(address), (address, link)
            assert not anchor or anchor in pages[below].ids, (address, link)


def test_the_sitemap_lists_both_languages(site: Path, pages: Mapping[str, Reading]) -> None:
    listed = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert sorted(listed) == sorted(whole(address) for address in pages)


def test_a_page_that_is_not_there_is_told_in_both_languages(site: Path) -> None:
    page = read_page(site / "404.html")
    text = (site / "404.html").read_text(encoding="utf-8")
    assert "没有这个页面" in text
    assert '<span lang="en">No such page</span>' in text
    targets = {urljoin(SITE, link) for link in page.links}
    assert {SITE, whole("en/"), whole("cities/"), whole("en/cities/")} <= targets


def test_english_dates_units_and_flags(site: Path) -> None:
    text = re.sub(r"<[^>]+>", "", (site / "en/cities/wuhai/index.html").read_text("utf-8"))
    for words in ("January 2023", "CNY 93.22 million", "Share over 100%", "Policy parameter"):
        assert words in text
    doubtful = (site / "en/doubtful/index.html").read_text("utf-8")
    assert "28 million + 3.97 million + 5.22 million = 37.19 million" in doubtful


def find_pairs(value: Any, way: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every {zh, en} of a tree, with its way from the root."""
    if isinstance(value, Mapping):
        if {"zh", "en"} & set(value):
            yield way, value
        else:
            for key, below in value.items():
                yield from find_pairs(below, f"{way}/{key}")


def test_words_for_codes_are_there_in_both_languages() -> None:
    pairs = list(find_pairs(display_words()))
    assert len(pairs) > 50
    for way, pair in pairs:
        assert set(pair) == {"zh", "en"}, way
        assert bool(str(pair["zh"]).strip()) == bool(str(pair["en"]).strip()), way
        assert not HAN.search(str(pair["en"])), way


@pytest.fixture
def whole_project(mini: Path) -> Path:
    """The mini atlas with the real words of the interface and hand-written pages."""
    shutil.copytree(PROJECT / "content" / "pages", mini / "content" / "pages")
    return mini


def test_nothing_lacks_a_translation(whole_project: Path) -> None:
    _, problems = check_folder(whole_project)
    assert render_problems(problems, "en") == "No problems found."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_hole_is_told(case: dict[str, str], whole_project: Path) -> None:
    path = whole_project / case["file"]
    if "pattern" in case:
        text, count = re.subn(case["pattern"], case["new"], path.read_text("utf-8"), count=1)
        assert count == 1
        path.write_text(text, "utf-8")
    else:
        path.unlink()
    _, problems = check_folder(whole_project)
    lines = [problem.render("en") for problem in problems]
    assert len(lines) >= 1
    assert any(line.endswith(f"[{case['rule']}]") and case["says"] in line for line in lines), lines


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve_folder(site) as served:
        yield served


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("6102.3", "#wuhai-f"),
        ("均住院次均", "#wuhai-f011"),
        ("DRG付费", "#wuhai-"),
        ("Wuhai reimbursement", "en/cities/wuhai/#"),
        ("Jinzhong", "en/cities/jinzhong/"),
        ("maternal mortality", "en/indicators/maternal-mortality/"),
    ],
)
def test_english_search(page: Page, address: str, query: str, wanted: str) -> None:
    watch = Watch(page, address)
    page.goto(f"{address}en/search/?q={query}")
    found = page.locator(f"#hra-results a[href*='{wanted}']").first
    expect(found).to_be_visible()
    assert "/en/" in str(found.get_attribute("href"))
    expect(page.locator("#hra-results [role=status]")).to_have_text(re.compile(r"^\d+ results?$"))
    assert watch.errors == []
    assert watch.foreign == []


@pytest.mark.browser
def test_english_results_quote_chinese_as_chinese(page: Page, address: str) -> None:
    page.goto(f"{address}en/cities/wuhai/")
    page.locator("#hra-q").fill("6102.3")
    fact = page.locator(".hra-panel .hra-result--fact").first
    expect(fact.locator(".hra-result__quote")).to_have_attribute("lang", "zh")
    expect(fact.locator(".hra-result__title")).not_to_have_attribute("lang", "zh")
    expect(fact).to_contain_text("Wuhai")
    expect(fact).to_contain_text("CNY 6,102.3")
    page.locator("#hra-q").press("Enter")
    page.wait_for_url("**/en/search/?q=6102.3")


@pytest.mark.browser
def test_english_search_that_finds_nothing_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}en/search/?q=zeppelin")
    status = page.locator("#hra-results [role=status]")
    expect(status).to_contain_text("Nothing found for “zeppelin”")
    assert not HAN.search(status.inner_text())


@pytest.mark.browser
def test_the_switch_keeps_the_figure_and_the_question(page: Page, address: str) -> None:
    page.goto(f"{address}cities/wuhai/#wuhai-f003")
    page.locator(".hra-language").click()
    page.wait_for_url("**/en/cities/wuhai/#wuhai-f003")
    expect(page.locator("#wuhai-f003")).to_be_visible()
    page.goto(f"{address}en/search/?q=DRG")
    page.locator(".hra-language").click()
    page.wait_for_url(f"{address}search/?q=DRG")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1040, 1200, 1280])
def test_english_pages_fit(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in PATHS:
        page.goto(f"{address}en/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        overlap = """() => {
          const boxes = [...document.querySelectorAll('.hra-header__inner > *, .hra-nav li')]
            .filter((one) => one.offsetParent && !one.matches('.hra-nav'))
            .map((one) => one.getBoundingClientRect());
          const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
            && a.top < b.bottom - 1 && b.top < a.bottom - 1;
          return boxes.some((a, at) => boxes.slice(at + 1).some((b) => meet(a, b)));
        }"""
        assert not page.evaluate(overlap), f"{path}: parts of the header lie on one another"
    context.close()


@pytest.mark.browser
def test_the_scripts_words_are_the_same_in_both_languages(
    browser: Browser, site: Path, address: str
) -> None:
    (script,) = (site / "assets").rglob("panel.js")
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    keys = page.evaluate(
        """async (path) => {
          const { WORDS } = await import(path);
          const names = (one) => [...Object.keys(one), ...Object.keys(one.kinds)];
          return [names(WORDS.zh), names(WORDS.en), WORDS.zh.hints.length, WORDS.en.hints.length];
        }""",
        f"{address}{script.relative_to(site).as_posix()}",
    )
    assert keys[0] == keys[1]
    assert keys[2] == keys[3]
    context.close()
