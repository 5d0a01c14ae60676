"""What the site consists of: pages, their headings, other files, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of a page's table of contents: `level` 2 or 3, `id` is the address on the page."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """A generated page, ready but for the shell around it.

    `path` is the address below the site's root, with a trailing slash and no leading one
    ("cities/wuhai/", "" is home). `edit` is the content file that it is made from.
    """

    path: str
    title: str
    html: str
    description: str = ""
    headings: tuple[Heading, ...] = ()
    edit: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A page that is made when it is wanted, and what is known of it before.

    `path`, `title` and `edit` are those of the page. `picture_of` is the address, below the
    language's home, of the page whose picture for sharing it borrows. `beside` names the page
    that shows the same views: a build makes one after the other.
    """

    path: str
    title: str
    make: Callable[[], Page]
    edit: str = ""
    picture_of: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site that is no page: `path` below the site's root.

    A large one lies ready in `file`, until the next is asked for.
    """

    path: str
    data: bytes = b""
    file: Path | None = None

    def read(self) -> bytes:
        """The whole file."""
        return self.file.read_bytes() if self.file else self.data


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are made together, when one is wanted: all of the site below `folder`.

    `name` tells bundles of one folder apart; `page` is the address of that which shows the same
    views: a build makes it right after. One that `lists` files of bundles before it is asked with
    what gives the length and SHA-256 of a file by its path; one that `renews` its files, if need
    be, with what gives each by its path as the last build left it, or None.
    """

    folder: str
    make: Callable[..., Iterable[Output]]
    name: str = ""
    page: str = ""
    lists: bool = False
    renews: bool = False


def make_all(bundles: Iterable[Bundle]) -> Iterator[Output]:
    """The files of all bundles, one after the other."""
    made: dict[str, tuple[int, str]] = {}
    for bundle in bundles:
        for output in bundle.make(made.__getitem__) if bundle.lists else bundle.make():
            data = output.read()
            made[output.path] = tell_file(data)
            yield Output(output.path, data)


def tell_file(data: bytes) -> tuple[int, str]:
    """The length and the SHA-256 of a file."""
    return len(data), sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """What a search finds: one fact, place, topic, indicator, measure or source.

    `title` words rank above `text`; `url` is below the site's root, with the `#id`.
    `shown` are the lines of a result: value as printed, place, period, sentence …
    """

    kind: str
    title: str
    text: str
    url: str
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Records of one kind that a search finds, as `make` gives them; `name` is theirs alone."""

    kind: str
    name: str
    make: Callable[[], Sequence[SearchRecord]]
