"""The search index, read by the script that the site ships, in a real browser."""

from __future__ import annotations

import random
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from atlas.bench.browser import open_browser, serve_folder
from atlas.parts import Output, SearchRecord
from atlas.postings import Merged
from atlas.store import FILE, Store
from atlas.tokens import cut, index_terms, is_whole
from atlas.trail import Trail
from tests.indexes import build_index

PROJECT = Path(__file__).parents[1]
VECTORS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "search_vectors.yml").read_text(encoding="utf-8")
)
RECORDS = tuple(SearchRecord(**row) for row in VECTORS["records"])

FIND = """async ([folder, queries]) => {
  const { findIndex, openIndex } = await import("/js/index.js");
  const index = await openIndex(await findIndex(new URL(folder, location.href)));
  const found = [];
  for (const query of queries) {
    const numbers = (await index.find(query)).flatMap((group) => group.numbers);
    found.push(await Promise.all(numbers.map(async (number) => (await index.record(number)).url)));
  }
  return found;
}"""

Find = Callable[[Sequence[SearchRecord], Sequence[str]], list[list[str]]]


def why(case: dict[str, Any]) -> str:
    return str(case["why"])


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Path]]:
    """A page beside the site's scripts, and the folder from which it is served."""
    folder = tmp_path_factory.mktemp("search")
    shutil.copytree(PROJECT / "theme" / "js", folder / "js")
    (folder / "index.html").write_text("<!doctype html><title>search</title>", encoding="utf-8")
    with serve_folder(folder) as address, open_browser() as browser:
        page = browser.new_page()
        page.goto(address)
        yield page, folder


@pytest.fixture
def find(blank: tuple[Page, Path]) -> Find:
    """Builds an index of records and asks it as a reader's browser would."""
    page, folder = blank

    def ask(records: Sequence[SearchRecord], queries: Sequence[str]) -> list[list[str]]:
        outputs = build_index(records)
        write(outputs, folder)
        found: list[list[str]] = page.evaluate(FIND, ["search/", list(queries)])
        return found

    return ask


def write(outputs: Sequence[Output], folder: Path) -> None:
    for output in outputs:
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.data)


@pytest.mark.parametrize("case", VECTORS["cut"], ids=why)
def test_python_cuts(case: dict[str, Any]) -> None:
    assert cut(case["text"]) == case["tokens"]


@pytest.mark.browser
def test_javascript_cuts_alike(blank: tuple[Page, Path]) -> None:
    script = 'async (texts) => texts.map((await import("/js/tokens.js")).cut)'
    found = blank[0].evaluate(script, [case["text"] for case in VECTORS["cut"]])
    for case, tokens in zip(VECTORS["cut"], found, strict=True):
        assert tokens == case["tokens"], case["why"]


@pytest.mark.browser
def test_javascript_cuts_every_character_alike(blank: tuple[Page, Path]) -> None:
    characters = [chr(code) for code in range(0x3400) if not 0xD800 <= code < 0xE000]
    # What a browser's newer Unicode knows and Python's does not is nobody's fault.
    texts = [f"3{one}4{one}a" for one in characters if unicodedata.category(one) != "Cn"]
    script = 'async (texts) => texts.map((await import("/js/tokens.js")).cut)'
    found = blank[0].evaluate(script, texts)
    different = [text for text, tokens in zip(texts, found, strict=True) if tokens != cut(text)]
    assert different == []


@pytest.mark.browser
def test_javascript_parts_queries(blank: tuple[Page, Path]) -> None:
    script = 'async (queries) => queries.map((await import("/js/index.js")).queryWords)'
    found = blank[0].evaluate(script, [case["query"] for case in VECTORS["words"]])
    for case, words in zip(VECTORS["words"], found, strict=True):
        assert words == case["words"], case["why"]


@pytest.mark.browser
def test_queries_find_what_they_must(find: Find) -> None:
    cases = VECTORS["queries"]
    for case, found in zip(cases, find(RECORDS, [case["query"] for case in cases]), strict=True):
        assert found == case["finds"], case["why"]


@pytest.mark.browser
def test_random_pieces_of_the_sources_are_found_as_a_scan_finds_them(find: Find) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "seeds").glob("*.txt"))]
    sentences = [one for text in texts for one in re.split(r"[。\n]", text) if one.strip()]
    records = [SearchRecord("fact", "", one, f"#{n}") for n, one in enumerate(sentences)]
    queries = list(random_pieces(sentences, random.Random(20260101), 400))
    for query, found in zip(queries, find(records, queries), strict=True):
        expected = [f"#{n}" for n, one in enumerate(sentences) if holds(one, query)]
        assert found == expected, query


