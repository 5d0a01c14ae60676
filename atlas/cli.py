"""The command line: `atlas COMMAND`. Exit 0 clean, 1 problems found, 2 wrong use."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from atlas.content import load_content
from atlas.drafts import merge_drafts, render_drafts, write_atomically
from atlas.export import export_tables
from atlas.ledger import count_accounted
from atlas.model import Atlas, Candidate, Content, Lang, Place, Source
from atlas.pages import build_pages
from atlas.problems import has_errors, render_problems
from atlas.reading.assign import assign_figures
from atlas.reading.figures import find_figures
from atlas.reading.regions import find_regions
from atlas.reading.seeds import SeedError, decode_seed
from atlas.site import check_folder, load_atlas, read_candidates

FIGURE_COLUMNS = [
    "start",
    "end",
    "text",
    "value",
    "unit",
    "qualifier",
    "role",
    "period",
    "period_basis",
    "place",
    "body",
    "topic",
    "indicator",
    "excluded",
]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    arguments = make_parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except BrokenPipeError:
        return 0


def make_parser() -> argparse.ArgumentParser:
    """The commands with their help."""
    parser = argparse.ArgumentParser(
        prog="atlas", description="Build and keep the health-reform atlas."
    )
    parser.add_argument("--lang", choices=("zh", "en"), default=_reader_lang())
    parser.add_argument("--root", type=Path, help="the project folder (default: found from here)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="list every problem in content/ and seeds/")
    check.add_argument("--strict", action="store_true", help="warnings count as problems too")
    check.set_defaults(run=_run_check)

    figures = commands.add_parser("figures", help="print every figure of a document")
    figures.add_argument("file", type=Path)
    figures.add_argument("--format", choices=("table", "jsonl", "csv"), default="table")
    figures.set_defaults(run=_run_figures)

    extract = commands.add_parser("extract", help="draft a fact for every figure that has none")
    extract.add_argument(
        "--check", action="store_true", help="write nothing; fail while a figure is unaccounted for"
    )
    extract.set_defaults(run=_run_extract)

    export = commands.add_parser("export", help="write the open data")
    export.add_argument("folder", type=Path)
    export.set_defaults(run=_run_export)

    pages = commands.add_parser("pages", help="write the generated pages without the site's shell")
    pages.add_argument("folder", type=Path)
    pages.set_defaults(run=_run_pages)

    counts = commands.add_parser("counts", help="print how much the atlas holds")
    counts.set_defaults(run=_run_counts)
    return parser


def _reader_lang() -> Lang:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return "zh" if (locale or "").startswith("zh") else "en"


def _root(arguments: argparse.Namespace) -> Path:
    if arguments.root:
        return Path(arguments.root).resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "content").is_dir() and (folder / "seeds").is_dir():
            return folder
    return here


def _say(arguments: argparse.Namespace, zh: str, en: str) -> None:
    sys.stderr.write((zh if arguments.lang == "zh" else en) + "\n")


def _run_check(arguments: argparse.Namespace) -> int:
    _, problems = check_folder(_root(arguments))
    sys.stdout.write(render_problems(problems, arguments.lang) + "\n")
    return int(has_errors(problems) or (arguments.strict and bool(problems)))


def _atlas(arguments: argparse.Namespace) -> Atlas | None:
    atlas, problems = load_atlas(_root(arguments))
    if atlas is None:
        sys.stderr.write(render_problems(problems, arguments.lang) + "\n")
    return atlas


def _run_figures(arguments: argparse.Namespace) -> int:
    try:
        text = decode_seed(arguments.file.read_bytes())
    except OSError:
        _say(arguments, f"读不了文件 {arguments.file}。", f"Cannot read {arguments.file}.")
        return 2
    except SeedError as error:
        _say(arguments, f"{arguments.file}：{error.zh}", f"{arguments.file}: {error.en}")
        return 1
    content, _ = load_content(_root(arguments))
    home, published = _known_document(content, arguments.file.name)
    candidates = assign_figures(
        text,
        find_regions(text),
        find_figures(text),
        content.indicators,
        content.places,
        home,
        published,
    )
    rows = [_figure_row(candidate, content) for candidate in candidates]
    sys.stdout.write(_render_rows(rows, arguments.format))
    return 0


def _known_document(content: Content, name: str) -> tuple[Place | None, str]:
    for source in content.sources.values():
        if source.seed == name:
            return content.places.get(source.place), source.date
    return None, ""


def _figure_row(candidate: Candidate, content: Content) -> dict[str, object]:
    figure = candidate.figure
    place = content.places.get(candidate.place)
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "value": f"{figure.value:f}",
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "role": candidate.role,
        "period": candidate.period or None,
        "period_basis": candidate.period_basis,
        "place": place.name.zh if place else candidate.place_name or None,
        "body": candidate.body or None,
        "topic": candidate.topic or None,
        "indicator": candidate.indicator or None,
        "excluded": candidate.excluded,
    }


def _render_rows(rows: list[dict[str, object]], style: str) -> str:
    if style == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    cells = [{key: "" if row[key] is None else str(row[key]) for key in row} for row in rows]
    if style == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, FIGURE_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(cells)
        return text.getvalue()
    lines = ["\t".join(FIGURE_COLUMNS)]
    lines += ["\t".join(row[column] for column in FIGURE_COLUMNS) for row in cells]
    return "\n".join(lines) + "\n"


def _run_extract(arguments: argparse.Namespace) -> int:
    root = _root(arguments)
    atlas = _atlas(arguments)
    if atlas is None:
        return 1
    left = 0
    for source in atlas.content.sources.values():
        open_starts = {
            entry.start for entry in atlas.ledgers[source.id] if entry.disposition == "open"
        }
        left += len(open_starts)
        accounted, total = count_accounted(atlas.ledgers[source.id])
        sys.stdout.write(f"{source.id}: {accounted} / {total}\n")
        if open_starts and not arguments.check:
            _add_drafts(root, atlas, source, open_starts)
    return int(arguments.check and left > 0)


def _add_drafts(root: Path, atlas: Atlas, source: Source, starts: set[int]) -> None:
    """Appends a draft for each figure that starts there to the sheet of the source's place."""
    path = root / "content" / "cities" / f"{source.place}.yml"
    before = path.read_text("utf-8") if path.exists() else f"place: {source.place}\nfacts: []\n"
    candidates = [
        candidate
        for candidate in read_candidates(atlas.content, source)
        if candidate.figure.start in starts
    ]
    taken = [fact.id for fact in atlas.content.facts()]
    drafts = render_drafts(candidates, source, taken, atlas.content.seeds[source.seed])
    write_atomically(path, merge_drafts(before, drafts))


