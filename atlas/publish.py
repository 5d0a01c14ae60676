"""Writing the site: only what changed, and the old site stays whole until all is ready.

Changed files are first written beside the site, then moved to their places; a new site is moved
there whole. A run that is stopped leaves the old site or the new. Only a machine that fails amid
the moves leaves some of each; the next build sets that right, as it compares every file.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from atlas.aside import Aside, has_spare
from atlas.collector import collector_paused
from atlas.parts import Bundle, Output
from atlas.progress import show_progress
from atlas.recipes import Stamp
from atlas.trail import Gathered, Trail

Make: TypeAlias = Callable[[], bytes]
Told: TypeAlias = tuple[int, str]
"""The length of a file and its SHA-256."""
_TOLD = "told files"
_HELD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Published(NamedTuple):
    """How many files were written, left as they were, and deleted."""

    written: int
    kept: int
    deleted: int


class Part(NamedTuple):
    """What one process makes: bundles, then pages by their addresses.

    `asked` is, by the page's address, what goes into its making and is not looked up; `beside` is
    the page that it is made beside, if that matters.
    """

    bundles: Sequence[Bundle]
    pages: Mapping[str, Make]
    asked: Mapping[str, object] = MappingProxyType({})
    beside: Mapping[str, str] = MappingProxyType({})


class Task(NamedTuple):
    """Files to be made together; `name` and `asked` are what a trail knows them by."""

    name: str
    asked: object
    make: Callable[[], Iterable[Output]]


class Added(NamedTuple):
    """The paths of files, and the names of those that changed where they lie ready.

    `told` are files by length and SHA-256, `gathered` is what a trail noted.
    """

    wanted: set[str]
    changed: dict[str, str]
    told: dict[str, Told]
    gathered: Gathered | None


class Publication:
    """A site in the making. When it is finished, `site` holds its files and no others.

    Hidden files at the top of the folder stay as they are, as MkDocs leaves them too. With a
    `trail`, files that would be the same are not made.
    """

    trail: Trail | None = None
    stands = False
    """Whether all that is there stays, but for the files that `fill` is given."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._fresh = site.with_name(f".{site.name}.new")
        shutil.rmtree(self._fresh, ignore_errors=True)
        # Thirty thousand files take a quarter of a second, in which the content can be read.
        scan = partial(_scan_all, site)
        self._scanning = Aside(scan) if site.is_dir() and has_spare() else None
        self._changed: dict[str, str] = {}
        self._wanted: set[str] = set()
        self._prefix = ""
        self._told: dict[str, Told] = {}
        self._begun: Part | Aside[Added] = Part((), {})

    @cached_property
    def old(self) -> dict[str, Stamp]:
        """The files that were there at first; in the end those of the site as it has become."""
        return self._scanning.result() if self._scanning else _scan_all(self._site)

    def add(self, path: str, data: bytes | Path) -> bool:
        """One file, or one that lies ready elsewhere and is moved here.

        Of two with the same path the first counts, and False is told of the other.
        """
        if path in self._wanted:
            return False
        self._wanted.add(path)
        if path not in self.old or not _holds(self._site / path, data):
            # A tree if it is to be moved whole, else one folder, which is less work.
            ready = f"{self._prefix}{len(self._changed)}" if self.old else path
            write_file(f"{self._fresh}/{ready}", data)
            self._changed[path] = ready
        return True

    def take(self, bundles: Iterable[Bundle]) -> Iterator[str]:
        """Adds the files of bundles, whose paths it tells."""
        for bundle in bundles:
            yield from self._take(self._bundle_task(bundle))

    def _take(
        self, task: Task, known: Mapping[str, Sequence[str] | None] | None = None
    ) -> list[str]:
        """Adds what is made, if it would not be the same; the paths in any case.

        `known` are the files of tasks, by name, that would be the same, where that is known.
        """
        name, asked, make = task
        if self.trail is None:
            made = [(one.path, self.add(one.path, one.file or one.data)) for one in make()]
            return [path for path, _ in made]
        found = self.trail.find(name, asked, self.old) if known is None else known[name]
        if found is not None and self._wanted.isdisjoint(found):
            self._wanted.update(found)
            return list(found)
        with self.trail.follow() as notes:
            made = [(one.path, self.add(one.path, one.file or one.data)) for one in make()]
        paths = [path for path, _ in made]
        if all(first for _, first in made):
            self.trail.keep(name, asked, paths, notes)
        else:
            self.trail.drop(name)
        return paths

    def begin(self, part: Part) -> None:
        """Has this part made by another process from now on, where one can; else by `fill`."""
        if self.stands:
            return
        if not has_spare():
            self._begun = part
            return
        _ = self.old  # both look at it
        if self.trail:
            self.trail.split()
        self._begun = Aside(partial(self._make_aside, part))

    def fill(self, part: Part, files: Iterable[tuple[str, bytes]]) -> Published:
        """Adds the part, what was begun and the files, and finishes."""
        files = list(files)
        if self.stands:
            self._wanted = self.old.keys() - {path for path, _ in files}
        elif isinstance(self._begun, Aside):
            self._make(part, at_once=2)
            made = self._begun.result()
            self._wanted |= made.wanted
            self._changed |= made.changed
            self._told |= made.told
            if self.trail and made.gathered:
                self.trail.take(made.gathered)
        else:
            self._make(part)
            self._make(self._begun)
        for path, data in files:
            self.add(path, data)
        return self.finish()

    def _make_aside(self, part: Part) -> Added:
        self._prefix = "aside-"
        if self.trail:
            self.trail.go_aside()
        self._make(part, shown=False)
        gathered = self.trail.gather() if self.trail else None
        return Added(self._wanted, self._changed, self._told, gathered)

    @collector_paused()  # pages leave no cycles
    def _make(self, part: Part, at_once: int = 1, shown: bool = True) -> None:
        tasks = self._in_order(part)
        known = None
        if self.trail:
            known = self.trail.find_all({one.name: one.asked for one in tasks}, self.old)
        told = show_progress(tasks, "部分", "parts", at_once=at_once) if shown else tasks
        for task in told:
            self._take(task, known)

    def _in_order(self, part: Part) -> list[Task]:
        """Bundles, then pages; but a page after its own bundles, and then those beside it."""
        groups: dict[str, dict[str, list[Task]]] = {}

        def add(address: str, task: Task) -> None:
            group = groups.setdefault(part.beside.get(address) or address, {})
            group.setdefault(address, []).append(task)

        for bundle in part.bundles:
            task = self._bundle_task(bundle)
            add(bundle.page or task.name, task)
        for address, make in part.pages.items():
            path = page_file(address)
            add(address, Task(path, part.asked.get(address), partial(_make_page, path, make)))
        return [task for group in groups.values() for own in group.values() for task in own]

    def _bundle_task(self, bundle: Bundle) -> Task:
        name = f"{bundle.folder} {bundle.name}"
        if bundle.lists:
            # Nobody notes what it reads, so it is made anew each time.
            return Task(name, object(), partial(bundle.make, self._tell_file))
        if bundle.renews:
            return Task(name, bundle.make, partial(bundle.make, partial(self._find_last, name)))
        return Task(name, bundle.make, bundle.make)

    def _find_last(self, name: str, path: str) -> Path | None:
        """A file made under the name, if it lies in the site as the last build left it."""
        there = self.trail is not None and self.trail.has_left(name, path, self.old)
        return self._site / path if there else None

    def _tell_file(self, path: str) -> Told:
        if path not in self._changed:
            stamp, told = self._last_told.get(path, (None, None))
            if told and stamp == self.old[path]:
                self._told[path] = told
                return told
        ready = self._changed.get(path)
        with (self._fresh / ready if ready else self._site / path).open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            self._told[path] = told = file.tell(), sha256
        return told

    @cached_property
    def _last_told(self) -> Mapping[str, tuple[Stamp, Told]]:
        """What was told of files by the last build, as they were then."""
        return (self.trail and self.trail.left(_TOLD)) or {}

    def finish(self) -> Published:
        """Moves everything to its place."""
        surplus = [path for path in self.old if path not in self._wanted]
        with _undisturbed():
            if self.old:
                changed = {path: self._fresh / ready for path, ready in self._changed.items()}
                _move(changed, self._site, surplus)
            else:
                _replace(self._fresh, self._site)
        self.abandon()
        self.old = {path: self.old[path] for path in self._wanted - self._changed.keys()}
        for path in self._changed:
            self.old[path] = _stamp(os.stat(f"{self._site}/{path}"))  # noqa: PTH116 - pathlib is slow
        if self.trail:
            told = {path: (self.old[path], one) for path, one in self._told.items()}
            self.trail.leave(_TOLD, told)
            self.trail.save(self.old.__getitem__)
        kept = len(self._wanted) - len(self._changed)
        return Published(len(self._changed), kept, len(surplus))

    def abandon(self) -> None:
        """Leaves the site as it is and nothing beside it."""
        for aside in (self._begun, self._scanning):
            if isinstance(aside, Aside):
                aside.close()
        shutil.rmtree(self._fresh, ignore_errors=True)


