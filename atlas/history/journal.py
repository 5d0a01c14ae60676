"""Every change of a record of the content, one after the other, the folder's own state at last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from atlas.chronicle import Commit
from atlas.disk import read_inside
from atlas.history.git import read_blobs, read_head, read_log
from atlas.history.pieces import REST, Pieces, cut, read_piece, says_same
from atlas.memory import Memory

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

    `head` is the commit that the folder stands at, and `here` are the changes that no commit has
    recorded. `whole` says whether all reach back to the beginning; else `begins` is the time
    before which this copy has no history.
    """

    head: str
    past: tuple[Touch, ...]
    here: tuple[Touch, ...]
    whole: bool
    begins: str

    @property
    def touches(self) -> tuple[Touch, ...]:
        return self.past + self.here


@dataclass(frozen=True, slots=True)
class _Past:
    """What git alone tells: the changes, and what each file held after the last, with its id."""

    touches: tuple[Touch, ...]
    states: Mapping[str, Pieces]
    blobs: Mapping[str, str]
    whole: bool
    begins: str


def read_journal(root: Path, memory: Memory | None = None) -> Journal | None:
    """What git and the folder tell; None where no history is at hand.

    A memory keeps from one build to the next what git tells of one commit.
    """
    head = read_head(root)
    memory = memory or Memory(keeps=False)
    past = memory.recall(lambda: _read_past(root), "history", str(root), head) if head else None
    if past is None:
        return None
    here = _read_folder(root)
    touches = [
        touch
        for path in sorted({*past.states, *here})
        # Most files are as git has them, and need no cutting.
        if path not in here or not _is_blob(past.blobs.get(path), here[path])
        for touch in _compare(
            None,
            path,
            past.states.get(path, {}),
            _cut(path, here[path]) if path in here else {},
        )
    ]
    return Journal(head, past.touches, tuple(touches), past.whole, past.begins)


def _read_past(root: Path) -> _Past | None:
    log = read_log(root)
    if log is None:
        return None
    files = [(commit, path, blob) for commit in log.commits for path, blob in commit.files]
    wanted = [(commit, path, blob) for commit, path, blob in files if path.endswith(_SUFFIXES)]
    blobs = read_blobs(root, (blob for _, _, blob in wanted if blob))
    if any(blob and blob not in blobs for _, _, blob in wanted):
        return None  # a partial clone has the commits, not what they changed
    states: dict[str, Pieces] = {}
    last: dict[str, str] = {}
    touches: list[Touch] = []
    for commit, path, blob in wanted:
        cut_off = not log.whole and commit is log.commits[0]
        before = states.get(path, {})
        after = _cut(path, blobs[blob]) if blob else {}
        if blob and not _is_sound(before, after, blobs[blob]):
            continue  # nothing was published from it
        touches += _compare(commit, path, before, after, cut_off)
        states[path] = after
        last[path] = blob or ""
    return _Past(tuple(touches), states, last, log.whole, log.commits[0].time)


def _is_blob(name: str | None, data: bytes) -> bool:
    """Whether git would give the data this id."""
    if not name:
        return False
    algorithm = "sha1" if len(name) == 40 else "sha256"
    head = b"blob %d\0" % len(data)
    return hashlib.new(algorithm, head + data, usedforsecurity=False).hexdigest() == name


def _read_folder(root: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in sorted((root / "content").rglob("*")):
        if path.suffix in _SUFFIXES and path.is_file() and not path.is_symlink():
            data = read_inside(root, path, [])
            name = path.relative_to(root).as_posix()
            if data is not None:
                found[name] = data
    return found


def _cut(path: str, data: bytes) -> Pieces:
    text = data.decode("utf-8", "replace")
    return cut(path, text) if path.endswith(".yml") else {REST: text}


def _is_sound(before: Pieces, after: Pieces, data: bytes) -> bool:
    """Whether a file can be read; only where records are gone or changed is it read for that."""
    if before.keys() - after.keys():
        return read_piece(data) is not None
    changed = [after[key] for key in before if key and after[key] != before[key]]
    return all(read_piece(piece) is not None for piece in changed)


def _compare(
    commit: Commit | None, path: str, before: Pieces, after: Pieces, is_first_known: bool = False
) -> Iterator[Touch]:
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if old != new and not (old and new and says_same(old, new)):
            yield Touch(commit, path, key, old, new, is_first_known)
