"""How the files of a site were made: written down piece by piece while a build goes on.

Pieces lie in files of their own, which both processes of a build can write. The next build reads
one when it comes to a file that stands in it, and leaves those as they are of which most is right.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from atlas.store import Store

Stamp: TypeAlias = tuple[int, int, int]
"""Size, times of the last change of the content and of the file's entry, in ns."""
_A_PIECE = 500  # recipes
_PIECES_HELD = 8
_LOST: tuple[dict[str, Any], dict[str, Any], array[int]] = ({}, {}, array("I"))


class Piece(NamedTuple):
    """The files of its recipes, of their look-ups and of the stamps, and the names that count."""

    made: str
    notes: str
    stamps: str
    names: list[str]


class Recipe(NamedTuple):
    """How files were made: `sign` stands for what was asked; `stamps` are of the finished site."""

    sign: bytes
    paths: tuple[str, ...]
    stamps: tuple[Stamp | None, ...] = ()


class Written(NamedTuple):
    """What one process has written down, for another: pieces, and names with that of the piece."""

    pieces: list[tuple[str, str]]
    made: dict[str, int]
    still: set[str]


class Recipes:
    """Those of the last build, which are `kept`, and of this one.

    The numbers of look-ups lie apart: of a piece that looked up nothing that has changed, which
    all its numbers in order tell, nobody asks for each recipe's.
    """

    def __init__(self, store: Store, kept: list[Piece]) -> None:
        self._store = store
        self._kept = kept
        self._where = {name: at for at, one in enumerate(kept) for name in one.names}
        self._read = lru_cache(_PIECES_HELD)(self._read_piece)
        self._read_notes = lru_cache(_PIECES_HELD)(self._read_piece_notes)
        self._hits: dict[int, set[int]] = {}
        self._hits_of: Collection[int] = ()
        self._pending: dict[str, Recipe] = {}
        self._pending_notes: dict[str, bytes] = {}
        self._begin()

    @property
    def knows_last(self) -> bool:
        """Whether the last build left any."""
        return bool(self._where)

    def _begin(self) -> None:
        self._still: set[str] = set()
        self._pieces: list[tuple[str, str]] = []
        self._made: dict[str, int] = {}

    def _read_piece(self, at: int) -> tuple[dict[str, Any], dict[str, Any], array[int]]:
        made, stamps = map(self._store.find_part, (self._kept[at].made, self._kept[at].stamps))
        return (made[0][0], stamps[0], _count(made[0][1])) if made and stamps else _LOST

    def _read_piece_notes(self, at: int) -> dict[str, bytes]:
        found = self._store.find_part(self._kept[at].notes)
        return found[0] if found else {}

    def place(self, name: str) -> int:
        """Counts the piece of the last build that the recipe stands in; -1 for none."""
        return self._where.get(name, -1)

    def find(self, name: str) -> Recipe | None:
        """The last build's."""
        at = self._where.get(name)
        if at is None:
            return None
        recipes, stamps, _ = self._read(at)
        if name not in recipes or name not in stamps:
            return None
        sign, paths = recipes[name]
        return Recipe(sign, paths, stamps[name])

    def notes(self, name: str) -> array[int] | None:
        """The numbers of the look-ups of a recipe of the last build; None if they are lost."""
        found = self._read_notes(self._where[name]).get(name)
        return None if found is None else _count(found)

    def has_looked_up(self, name: str, numbers: set[int]) -> bool:
        """Whether any of the numbers is among the look-ups of a recipe of the last build."""
        if numbers is not self._hits_of:
            self._hits, self._hits_of = {}, numbers
        at = self._where[name]
        if at not in self._hits:
            self._hits[at] = _find_common(self._read(at)[2], numbers)
        if not self._hits[at]:
            return False
        notes = self.notes(name)
        return notes is None or not self._hits[at].isdisjoint(notes)

    def still(self, name: str) -> None:
        """The last build's holds for this one."""
        self._still.add(name)

    def keep(self, name: str, recipe: Recipe, notes: bytes) -> None:
        """Writes down how files were made, and the numbers of the look-ups."""
        self.drop(name)
        self._pending[name] = recipe
        self._pending_notes[name] = notes
        self._made[name] = len(self._pieces)
        if len(self._pending) == _A_PIECE:
            self.flush()

    def drop(self, name: str) -> None:
        """Forgets how files were made."""
        self._made.pop(name, None)
        self._pending.pop(name, None)
        self._pending_notes.pop(name, None)
        self._still.discard(name)

    def flush(self) -> None:
        """Has all on disk that was kept."""
        if self._pending:
            numbers = set[int]().union(*map(_count, self._pending_notes.values()))
            made = {name: (one.sign, one.paths) for name, one in self._pending.items()}
            piece = made, array("I", sorted(numbers)).tobytes()
            notes = self._store.keep_part(self._pending_notes)
            self._pieces.append((self._store.keep_part(piece), notes))
            self._pending.clear()
            self._pending_notes.clear()

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
                    recipe, notes = self.find(name), self.notes(name)
                    if recipe and notes is not None:
                        self.keep(name, recipe, notes.tobytes())
            else:
                left.append(self._kept[at]._replace(names=names))
        self.flush()
        for piece, names in zip(
            self._pieces, _gather(self._made, self._made, len(self._pieces)), strict=True
        ):
            [[made, _]] = self._store.find_part(piece[0]) or [({}, b"")]
            stamps = {name: tuple(map(stamp, made[name][1])) for name in names if name in made}
            left.append(Piece(*piece, self._store.keep_part(stamps), names))
        return left


def _count(notes: bytes) -> array[int]:
    return array("I", notes)


def _find_common(ordered: Sequence[int], numbers: set[int]) -> set[int]:
    if len(numbers) > len(ordered):
        return numbers.intersection(ordered)
    spots = ((bisect_left(ordered, one), one) for one in numbers)
    return {one for at, one in spots if at < len(ordered) and ordered[at] == one}


def _gather(where: Mapping[str, int], names: Iterable[str], pieces: int) -> list[list[str]]:
    """The names of each piece."""
    found: list[list[str]] = [[] for _ in range(pieces)]
    for name in names:
        found[where[name]].append(name)
    return found