def publish(site: Path, files: Iterable[tuple[str, bytes]]) -> Published:
    """Makes the folder `site` hold these files and no others."""
    publication = Publication(site)
    try:
        for path, data in files:
            publication.add(path, data)
        return publication.finish()
    except BaseException:
        publication.abandon()
        raise


def page_file(address: str) -> str:
    """The file of a page, whose address ends with a slash or is empty."""
    return f"{address}index.html"


def read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below the folder, as `publish` takes them."""
    return ((path, (folder / path).read_bytes()) for path, _ in _scan(folder))


def _make_page(path: str, make: Make) -> list[Output]:
    return [Output(path, make())]


def _holds(path: Path, data: bytes | Path) -> bool:
    try:
        if isinstance(data, Path):
            return filecmp.cmp(path, data, shallow=False)
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def write_file(path: str | Path, data: bytes | Path) -> None:
    """Writes or moves the file, and makes its folder if need be; twice as fast as pathlib."""
    if isinstance(data, Path):
        _make_folder_of(path)
        shutil.move(data, path)
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        file = os.open(path, flags, 0o666)
    except FileNotFoundError:
        _make_folder_of(path)
        file = os.open(path, flags, 0o666)
    try:
        while data:
            data = data[os.write(file, data) :]
    finally:
        os.close(file)


def _make_folder_of(path: str | Path) -> None:
    """The folder of a file, with those above; the other process may be first."""
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - pathlib is slow


def _scan_all(site: Path) -> dict[str, Stamp]:
    return dict(_scan(site))


def _scan(site: Path, below: str = "") -> Iterator[tuple[str, Stamp]]:
    """All files but those hidden at the top; twice as fast as by `os.walk`."""
    try:
        entries = os.scandir(f"{site}/{below}")
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if not below and entry.name.startswith("."):
                continue
            if not entry.is_dir():
                yield below + entry.name, _stamp(entry.stat())
            elif not entry.is_symlink():
                yield from _scan(site, f"{below}{entry.name}/")


def _stamp(told: os.stat_result) -> Stamp:
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns


def _move(changed: Mapping[str, Path], site: Path, surplus: Iterable[str]) -> None:
    for path in surplus:
        (site / path).unlink()
    for folder in {(site / path).parent for path in surplus}:
        _drop_empty(folder, site)
    for path, ready in changed.items():
        target = site / path
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True)
        elif target.is_dir():
            shutil.rmtree(target)  # empty, or full of hidden files
        ready.replace(target)


def _drop_empty(folder: Path, site: Path) -> None:
    while folder != site and folder.is_dir() and not any(folder.iterdir()):
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
