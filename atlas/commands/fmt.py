"""`atlas fmt`: brings what editors wrote into its canonical form, or shows what would change."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from atlas.decoding import decode_yaml
from atlas.disk import read_inside, write_inside
from atlas.formats import FileFormat, find_format, formats
from atlas.formatting import format_text
from atlas.model import Lang, Mark
from atlas.problems import Problem, render_problems


def run_fmt(root: Path, paths: Sequence[Path], check: bool, lang: Lang) -> int:
    """Formats the files (all of content/ where none is named); 1 if one is left unformatted.

    With `check` nothing is written: the difference is printed, and any is a failure.
    """
    problems: list[Problem] = []
    changed = 0
    for path, name, file in _find_files(root, paths, problems):
        data = read_inside(root, path, problems)
        if data is None:
            continue
        try:
            before = data.decode("utf-8")
        except UnicodeDecodeError:
            decode_yaml(data, name, problems)
            continue
        after, found = format_text(before, name, file)
        problems += found
        if after != before:
            changed += 1
            if check:
                sys.stdout.write(_render_difference(before, after, name))
            else:
                write_inside(root, path, after)
                sys.stdout.write(f"{name}\n")
    if problems:
        sys.stderr.write(render_problems(problems, lang) + "\n")
    return int(bool(problems) or (check and changed > 0))


def _find_files(
    root: Path, paths: Sequence[Path], problems: list[Problem]
) -> Iterator[tuple[Path, str, FileFormat]]:
    """The files with their names below the project; a problem for each that is no content."""
    if not paths:
        for file in formats().files:
            for path in sorted(root.glob(file.path)):
                yield path, path.relative_to(root).as_posix(), file
        return
    for path in paths:
        whole = path.resolve()
        name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()
        found = find_format(name)
        if found:
            yield whole, name, found
        else:
            mark = Mark(name, 1, 1)
            listed = ", ".join(file.path for file in formats().files)
            zh = f"不是 content/ 中的文件。能整理的有：{listed}。"
            problems.append(
                Problem(mark, "no-content", zh, f"This is no file of content/. Valid: {listed}.")
            )


def _render_difference(before: str, after: str, name: str) -> str:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return "".join(
        line if line.endswith("\n") else line + "\n" for line in unified_diff(old, new, name, name)
    )
