"""What machines read of the pages: schema.org in JSON-LD, by the tools that read it."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from playwright.sync_api import Browser
from rdflib import RDF, SDO, Graph

from atlas.archive import name_archive
from atlas.export import export_tables
from atlas.model import Atlas, Lang, Words
from atlas.pages import build_pages
from atlas.pages.linked_data import render_data
from atlas.release import read_release
from tests.test_pages import load_mini
from tests.website import Watch

PROJECT = Path(__file__).parents[1]
THEME = PROJECT / "theme"
SITE = "https://atlas.example/"
SHAPES = PROJECT / "tests" / "schemas" / "google-dataset.ttl"
NODE = PROJECT / ".ci" / "node"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
LANGS: tuple[Lang, ...] = ("zh", "en")
# rdflib and pyshacl still use what rdflib will drop: ConjunctiveGraph, Dataset.identifier …
pytestmark = pytest.mark.filterwarnings("ignore:.*(Dataset|ConjunctiveGraph).*:DeprecationWarning")
# Of schema.org's own context, which is far away: what it says of the keys that hold addresses.
CONTEXT = {
    "@vocab": "https://schema.org/",
    **{key: {"@type": "@id"} for key in ("url", "license", "contentUrl")},
}


@pytest.fixture(scope="module")
def told(atlas: Atlas) -> dict[str, Any]:
    """The block of each page that has one, in both languages, by the page's address."""
    found = {}
    for lang in LANGS:
        for page in build_pages(atlas, THEME, lang, site_url=SITE):
            blocks = BLOCK.findall(page.html)
            assert len(blocks) <= 1
            if blocks:
                found[page.path] = json.loads(blocks[0])
    return found


def as_graph(thing: Mapping[str, Any]) -> Graph:
    return Graph().parse(data=json.dumps({**thing, "@context": CONTEXT}), format="json-ld")


def find_faults(*things: Mapping[str, Any]) -> str:
    """What SHACL finds, by Google's wishes for a Dataset; empty where all is well."""
    graph = Graph()
    for thing in things:
        graph += as_graph(thing)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=str(SHAPES))
    return "" if conforms else str(text)


def test_home_data_and_every_topic_say_what_they_are(told: dict[str, Any], atlas: Atlas) -> None:
    plain = {"", "data/", *(f"topics/{key}/" for key in atlas.content.topics)}
    spoken = {path.removeprefix("en/") for path in told}
    assert spoken <= plain
    assert {"", "data/", "topics/insurance/"} <= spoken
    assert len(spoken) >= len(atlas.content.topics)
    assert {path for path in told if path.startswith("en/")} == {f"en/{path}" for path in spoken}
    assert {thing["@context"] for thing in told.values()} == {"https://schema.org"}
    assert {thing["@type"] for thing in told.values()} == {"Dataset"}


def test_shacl_finds_nothing_by_what_google_asks(told: dict[str, Any]) -> None:
    assert len(set(map(str, (thing["@id"] for thing in told.values())))) == len(told)
    assert find_faults(*told.values()) == ""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("description", "too short"),
        ("license", None),
        ("url", "topics/insurance/"),
        ("temporalCoverage", "2020–2024"),
        ("creator", {"@type": "Organization"}),
        ("isAccessibleForFree", "yes"),
        ("distribution", [{"@type": "DataDownload", "encodingFormat": "text/csv"}]),
        ("variableMeasured", [{"@type": "PropertyValue", "propertyID": "x"}]),
    ],
)
def test_shacl_finds_what_is_wrong(told: dict[str, Any], key: str, value: object) -> None:
    thing = copy.deepcopy(told["topics/insurance/"])
    thing[key] = value
    assert find_faults({name: one for name, one in thing.items() if one is not None})


def test_every_word_is_one_of_schema_org(told: dict[str, Any]) -> None:
    for path, thing in told.items():
        graph = as_graph(thing)
        words = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
        assert len(words) > 20, path
        assert [word for word in words if word not in SDO] == [], path


