"""Every page and figure tells how to cite it, with date and version, as programs read it."""

from __future__ import annotations

import html
import json
import re
import tomllib
from pathlib import Path

import bibtexparser
import jsonschema
import pytest
import yaml

from atlas.languages import HOMES, LANGS
from atlas.model import Atlas, Lang
from atlas.pages import build_pages
from atlas.parts import Page
from atlas.release import read_release

PROJECT = Path(__file__).parents[1]
SITE = "https://atlas.test/"
BIBTEX = re.compile(r"<pre>(@misc\{.*?\n\})</pre>", re.DOTALL)
CODE = re.compile(r"<code>(.*?)</code>", re.DOTALL)
CITED_FACT = re.compile(r'<details class="hra-cite-figure">(.*?)</details>', re.DOTALL)


@pytest.fixture(scope="module", params=LANGS)
def edition(request: pytest.FixtureRequest, atlas: Atlas) -> tuple[Lang, tuple[Page, ...]]:
    return request.param, build_pages(atlas, PROJECT / "theme", request.param, site_url=SITE)


def plain(text: str) -> str:
    return html.unescape(re.sub(r"</?span[^>]*>", "", text))


def read_bibtex(text: str) -> dict[str, str]:
    library = bibtexparser.parse_string(plain(text))
    assert library.failed_blocks == []
    [entry] = library.entries
    return {"key": entry.key, **{field.key: field.value for field in entry.fields}}


def test_the_version_is_the_same_everywhere() -> None:
    release = read_release()
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    cited = yaml.load((PROJECT / "CITATION.cff").read_bytes(), Loader=yaml.BaseLoader)
    assert project["version"] == cited["version"] == release.version
    assert cited["date-released"] == release.date
    assert cited["url"] in (PROJECT / "mkdocs.yml").read_text("utf-8")


def test_citation_cff_is_valid() -> None:
    """By the format's own schema; cffconvert has had no release since 2021."""
    schema = json.loads((PROJECT / "tests" / "schemas" / "cff-1.2.0.json").read_bytes())
    cited = yaml.load((PROJECT / "CITATION.cff").read_bytes(), Loader=yaml.BaseLoader)
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(cited)] == []
    assert list(validator.iter_errors({**cited, "date-released": "soon"}))


def test_every_page_is_cited_by_its_own_address(edition: tuple[Lang, tuple[Page, ...]]) -> None:
    lang, pages = edition
    release = read_release()
    for page in pages:
        if page.path == HOMES[lang] + "search/":
            continue
        forms = page.html[page.html.rindex('<dl class="hra-cite-forms">') :]
        address = SITE + page.path
        gbt, apa = (plain(text) for text in CODE.findall(forms)[:2])
        assert gbt.endswith(f"[DB/OL]. {gbt_version(lang)}. ({release.date}). {address}."), (
            page.path
        )
        assert f"({release.date[:4]})" in apa
        assert apa.endswith(address)
        found = read_bibtex(BIBTEX.findall(forms)[0])
        assert found["howpublished"] == rf"\url{{{address}}}"
        assert (found["version"], found["date"]) == (release.version, release.date)
        assert found["title"].strip("{}")


def gbt_version(lang: Lang) -> str:
    number = read_release().version
    return f"{number}版" if lang == "zh" else f"Version {number}"


def test_every_fact_is_cited_once_on_its_own_page(
    edition: tuple[Lang, tuple[Page, ...]], atlas: Atlas
) -> None:
    _, pages = edition
    keys = []
    for page in pages:
        for block in CITED_FACT.findall(page.html):
            found = read_bibtex(BIBTEX.findall(block)[0])
            fact = found["key"].removeprefix("hra-")
            keys.append(fact)
            assert found["howpublished"] == rf"\url{{{SITE}{page.path}#{fact}}}"
            gbt, apa = (plain(text) for text in CODE.findall(block))
            assert gbt.endswith(f"{SITE}{page.path}#{fact}.")
            assert apa.endswith(f"{SITE}{page.path}#{fact}")
            assert found["note"]
    accepted = [fact.id for fact in atlas.content.facts() if fact.status == "accepted"]
    assert sorted(keys) == sorted(accepted)


def test_a_figure_is_cited_with_value_period_and_document(
    edition: tuple[Lang, tuple[Page, ...]],
) -> None:
    lang, pages = edition
    page = next(one for one in pages if one.path == f"{HOMES[lang]}cities/wuhai/")
    block = next(one for one in CITED_FACT.findall(page.html) if "#wuhai-f003" in one)
    found = read_bibtex(BIBTEX.findall(block)[0])
    title = plain(CODE.findall(block)[0])
    assert r"116.01\%" in found["title"]
    assert "116.01%" in title
    assert "2022" in title
    assert ("乌海市" if lang == "zh" else "Wuhai") in title
    assert ("以人民健康为中心" if lang == "zh" else "People’s health at the centre") in found[
        "note"
    ]
    assert ("比例超过100" if lang == "zh" else "Share over 100") in found["note"]
