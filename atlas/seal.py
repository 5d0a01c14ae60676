"""A build of which nothing changed since the last one is told by its files alone.

All that a site is made from is summed up, and so is the folder that it was written to. While both
sums are the last build's, the site is what would be made, and nobody reads the content.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from marshal import dumps
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from time import time_ns
from typing import TypeAlias

from atlas.history.git import describe_state
from atlas.parts import Page, Planned
from atlas.recipes import Stamp
from atlas.site import Site
from atlas.store import Store, digest

_KEY, _LOOKED = digest("seal"), digest("looked at")
_SETTLED = 2_000_000_000  # ns: no file system tells times more coarsely
Looked: TypeAlias = dict[str, tuple[tuple[int, ...], bytes]]
"""The stamps of files, and the digests of their bytes."""


class Seal:
    """What one site is made from: the files of `folders`, git's history, and the settings."""

    def __init__(self, store: Store, root: Path, folders: Iterable[Path], settings: object) -> None:
        self._store = store
        self._root = root
        self._folders = sorted(set(folders))
        self._settings = settings
        known = store.find(_LOOKED)
        self._known: Looked = known[0] if known else {}
        self._looked: Looked = {}
        self._since = time_ns() - _SETTLED
        self._before = self._sum_up()

    def find(self, stamps: Callable[[], Mapping[str, Stamp]]) -> Site | None:
        """The site as far as the host must know it; None where something is to be made.

        Args:
            stamps: Gives the files of the built site.
        """
        found = self._store.find(_KEY)
        if self._before is None or not found:
            return None
        before, after, problems, pages, pictures = found[0]
        if before != self._before or after != _sum_up_stamps(stamps()):
            return None
        return Site(
            problems,
            tuple(Planned(path, title, _refuse, edit) for path, title, edit in pages),
            pictures=pictures,
        )

    def keep(self, site: Site, stamps: Mapping[str, Stamp]) -> None:
        """Seals what was made, unless somebody changed something meanwhile."""
        if self._before is not None and self._before == self._sum_up():
            pages = [(one.path, one.title, one.edit) for one in site.planned]
            told = site.problems, pages, dict(site.pictures)
            self._store.keep(_KEY, (self._before, _sum_up_stamps(stamps), *told))
            self._store.keep(_LOOKED, self._looked)
            self._store.save()

    def _sum_up(self) -> bytes | None:
        """None where something cannot be summed up: links may lead anywhere."""
        sums = [self._sum_up_folder(folder) for folder in self._folders]
        if None in sums:
            return None
        return digest(repr(self._settings), describe_state(self._root), sums)

    def _sum_up_folder(self, folder: Path) -> bytes | None:
        told = hashlib.sha256()
        for where, folders, names in os.walk(folder):
            folders.sort()
            below = os.path.relpath(where, self._root)
            for name in (*folders, *sorted(names)):
                path = os.path.join(where, name)  # noqa: PTH118 - a third of the time of pathlib
                status = os.lstat(path)
                kind = status.st_mode
                told.update(f"{below}/{name}\0{kind}\0".encode("utf-8", "surrogateescape"))
                if S_ISREG(kind):
                    told.update(self._sum_up_file(path, status))
                elif not S_ISDIR(kind):
                    return None
        return told.digest()

    def _sum_up_file(self, path: str, status: os.stat_result) -> bytes:
        """The digest of the bytes, which are not read again where nobody can have changed them.

        What is changed twice within one tick of the file system's clock has one stamp, so that of
        a file which is new when it is looked at is not believed.
        """
        times = status.st_mtime_ns, status.st_ctime_ns
        stamp = (status.st_dev, status.st_ino, status.st_size, *times)
        known = self._looked.get(path) or self._known.get(path)
        if not known or known[0] != stamp:
            with open(path, "rb") as file:  # noqa: PTH123 - as above
                known = stamp, hashlib.file_digest(file, "sha256").digest()
        if max(times) < self._since:
            self._looked[path] = known
        return known[1]


def _sum_up_stamps(stamps: Mapping[str, Stamp]) -> bytes:
    # Without references, marshal gives the same each time, in a third of the time.
    return hashlib.sha256(dumps(sorted(stamps.items()), 2)).digest()


def _refuse() -> Page:
    raise AssertionError("a page of a sealed site is made by nobody")
