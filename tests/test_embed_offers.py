"""Every table and every chart of the built site stands beside the lines that embed it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from atlas.model import Atlas, Lang
from tests.built_pages import is_embedded, read_site
from tests.embed_offers import Shown, holds, read_shown
from tests.many import low_limits, make_many
from tests.test_embed import Made

LANGS: tuple[Lang, ...] = ("zh", "en")
# Pages some of whose tables have no frame of their own, and why.
WITHOUT = {
    "": "the newest lines of the list of sources, which has its own",
    "method/": "written by hand: examples within a text; the codes in them are the codebook's",
}


def read(site: Path, path: str) -> Shown:
    return read_shown((site / path / "index.html").read_text("utf-8"))


def find_without(shown: Shown, embedded: dict[str, Shown]) -> list[str]:
    """The tables and charts of a page that no embedded page offered there holds."""
    missing = [
        f"table {table.number}: {table.names[:3]}"
        for table in shown.tables
        if not any(holds(embedded[path], table) for path in shown.offers if path in embedded)
    ]
    charts = (number for number, own in enumerate(shown.charts) if not embedded.keys() & own)
    return missing + [f"chart {number}" for number in charts]


@pytest.mark.browser
@pytest.mark.parametrize("lang", LANGS)
def test_every_table_and_chart_offers_its_embed(site: Path, lang: Lang) -> None:
    home = "en/" if lang == "en" else ""
    paths = [path for path in read_site(site) if path.startswith("en/") is (lang == "en")]
    folder = f"{home}embed/"
    embedded = {path.removeprefix(folder): read(site, path) for path in paths if is_embedded(path)}
    tables = charts = 0
    missing = {}
    for path in paths:
        if not is_embedded(path) and (site / path / "index.html").is_file():
            shown = read(site, path)
            tables, charts = tables + len(shown.tables), charts + len(shown.charts)
            broken = [one for one in shown.offers if one not in embedded]
            if found := find_without(shown, embedded) + broken:
                missing[path.removeprefix(home)] = found
    print(f"{lang}: {tables} tables, {charts} charts, {len(embedded)} embedded pages")
    assert (tables > 250, charts > 15) == (True, True)
    assert {path: told for path, told in missing.items() if path not in WITHOUT} == {}
    assert missing.keys() == WITHOUT.keys(), "a reason that is no longer needed"


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("<tr><th scope=row>甲市<td><a class=hra-figure href=#>26.50%</a>", True),
        ("<tr><th scope=row>甲市<td><a class=hra-figure href=#>26.5%</a>", False),
        ("<tr><th scope=row>乙市<td><a class=hra-figure href=#>26.50%</a>", False),
        ("<tr><th scope=row>甲市<td><a class=hra-figure href=#>26.50%</a>" * 2, False),
    ],
    ids=["the same", "a nought less", "another line", "once more"],
)
def test_what_is_missing_is_found(table: str, found: bool) -> None:
    """Or the test above sees nothing."""
    embedded = {"topics/x/": read_shown('<tr><th scope="row">甲市</th><td><a href="#">26.50%</a>')}
    offer = '<a href="../../embed/topics/x/#code">嵌入</a>'
    page = read_shown(f"<table>{table}</table>{offer}")
    assert bool(find_without(page, embedded)) != found
    assert find_without(read_shown(f"<table>{table}</table>"), embedded), "nothing is offered"
    assert find_without(read_shown(f'<figure class="hra-chart"></figure>{offer}'), embedded)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Made:
    atlas = make_many(tmp_path_factory.mktemp("many") / "atlas")
    with low_limits():
        return Made(atlas, "zh")


def test_numbered_pages_offer_theirs(many: Made) -> None:
    embedded = {path: read_shown(text) for path, text in many.embedded().items()}
    shown = {path: read_shown(page.html) for path, page in many.pages.items()}
    numbered = {path: one for path, one in shown.items() if re.search(r"/\d+/$", path)}
    kinds = {path.partition("/")[0] for path, one in numbered.items() if one.offers}
    assert kinds == {"topics", "indicators", "sources", "doubtful", "timeline"}
    for path, one in numbered.items():
        assert path in one.offers or (path.startswith("topics/") and not one.tables)
    missing = {path: found for path, one in shown.items() if (found := find_without(one, embedded))}
    assert missing.keys() == {""}, missing
    assert not [path for one in shown.values() for path in one.offers if path not in embedded]


@pytest.fixture(scope="module", params=LANGS)
def made(atlas: Atlas, request: pytest.FixtureRequest) -> Made:
    return Made(atlas, request.param)


def test_each_list_of_the_codebook_offers_its_own(made: Made) -> None:
    embedded = made.embedded()
    parts = made.pages["codebook/"].html.split('<dl class="hra-columns">')[1:]
    assert len(parts) > 30
    for part in parts:
        listed, _, after = part.partition("</dl>")
        [path] = re.findall(r'href="[^"]*/embed/(codebook/[^"]*)#code"', after.split("<h")[0])
        told = read_shown(embedded[path])
        codes = [html.unescape(one) for one in re.findall(r"<dt>(?:<code>)?([^<]+)<", listed)]
        assert codes
        assert set(codes) <= set(told.texts), path


def test_doubts_and_years_hold_all_that_their_page_does(made: Made) -> None:
    """Each figure as often as there, with the arithmetic of the doubt, and each measure."""
    embedded = made.embedded()
    doubts = embedded["doubtful/"]
    cards = made.pages["doubtful/"].html.split('<article class="hra-doubt-card">')[1:]
    assert doubts.count('<th scope="row">') == len(cards) > 5
    for card in cards:
        figures = re.findall(r'<a class="hra-figure" href="\.\./([^"]*)">([^<]*)</a>', card)
        rows = [
            row
            for row in doubts.split("<tr>")[1:]
            if all(f'href="../../{url}">' in row and value in row for url, value in figures)
        ]
        [arithmetic] = re.findall(r'<p class="hra-arithmetic">(.*?)</p>', card)
        steps = re.findall(r"<span>([^<]*)</span>", arithmetic)
        assert any(all(step in row for step in steps) for row in rows), figures
    years = made.pages["timeline/"].html.split('<section class="hra-year">')[1:]
    assert years
    for year in years:
        name = re.findall(r'id="year-(\d+)"', year)[0]
        assert f'/embed/timeline/{name}/#code"' in year.split("</section>")[0]
        figures = re.findall(r'<a class="hra-figure" href="\.\./([^"]*)">([^<]*)</a>', year)
        measures = re.findall(r'hra-measure-title"><a href="\.\./([^"]*)">([^<]*)</a>', year)
        told = re.findall(
            r'<th scope="row"><a href="\.\./\.\./\.\./([^"]*)">([^<]*)</a>',
            embedded[f"timeline/{name}/"],
        )
        assert sorted(url for url, _ in told) == sorted(url for url, _ in (*figures, *measures))
        for url, value in (*figures, *measures):
            assert value in dict(told)[url]
