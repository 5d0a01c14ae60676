"""The search over the real content: exactly what a literal scan of the same records finds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from atlas.bench.browser import open_browser, serve_folder
from atlas.pages import search_records
from atlas.site import load_atlas
from tests.indexes import build_index
from tests.test_search import holds

PROJECT = Path(__file__).parents[1]
CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "search_queries.yml").read_text(encoding="utf-8")
)
QUERIES = [query for group in CASES["queries"] for query in group["ask"]]

FIND = """async ([folder, queries]) => {
  const { findIndex, openIndex } = await import("/js/index.js");
  const index = await openIndex(await findIndex(new URL(folder, location.href)));
  const found = [];
  for (const query of queries) {
    const groups = await index.find(query);
    found.push(await Promise.all(groups.flatMap(({ kind, numbers }) =>
      numbers.map(async (number) => `${kind} ${(await index.record(number)).url}`))));
  }
  return found;
}"""

pytestmark = pytest.mark.browser


@cache
def records(lang: str) -> tuple[Any, ...]:
    atlas, problems = load_atlas(PROJECT)
    assert atlas, problems
    return search_records(atlas, lang)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["zh", "en"])
def answers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The language, and what a browser finds for every query, as "kind address"."""
    folder = tmp_path_factory.mktemp("queries")
    shutil.copytree(PROJECT / "theme" / "js", folder / "js")
    (folder / "index.html").write_text("<!doctype html><title>search</title>", encoding="utf-8")
    outputs = build_index(records(request.param))
    for output in outputs:
        (folder / output.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / output.path).write_bytes(output.data)
    asked = [*QUERIES, *(case["query"] for case in CASES["by_hand"])]
    with serve_folder(folder) as address, open_browser() as browser:
        page: Page = browser.new_page()
        page.goto(address)
        found = page.evaluate(FIND, ["search/", asked])
        yield request.param, dict(zip(asked, found, strict=True))


def test_every_query_finds_exactly_what_a_scan_finds(
    answers: tuple[str, dict[str, list[str]]],
) -> None:
    lang, found = answers
    wrong = {}
    for query in found:
        expected, got = set(scan(query, lang)), set(found[query])
        assert len(got) == len(found[query]), f"{query} finds a record twice"
        if expected != got:
            wrong[query] = {"missed": sorted(expected - got), "too many": sorted(got - expected)}
    assert wrong == {}


@pytest.mark.parametrize("case", CASES["by_hand"], ids=lambda case: str(case["why"]))
def test_facts_read_off_the_sources(
    case: dict[str, Any], answers: tuple[str, dict[str, list[str]]]
) -> None:
    _, found = answers
    facts = [one.split("#")[1] for one in found[case["query"]] if one.startswith("fact ")]
    assert sorted(facts) == sorted(case["facts"])


def test_the_list_asks_enough_and_nothing_twice() -> None:
    assert len(set(QUERIES)) == len(QUERIES) >= 150


def test_most_queries_find_something_and_some_must_find_nothing() -> None:
    found = {query: bool(scan(query, "zh")) for query in QUERIES}
    nowhere = next(group for group in CASES["queries"] if "nowhere" in group["why"])
    assert [query for query in nowhere["ask"] if found[query]] == []
    assert sum(found.values()) >= 150


def scan(query: str, lang: str) -> list[str]:
    """The records in whose title or text each of the query's words stands, read one by one."""
    words = [word.strip('"') for word in re.findall(r'"[^"]+"|[^\s"]+', plain(query))]
    return [
        f"{record.kind} {record.url}"
        for record in records(lang)
        if all(is_in(record, word, lang) for word in words)
    ]


def is_in(record: Any, word: str, lang: str) -> bool:
    if is_unfinished(word, lang):
        start = rf"(?i)(?<![a-z]){re.escape(word)}"
        return any(re.search(start, text) for text in (record.title, record.text))
    return any(holds(plain(text), word) for text in (record.title, record.text))


@cache
def is_unfinished(word: str, lang: str) -> bool:
    """Whether it is a Latin word that stands nowhere: then a reader may still be typing it."""
    if not re.fullmatch("[A-Za-z]{2,}", word):
        return False
    return not any(
        holds(text, word) for record in records(lang) for text in (record.title, record.text)
    )


@cache
def plain(text: str) -> str:
    """Without thousands commas."""
    return re.sub(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)", lambda m: m[0].replace(",", ""), text)
