"""How the files of a site were made: written down piece by piece while a build goes on.

Pieces lie in files of their own, which both processes of a build can write. The next build reads
one when it comes to a file that stands in it, and leaves those as they are of which most is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from atlas.store import Store

Stamp: TypeAlias = tuple[int, int, int]
"""Size, times of the last change of the content and of the file's entry, in ns."""
Piece: TypeAlias = tuple[str, str, list[str]]
"""The files of the recipes and of the stamps, and the names in them that count."""

_A_PIECE = 500  # recipes
_PIECES_HELD = 8


class Recipe(NamedTuple):
    """How files were made: `sign` stands for what was asked, `notes` number the look-ups.

    `stamps` are those of the files once the site was finished.
    """

    sign: bytes
    notes: bytes
    paths: tuple[str, ...]
    stamps: tuple[Stamp | None, ...] = ()


class Written(NamedTuple):
    """What one process has written down, for another: pieces, and names with that of the piece."""

    pieces: list[str]
    made: dict[str, int]
    still: set[str]


class Recipes:
    """Those of the last build, which are `kept`, and of this one."""

    def __init__(self, store: Store, kept: list[Piece]) -> None:
        self._store = store
        self._kept = kept
        self._where = {name: at for at, (_, _, names) in enumerate(kept) for name in names}
        self._read = lru_cache(_PIECES_HELD)(self._read_piece)
        self._pending: dict[str, Recipe] = {}
        self._begin()

    @property
    def knows_last(self) -> bool:
        """Whether the last build left any."""
        return bool(self._where)

    def _begin(self) -> None:
        self._still: set[str] = set()
        self._pieces: list[str] = []
        self._made: dict[str, int] = {}

    def _read_piece(self, at: int) -> tuple[dict[str, Any], dict[str, Any]]:
        recipes, stamps = (self._store.find_part(one) for one in self._kept[at][:2])
        return (recipes[0], stamps[0]) if recipes and stamps else ({}, {})

    def find(self, name: str) -> Recipe | None:
        """The last build's."""
        at = self._where.get(name)
        if at is None:
            return None
        recipes, stamps = self._read(at)
        if name not in recipes or name not in stamps:
            return None
        sign, notes, paths = recipes[name]
        return Recipe(sign, notes, paths, stamps[name])

    def still(self, name: str) -> None:
        """The last build's holds for this one."""
        self._still.add(name)

    def keep(self, name: str, recipe: Recipe) -> None:
        """Writes down how files were made."""
        self.drop(name)
        self._pending[name] = recipe
        self._made[name] = len(self._pieces)
        if len(self._pending) == _A_PIECE:
            self.flush()

    def drop(self, name: str) -> None:
        """Forgets how files were made."""
        self._made.pop(name, None)
        self._pending.pop(name, None)
        self._still.discard(name)

    def flush(self) -> None:
        """Has all on disk that was kept."""
        if self._pending:
            piece = {name: tuple(one[:3]) for name, one in self._pending.items()}
            self._pieces.append(self._store.keep_part(piece))
            self._pending.clear()

    def go_aside(self) -> None:
        """Leaves to the first process what that has written down."""
        self._begin()

    def gather(self) -> Written:
        """What this process has written down."""
        self.flush()
        return Written(self._pieces, self._made, self._still)

    def take(self, other: Written) -> None:
        """What the other process has written down."""
        self.flush()
        first = len(self._pieces)
        self._pieces += other.pieces
        self._made |= {name: first + at for name, at in other.made.items()}
        self._still |= other.still

    def pack(self, stamp: Callable[[str], Stamp | None]) -> list[Piece]:
        """What the next build needs; `stamp` gives that of a file of the finished site."""
        left: list[Piece] = []
        for at, names in enumerate(_gather(self._where, self._still, len(self._kept))):
            if len(names) < _A_PIECE // 2:
                for name in names:
                    if recipe := self.find(name):
                        self.keep(name, recipe)
            else:
                left.append((*self._kept[at][:2], names))
        self.flush()
        for piece, names in zip(
            self._pieces, _gather(self._made, self._made, len(self._pieces)), strict=True
        ):
            [recipes] = self._store.find_part(piece) or [{}]
            stamps = {
                name: tuple(map(stamp, recipes[name][2])) for name in names if name in recipes
            }
            left.append((piece, self._store.keep_part(stamps), names))
        return left


def _gather(where: Mapping[str, int], names: Iterable[str], pieces: int) -> list[list[str]]:
    """The names of each piece."""
    found: list[list[str]] = [[] for _ in range(pieces)]
    for name in names:
        found[where[name]].append(name)
    return found
