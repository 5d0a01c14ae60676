"""What a first search loads and how long it takes: `python -m atlas.bench.searches SITE`.

Every query is the first of a new visit, in a headless Chromium on this machine: the scripts of the
search, its index, and the first ten results. Needs what the browser's tests need.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from atlas.bench.browser import open_browser, serve_folder
from atlas.bench.statements import words

FIND = """async (query) => {
  const { src, dataset } = document.querySelector("script[data-index]");
  const begun = performance.now();
  const [, { findIndex, openIndex }] = await Promise.all(
    ["panel", "index", "tokens"].map((name) => import(new URL(`${name}.js`, src))));
  const base = new URL(dataset.base, document.baseURI);
  const index = await openIndex(await findIndex(new URL(dataset.index, base)));
  const groups = await index.find(query);
  const found = groups.flatMap(({ numbers }) => numbers);
  await Promise.all(found.slice(0, 10).map((number) => index.record(number)));
  const loaded = performance.getEntriesByType("resource").filter((one) => one.startTime >= begun);
  const files = loaded.map((one) => decodeURIComponent(new URL(one.name).pathname));
  return [performance.now() - begun, files, found.length];
}"""


@dataclass(frozen=True, slots=True)
class Answer:
    """The first answer to a query: milliseconds, bytes and files loaded, records found."""

    query: str
    wait: float
    loaded: int
    files: int
    found: int


def ask(site: Path, queries: Sequence[str]) -> Iterator[Answer]:
    """Each query in a visit of its own, to the Chinese edition."""
    with serve_folder(site) as address, open_browser() as browser:
        for query in queries:
            yield _ask(browser, site, address, query)


def _ask(browser: Browser, site: Path, address: str, query: str) -> Answer:
    visit = browser.new_context()
    page = visit.new_page()
    page.goto(address)
    wait, files, found = page.evaluate(FIND, query)
    visit.close()
    loaded = sum(_weigh(site / name.lstrip("/")) for name in files)
    return Answer(query, wait, loaded, len(files), found)


def _weigh(path: Path) -> int:
    """Bytes that a server sends; the files of the index are compressed already."""
    data = path.read_bytes()
    return len(data) if path.suffix == ".bin" else len(gzip.compress(data, 6))


def render_answers(answers: Sequence[Answer]) -> str:
    """The heaviest and the slowest queries, then medians."""
    lines = [f"{'kB':>7}{'ms':>7}{'files':>7}{'found':>8}  query"]
    heavy = sorted(answers, key=lambda one: one.loaded)[-5:]
    slow = [one for one in sorted(answers, key=lambda one: one.wait)[-5:] if one not in heavy]
    lines += [
        f"{one.loaded / 1000:>7.1f}{one.wait:>7.0f}{one.files:>7}{one.found:>8}  {one.query}"
        for one in (*heavy, *slow)
    ]
    loaded = median(one.loaded for one in answers) / 1000
    wait = median(one.wait for one in answers)
    lines.append(f"{loaded:>7.1f}{wait:>7.0f}{'':>15}  median of {len(answers)}")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Prints what the queries cost; asks those of words.yml, or of a file with one a line."""
    parser = argparse.ArgumentParser("python -m atlas.bench.searches", description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--queries", type=Path)
    options = parser.parse_args(arguments)
    queries: list[str] = list(words()["queries"])
    if options.queries:
        queries = [
            line for line in options.queries.read_text(encoding="utf-8").splitlines() if line
        ]
    sys.stdout.write(render_answers(list(ask(options.site, queries))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
