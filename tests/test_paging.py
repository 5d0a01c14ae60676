"""Where there are many places: indexes by province, and rows on numbered pages."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from atlas.model import Content
from atlas.parts import Page
from tests.many import A_PAGE, PLACES, build_many, make_many


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Content, dict[str, Page]]:
    atlas = make_many(tmp_path_factory.mktemp("many") / "atlas")
    return atlas.content, build_many(atlas)


@pytest.fixture
def content(many: tuple[Content, dict[str, Page]]) -> Content:
    return many[0]


@pytest.fixture
def pages(many: tuple[Content, dict[str, Page]]) -> dict[str, Page]:
    return many[1]


def leaves(pages: dict[str, Page], base: str) -> list[Page]:
    found = [page for path, page in pages.items() if re.fullmatch(rf"{base}\d+/", path)]
    return sorted(found, key=lambda page: int(page.path.split("/")[-2]))


def linked(page: Page) -> set[str]:
    """Addresses below the home page that the page leads to, with their anchors."""
    depth = page.path.count("/")
    found = set()
    for address in re.findall(r'href="(?!http)([^"]+)"', page.html):
        ups = address.count("../")
        home = "/".join(page.path.split("/")[: depth - ups])
        found.add((home + "/" if home else "") + address.replace("../", ""))
    return found


def test_every_figure_of_a_topic_stands_on_one_of_its_pages(
    pages: dict[str, Page], content: Content
) -> None:
    for topic in content.topics:
        wanted = {
            f"cities/{fact.place}/#{fact.id}"
            for fact in content.facts()
            if content.indicators[fact.indicator].topic == topic and not fact.same_as
        }
        found = leaves(pages, f"topics/{topic}/")
        assert found, topic
        counted = Counter(address for page in found for address in linked(page) & wanted)
        missing = wanted - counted.keys()
        # A figure that two sources give stands once, under one of its ids.
        assert len(missing) <= sum(bool(fact.same_as) for fact in content.facts())
        assert set(counted.values()) == {1}


def test_every_value_of_an_indicator_stands_on_one_of_its_pages(
    pages: dict[str, Page], content: Content
) -> None:
    name = "inpatient-reimbursement-rate"
    wanted = {fact.id for fact in content.facts() if fact.indicator == name}
    found = leaves(pages, f"indicators/{name}/")
    assert len(found) == len(wanted) / 6
    counted = Counter(
        address.partition("#")[2] for page in found for address in linked(page) if "#cn-" in address
    )
    assert {key for key in counted if key in wanted} == wanted
    assert 'class="hra-evidence"' in found[0].html


def test_the_index_leads_to_every_place(pages: dict[str, Page], content: Content) -> None:
    for topic in content.topics:
        index = pages[f"topics/{topic}/"]
        targets = [address for address in linked(index) if re.search(r"/\d+/#cn-", address)]
        spoken = {
            fact.place
            for fact in content.facts()
            if content.indicators[fact.indicator].topic == topic
        } | {one.place for one in content.measures() if one.topic == topic}
        assert {address.partition("#")[2] for address in targets} == spoken
        for address in linked(index):
            path, _, name = address.partition("#")
            if re.search(r"/\d+/$", path):
                assert f'id="{name}"' in pages[path].html


def test_pages_of_a_topic_hold_a_few_places_and_lead_on(pages: dict[str, Page]) -> None:
    found = leaves(pages, "topics/insurance/")
    assert len(found) == 3
    for at, page in enumerate(found, start=1):
        ids = set(re.findall(r'<tr id="(cn-\d+)"', page.html))
        assert 1 <= len(ids) <= A_PAGE
        assert (f"topics/insurance/{at - 1}/" in linked(page)) == (at > 1)
        assert (f"topics/insurance/{at + 1}/" in linked(page)) == (at < len(found))
        assert "topics/insurance/#places" in linked(page)


def test_places_of_a_province_stand_together(pages: dict[str, Page]) -> None:
    codes = [
        code
        for page in leaves(pages, "topics/insurance/")
        for code in re.findall(r'<tr id="cn-(\d+)"', page.html)
    ]
    assert codes == sorted(codes)
    assert len(codes) == PLACES


def test_titles_and_headings_are_unique(pages: dict[str, Page]) -> None:
    counts = Counter(page.title for page in pages.values() if page.path.count("/") == 3)
    assert set(counts.values()) == {1}
    for page in pages.values():
        ids = Counter(re.findall(r' id="([^"]+)"', page.html))
        assert [name for name, count in ids.items() if count > 1] == []


def test_a_crowd_is_not_drawn(pages: dict[str, Page]) -> None:
    assert "hra-plot" not in pages["indicators/inpatient-reimbursement-rate/"].html


def test_a_place_is_compared_with_a_few_of_its_province(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        if path.startswith("cities/cn-"):
            with_ = [one for one in linked(page) if one.startswith("compare/?")]
            assert len(with_) <= 2


def test_the_index_of_places_names_them_by_province(
    pages: dict[str, Page], content: Content
) -> None:
    index = pages["cities/"]
    assert {f"cities/{slug}/" for slug in content.sheets} <= linked(index)
    assert "hra-card" not in index.html
    for sheet in content.sheets.values():
        province = content.places[sheet.place].parent
        assert f"cities/{sheet.place}/" in linked(pages[f"cities/{province}/"])


def test_every_doubt_stands_on_one_page(pages: dict[str, Page], content: Content) -> None:
    found = leaves(pages, "doubtful/")
    flagged = [fact for fact in content.facts() if fact.flags]
    assert len(found) == -(-len(flagged) // 2)
    told = [page.html.count('class="hra-doubt-card"') for page in found]
    assert sum(told) == len(flagged)
    assert max(told) == 2
    for address in linked(pages["doubtful/"]):
        path, _, name = address.partition("#")
        if path.startswith("doubtful/") and path != "doubtful/":
            assert f'id="{name}"' in pages[path].html


def test_sources_stand_newest_first_on_pages_that_lead_on(
    pages: dict[str, Page], content: Content
) -> None:
    listed = [pages["sources/"], *leaves(pages, "sources/")]
    names = [
        re.findall(r'<th scope="row"><a href="[./]*sources/([^/]+)/"', page.html) for page in listed
    ]
    dates = [content.sources[name].date for part in names for name in part]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == len(content.sources)
    assert "sources/2/" in linked(listed[0])
    assert "sources/" in linked(listed[1])


def test_the_timeline_lists_measures_and_counts_figures(
    pages: dict[str, Page], content: Content
) -> None:
    dated = [one for one in content.measures() if one.period]
    found = leaves(pages, "timeline/")
    assert len(found) == -(-len(dated) // 2)
    told = Counter(address for page in found for address in linked(page) if "-m0" in address)
    assert told == {f"cities/{one.place}/#{one.id}": 1 for one in dated}
    index = pages["timeline/"]
    assert {"timeline/1/#year-2021", "timeline/3/#year-2023"} <= linked(index)
    figures = sum(fact.period == "2022" for fact in content.facts() if not fact.same_as)
    assert f"{figures}个数字" in index.html


def test_no_page_leads_nowhere(pages: dict[str, Page]) -> None:
    elsewhere = (
        "data/",
        "en/",
        "method/",
        "contribute/",
        "about/",
        "charts/",
        "pictures/",
        "compare/?",
        "search/?",
    )
    for page in pages.values():
        for address in linked(page):
            path = address.partition("#")[0]
            if path and not path.startswith(elsewhere) and not path.endswith("feed.xml"):
                assert path in pages, f"{page.path} leads to {address}"


def test_a_place_tells_once_how_to_cite(pages: dict[str, Page], content: Content) -> None:
    for slug, sheet in content.sheets.items():
        html = pages[f"cities/{slug}/"].html
        assert "hra-cite-figure" not in html
        assert html.count('href="#documents">引用这个数字</a>') >= len(sheet.facts) - 1
        assert 'id="documents"' in html
        assert "@misc{" in html
