"""`atlas check`: every problem in content/ and seeds/, for people, pull requests and tools."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
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
from atlas.revisions import earlier_state
from atlas.site import check_folder

FORMATS = ("text", "github", "json")


def run_check(
    root: Path, paths: Sequence[Path], form: str, strict: bool, since: str, lang: Lang
) -> int:
    """Lists the problems of the files and folders named, of all where none is.

    Everything is read in any case: a sheet may be faulty by what another file says. With a
    revision of git in `since`, only what has come up after it is listed. 1 where an error is
    listed, with `strict` a warning too; 2 where a path is not in the project.

    Raises:
        RevisionError: git does not know the revision.
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
    if since:
        with earlier_state(root, since) as folder:
            _, known = check_folder(folder)
        found = tuple(_leave_out(found, known))
    listed = [problem for problem in sorted(set(found)) if not paths or _is_wanted(problem, wanted)]
    if form == "json":
        sys.stdout.write(render_json(listed))
    elif form == "github":
        sys.stdout.write(render_annotations(listed, lang))
        sys.stdout.write(render_count(listed, lang) + "\n")
    else:
        sys.stdout.write(render_problems(listed, lang) + "\n")
    return int(has_errors(listed) or (strict and bool(listed)))


def _leave_out(found: Sequence[Problem], known: Sequence[Problem]) -> Iterator[Problem]:
    """What was not known before; a problem that only moved to another line was."""
    before = Counter((one.mark.path, one.rule, one.en) for one in known)
    for problem in found:
        key = (problem.mark.path, problem.rule, problem.en)
        if before[key]:
            before[key] -= 1
        else:
            yield problem


def _is_wanted(problem: Problem, wanted: Sequence[Path]) -> bool:
    return any(Path(problem.mark.path).is_relative_to(path) for path in wanted)
