"""What the scripts of the pages with many places do, in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from atlas.bench.browser import serve_folder
from atlas.export import export_tables
from tests.many import PROJECT, build_many, make_many

pytestmark = pytest.mark.browser
FRAME = (
    '<!doctype html><html lang="zh" class="js"><meta charset="utf-8"><title>x</title>'
    "<main>{html}</main>"
    '<script type="module">import {{ start }} from "/js/{script}.js"; '
    "start(document.querySelector('.hra-page'));</script>"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages without the site's frame, each with the one script that is looked at."""
    root = tmp_path_factory.mktemp("many")
    atlas = make_many(root / "atlas")
    site = root / "site"
    shutil.copytree(PROJECT / "theme" / "js", site / "js")
    for path, page in build_many(atlas).items():
        file = site / path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        script = "comparemany" if path == "compare/" else "finder"
        file.write_text(FRAME.format(html=page.html, script=script), encoding="utf-8")
    for output in export_tables(atlas, ""):
        if output.path.startswith("data/v1/places/"):
            (site / output.path).parent.mkdir(parents=True, exist_ok=True)
            (site / output.path).write_bytes(output.data)
    with serve_folder(site) as served:
        yield served


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_the_index_of_a_topic_narrows_to_what_is_typed(page: Page, address: str) -> None:
    page.goto(f"{address}topics/insurance/")
    names = page.locator(".hra-provinces dd a:visible")
    every = names.count()
    assert every > 3
    field = page.get_by_label("查找地方")
    field.fill("石家")
    expect(names).to_have_text(["石家庄"])
    expect(page.locator(".hra-provinces > div:visible")).to_have_count(1)
    expect(page.locator(".hra-finder [role=status]")).to_have_text("找到1项")
    field.fill("河北")  # a province's places are found by its name
    assert all("13" in (link.get_attribute("href") or "") for link in names.all())
    field.fill("没有这个地方")
    expect(names).to_have_count(0)
    field.fill("")
    expect(names).to_have_count(every)


def test_the_rows_of_an_indicator_narrow_too(page: Page, address: str) -> None:
    page.goto(f"{address}indicators/inpatient-reimbursement-rate/1/")
    rows = page.locator(".hra-fact:visible")
    expect(rows).to_have_count(6)
    page.get_by_label("查找地方").fill("不存在")
    expect(rows).to_have_count(0)


def test_places_are_added_to_the_comparison_by_address(page: Page, address: str) -> None:
    page.goto(f"{address}compare/")
    expect(page.locator(".hra-chosen")).to_be_hidden()
    page.get_by_role("link", name="石家庄", exact=True).click()
    page.get_by_role("link", name="太原", exact=True).click()
    expect(page).to_have_url(f"{address}compare/?places=cn-130100,cn-140100")
    head = page.locator(".hra-compared table").first.locator("thead th")
    expect(head).to_have_text(["指标", "石家庄", "太原"])
    cell = page.locator(".hra-compared tr", has_text="职工医保").first.locator("td").first
    expect(cell.locator(".hra-figure")).to_have_count(3)
    figure = cell.locator("a").first
    assert re.fullmatch(r"\d\d\.\d%", figure.inner_text())
    assert "cities/cn-130100/#cn-130100-f" in (figure.get_attribute("href") or "")
    page.get_by_label("去掉石家庄").click()
    expect(page).to_have_url(f"{address}compare/?places=cn-140100")


def test_the_comparison_tells_each_figure_as_its_page_does(page: Page, address: str) -> None:
    """The same figures as the topic's own table of the place."""
    page.goto(f"{address}compare/?places=cn-130100")
    page.wait_for_selector(".hra-compared table")
    told = page.locator("#topic-insurance + .hra-scroll .hra-figure").all_inner_texts()
    page.goto(f"{address}topics/insurance/1/")
    row = page.locator("tr#cn-130100 .hra-figure").all_inner_texts()
    assert sorted(told) == sorted(row)
    assert told


def test_unknown_places_and_too_many_are_left_out(page: Page, address: str) -> None:
    slugs = ["<b>", "cn-130100", "nowhere", "cn-140100", "cn-150100", "cn-210100"]
    page.goto(f"{address}compare/?places={','.join(slugs)}")
    expect(page.locator(".hra-chosen li")).to_have_count(3)
    # No more can be added: a name then leads to its page.
    link = page.get_by_role("link", name="长春", exact=True)
    assert (link.get_attribute("href") or "").endswith("/cities/cn-220100/")


def test_data_that_cannot_be_had_is_told(page: Page, address: str) -> None:
    page.route("**/data/v1/places/*.csv", lambda route: route.abort())
    page.goto(f"{address}compare/?places=cn-130100")
    expect(page.locator(".hra-chosen [role=status]")).to_contain_text("重新载入")


def test_without_a_script_lists_are_whole(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}compare/")
    link = page.get_by_role("link", name="石家庄", exact=True)
    assert link.get_attribute("href") == "../cities/cn-130100/"
    expect(page.locator(".hra-finder")).to_be_hidden()
    context.close()
