"""What a preview shows is made when a browser asks for it.

After an edit a reader waits for one page, not for all of them. The host's server finds files in a
folder; the shelf puts them there just before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import RLock

from atlas.parts import Bundle
from atlas.publish import Make, Part, Published, page_file, publish, write_file


class Shelf:
    """The folder that is served, and what can be put into it.

    `tell` makes the page that stands for one that cannot be made. `lock` is held while the folder
    changes: requests come in threads of their own.
    """

    def __init__(self, folder: Path, tell: Callable[[BaseException], str]) -> None:
        self.lock = RLock()
        self.pages: Mapping[str, Make] = {}
        self.folder = folder
        self._tell = tell
        self._bundles: list[Bundle] = []
        self._begun = Part((), {})
        self._waiting: dict[str, Make] = {}

    def begin(self, part: Part) -> None:
        """Takes a part that is made on demand like that which `fill` is given."""
        self._begun = part

    def fill(self, part: Part, files: Iterable[tuple[str, bytes]]) -> Published:
        """After a build: `files` at once, pages and bundles on demand."""
        with self.lock:
            published = publish(self.folder, files)
            self.pages = {**part.pages, **self._begun.pages}
            self._waiting = {page_file(address): make for address, make in self.pages.items()}
            self._bundles = [*part.bundles, *self._begun.bundles]
        return published

    def abandon(self) -> None:
        """Leaves the shelf as it is."""

    def refuse(self, error: BaseException) -> None:
        """After a build that failed: every page tells of it."""
        text = self._tell(error).encode()
        with self.lock:
            self._bundles = []
            self._waiting = {page_file(address): lambda: text for address in self.pages}
            there = self.folder.rglob("*.html")
            for path in {*there, self.folder / "index.html", self.folder / "404.html"}:
                write_file(path, text)

    def fetch(self, address: str) -> None:
        """Puts into the folder what a browser asks for; `address` is below the site's root."""
        with self.lock:
            folder = f"{address}/" if address and not address.endswith("/") else address
            for path in (address, page_file(folder)):
                if make := self._waiting.pop(path, None):
                    write_file(self.folder / path, self._make(make))
            for bundle in [one for one in self._bundles if _is_below(address, one.folder)]:
                self._bundles.remove(bundle)
                for output in bundle.make():
                    write_file(self.folder / output.path, output.read())

    def _make(self, make: Make) -> bytes:
        try:
            return make()
        except Exception as error:  # the server's own answer would tell an editor nothing
            return self._tell(error).encode()


def _is_below(address: str, folder: str) -> bool:
    """A page may stand at the folder's own address."""
    return address.startswith(folder) and address != folder
