"""How long reading takes, by length of the document: `python -m atlas.evaluate.speed [ROOT]`."""

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
    "repeats": SENTENCE + "\n",
}
SIZES = (62_500, 125_000, 250_000, 500_000, 1_000_000)
"""Bytes of UTF-8; Chinese characters have three."""
_NUMBER = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d)[1-9]\d*")


def main(arguments: Sequence[str]) -> int:
    """Prints seconds of the processor for each kind of document and size, s per MB and growth."""
    root = Path(next(iter(arguments), "."))
    content, _ = load_content(root)
    for text in (SENTENCE, *content.seeds.values()):
        _read(content, text)  # so that no table is loaded while the clock runs
    sys.stdout.write(f"{'document':<12}{'figures':>9}")
    sys.stdout.write("".join(f"{size / 1e6:>8.3f} MB" for size in SIZES) + "   s/MB  growth\n")
    for name, parts in _documents(content, root).items():
        sys.stdout.write(_row(name, content, parts))
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
    written = {name: _pieces(piece) for name, piece in PIECES.items()}
    return {name: _copies(parts) for name, parts in texts.items() if parts} | written


def _copies(texts: Sequence[str]) -> Callable[[int], Iterator[str]]:
    """The texts one after the other, then with other numbers, so that none is a repeat."""

    def renumbered(text: str, by: int) -> str:
        return _NUMBER.sub(lambda match: str(int(match[0]) + by), text)

    return lambda start: (renumbered(text, by) + "\n" for by in count(start) for text in texts)


def _pieces(piece: str) -> Callable[[int], Iterator[str]]:
    return lambda start: (piece.replace("{}", str(100 + at)) for at in count(start))


def _row(name: str, content: Content, parts: Callable[[int], Iterator[str]]) -> str:
    seconds, figures = [], 0
    for size in SIZES:
        text = _take(parts(0), size)
        started = time.process_time()
        figures = len(_read(content, text))
        seconds.append(time.process_time() - started)
    cells = "".join(f"{value:>9.2f} s" for value in seconds)
    growth = " ".join(f"{b / a:.1f}" for a, b in pairwise(seconds))
    return f"{name:<12}{figures:>9}{cells}  {seconds[-1] / (SIZES[-1] / 1e6):>7.2f}  {growth}\n"


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
