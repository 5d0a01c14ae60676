"""What a command costs, its children included, and what it leaves in a folder."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

_EVERY = 0.05  # seconds between two looks at the memory
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TAIL = 2000  # signs of what a failed command printed


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the clock and of the processors; bytes of memory in use at once, at most.

    The memory is the sum of the resident sets of the command and all below it: what processes
    share counts for each.
    """

    wall: float
    cpu: float
    memory: int


class CommandError(RuntimeError):
    """A measured command failed; the message is the end of what it printed."""


def run_measured(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> Cost:
    """Runs the command in the folder to its end.

    Raises:
        CommandError: It did not end with 0.
    """
    printed = folder / ".printed"
    started = time.perf_counter()
    with printed.open("wb") as out:
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=dict(os.environ) | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        watch = _Watch(child.pid)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    memory = watch.end()
    words = printed.read_text(encoding="utf-8", errors="replace")
    printed.unlink()
    if child.returncode != 0:
        raise CommandError(f"{' '.join(map(str, command))}: {words[-_TAIL:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, memory)


class _Watch:
    """Looks at the memory of a session of processes until told to end."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> int:
        self._over.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            self._most = max(self._most, sum(_resident(self._session)))


def _resident(session: int) -> Iterator[int]:
    """Bytes of each process of the session, after proc_pid_stat(5)."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == session:
            yield int(fields[21]) * _PAGE


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a folder: of each, when it was written and a digest of its bytes."""

    written: Mapping[str, tuple[int, int]]
    digests: Mapping[str, bytes]
    size: int


def read_tree(folder: Path) -> Tree:
    """The tree as it is now; empty where there is no folder."""
    written, digests, size = {}, {}, 0
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name, status = path.relative_to(folder).as_posix(), path.stat()
            written[name] = (status.st_mtime_ns, status.st_ino)
            digests[name] = blake2b(path.read_bytes(), digest_size=16).digest()
            size += status.st_size
    return Tree(written, digests, size)


def count_changes(before: Tree, after: Tree) -> tuple[int, int]:
    """How many files were written anew or removed, and how many have other bytes than before."""
    return _differing(before.written, after.written), _differing(before.digests, after.digests)


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> int:
    return sum(before.get(name) != after.get(name) for name in before.keys() | after.keys())
