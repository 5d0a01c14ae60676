"""Prints how well the reader does on the accepted sheets and on labelled passages."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from atlas.content import load_content
from atlas.evaluate.passages import FIELDS, PRECISE, PROPOSED, evaluate_passage, read_passages
from atlas.evaluate.sheets import evaluate_source, lexicon_without
from atlas.model import Content

COLUMNS = ("found", *FIELDS)


def main(arguments: Sequence[str]) -> int:
    """The tables."""
    options = _parser().parse_args(arguments)
    content, _ = load_content(options.root)
    write = sys.stdout.write
    write(render_head())
    if options.passages:
        paths = sorted(options.passages)
    else:
        paths = sorted((options.root / "tests" / "cases" / "eval").glob("*.yml"))
        write(_sheet_rows(content, options.all))
    totals: dict[str, Counter[str]] = {}
    for path in paths:
        for whole in (False, True):
            counts, lines = _count_passages(content, path, whole)
            if not counts:
                continue
            kind = path.stem.partition("-")[0]
            key = f"all {kind} documents" if whole else f"all {kind} passages"
            totals[key] = totals.get(key, Counter()) + counts
            name = f"{path.stem}, whole" if whole else path.stem
            write(render_row(name, counts, lines if options.all else ()))
    for key, counts in sorted(totals.items()):
        write(render_row(key, counts))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m atlas.evaluate", description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the project folder")
    parser.add_argument("--all", action="store_true", help="list each difference")
    parser.add_argument(
        "--passages", nargs="+", type=Path, metavar="FILE", help="these labelled passages alone"
    )
    return parser


def _sheet_rows(content: Content, every: bool) -> str:
    rows = ""
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
            rows += render_row(name, counts, lines if every else ())
        rows += render_row("all sheets", total)
    return rows


def _count_passages(content: Content, path: Path, whole: bool) -> tuple[Counter[str], list[str]]:
    """Of the passages of a file, or of the documents that it gives whole."""
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for passage in read_passages(path):
        if passage.whole == whole:
            more, differences = evaluate_passage(content, passage)
            counts += more
            lines += differences
    return counts, lines


def render_head() -> str:
    """The names of the columns; those with ? are shares of what the reader did not leave open."""
    cells = [*COLUMNS, "spurious", *(f"{field}?" for field in PRECISE)]
    return f"{'document':<34}{'facts':>6}" + "".join(f"{cell:>10}" for cell in cells) + "\n"


def render_row(name: str, counts: Counter[str], lines: Sequence[str] = ()) -> str:
    """One line of shares in per cent; below it what whole documents proposed, then `lines`."""
    shares = [_share(counts[field], counts["facts"]) for field in COLUMNS]
    shares.append(_share(counts["spurious"], counts["kept"]))
    shares += [
        _share(counts[f"given right {field}"], counts[f"given {field}"]) for field in PRECISE
    ]
    proposed = [
        f"{field} {counts[f'right {field}']} of {counts[f'proposed {field}']}"
        for field in PROPOSED
        if counts[f"proposed {field}"]
    ]
    below = "".join(f"    {line}\n" for line in lines)
    if proposed:
        below = f"    proposed right: {', '.join(proposed)}\n{below}"
    return f"{name:<34}{counts['facts']:>6}{''.join(shares)}\n{below}"


def _share(part: int, whole: int) -> str:
    """In per cent; a dash where there is nothing to share."""
    return f"{100 * part / whole:>10.1f}" if whole else f"{'-':>10}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
