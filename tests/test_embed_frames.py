"""Embedded pages in a real browser, in the page of another site that holds only the frame."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from statistics import median

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Frame, Page, expect

from atlas.bench.browser import serve_folder
from tests.built_pages import is_embedded, read_site
from tests.test_accessibility import AXE, EMBEDDED
from tests.website import Watch

PROJECT = Path(__file__).parents[1]
PUBLISHED = "https://health-reform-atlas.github.io/"
FRAME = re.compile(r'<div style="container-type:inline-size"><iframe .*?</iframe></div>')
WIDTHS = (320, 600, 1000)
HOST = (
    '<!doctype html><html lang="en"><link rel="icon" href="data:,">'
    "<title>Another site</title><main>{}</main>"
)
HIGHEST = 1.3  # a frame, of what stands in it
SPARE = """[innerHeight, document.body.getBoundingClientRect().height]"""
SCROLLS = """() => { const root = document.documentElement;
  return [root.scrollHeight - root.clientHeight, root.scrollWidth - root.clientWidth]; }"""
LISTENER = "embed/"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def embedded(site: Path) -> list[str]:
    return [path for path in read_site(site) if is_embedded(path)]


class HostSite:
    """Another site, on another port and so of another origin, whose pages a test writes."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.address = address

    def write(self, name: str, body: str) -> str:
        (self.folder / name).write_text(HOST.format(body), "utf-8")
        return self.address + name


@pytest.fixture
def host(tmp_path: Path) -> Iterator[HostSite]:
    with serve_folder(tmp_path) as served:
        yield HostSite(tmp_path, served)


def read_lines(site: Path, path: str, address: str) -> list[str]:
    """The lines that a page offers, live and dated, leading to the site that is served."""
    text = (site / path / "index.html").read_text("utf-8")
    return [
        line.replace(PUBLISHED, address).replace('loading="lazy" ', "")
        for line in FRAME.findall(html.unescape(text))
    ]


def in_a_column(lines: list[str], width: int) -> str:
    return "".join(f'<div style="width:{width}px">{line}</div>' for line in lines)


def frame_of(page: Page) -> Frame:
    [frame] = [one for one in page.frames if one.parent_frame]
    return frame


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_inside_the_frame_that_is_offered(
    browser: Browser, site: Path, address: str, host: HostSite, embedded: list[str], width: int
) -> None:
    """Every page at one width or another, the largest at each; live and dated lines alike."""
    live = [path for path in embedded if "embed/v" not in path]
    large = sorted(live, key=lambda path: -(site / path / "index.html").stat().st_size)[:10]
    turn = WIDTHS.index(width)
    tried = sorted({*large, *live[turn::3]})
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    scrolls, lines = {}, []
    higher: dict[str, float] = {}
    for path in tried:
        found = read_lines(site, path, address)
        assert len(found) == 2, path
        lines.append(found[len(lines) % 2])
    for start in range(0, len(lines), 25):
        page.goto(host.write("host.html", in_a_column(lines[start : start + 25], width)))
        for frame in page.frames[1:]:
            by_height, by_width = frame.evaluate(SCROLLS)
            name = frame.url.removeprefix(address)
            if by_height > 0 or by_width > 0:
                scrolls[name] = (by_height, by_width)
            room, needed = frame.evaluate(SPARE)
            higher[name] = room / needed
    page.close()
    print(f"{width} px: {median(higher.values()):.2f}, at most {max(higher.values()):.2f}")
    assert len(lines) > 150
    assert scrolls == {}
    assert {path: by for path, by in higher.items() if by > HIGHEST} == {}
    assert median(higher.values()) <= 1.15


def test_a_frame_too_low_does_scroll(
    browser: Browser, site: Path, address: str, host: HostSite
) -> None:
    """Or the test above sees nothing."""
    [line, _] = read_lines(site, EMBEDDED[0], address)
    low = re.sub(r"height:calc\([^\"]*", "height:120px", line)
    page = browser.new_page()
    page.goto(host.write("host.html", in_a_column([low], 320)))
    assert frame_of(page).evaluate(SCROLLS)[0] > 0
    page.close()