def _run_export(arguments: argparse.Namespace) -> int:
    atlas = _atlas(arguments)
    if atlas is None:
        return 1
    for output in export_tables(atlas):
        path = arguments.folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.data)
    return 0


def _run_pages(arguments: argparse.Namespace) -> int:
    atlas = _atlas(arguments)
    if atlas is None:
        return 1
    for page in build_pages(atlas, _root(arguments) / "theme"):
        path = arguments.folder / page.path / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.html, "utf-8")
    return 0


def _run_counts(arguments: argparse.Namespace) -> int:
    atlas = _atlas(arguments)
    if atlas is None:
        return 1
    content = atlas.content
    accepted = [fact for fact in content.facts() if fact.status == "accepted"]
    used = {fact.indicator for fact in accepted}
    entries = [entry for ledger in atlas.ledgers.values() for entry in ledger]
    accounted, total = count_accounted(entries)
    rows = {
        "places with a sheet": len(content.sheets),
        "places registered": len(content.places),
        "facts": len(accepted),
        "measures": sum(measure.status == "accepted" for measure in content.measures()),
        "indicators in use": len(used),
        "sources": len(content.sources),
        "facts with a doubt": sum(bool(fact.flags) for fact in accepted),
        "figures accounted for": f"{accounted} of {total}",
    }
    for name, count in rows.items():
        sys.stdout.write(f"{name:<24}{count}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
