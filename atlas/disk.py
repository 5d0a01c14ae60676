"""Files of the project: read and written inside its folder only, whole or not at all."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

from atlas.model import Mark
from atlas.problems import Problem

LARGEST = (
    5_000_000  # bytes of a YAML file or a page; the largest that editors wrote has 0.1 million
)


class RefusedError(OSError):
    """A write that would leave the project, or meet another run; says so in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def is_inside(root: Path, path: Path) -> bool:
    """Whether the path, links followed, lies in the folder `root`."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def read_inside(
    root: Path, path: Path, problems: list[Problem], most: int = LARGEST
) -> bytes | None:
    """The file's bytes; None with a problem where it is missing, too large or leads elsewhere."""
    return Reader(root).read(path, problems, most)


class Reader:
    """Reads files below `root`; that their folders lie there is looked at once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._inside: dict[Path, bool] = {}

    def read(self, path: Path, problems: list[Problem], most: int = LARGEST) -> bytes | None:
        """As `read_inside`."""
        if not self._has_inside(path):
            problems.append(_outside(self._mark(path)))
            return None
        try:
            told = path.stat()
            if not S_ISREG(told.st_mode):  # a pipe would keep us waiting
                raise FileNotFoundError
            if told.st_size > most:
                problems.append(_too_large(self._mark(path), told.st_size, most))
                return None
            with path.open("rb", buffering=0) as file:
                return file.read()
        except OSError:
            problems.append(_missing(self._mark(path)))
            return None

    def _has_inside(self, path: Path) -> bool:
        if path.is_symlink():
            return is_inside(self._root, path)
        folder = path.parent
        if folder not in self._inside:
            self._inside[folder] = is_inside(self._root, folder)
        return self._inside[folder]

    def _mark(self, path: Path) -> Mark:
        return Mark(path.relative_to(self._root).as_posix(), 1, 1)


def _missing(mark: Mark) -> Problem:
    zh = f"没有文件 {mark.path}，或读不了它。"
    en = f"There is no file {mark.path}, or it cannot be read."
    return Problem(mark, "missing-file", zh, en)


def _outside(mark: Mark) -> Problem:
    return Problem(
        mark,
        "outside",
        "这是指到项目之外的链接，没有读。用文件本身代替它。",
        "This is a link that leads out of the project; it was not read. Put the file itself here.",
    )


def _too_large(mark: Mark, size: int, most: int) -> Problem:
    had, limit = f"{size / 1e6:.1f} MB", f"{most / 1e6:g} MB"
    return Problem(
        mark,
        "too-large",
        f"文件有 {had}，最多 {limit}。放错了文件，或应当分成几个。",
        f"The file has {had}; at most {limit} are read. Is it the right file?",
    )


def find_strays(root: Path, folders: Iterable[str]) -> Iterator[Problem]:
    """A problem for each link below the folders that leads out of the project."""
    for folder in folders:
        for where, names, files in os.walk(root / folder):
            for name in sorted((*names, *files)):
                path = Path(where, name)
                if path.is_symlink() and not is_inside(root, path):
                    yield _outside(Mark(path.relative_to(root).as_posix(), 1, 1))


def check_inside(root: Path, path: Path) -> None:
    """Raises RefusedError where the path, links followed, does not lie in the folder `root`."""
    if not is_inside(root, path):
        raise RefusedError(
            f"{path} 指到项目之外，没有写。",
            f"{path} leads out of the project: nothing was written.",
        )


def write_inside(root: Path, path: Path, text: str | bytes) -> None:
    """Replaces a file of the project as `write_atomically` does.

    Raises:
        RefusedError: The path, links followed, does not lie in the folder `root`.
        OSError: It cannot be written; the old file is whole.
    """
    check_inside(root, path)
    write_atomically(path, text)


def write_atomically(path: Path, text: str | bytes) -> None:
    """Replaces the file at once, so that no reader and no crash ever sees half of it."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keeps other runs that write to the project out until the end; a killed run lets go at once.

    Raises:
        RefusedError: Another run is at work.
    """
    if not root.is_dir():
        yield  # there is nothing to keep others from
        return
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedError(
                "另一个 atlas 命令正在写这个项目。等它结束再运行。",
                "Another atlas command is writing to this project. Run this one when it has ended.",
            ) from error
        yield
    finally:
        os.close(handle)
