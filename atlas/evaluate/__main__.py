"""Prints how well the reader does on the accepted sheets and on labelled passages."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from atlas.content import load_content
from atlas.evaluate.passages import FIELDS, evaluate_passage, read_passages
from atlas.evaluate.sheets import evaluate_source, lexicon_without
from atlas.model import Content

COLUMNS = ("found", *FIELDS)


def main(arguments: Sequence[str]) -> int:
    """The tables; with `--all` a line for each difference below its document."""
    root = Path(next((word for word in arguments if not word.startswith("-")), "."))
    content, _ = load_content(root)
    every = "--all" in arguments
    write = sys.stdout.write
    write(f"{'document':<34}{'facts':>6}" + "".join(f"{name:>10}" for name in COLUMNS))
    write(f"{'spurious':>10}\n")
    for left_out in (False, True):
        total: Counter[str] = Counter()
        for source in content.sources.values():
            lexicon = lexicon_without(content, source) if left_out else None
            counts, lines = evaluate_source(content, source, lexicon)
            counts["found"] = counts["kept"]
            counts["spurious"] = counts["unknown"]
            counts["kept"] += counts["unknown"]
            total += counts
            name = f"{source.id}, its words left out" if left_out else source.id
            write(render_row(name, counts, lines if every else ()))
        write(render_row("all sheets", total))
    for path in sorted((root / "tests" / "cases" / "eval").glob("*.yml")):
        write(_passages_row(content, path, every))
    write(_passages_total(content, root))
    return 0


def _passages_row(content: Content, path: Path, every: bool) -> str:
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for passage in read_passages(path):
        more, differences = evaluate_passage(content, passage)
        counts += more
        lines += differences
    return render_row(path.stem, counts, lines if every else ())


def _passages_total(content: Content, root: Path) -> str:
    rows = ""
    for kind in ("blind", "open"):
        total: Counter[str] = Counter()
        for path in sorted((root / "tests" / "cases" / "eval").glob(f"{kind}-*.yml")):
            for passage in read_passages(path):
                total += evaluate_passage(content, passage)[0]
        rows += render_row(f"all {kind} passages", total)
    return rows


def render_row(name: str, counts: Counter[str], lines: Sequence[str] = ()) -> str:
    """One line of shares in per cent: of the facts, and spurious of all that was kept."""
    facts = counts["facts"] or 1
    cells = "".join(f"{100 * counts[field] / facts:>10.1f}" for field in COLUMNS)
    spurious = 100 * counts["spurious"] / (counts["kept"] or 1)
    below = "".join(f"    {line}\n" for line in lines)
    return f"{name:<34}{counts['facts']:>6}{cells}{spurious:>10.1f}\n{below}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
