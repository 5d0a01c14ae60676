"""What git has kept of the content: the commits that changed it, and its files as they were.

Git is asked without the reader's settings, without a network and without what it is told by the
environment, so that everyone who has the same commits is told the same. Followed are the first
parents: what a merge brought in was published by the merge.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from atlas.chronicle import Commit

_SETTINGS = Path(__file__).with_name("gitconfig")
_HEAD = re.compile(rb"\x1e([0-9a-f]{40,64})\x1f(-?\d+)\x1f([^\x1f]*)\x1f([^\x1d]*)\x1d")
_FILE = re.compile(
    rb"^:\d{6} (?P<mode>\d{6}) [0-9a-f]+ (?P<blob>[0-9a-f]+) [A-Z]\d*\t(?P<path>[^\t\n\"]+)$",
    re.MULTILINE,
)
_FORMAT = "--format=%x1e%H%x1f%ct%x1f%s%x1f%b%x1d"
_LOG = (
    *("log", "--first-parent", "-m", "--raw", "--relative", _FORMAT),
    *("--no-abbrev", "--no-renames", "--no-color", "--no-ext-diff"),
)
_GROWING = ("shallow", "info/grafts", "objects/pack")
_REGULAR = (b"100644", b"100755")
_MERGED = ("Merge pull request", "Merge branch", "Merge remote-tracking")


@dataclass(frozen=True, slots=True)
class Log:
    """The commits that changed the content, the oldest first.

    `whole` says whether nothing came before them: in a shallow clone the first of them stands for
    all that came before, and what it seems to add was there already.
    """

    commits: tuple[Commit, ...]
    whole: bool


def read_log(root: Path) -> Log | None:
    """The history of `content/` below a folder; None where git knows none of it."""
    told = _ask(root, *_LOG, "HEAD", "--", "content")
    if not told:
        return None
    commits = tuple(_commits(told))[::-1]
    return Log(commits, not _cut_off(root)) if commits else None


def read_head(root: Path) -> str:
    """The id of the commit that the folder stands at; empty where there is none."""
    return (_ask(root, "rev-parse", "--verify", "HEAD") or b"").decode().strip()


def describe_state(root: Path) -> tuple[str, ...]:
    """Differs whenever `read_log` or `read_blobs` could tell something else."""
    # What a fetch brings may end a shallow clone or fill gaps, with the same commit.
    words = [word for path in _GROWING for word in ("--git-path", path)]
    paths = _ask(root, "rev-parse", *words) or b""
    stamps = []
    for path in paths.decode("utf-8", "surrogateescape").splitlines():
        try:
            stamps.append(str((root / path).stat().st_mtime_ns))
        except OSError:
            stamps.append("")
    return (read_head(root), *stamps)


def read_blobs(root: Path, ids: Iterable[str]) -> Mapping[str, bytes]:
    """What files held, by id, in one call; what git does not have here is left out."""
    wanted = sorted(set(ids))
    told = _ask(root, "cat-file", "--batch", stdin="".join(f"{one}\n" for one in wanted)) or b""
    found: dict[str, bytes] = {}
    at = 0
    while (end := told.find(b"\n", at)) >= 0:
        name, *rest = told[at:end].split()
        at = end + 1
        if len(rest) == 2:  # "blob" and its size; else "missing"
            size = int(rest[1])
            found[name.decode()] = told[at : at + size]
            at += size + 1
    return found


def _commits(told: bytes) -> Iterator[Commit]:
    heads = list(_HEAD.finditer(told))
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        raw = told[head.end() : after.start() if after else len(told)]
        files = [
            (
                row["path"].decode("utf-8", "replace"),
                row["blob"].decode() if row["mode"] in _REGULAR else None,
            )
            for row in _FILE.finditer(raw)
        ]
        name, seconds, subject, body = (part.decode("utf-8", "replace") for part in head.groups())
        yield Commit(name, _time(int(seconds)), _subject(subject, body), tuple(files))


def _subject(subject: str, body: str) -> str:
    """What a commit is about, without control signs; a merge says it below its first line.

    >>> _subject("Merge pull request #12 from someone/patch-1", "Correct the rate of Wuhai")
    'Correct the rate of Wuhai'
    """
    if subject.startswith(_MERGED):
        below = [line.strip() for line in body.splitlines() if line.strip()]
        subject = below[0] if below else subject
    return "".join(sign for sign in " ".join(subject.split()) if sign.isprintable())


def _time(seconds: int) -> str:
    """A moment as ISO 8601.

    >>> _time(1795739854)
    '2026-11-27T00:37:34Z'
    """
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return "1970-01-01T00:00:00Z"


def _cut_off(root: Path) -> bool:
    """Whether the clone is shallow along the first parents."""
    shallow = _ask(root, "rev-parse", "--is-shallow-repository") or b""
    if shallow.strip() != b"true":
        return False
    path = (_ask(root, "rev-parse", "--git-path", "shallow") or b"").decode().strip()
    first = _ask(root, "rev-list", "--first-parent", "--max-parents=0", "HEAD") or b""
    try:
        ends = set((root / path).read_text("ascii").split())
    except (OSError, ValueError):
        return True
    return bool(ends.intersection(first.decode().split())) or not first.strip()


def _ask(root: Path, *words: str, stdin: str = "") -> bytes | None:
    """What git answers; None where there is no git, no repository, or nothing to tell."""
    command = ["git", "--no-pager", "-C", str(root), *words]
    try:
        done = subprocess.run(
            command, input=stdin.encode(), capture_output=True, check=False, env=_environment()
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {
        "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks
        "GIT_CONFIG_GLOBAL": str(_SETTINGS),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
