"""The generated pages of a mini atlas: what they say, how they hang together, golden copies."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
import yaml

from atlas.model import Atlas, Fact, FactSheet, Lang, Place, Words
from atlas.pages import build_pages, make_tables, plan_edition, search_records
from atlas.pages.facts import group_pairs
from atlas.parts import Heading, Output, Page
from atlas.site import load_atlas
from tests.page_tree import parse_tree

HERE = Path(__file__).parent
MINI = HERE / "mini"
THEME = HERE.parent / "theme"
GOLDEN = {
    "city.html": "cities/yunshan/",
    "topic.html": "topics/insurance/",
    "source.html": "sources/yunshan-2023/",
}
CASES = yaml.safe_load((HERE / "cases" / "pages.yml").read_text("utf-8"))
OTHER_MAKERS = ("data/v1/", "charts/", "en/charts/", "contribute/", "en/contribute/")
SITE = "https://atlas.test/"
WITHIN = 900
LANGS: tuple[Lang, ...] = ("zh", "en")


def make_fact(number: int, indicator: str, value: str, period: str, **more: Any) -> Fact:
    plain = Fact(
        id=f"xishan-f{number:03}",
        status="accepted",
        place="xishan",
        indicator=indicator,
        role="current",
        text=f"{value}%",
        value=Decimal(value),
        unit="%",
        period=period,
        period_basis="stated",
        source="yunshan-2023",
        quote=(f"{value}%",),
    )
    return replace(plain, **more)


def make_facts() -> tuple[Fact, ...]:
    """Figures of another year, of one body, a draft, of another place, and with evil words."""
    return (
        make_fact(1, "insurance-participation-rate", "95.5", "2021"),
        make_fact(
            2,
            "inpatient-reimbursement-rate",
            "99",
            "2022",
            body="西山医院",
            breakdown=(("scheme", "employee"), ("basis", "policy")),
        ),
        make_fact(3, "contract-coverage-rate", "53", "2023"),
        make_fact(4, "village-doctors", "12", "2023"),
        make_fact(5, "contract-coverage-rate", "61", "2023", status="draft"),
        make_fact(6, "village-doctors", "13", "2022", note=Words("<b>一</b>", "<b>1</b>")),
        make_fact(7, "village-doctors", "24", "2023", place="qinghe"),
    )


def add_second_place(atlas: Atlas) -> Atlas:
    """The mini atlas with a county of West, a province without data and an unused indicator."""
    content = atlas.content
    xishan = Words("西山县", "Xishan County")
    south = Words("南省", "South")
    known = content.indicators["contract-coverage-rate"]
    doctors = replace(known, id="village-doctors", name=Words("村医人数", "Village doctors"))
    unused = replace(known, id="village-doctors-per-1000", name=Words("每千人村医", "Per 1,000"))
    sheet = FactSheet(
        "xishan",
        "content/cities/xishan.yml",
        bodies={"西山医院": Words("西山医院", "Xishan Hospital")},
        facts=make_facts(),
    )
    more = replace(
        content,
        places={
            **content.places,
            "xishan": Place("xishan", "980121", "county", "west", xishan, xishan),
            "south": Place("south", "970000", "province", None, south, south, tile=(0, 1)),
        },
        indicators={**content.indicators, doctors.id: doctors, unused.id: unused},
        sheets={**content.sheets, "xishan": sheet},
    )
    return replace(atlas, content=more)


def make_parts(
    atlas: Atlas, theme: Path, lang: Lang = "zh", site_url: str = ""
) -> tuple[tuple[Page, ...], tuple[Output, ...]]:
    """One language's pages and the files beside them, made at once."""
    planned, bundles, _ = plan_edition(make_tables(atlas, site_url=site_url), theme, lang)
    return (
        tuple(page.make() for page in planned),
        tuple(output for bundle in bundles for output in bundle.make()),
    )


def load_mini() -> Atlas:
    atlas, problems = load_atlas(MINI)
    assert atlas is not None, problems
    return atlas


def render_golden() -> dict[str, str]:
    """The golden pages by file name, as they are now."""
    pages = {page.path: page for page in build_pages(load_mini(), THEME)}
    return {name: pages[path].html for name, path in GOLDEN.items()}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return add_second_place(load_mini())


