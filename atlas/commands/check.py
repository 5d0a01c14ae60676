"""`atlas check`: every problem in content/ and seeds/, for people, pull requests and tools."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from atlas.model import Lang
from atlas.problems import (
    Problem,
    has_errors,
    render_annotations,
    render_count,
    render_json,
    render_problems,
)
from atlas.site import check_folder

FORMATS = ("text", "github", "json")


def run_check(root: Path, paths: Sequence[Path], form: str, strict: bool, lang: Lang) -> int:
    """Lists the problems of the files and folders named, of all where none is.

    Everything is read in any case: a sheet may be faulty by what another file says. 1 where
    an error is listed, with `strict` a warning too; 2 where a path is not in the project.
    """
    wanted = []
    for path in paths:
        whole = path.resolve()
        if not whole.is_relative_to(root.resolve()) or not whole.exists():
            zh = f"项目里没有 {path}。写 content/ 或 seeds/ 中的文件或文件夹。"
            en = f"There is no {path} in the project. Name a file or folder of content/ or seeds/."
            sys.stderr.write((zh if lang == "zh" else en) + "\n")
            return 2
        wanted.append(whole.relative_to(root.resolve()))
    _, found = check_folder(root)
    listed = [problem for problem in sorted(set(found)) if not paths or _is_wanted(problem, wanted)]
    if form == "json":
        sys.stdout.write(render_json(listed))
    elif form == "github":
        sys.stdout.write(render_annotations(listed, lang))
        sys.stdout.write(render_count(listed, lang) + "\n")
    else:
        sys.stdout.write(render_problems(listed, lang) + "\n")
    return int(has_errors(listed) or (strict and bool(listed)))


def _is_wanted(problem: Problem, wanted: Sequence[Path]) -> bool:
    return any(Path(problem.mark.path).is_relative_to(path) for path in wanted)
