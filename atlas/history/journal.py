"""Every change of a record of the content, one after the other, the folder's own state at last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from atlas.disk import read_inside
from atlas.history.git import Commit, read_blobs, read_log
from atlas.history.pieces import REST, Pieces, cut, says_same

_SUFFIXES = (".yml", ".md")


@dataclass(frozen=True, slots=True)
class Touch:
    """A record, or the rest of a file, that became another.

    `commit` is None for what no commit has recorded yet. `before` and `after` are its lines, None
    where it was not there. `is_first_known` says that the history of this copy begins with it:
    the record may have been there before.
    """

    commit: Commit | None
    path: str
    key: str
    before: str | None
    after: str | None
    is_first_known: bool = False

    @property
    def day(self) -> str | None:
        """The day that git has for it, None where it knows none."""
        return None if self.commit is None or self.is_first_known else self.commit.day


@dataclass(frozen=True, slots=True)
class Journal:
    """The changes of all records, the oldest first, those of one commit in the order of files.

    `whole` says whether they reach back to the beginning; else `begins` is the time before which
    this copy has no history.
    """

    touches: tuple[Touch, ...]
    whole: bool
    begins: str


def read_journal(root: Path) -> Journal | None:
    """What git and the folder tell; None where no history is at hand."""
    log = read_log(root)
    if log is None:
        return None
    files = [(commit, path, blob) for commit in log.commits for path, blob in commit.files]
    wanted = [(commit, path, blob) for commit, path, blob in files if path.endswith(_SUFFIXES)]
    blobs = read_blobs(root, (blob for _, _, blob in wanted if blob))
    if any(blob and blob not in blobs for _, _, blob in wanted):
        return None  # a partial clone has the commits, not what they changed
    states: dict[str, Pieces] = {}
    touches: list[Touch] = []
    for commit, path, blob in wanted:
        cut_off = not log.whole and commit is log.commits[0]
        after = _cut(path, blobs[blob]) if blob else {}
        touches += _compare(commit, path, states.get(path, {}), after, cut_off)
        states[path] = after
    here = _read_folder(root)
    for path in sorted({*states, *here}):
        touches += _compare(None, path, states.get(path, {}), here.get(path, {}))
    return Journal(tuple(touches), log.whole, log.commits[0].time)


def _read_folder(root: Path) -> dict[str, Pieces]:
    found: dict[str, Pieces] = {}
    for path in sorted((root / "content").rglob("*")):
        if path.suffix in _SUFFIXES and path.is_file() and not path.is_symlink():
            data = read_inside(root, path, [])
            name = path.relative_to(root).as_posix()
            if data is not None:
                found[name] = _cut(name, data)
    return found


def _cut(path: str, data: bytes) -> Pieces:
    text = data.decode("utf-8", "replace")
    return cut(path, text) if path.endswith(".yml") else {REST: text}


def _compare(
    commit: Commit | None, path: str, before: Pieces, after: Pieces, is_first_known: bool = False
) -> Iterator[Touch]:
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if old != new and not (old and new and says_same(old, new)):
            yield Touch(commit, path, key, old, new, is_first_known)