@pytest.mark.browser
def test_the_types_of_schema_dts_take_it(told: dict[str, Any], tmp_path: Path) -> None:
    """The types that Google keeps for TypeScript know which key takes what."""
    wrong = json.dumps(told[""]).replace('"temporalCoverage"', '"temporalCover"')
    head = 'import type { Dataset, WithContext } from "schema-dts";\n'
    right = "".join(
        f"export const page{number}: WithContext<Dataset> = {json.dumps(thing)};\n"
        for number, thing in enumerate(told.values())
    )
    (tmp_path / "node_modules").symlink_to(NODE / "node_modules")
    (tmp_path / "right.ts").write_text(head + right, "utf-8")
    (tmp_path / "wrong.ts").write_text(f"{head}export const a: WithContext<Dataset> = {wrong};\n")
    for name, status in (("right", 0), ("wrong", 1)):
        done = subprocess.run(
            [
                *("node", NODE / "node_modules" / "typescript" / "bin" / "tsc"),
                *("--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"),
                *("--target", "es2022", f"{name}.ts"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert min(done.returncode, 1) == status, done.stdout + done.stderr
    assert "temporalCover" in done.stdout


def test_every_file_it_names_is_there(told: dict[str, Any], atlas: Atlas) -> None:
    outputs = {output.path for output in export_tables(atlas, SITE)}
    archive = f"/releases/download/v{read_release().version}/{name_archive(read_release())}.zip"
    for path, thing in told.items():
        addresses = [one["contentUrl"] for one in thing["distribution"]]
        ours = {one.removeprefix(SITE) for one in addresses if one.startswith(SITE)}
        assert ours, path
        assert ours <= outputs, path
        others = [one for one in addresses if not one.startswith(SITE)]
        assert [one.endswith(archive) for one in others] == [True] * path.endswith("data/"), path


def test_it_says_what_the_facts_say(told: dict[str, Any], atlas: Atlas) -> None:
    """Years, places and indicators of a topic, against its rows in the open data."""
    outputs = {output.path: output.data for output in export_tables(atlas, SITE)}
    for key in atlas.content.topics:
        thing = told.get(f"topics/{key}/")
        rows = json.loads(outputs[f"data/v1/topics/{key}.json"])
        rows = rows["facts"] if isinstance(rows, dict) else rows
        assert bool(thing) == bool(rows), key
        if not thing:
            continue
        assert {one["propertyID"] for one in thing["variableMeasured"]} == {
            row["indicator"] for row in rows
        }
        codes = {one["identifier"]["value"] for one in thing["spatialCoverage"]}
        assert codes == {row["adcode"] for row in rows}
        years = {
            part[:4]
            for row in rows
            if row["role"] not in ("target", "parameter")
            for part in row["period"].split("/")
            if part[:4].isdigit()
        }
        ends = {min(years), max(years)} if years else set()
        assert set(filter(None, thing.get("temporalCoverage", "").split("/"))) == ends


def test_markup_in_the_content_cannot_end_the_block() -> None:
    bad = '</script><script>alert("x")</script><!-- ]]>\u2028&amp;'
    text = render_data({"name": bad})
    assert text.count("</script>") == 1
    assert text.count("<") == 2
    [inside] = BLOCK.findall(text)
    assert json.loads(inside) == {"name": bad}
    mini = load_mini()
    topics = {
        key: replace(topic, name=Words(bad, bad)) for key, topic in mini.content.topics.items()
    }
    poisoned = replace(mini, content=replace(mini.content, topics=topics))
    pages = build_pages(poisoned, THEME, site_url=SITE)
    [page] = [page for page in pages if page.path == "topics/insurance/"]
    [inside] = BLOCK.findall(page.html)
    assert bad in json.loads(inside)["name"]
    assert "<script>alert" not in page.html


def test_without_the_address_of_the_site_nothing_is_said() -> None:
    assert not any(BLOCK.search(page.html) for page in build_pages(load_mini(), THEME))


@pytest.mark.browser
def test_the_policy_of_scripts_lets_it_stand(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.add_init_script(
        "window.refused = [];"
        "addEventListener('securitypolicyviolation', (one) => refused.push(one.violatedDirective))"
    )
    watch = Watch(page, address)
    for path in ("", "en/", "data/", "topics/insurance/", "en/topics/insurance/"):
        page.goto(address + path)
        blocks = page.locator("script[type='application/ld+json']")
        assert blocks.count() == 1, path
        assert json.loads(blocks.first.text_content() or "")["@type"] == "Dataset"
        assert page.evaluate("refused") == [], path
    assert (watch.errors, watch.foreign) == ([], [])
    page.close()