@pytest.mark.parametrize(("path", "home"), list(product(EMBEDDED, ("", "en/"))))
def test_shown_without_script_and_links_leave_the_frame(
    browser: Browser, site: Path, address: str, host: HostSite, path: str, home: str
) -> None:
    """The content is there, each link opens the atlas in a tab of its own, nobody else is asked."""
    for scripted in (True, False):
        context = browser.new_context(
            java_script_enabled=scripted, viewport={"width": 400, "height": 900}
        )
        page = context.new_page()
        watch = Watch(page, address)
        page.goto(host.write("host.html", in_a_column(read_lines(site, home + path, address), 320)))
        inside = page.frame_locator("iframe").first
        expect(inside.locator("h1")).to_be_visible()
        expect(inside.locator("table, svg").first).to_be_visible()
        expect(inside.locator("footer a[rel=license]")).to_be_visible()
        foreign = [url for url in watch.foreign if not url.startswith(host.address)]
        assert (watch.errors, foreign) == ([], [])
        with context.expect_page() as opened:
            inside.locator("h1 a").click()
        expect(opened.value).to_have_title(re.compile(r"\S"))
        assert opened.value.url.startswith(address + home)
        if scripted:
            assert opened.value.evaluate("window.opener") is None
        assert page.url.startswith(host.address)
        context.close()


def test_the_lines_can_be_read_without_script(browser: Browser, site: Path, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    for path in ("indicators/maternal-mortality/", f"en/{EMBEDDED[0]}"):
        page.goto(address + path)
        closed = page.locator(".hra-embed-code").first
        expect(closed.locator("textarea").first).to_be_hidden()
        closed.locator("summary").click()
        line = closed.locator("textarea").first
        expect(line).to_be_visible()
        assert FRAME.fullmatch(line.input_value())
        expect(line).not_to_be_editable()
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), list(product((320, 1000), ("light", "dark"))))
def test_axe_finds_nothing_in_the_host_and_the_frame(
    browser: Browser, site: Path, address: str, host: HostSite, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 1100, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    context.add_init_script(AXE_SCRIPT)
    page = context.new_page()
    told = {}
    for home, path in product(("", "en/"), EMBEDDED):
        [line, dated] = read_lines(site, home + path, address)
        page.goto(host.write("host.html", f"<h1>Host</h1>{in_a_column([line], width)}"))
        told[home + path] = page.evaluate(AXE)
        page.goto(dated.split('src="')[1].split('"')[0])
        told[f"{home}{path} alone"] = page.evaluate(AXE)
    context.close()
    assert {path: found for path, found in told.items() if found} == {}


def test_dark_where_the_reader_wants_it_dark(browser: Browser, address: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(address + EMBEDDED[1])
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.close()
    assert grounds[0] != grounds[1]


def test_a_host_that_listens_gets_the_height(
    browser: Browser, site: Path, address: str, host: HostSite
) -> None:
    """With the lines that the page on embedding gives."""
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.goto(address + LISTENER)
    script = page.locator("pre code").inner_text()
    [line, _] = read_lines(site, EMBEDDED[0], address)
    page.goto(host.write("host.html", f"<script>{script}</script>{in_a_column([line], 500)}"))
    exact = "document.querySelector('iframe').style.height.endsWith('px')"
    page.wait_for_function(exact)
    inner = frame_of(page).evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    assert page.evaluate("document.querySelector('iframe').getBoundingClientRect().height") == inner
    assert frame_of(page).evaluate(SCROLLS) == [0, 0]
    page.close()


def test_on_paper(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + EMBEDDED[1])
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 36, 34)"
    expect(page.locator(".hra-embed-code").first).to_be_hidden()
    expect(page.locator("tbody tr").last).to_be_visible()
    page.close()
