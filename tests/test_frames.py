"""The shell around generated pages, printed once for each kind of page."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from atlas.frames import Frames, nest_headings
from atlas.parts import Heading, Page

SHELL = """<title>{{ page.meta.title }}</title>{{ page.url }} {{ base_url }} {{ nav }}
{{ page.meta.description or "none" }}|{{ page.meta.picture }}|{{ page.toc.items }}|{{
 page.content }}"""
CONTENTS = (
    "{% macro contents_list(items) %}{{ items | map(attribute='title') | join(',') }}{% endmacro %}"
)
HEADINGS = tuple(Heading(2, name, name) for name in "abc")


@pytest.fixture
def frames() -> Frames:
    environment = Environment(
        loader=DictLoader({"main.html": SHELL, "partials/contents.html": CONTENTS})
    )
    return Frames(environment, {"nav": "N"}, {"": "home.png", "cities/a/": "a.png"}, "https://x/")


def test_a_page_fills_the_shell_of_its_kind(frames: Frames) -> None:
    first = frames.fill(
        Page("cities/a/", "A & <b>", "<p>hra0title0hole</p>", "", HEADINGS)
    ).decode()
    assert first == (
        "<title>A &amp; &lt;b&gt;</title>cities/a/ ../.. N\nnone|a.png|a,b,c|<p>hra0title0hole</p>"
    )
    second = frames.fill(Page("en/cities/b/", "B", "<p>b</p>", "said")).decode()
    assert second == "<title>B</title>en/cities/b/ ../../.. N\nsaid|home.png|[]|<p>b</p>"


def test_headings_of_level_3_stand_below_those_of_level_2() -> None:
    headings = (Heading(2, "a", "甲"), Heading(3, "b", "<乙>"), Heading(2, "c", "丙"))
    first, second = nest_headings(headings)
    assert (first.title, first.url, second.url) == ("甲", "#a", "#c")
    assert [(child.title, child.url) for child in first.children] == [("&lt;乙&gt;", "#b")]
    assert second.children == []


def test_headings_that_start_lower_stand_alone() -> None:
    (only,) = nest_headings((Heading(3, "b", "乙"),))
    assert only.url == "#b"
