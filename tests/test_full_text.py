"""A document whole: in a preview, or where the publisher asks for it; else in excerpts."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from atlas.problems import render_problems
from atlas.site import Site, load_atlas, load_site
from tests.page_tree import parse_tree
from tests.test_checks import break_file

PAGE = "sources/yunshan-2023/"
# Nothing draws on it: no excerpt holds it.
UNUSED = "首页 &gt; 新闻 &gt; 正文"


@pytest.fixture
def gap(mini: Path) -> Path:
    """The mini atlas without the fact of the nursery places: one figure is not accounted for."""
    sheet = mini / "content" / "cities" / "yunshan.yml"
    text = sheet.read_text("utf-8")
    start, end = text.index("- id: yunshan-f008"), text.index("- id: yunshan-f009")
    sheet.write_text(text[:start] + text[end:], "utf-8")
    return mini


def read_page(site: Site) -> str:
    assert site.pages, site.problems
    return next(page.html for page in site.pages if page.path == PAGE)


def test_the_published_page_holds_excerpts_only(gap: Path) -> None:
    html = read_page(load_site(gap))
    assert UNUSED not in html
    assert "hra-full" not in html


@pytest.mark.parametrize("how", [{"drafts": True}, {"full_text": True}])
def test_the_whole_text_shows_what_became_of_each_figure(gap: Path, how: dict[str, bool]) -> None:
    html = read_page(load_site(gap, **how))
    tree = parse_tree(html)
    assert tree.faults == []
    assert UNUSED in html
    for kind, words in (("fact", "405939人"), ("fact", "26.50%"), ("open", "4.5个")):
        mark = html.split(f">{words}</a></mark>")[0].rsplit("<mark ", 1)[1]
        assert f"hra-at--{kind}" in mark
    full = html.split('<div class="hra-full"')[1]
    mark = full.split("一刻钟")[0].rsplit("<mark ", 1)[1]
    assert 'hra-at--excluded" title="不收：' in mark
    assert ('href="#excluded-' in mark) == ("drafts" in how)


def test_an_unaccounted_figure_has_lines_to_begin_from(gap: Path) -> None:
    html = read_page(load_site(gap, drafts=True))
    snippet = html.split('<div class="hra-snippet"')[1].split("</pre>")[0]
    for line in ("status: draft", "text: 4.5个", "role: target", "source: yunshan-2023"):
        assert line in snippet
    assert html.count('<div class="hra-snippet" id="open-') == 1
    name = snippet.split('id="')[1].split('"')[0]
    assert f'<a href="#{name}">4.5个</a>' in html


def test_a_draft_is_marked_as_one(mini: Path) -> None:
    break_file(
        mini,
        "content/cities/yunshan.yml",
        "- id: yunshan-f008\n  status: accepted",
        "- id: yunshan-f008\n  status: draft",
    )
    assert 'hra-at--draft" title="草稿"><a' in read_page(load_site(mini, drafts=True))


def test_every_mark_leads_to_a_fact_or_to_lines_of_yaml(gap: Path) -> None:
    html = read_page(load_site(gap, drafts=True))
    full = html.split('<div class="hra-full"')[1].split("</div>")[0]
    marks = re.findall(r'<mark [^>]*><a href="([^"]+)">', full)
    assert len(marks) == full.count("<mark ") > 8
    for address in marks:
        if address.startswith("#"):
            assert f'id="{address[1:]}"' in html
        else:
            assert address.startswith("../../cities/yunshan/#yunshan-f")


@pytest.mark.parametrize("kind", ["open", "excluded"])
def test_the_lines_can_be_pasted_as_they_are(gap: Path, kind: str) -> None:
    html = read_page(load_site(gap, drafts=True))
    snippets = re.findall(rf'id="{kind}-\d+">.*?<pre[^>]*>(.*?)</pre>', html, re.DOTALL)
    assert snippets
    sheet = gap / "content" / "cities" / "yunshan.yml"
    sheet.write_text(sheet.read_text("utf-8") + unescape("".join(snippets)), "utf-8")
    atlas, problems = load_atlas(gap)
    assert atlas is not None, render_problems(problems, "en")
    drafts = [fact for fact in atlas.content.facts() if fact.status == "draft"]
    assert len(drafts) == len(snippets)
    held = {entry.fact for entry in atlas.ledgers["yunshan-2023"] if entry.disposition == "fact"}
    assert {fact.id for fact in drafts} <= held
