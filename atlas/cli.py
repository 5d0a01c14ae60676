"""The command line: `atlas COMMAND`. Exit 0 clean, 1 problems found, 2 wrong use."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from atlas.archive import make_archive, read_address
from atlas.aside import AsideError
from atlas.commands.add import WISHES, run_add
from atlas.commands.check import FORMATS, run_check
from atlas.commands.diff import run_diff
from atlas.commands.figures import read_figures, render_rows
from atlas.commands.files import describe_failure, read_file
from atlas.commands.fmt import run_fmt
from atlas.disk import RefusedError, alone, write_atomically, write_inside
from atlas.drafts import merge_drafts, render_drafts
from atlas.export import export_tables
from atlas.guide import GUIDE, renew_lists
from atlas.languages import reader_lang
from atlas.ledger import count_accounted
from atlas.model import Atlas, Source
from atlas.pages import build_pages
from atlas.problems import render_problems
from atlas.progress import show_progress
from atlas.proposals import Wishes
from atlas.reading.folding import is_blank
from atlas.reading.seeds import SeedError
from atlas.reading.webpage import read_document
from atlas.readings import read_candidates
from atlas.release import read_release
from atlas.revisions import RevisionError
from atlas.schemas import build_schemas
from atlas.site import leave_out_drafts, load_atlas, with_history


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may know no Chinese
    arguments = make_parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        if arguments.writes and not getattr(arguments, "check", False):
            with alone(_root(arguments)):
                return run(arguments)
        return run(arguments)
    except BrokenPipeError:
        return 0
    except (RefusedError, AsideError) as error:
        _say(arguments, error.zh, error.en)
        return 1
    except RevisionError as error:
        _say(arguments, error.zh, error.en)
        return 2
    except OSError as error:
        _say(arguments, *describe_failure(error))
        return 2


def make_parser() -> argparse.ArgumentParser:
    """The commands with their help."""
    parser = argparse.ArgumentParser(
        prog="atlas", description="Build and keep the health-reform atlas."
    )
    parser.add_argument(
        "--lang",
        choices=("zh", "en"),
        default=reader_lang(os.environ),
        help="the language of messages, given before the command (default: that of the terminal)",
    )
    parser.add_argument("--root", type=Path, help="the project folder (default: found from here)")
    parser.set_defaults(writes=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="list every problem in content/ and seeds/")
    check.add_argument("paths", type=Path, nargs="*", metavar="PATH", help="list only these")
    check.add_argument("--format", choices=FORMATS, default="text")
    check.add_argument("--strict", action="store_true", help="warnings count as problems too")
    check.add_argument(
        "--since", default="", metavar="REV", help="list only what is new since then"
    )
    check.set_defaults(run=_run_check)

    fmt = commands.add_parser("fmt", help="bring content/ into its canonical form")
    fmt.add_argument("paths", type=Path, nargs="*", metavar="PATH", help="default: all of content/")
    fmt.add_argument("--check", action="store_true", help="write nothing; print what would change")
    fmt.set_defaults(run=_run_fmt, writes=True)

    figures = commands.add_parser("figures", help="print every figure of a document")
    figures.add_argument("file", type=Path)
    figures.add_argument("--format", choices=("table", "jsonl", "csv"), default="table")
    figures.add_argument(
        "--text", type=Path, metavar="OUT", help="write the text that the offsets count in"
    )
    figures.set_defaults(run=_run_figures)

    extract = commands.add_parser("extract", help="draft a fact for every figure that has none")
    extract.add_argument(
        "--check", action="store_true", help="write nothing; fail while a figure is unaccounted for"
    )
    extract.set_defaults(run=_run_extract, writes=True)

    add = commands.add_parser("add", help="register documents and draft their facts")
    add.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a document or a folder")
    for name, help_text in WISHES.items():
        add.add_argument(f"--{name}", default="", help=help_text)
    add.set_defaults(run=_run_add, writes=True)

    export = commands.add_parser("export", help="write the open data")
    export.add_argument("folder", type=Path)
    export.set_defaults(run=_run_export)

    release = commands.add_parser("release", help="write the archive of this version, one zip")
    release.add_argument("folder", type=Path, metavar="OUT")
    release.add_argument("--url", help="where the site stands (default: as in CITATION.cff)")
    release.set_defaults(run=_run_release)

    pages = commands.add_parser("pages", help="write the generated pages without the site's shell")
    pages.add_argument("folder", type=Path)
    pages.set_defaults(run=_run_pages)

    schema = commands.add_parser("schema", help="write the JSON Schemas that editors' programs use")
    schema.add_argument("--check", action="store_true", help="write nothing; fail if one is stale")
    schema.set_defaults(run=_run_schema, writes=True)

    guide = commands.add_parser("guide", help="renew the lists in CONTRIBUTING")
    guide.add_argument("--check", action="store_true", help="write nothing; fail if one is stale")
    guide.set_defaults(run=_run_guide, writes=True)

    diff = commands.add_parser("diff", help="say in words what changed since a revision of git")
    diff.add_argument("revision", metavar="REV")
    diff.set_defaults(run=_run_diff)

    counts = commands.add_parser("counts", help="print how much the atlas holds")
    counts.set_defaults(run=_run_counts)
    return parser


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
    root, form, strict = _root(arguments), arguments.format, arguments.strict
    return run_check(root, arguments.paths, form, strict, arguments.since, arguments.lang)


def _atlas(arguments: argparse.Namespace) -> Atlas | None:
    atlas, problems = load_atlas(_root(arguments))
    if atlas is None:
        sys.stderr.write(render_problems(problems, arguments.lang) + "\n")
    return atlas


def _run_fmt(arguments: argparse.Namespace) -> int:
    return run_fmt(_root(arguments), arguments.paths, arguments.check, arguments.lang)


def _run_figures(arguments: argparse.Namespace) -> int:
    file: Path = arguments.file
    if arguments.text and arguments.text.exists() and arguments.text.samefile(file):
        _say(arguments, "--text 不能写到原文件上。", "--text cannot overwrite the document.")
        return 2
    try:
        text = read_document(read_file(file), file.name)
    except SeedError as error:
        _say(arguments, f"{file}：{error.zh}", f"{file}: {error.en}")
        return 1
    if arguments.text:
        arguments.text.write_text(text, "utf-8", newline="")
    rows = read_figures(text, file.name, _root(arguments))
    if is_blank(text):
        _say(arguments, f"{file}：文件是空的。", f"{file}: the document is empty.")
    elif not rows:
        _say(arguments, f"{file}：没有找到数字。", f"{file}: no figure found.")
    sys.stdout.write(render_rows(rows, arguments.format))
    return 0


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
    empty = f"place: {source.place}\nfacts: []\n"
    before = path.read_bytes().decode("utf-8") if path.exists() else empty
    candidates = [
        candidate
        for candidate in read_candidates(atlas.content, source)
        if candidate.figure.start in starts
    ]
    taken = [fact.id for fact in atlas.content.facts()]
    drafts = render_drafts(candidates, source, taken, atlas.content.seeds[source.seed])
    try:
        after = merge_drafts(before, drafts)
    except ValueError as error:
        raise RefusedError(
            f"{path} 的 facts 不是逐条的列表，没有写。先运行 atlas fmt。",
            f"{path}: {error}; nothing was written. Run atlas fmt first.",
        ) from error
    write_inside(root, path, after)


def _run_add(arguments: argparse.Namespace) -> int:
    root = _root(arguments)
    if _atlas(arguments) is None:
        return 1
    wishes = Wishes(**{name: getattr(arguments, name) for name in WISHES})
    return run_add(root, arguments.files, wishes, arguments.lang)


def _run_export(arguments: argparse.Namespace) -> int:
    atlas = _atlas(arguments)
    if atlas is None:
        return 1
    atlas = with_history(leave_out_drafts(atlas), _root(arguments))
    for output in show_progress(export_tables(atlas), "文件", "files"):
        path = arguments.folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.data)
    return 0


def _run_release(arguments: argparse.Namespace) -> int:
    atlas = _atlas(arguments)
    if atlas is None:
        return 1
    root = _root(arguments)
    address = arguments.url or read_address(root)
    archive = make_archive(
        with_history(leave_out_drafts(atlas), root), root, read_release(), address
    )
    path: Path = arguments.folder / archive.path
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, archive.data)
    sys.stdout.write(f"{path} {len(archive.data)} {sha256(archive.data).hexdigest()}\n")
    return 0


def _run_pages(arguments: argparse.Namespace) -> int:
    atlas = _atlas(arguments)
    if atlas is None:
        return 1
    atlas = with_history(atlas, _root(arguments))
    for page in build_pages(atlas, _root(arguments) / "theme"):
        path = arguments.folder / page.path / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.html, "utf-8")
    return 0


def _run_schema(arguments: argparse.Namespace) -> int:
    """Writes the schemas that differ, or names them; any that does is stale."""
    atlas = _atlas(arguments)
    if atlas is None:
        return 1
    stale = 0
    for output in build_schemas(atlas.content):
        path = _root(arguments) / output.path
        if path.is_file() and path.read_bytes() == output.data:
            continue
        stale += 1
        sys.stdout.write(f"{output.path}\n")
        if not arguments.check:
            write_inside(_root(arguments), path, output.data)
    return int(arguments.check and stale > 0)


def _run_guide(arguments: argparse.Namespace) -> int:
    path = _root(arguments) / GUIDE
    before = path.read_text("utf-8")
    after = renew_lists(before)
    if after != before:
        sys.stdout.write(f"{GUIDE}\n")
        if not arguments.check:
            write_inside(_root(arguments), path, after)
    return int(arguments.check and after != before)


def _run_diff(arguments: argparse.Namespace) -> int:
    return run_diff(_root(arguments), arguments.revision, arguments.lang)


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
