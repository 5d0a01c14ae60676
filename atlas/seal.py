"""A build of which nothing changed since the last one is told by its files alone.

All that a site is made from is summed up, and so is the folder that it was written to. While both
sums are the last build's, the site is what would be made, and nobody reads the content.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from atlas.history.git import describe_state
from atlas.parts import Page, Planned
from atlas.recipes import Stamp
from atlas.site import Site
from atlas.store import Store, digest

_KEY = digest("seal")


class Seal:
    """What one site is made from: the files of `folders`, git's history, and the settings."""

    def __init__(self, store: Store, root: Path, folders: Iterable[Path], settings: object) -> None:
        self._store = store
        self._root = root
        self._folders = sorted(set(folders))
        self._settings = settings
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
            self._store.save()

    def _sum_up(self) -> bytes | None:
        """None where something cannot be summed up: links may lead anywhere."""
        sums = [_sum_up_folder(self._root, folder) for folder in self._folders]
        if None in sums:
            return None
        return digest(repr(self._settings), describe_state(self._root), sums)


def _sum_up_folder(root: Path, folder: Path) -> bytes | None:
    told = hashlib.sha256()
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in (*folders, *sorted(names)):
            path = os.path.join(where, name)  # noqa: PTH118 - a third of the time of pathlib
            kind = os.lstat(path).st_mode
            told.update(
                f"{os.path.relpath(path, root)}\0{kind}\0".encode("utf-8", "surrogateescape")
            )
            if S_ISREG(kind):
                with open(path, "rb") as file:  # noqa: PTH123 - as above
                    told.update(hashlib.file_digest(file, "sha256").digest())
            elif not S_ISDIR(kind):
                return None
    return told.digest()


def _sum_up_stamps(stamps: Mapping[str, Stamp]) -> bytes:
    return digest(sorted(stamps.items()))


def _refuse() -> Page:
    raise AssertionError("a page of a sealed site is made by nobody")