@pytest.fixture(scope="module")
def pages(atlas: Atlas) -> dict[str, Page]:
    return {page.path: page for page in build_pages(atlas, THEME, site_url=SITE)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_page_says(case: dict[str, Any], pages: dict[str, Page]) -> None:
    html = pages[case["page"]].html
    for words in case.get("has", ()):
        assert words in html
    for words in case.get("lacks", ()):
        assert words not in html
    for words in case.get("once", ()):
        assert html.count(words) == 1
    if "near" in case:
        between = f".{{0,{WITHIN}}}?"
        assert re.search(between.join(map(re.escape, case["near"])), html, re.DOTALL)


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_is_sound(atlas: Atlas, lang: Lang) -> None:
    pages = build_pages(atlas, THEME, lang)
    assert len({page.path for page in pages}) == len(pages)
    for page in pages:
        tree = parse_tree(page.html)
        assert tree.faults == [], page.path
        assert tree.forbidden == [], page.path
        assert len(set(tree.ids)) == len(tree.ids), page.path
        assert set(tree.references) <= set(tree.ids), page.path
        assert all(id_.isascii() for id_ in tree.ids), page.path
        assert tree.levels.count(1) == 1, page.path
        steps = zip(tree.levels, tree.levels[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), page.path
        assert page.headings == tuple(Heading(*found) for found in tree.headings), page.path
        assert page.title
        assert 0 < len(page.description) < 160, page.path
        assert "None" not in tree.text, page.path


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_leads_somewhere(atlas: Atlas, lang: Lang) -> None:
    pages = build_pages(atlas, THEME, lang)
    site = SITE
    home = site if lang == "zh" else site + "en/"
    ids = {site + page.path: set(parse_tree(page.html).ids) for page in pages}
    assert home in ids
    for page in pages:
        for link in parse_tree(page.html).links:
            address, anchor = urldefrag(urljoin(site + page.path, link).split("?")[0])
            path = address.removeprefix(site)
            if path == address or path.startswith(OTHER_MAKERS) or path.endswith("feed.xml"):
                continue
            assert address in ids, (page.path, link)
            assert not anchor or anchor in ids[address], (page.path, link)


def test_with_many_places_the_table_turns(atlas: Atlas) -> None:
    content = atlas.content
    slugs = [f"p{number}" for number in range(14)]
    places = {slug: replace(content.places["xishan"], slug=slug) for slug in slugs}
    sheets = {
        slug: FactSheet(
            slug,
            f"content/cities/{slug}.yml",
            facts=(
                replace(make_fact(1, "contract-coverage-rate", "40", "2023"), id=slug, place=slug),
            ),
        )
        for slug in slugs
    }
    many = replace(
        content,
        places={**content.places, **places},
        sheets={**content.sheets, **sheets},
    )
    pages = {page.path: page for page in build_pages(replace(atlas, content=many), THEME)}
    rows = re.findall(
        r'<tr><th scope="row"><a href="[./]*cities/(\w+)/"', pages["topics/primary-care/"].html
    )
    assert rows == ["xishan", *slugs]


def test_every_fact_has_its_address(atlas: Atlas, pages: dict[str, Page]) -> None:
    for sheet in atlas.content.sheets.values():
        ids = parse_tree(pages[f"cities/{sheet.place}/"].html).ids
        accepted = [fact.id for fact in sheet.facts if fact.status == "accepted"]
        assert set(accepted) <= set(ids)
        assert {measure.id for measure in sheet.measures} <= set(ids)


def test_drafts_show_only_in_a_preview_and_are_marked(atlas: Atlas) -> None:
    published = {page.path: page.html for page in build_pages(atlas, THEME)}
    del published["rules/"]  # it speaks of drafts and shows none
    preview = {page.path: page.html for page in build_pages(atlas, THEME, drafts=True)}
    assert all("61%" not in html and "草稿" not in html for html in published.values())
    assert "61%" in preview["cities/xishan/"]
    assert "草稿" in preview["cities/xishan/"]


def test_what_editors_write_is_escaped(pages: dict[str, Page]) -> None:
    html = pages["cities/xishan/"].html
    assert "&lt;b&gt;一&lt;/b&gt;" in html
    assert "<b>" not in html


def test_english_pages_hold_no_chinese_of_the_interface(atlas: Atlas) -> None:
    strings = yaml.safe_load((THEME / "strings.yml").read_text("utf-8"))
    chinese = {both["zh"] for both in strings.values() if re.search("[一-鿿]{3}", both["zh"])}
    text = "".join(page.html for page in build_pages(atlas, THEME, "en"))
    assert [words for words in chinese if words in text] == []


def test_pairs_are_of_one_subject() -> None:
    facts = [
        make_fact(1, "a", "70", "2021", role="baseline", pair="xishan-f002"),
        make_fact(4, "b", "5", "2022"),
        make_fact(3, "a", "10", "2022", role="change", pair="xishan-f002"),
        make_fact(2, "a", "80", "2022", pair="xishan-f001"),
        make_fact(5, "b", "9", "2022", role="baseline", pair="xishan-f002"),
    ]
    rows = [[fact.id[-1] for fact in row] for row in group_pairs(facts)]
    assert rows == [["1", "2", "3"], ["4"], ["5"]]


def test_search_finds_what_pages_show(atlas: Atlas) -> None:
    records = search_records(atlas, "zh")
    assert {one.kind for one in records} == {
        "fact",
        "place",
        "topic",
        "indicator",
        "term",
        "measure",
        "source",
    }
    fact = next(one for one in records if one.url == "cities/yunshan/#yunshan-f003")
    assert fact.shown[:4] == ("116.01%", "云山市", "2022年", "基本医保参保率")
    assert fact.shown[5:] == ("", "", "doubt")
    before = next(one for one in records if one.url == "cities/yunshan/#yunshan-f002")
    assert before.shown[5:] == ("baseline", "基期")
    assert "Insurance coverage" in fact.title
    assert "116.01" in fact.text
    assert not any("61%" in one.text for one in records)
    english = search_records(atlas, "en")
    assert english[0].url.startswith("en/cities/")
    same = next(one for one in english if one.url == "en/cities/yunshan/#yunshan-f003")
    assert fact.text.index("比例超过100%。") < fact.text.index("A share above 100 %.")
    assert same.text.index("比例超过100%。") > same.text.index("A share above 100 %.")


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_page(name: str) -> None:
    kept = (HERE / "golden" / name).read_text(encoding="utf-8")
    assert render_golden()[name] == kept, "If this is meant: python -m tests.refresh_golden"
