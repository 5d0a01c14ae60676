"""`atlas diff REV`: what an editor's change says, against a state that git has kept."""

from __future__ import annotations

import sys
from pathlib import Path

from atlas.content import load_content
from atlas.differences import find_changes, render_changes
from atlas.model import Lang
from atlas.problems import has_errors, render_problems
from atlas.revisions import earlier_state


def run_diff(root: Path, revision: str, lang: Lang) -> int:
    """Prints the changes since a revision; 1 if the content as it is cannot be read.

    Raises:
        RevisionError: git does not know the revision.
    """
    new, problems = load_content(root)
    if has_errors(problems):
        sys.stderr.write(render_problems(problems, lang) + "\n")
        return 1
    with earlier_state(root, revision) as folder:
        old, _ = load_content(folder)
    sys.stdout.write(render_changes(find_changes(old, new), old, new, lang))
    return 0
