"""Writing the site: only what changed, and the old site stays whole until all is ready.

Changed files are first written beside the site, then moved to their places; a new site is moved
there whole. A run that is stopped leaves the old site or the new. Only a machine that fails amid
the moves leaves some of each; the next build sets that right, as it compares every file.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_HELD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Published(NamedTuple):
    """How many files were written, left as they were, and deleted."""

    written: int
    kept: int
    deleted: int


def publish(site: Path, files: Iterable[tuple[str, bytes]]) -> Published:
    """Makes the folder `site` hold these files and no others, but for hidden ones at its top.

    Of two files with one path the first counts.
    """
    fresh = site.with_name(f".{site.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    old = dict.fromkeys(_list_files(site))
    changed: dict[str, Path] = {}
    wanted: set[str] = set()
    try:
        for path, data in files:
            if path in wanted:
                continue
            wanted.add(path)
            if path not in old or not _holds(site / path, data):
                # A tree if it is to be moved whole, else one folder, which is less work.
                changed[path] = fresh / (str(len(changed)) if old else path)
                _write(changed[path], data)
        surplus = [path for path in old if path not in wanted]
        with _undisturbed():
            if old:
                _move(changed, site, surplus)
            else:
                _replace(fresh, site)
        return Published(len(changed), len(wanted) - len(changed), len(surplus))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def page_file(address: str) -> str:
    """The file of a page, whose address ends with a slash or is empty."""
    return f"{address}index.html"


def read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below the folder, as `publish` takes them."""
    return ((path, (folder / path).read_bytes()) for path in _list_files(folder))


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True)
        path.write_bytes(data)


def _list_files(site: Path) -> Iterator[str]:
    """All but hidden files at the top, which MkDocs leaves alone as well: a branch's .git."""
    for where, folders, names in os.walk(site):
        if Path(where) == site:
            folders[:] = [one for one in folders if not one.startswith(".")]
            names = [one for one in names if not one.startswith(".")]
        for name in names:
            yield Path(where, name).relative_to(site).as_posix()


def _move(changed: Mapping[str, Path], site: Path, surplus: Iterable[str]) -> None:
    for path in surplus:
        (site / path).unlink()
        _drop_empty((site / path).parent, site)
    for path, ready in changed.items():
        target = site / path
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True)
        elif target.is_dir():
            shutil.rmtree(target)  # empty, or full of hidden files
        ready.replace(target)


def _drop_empty(folder: Path, site: Path) -> None:
    while folder != site and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _replace(fresh: Path, site: Path) -> None:
    fresh.mkdir(exist_ok=True)
    if not site.is_dir():
        fresh.replace(site)
        return
    for one in fresh.iterdir():  # hidden files may be there
        if (site / one.name).is_dir():
            shutil.rmtree(site / one.name)  # without a file in it
        one.replace(site / one.name)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Puts off what would stop the run, for the moment of the moves."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)
