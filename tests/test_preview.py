"""The live preview: its bar, its links into the editor, and that no fault ends it."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import SHEET, break_sheet
from tests.website import PATIENCE, build_site, run_preview, wait_for

PLACE = "cities/yunshan/"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def put_work_in(root: Path) -> None:
    """Two drafts, and a warning of a share above 100 % without its flag."""
    for _ in range(2):
        edit(root / SHEET, "status: accepted", "status: draft")
    flag = re.search(r"  flags:\n(  [- ] .*\n)+", (root / SHEET).read_text(encoding="utf-8"))
    assert flag
    edit(root / SHEET, flag[0], "")


def line_of(path: Path, words: str) -> int:
    return path.read_text(encoding="utf-8").split(words)[0].count("\n") + 1


def test_the_preview_tells_problems_and_recovers(host: Path) -> None:
    with serve(host) as get:
        wait_for(lambda: "yunshan-f003" in get("cities/yunshan/"))
        assert "Content-Security-Policy" not in get("cities/yunshan/")
        good = break_sheet(host)
        wait_for(lambda: 'class="hra-problems"' in get("cities/yunshan/"))
        for path in ("", "cities/", "cities/yunshan/", "method/"):
            banner = get(path)
            shown = html.unescape(re.sub(r"<[^>]+>", "", banner))
            assert "<b>persons" not in banner, "what an editor typed must be escaped"
            for words in ("<b>persons", "71.53%", "qinhe", "yunshan.yml:"):
                assert words in shown, f"{path}: {words}"
        (host / SHEET).write_text(good, encoding="utf-8")
        wait_for(lambda: "yunshan-f003" in get("cities/yunshan/"))
        assert "hra-problems" not in get("")


def test_the_preview_starts_with_faulty_content(host: Path) -> None:
    good = break_sheet(host)
    with serve(host) as get:
        wait_for(lambda: 'class="hra-problems"' in get(""))
        (host / SHEET).write_text(good, encoding="utf-8")
        wait_for(lambda: "yunshan-f003" in get("cities/yunshan/"))


@pytest.mark.parametrize("path", ["theme/material/base.html", "theme/material/404.html"])
def test_the_preview_starts_with_a_broken_shell(host: Path, path: str) -> None:
    shell = host / path
    good = shell.read_text(encoding="utf-8")
    shell.write_text(good + "{% if %}", encoding="utf-8")
    with serve(host) as get:
        wait_for(lambda: f"{path}:" in get(PLACE))
        shell.write_text(good, encoding="utf-8")
        wait_for(lambda: "yunshan-f003" in get(PLACE))


@contextmanager
def serve(root: Path) -> Iterator[Callable[[str], str]]:
    """Runs `mkdocs serve`; gives a function from a page's address to its HTML, "" if none."""
    with run_preview(root) as address:

        def get(path: str) -> str:
            try:
                with urllib.request.urlopen(address + path, timeout=PATIENCE) as answer:
                    return str(answer.read().decode())
            except urllib.error.HTTPError as error:
                with error:
                    return error.read().decode()
            except (urllib.error.URLError, ConnectionError):
                return ""

        yield get


def test_the_bar_counts_and_leads_to_pages_and_lines(host: Path) -> None:
    put_work_in(host)
    with serve(host) as get:
        for path, words in (
            (PLACE, "预览 0 错误 1 提醒 2 草稿 0 未交代的数字"),
            ("method/", "预览 0 错误 1 提醒 2 草稿 0 未交代的数字"),
            ("en/" + PLACE, "Preview 0 errors 1 warnings 2 drafts 0 figures not accounted for"),
        ):
            page = get(path)
            summary = re.findall(
                r"<summary>\s*<span class=\"hra-bar__name\">.*?</summary>", page, re.S
            )
            assert " ".join(re.sub(r"<[^>]+>", "", summary[0]).split()) == words
        line = line_of(host / SHEET, "- id: yunshan-f003")
        (told,) = re.findall(r'<li class="hra-bar__warning"><a href="([^"]+)"', page)
        address, at, _ = told.rsplit(":", 2)
        assert address == f"vscode://file{host}/{SHEET}"
        assert line <= int(at) < line + 10
        assert re.findall(r'<a href="([^"]+)">Yunshan</a> 2', page) == ["../yunshan/#yunshan-f001"]
        assert 'class="hra-draft"' in page