def random_pieces(sentences: Sequence[str], chance: random.Random, count: int) -> Iterator[str]:
    """Pieces of 1 to 24 characters from anywhere in the sentences.

    None has a space or quotation mark, which part words; none ends at a dot that may be decimal
    or within a Latin word, which the search takes for one still being typed.
    """
    while count:
        sentence = chance.choice(sentences)
        start = chance.randrange(len(sentence))
        end = start + chance.choice((1, 2, 2, 3, 4, 5, 8, 24))
        piece, rest = sentence[start:end], sentence[end:]
        amid_word = re.search("[A-Za-z]$", piece) and re.match("[A-Za-z]", rest)
        if piece and not amid_word and not re.search(r'[\s"＂]|^\.|\.$', piece):
            count -= 1
            yield piece


def holds(text: str, query: str) -> bool:
    """Whether the text holds the query literally, cutting no figure and no Latin word.

    A space in the text parts figures and words but is nothing between other characters.
    """
    return literally(fold(query)).search(fold(text)) is not None


@cache
def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


@cache
def literally(query: str) -> re.Pattern[str]:
    pattern = r"\s*".join(map(re.escape, re.findall(r"\d+(?:\.\d+)?|[a-z]+|.", query)))
    if re.match(r"\d", query):
        pattern = r"(?<!\d)(?<!\d\.)" + pattern
    if re.search(r"\d$", query):
        pattern += r"(?!\d|\.\d)"
    if re.match("[a-z]", query):
        pattern = "(?<![a-z])" + pattern
    if re.search("[a-z]$", query):
        pattern += "(?![a-z])"
    return re.compile(pattern)


def test_a_term_starts_at_every_token() -> None:
    for record in RECORDS:
        tokens = cut(record.text)
        starts = {place for place, _ in index_terms(tokens)}
        assert starts == set(range(len(tokens)))


def test_every_figure_and_latin_word_is_a_term_by_itself() -> None:
    tokens = cut("2022年DRG付费8%")
    terms = {term for _, term in index_terms(tokens)}
    assert {token for token in tokens if is_whole(token)} == {"2022", "drg", "8"}
    assert {"2022", "drg", "8"} <= terms


def test_the_same_records_give_the_same_bytes_under_the_same_name() -> None:
    assert build_index(RECORDS) == build_index(list(RECORDS))


def test_files_of_one_name_have_the_same_bytes_in_every_index() -> None:
    """A browser keeps what it has loaded: an index must never find another's file."""
    files: dict[str, bytes] = {}
    chance = random.Random(3)
    records = make_many(chance, 400)
    for _ in range(30):
        made = {one.path: one.data for one in build_index(records, 50)}
        del made["search/current.json"]
        for path, data in made.items():
            assert files.setdefault(path, data) == data
        at = chance.randrange(len(records))
        records[at] = make_many(chance, 1)[0]
    assert len(files) < 30 * len(made) / 3


def test_terms_merged_part_by_part_give_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [
        *RECORDS,
        *make_many(random.Random(5), 300),
        SearchRecord("fact", "𠮷野", "😀～", "#"),
    ]
    whole = build_index(records, 50)
    monkeypatch.setattr("atlas.search._AT_ONCE", 0)
    trail = Trail(Store(tmp_path / FILE), "site", b"")
    merged = []
    add = Merged.add
    monkeypatch.setattr(Merged, "add", lambda *one: merged.append(one) or add(*one))
    assert build_index(records, 50, trail) == whole
    assert len({id(one) for one, _ in merged}) > 4


def make_many(chance: random.Random, count: int) -> list[SearchRecord]:
    letters = "医保报销比例参保率达到元个床位县市" * 2 + "0123456789"
    texts = ["".join(chance.choices(letters, k=chance.randint(3, 90))) for _ in range(count)]
    return [SearchRecord("fact", one[:9], one, f"#{number}") for number, one in enumerate(texts)]


def test_an_edit_changes_few_files_and_a_record_more_no_other_stretch() -> None:
    chance = random.Random(4)
    records = make_many(chance, 2000)
    before = {one.path for one in build_index(records, 50)}
    edited = [*records[:777], make_many(chance, 1)[0], *records[778:]]
    after = {one.path for one in build_index(edited, 50)}
    rows = {path for path in after if path.startswith(("search/r", "search/x"))}
    assert len(rows - before) == 4 + 2
    assert len(rows) == 40 * (4 + 2)


@pytest.mark.browser
def test_a_record_too_long_for_the_usual_room_is_found(find: Find) -> None:
    long = [
        SearchRecord("fact", "标题" * 90, "文" * 3000 + "尾巴", "#long"),
        SearchRecord("fact", "题目", "尾巴", "#short"),
    ]
    assert find(long, ["文尾巴", "题标", "尾巴"]) == [["#long"], ["#long"], ["#long", "#short"]]


def test_no_records_give_an_index_that_finds_nothing() -> None:
    manifest, current = build_index([])
    assert current.path == "search/current.json"
    assert manifest.path.removeprefix("search/") in current.data.decode()
