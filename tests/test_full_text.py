"""A document whole: in a preview, or where the publisher asks for it; else in excerpts."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.site import Site, load_site
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
    assert '<mark class="hra-at hra-at--excluded" title="不收">一刻钟</mark>' in html


def test_an_unaccounted_figure_has_lines_to_begin_from(gap: Path) -> None:
    html = read_page(load_site(gap, drafts=True))
    snippet = html.split('<div class="hra-snippet"')[1].split("</pre>")[0]
    for line in ("status: draft", "text: 4.5个", "role: target", "source: yunshan-2023"):
        assert line in snippet
    assert html.count('<div class="hra-snippet"') == 1
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
