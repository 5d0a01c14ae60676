"""How long reading takes, by length of the document: `python -m atlas.evaluate.speed [ROOT]`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from atlas.content import load_content
from atlas.reading.document import read_candidates

SENTENCE = "2022年,全市参保人数为405939人,职工和居民报销比例分别为83.28%、60.71%。"
DOCUMENTS = {
    "paragraphs": "近五年全县投入{}万元，新建医院{}所，参保率由9{}%提高到99.5%。\n",
    "one line": "全市有医院{}家，床位{}张，",
    "no commas": "参保率达95.{}%",
    "table": "市医院 {} {} {}\n",
    "repeats": SENTENCE + "\n",
}
LENGTHS = (10_000, 20_000, 40_000)


def main(arguments: Sequence[str]) -> int:
    """Prints seconds for each kind of document and length, and the growth when it doubles."""
    content, _ = load_content(Path(arguments[0] if arguments else "."))
    sys.stdout.write(
        f"{'document':<12}" + "".join(f"{n:>10} signs" for n in LENGTHS) + "  growth\n"
    )
    for name, piece in DOCUMENTS.items():
        seconds = []
        for length in LENGTHS:
            text = _repeat(piece, length)
            started = time.perf_counter()
            read_candidates(text, content.indicators, content.places, None, "2023")
            seconds.append(time.perf_counter() - started)
        cells = "".join(f"{value:>14.2f} s" for value in seconds)
        growth = " ".join(f"{b / a:.1f}" for a, b in pairwise(seconds))
        sys.stdout.write(f"{name:<12}{cells}  {growth}\n")
    return 0


def _repeat(piece: str, length: int) -> str:
    count = length // len(piece) + 1
    return "".join(piece.replace("{}", str(100 + at)) for at in range(count))[:length]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
