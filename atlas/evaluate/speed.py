"""How long reading takes, by length of the document: `python -m atlas.evaluate.speed [ROOT]`.

Texts of real style come first, then odd ones. Each is doubled up to 1 MB, or until reading takes
more than a second; with `--long` always up to 1 MB.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count, pairwise
from pathlib import Path

from atlas.content import load_content
from atlas.evaluate.passages import read_passages
from atlas.model import Content
from atlas.reading.document import read_candidates

SENTENCE = "2022年,全市参保人数为405939人,职工和居民报销比例分别为83.28%、60.71%。"
PIECES = {
    "paragraphs": "近五年全县投入{}万元，新建医院{}所，参保率由9{}%提高到99.5%。\n",
    "one line": "全市有医院{}家，床位{}张，",
    "no commas": "参保率达95.{}%",
    "table": "市医院 {} {} {}\n",
    "cells": "市医院{}\n20\n|\n20\n30\n",
    "repeats": SENTENCE + "\n",
    "repeats, one line": SENTENCE,
    "rows, one line": "市医院 {} {} {} | ",
    "list": "{}、",
    "from to": "由{}%降到",
    "digits": "1234567890",
    "numerals": "一二三四五六七八九十百千万亿",
    "fractions": "百分之",
    "shares": "5%",
    "numbered": "(1)",
    "quoted": "“全市{}家”",
    "never closed": "“（《【",
    "no marks": "全市医院床位增加",
    "English": "The rate is 95.{}% in 2022. ",
    "years": "2022年",
    "empty lines": "\n",
    "blanks": " \u3000\t",
}
SIZES = (31_250, 62_500, 125_000, 250_000, 500_000, 1_000_000)
"""Bytes of UTF-8; Chinese characters have three."""
_ENOUGH = 1.0  # seconds
_LEAST = 3  # sizes, for a growth
_NUMBER = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d)[1-9]\d*")


def main(arguments: Sequence[str]) -> int:
    """Prints seconds of the processor for each kind of document and size, s per MB and growth."""
    root = Path(next((word for word in arguments if not word.startswith("-")), "."))
    most = float("inf") if "--long" in arguments else _ENOUGH
    content, _ = load_content(root)
    for text in (SENTENCE, *content.seeds.values()):
        _read(content, text)  # so that no table is loaded while the clock runs
    sys.stdout.write(f"{'document':<18}{'s/MB':>8}{'figures/MB':>12}  growth   seconds\n")
    for name, parts in _documents(content, root).items():
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{name}\r")
            sys.stderr.flush()
        sys.stdout.write(_row(name, content, parts, most))
        sys.stdout.flush()
    return 0


def _documents(content: Content, root: Path) -> Mapping[str, Callable[[int], Iterator[str]]]:
    """Endless documents by name: what follows after each other in them."""
    passages = [
        passage.text
        for path in sorted((root / "tests" / "cases" / "eval").glob("*.yml"))
        for passage in read_passages(path)
    ]
    texts = {"seeds": list(content.seeds.values()), "passages": passages}
    written = {name: repeated(piece) for name, piece in PIECES.items()}
    return {name: _copies(parts) for name, parts in texts.items() if parts} | written


def _copies(texts: Sequence[str]) -> Callable[[int], Iterator[str]]:
    """The texts one after the other, then with other numbers, so that none is a repeat."""

    def renumbered(text: str, by: int) -> str:
        return _NUMBER.sub(lambda match: str(int(match[0]) + by), text)

    return lambda start: (renumbered(text, by) + "\n" for by in count(start) for text in texts)


def repeated(piece: str) -> Callable[[int], Iterator[str]]:
    """The piece again and again, with other numbers in place of `{}`."""
    return lambda start: (piece.replace("{}", str(100 + at)) for at in count(start))


def _row(name: str, content: Content, parts: Callable[[int], Iterator[str]], most: float) -> str:
    """One document's line; `growth` is how often longer the last text took than half of it."""
    seconds, figures, size = [], 0, 0
    for size in SIZES:
        text = _take(parts(0), size)
        started = time.process_time()
        figures = len(_read(content, text))
        seconds.append(time.process_time() - started)
        if seconds[-1] > most and len(seconds) >= _LEAST:
            break
    cells = " ".join(f"{value:.2f}" for value in seconds)
    growth = max((b / a for a, b in pairwise(seconds[-3:])), default=1.0)
    per = 1_000_000 / size
    return f"{name:<18}{seconds[-1] * per:>8.2f}{figures * per:>12.0f}{growth:>8.1f}   {cells}\n"


def _read(content: Content, text: str) -> Sequence[object]:
    return read_candidates(text, content.indicators, content.places, None, "2023")


def _take(parts: Iterator[str], size: int) -> str:
    """The parts up to a size in bytes."""
    taken: list[str] = []
    left = size
    while left > 0:
        part = next(parts)
        taken.append(part)
        left -= len(part.encode())
    return "".join(taken).encode()[:size].decode("utf-8", "ignore")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