def test_links_to_edit_open_the_file_here_and_the_repository_there(
    host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_EDITOR", "idea://open?file={path}&line={line}")
    wanted = {
        PLACE: [(SHEET, "- id: yunshan-f003"), (SHEET, "- id: yunshan-m001"), (SHEET, "place:")],
        "sources/yunshan-2023/": [(Path("content/sources/yunshan-2023.yml"), "")],
        "method/": [(Path("content/pages/method.md"), "")],
    }
    with serve(host) as get:
        for address, places in wanted.items():
            for path, words in places:
                line = line_of(host / path, words) if words else 1
                link = html.escape(f"idea://open?file={host}/{path}&line={line}")
                assert f'href="{link}"' in get(address), link
    build_site(host, tmp_path / "site")
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "idea:" not in text
        assert "hra-bar" not in text
        assert str(host) not in text
    place = (tmp_path / "site" / PLACE / "index.html").read_text(encoding="utf-8")
    assert re.search(
        r'href="https://github\.com/[^"]+/content/cities/yunshan\.yml\?plain=1#L\d+"', place
    )


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("theme/templates/city.html", "<h1", "{% if %}<h1", "theme/templates/city.html:"),
        ("theme/templates/_macros.html", "{{ t('draft') }}", "{{ t('drift') }}", "drift"),
        ("theme/strings.yml", "draft: {zh: 草稿", "draft: [zh: 草稿", "theme/strings.yml:"),
        ("theme/material/base.html", "<body>", "<body>{% if %}", "theme/material/base.html:"),
        ("mkdocs.yml", "docs_dir: content/pages", "docs_dir: nowhere", "mkdocs.yml:"),
        ("content/topics.yml", "- id: ", "- di: ", "content/topics.yml:"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_in_the_browser_and_mended_at_the_next_save(
    host: Path, path: str, old: str, new: str, told: str
) -> None:
    edit(host / SHEET, "status: accepted", "status: draft")  # so that the macro is used
    with serve(host) as get:
        wait_for(lambda: "yunshan-f003" in get(PLACE))
        edit(host / path, old, new)
        for address in ("", PLACE, "method/"):
            wait_for(lambda address=address: told in html.unescape(get(address)))  # type: ignore[misc]
        assert "Traceback" not in get(PLACE)
        edit(host / path, new, old)
        for address in ("", PLACE, "method/"):
            wait_for(
                lambda address=address: "hra-footer" in get(address) and told not in get(address)
            )  # type: ignore[misc]
        assert "yunshan-f003" in get(PLACE)


def test_the_preview_outlives_files_that_go_away(host: Path) -> None:
    sheet, seed = host / SHEET, host / "seeds" / "yunshan.txt"
    kept = {path: path.read_bytes() for path in (sheet, seed)}
    with serve(host) as get:
        wait_for(lambda: "yunshan-f003" in get(PLACE))
        sheet.unlink()
        wait_for(lambda: "yunshan-f003" not in get(PLACE))
        assert "hra-bar" in get("")
        seed.unlink()
        wait_for(lambda: "yunshan-2023.yml:" in get(""))
        for path, data in kept.items():
            path.write_bytes(data)
        wait_for(lambda: "yunshan-f003" in get(PLACE))
    assert "Traceback" not in (host / "serve.log").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_edit_is_seen_in_the_browser(browser: Browser, host: Path, scheme: str) -> None:
    put_work_in(host)
    context = browser.new_context(viewport={"width": 360, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    with run_preview(host) as address:
        page.goto(address + PLACE)
        expect(page.locator(".hra-bar ol")).to_be_hidden()
        page.locator(".hra-bar summary").click()
        expect(page.locator(".hra-bar ol a")).to_have_attribute("href", re.compile("^vscode://"))
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        edit(host / SHEET, "市人民医院启用新院区, en", "市人民医院启用<新楼>, en")
        expect(page.get_by_text("启用<新楼>").first).to_be_attached(timeout=PATIENCE * 1000)
        break_sheet(host)
        expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE * 1000)
        context.close()
