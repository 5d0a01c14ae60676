"""What each file of the site was made from, so that the next build makes only what would differ.

While something is made, the tables that it is made from note every look-up. It is right as long as
each of these look-ups would still give the same, and so would what it was asked to be; nobody has
to say what depends on what. This holds as long as makers know nothing else: what is wrapped here,
what they are called with, and what goes into everything (`base`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from functools import partial
from os import urandom
from pathlib import PurePath
from types import FunctionType, MethodType
from typing import Any, NamedTuple, TypeAlias, TypeVar

from atlas.chronicle import History
from atlas.model import Atlas, Content, Fact, FactSheet, Measure
from atlas.store import Store, digest

Stamp: TypeAlias = tuple[int, int, int]
"""Size, times of the last change of the content and of the file's entry, in ns."""
Made = TypeVar("Made")
ALL, KEYS = 0, 1  # all of a table; its keys only. Keys themselves are no integers
_RECORDS = ("atlas.model", "atlas.chronicle", "atlas.speech", "atlas.words", "decimal")
_WHOLE = (Atlas, Content, History)  # may have watched tables in them
_PART = "part "  # before the names of what is no file of the site; its one "file" is in the store
_NONE = digest("nothing there")
_A_PIECE = 500  # recipes


class LooksUp:
    """Mark of what makers look things up through: it stands for nothing itself."""

    __slots__ = ()


class UnsignedError(TypeError):
    """A value of a kind that nobody has said how to compare."""


class Recipe(NamedTuple):
    """How files were made: `sign` stands for what was asked, `notes` number the look-ups."""

    sign: bytes
    notes: array[int]
    files: tuple[str, ...]


Numbers: TypeAlias = dict[str, dict[object, int]]
"""The number of each look-up, by table and key."""


class Gathered(NamedTuple):
    """What one process has noted: for another that saves it. `fresh` are look-ups new to it."""

    made: dict[str, Recipe]
    still: set[str]
    fresh: Numbers


class _Kept(NamedTuple):
    """What a build leaves for the next; `signs` are by the number of the look-up."""

    numbers: Numbers
    signs: list[bytes]
    made: dict[str, tuple[bytes, bytes, tuple[str, ...]]]
    stamps: dict[str, Stamp]


class Trail(LooksUp):
    """The look-ups of one build, and those of the last one.

    `base` stands for all that goes into every file; `name` tells the sites of one store apart.
    """

    def __init__(self, store: Store, name: str, base: bytes) -> None:
        self.open: list[set[int]] = []
        self._store = store
        self._key = digest("trail", name)
        self._base = base
        self._tables: dict[str, Callable[[Any], object]] = {}
        self._known: dict[int, tuple[object, bytes]] = {}
        self._last = self._find_last() or _Kept({}, [], {}, {})
        self._changed: set[int] = set()
        self._unknown = set(self._last.numbers)
        self._numbers = {name: dict(known) for name, known in self._last.numbers.items()}
        self._count = len(self._last.signs)
        self._made: dict[str, Recipe] = {}
        self._still: set[str] = set()

    def _find_last(self) -> _Kept | None:
        """What the last build left; None where it was made from another base."""
        found = self._store.find(self._key)
        if not found or found[0][0] != self._base:
            return None
        _, mark, tables, pieces, stamps = found[0]
        last = _Kept({}, [], {}, stamps)
        for table in tables:
            part = self._store.find(digest(self._key, table))
            if not part or part[0][0] != mark:
                return None
            _, keys, signs = part[0]
            first = len(last.signs)
            last.numbers[table] = {key: number for number, key in enumerate(keys, first)}
            last.signs.extend(signs)
        for piece in range(pieces):
            part = self._store.find(digest(self._key, piece))
            if not part or part[0][0] != mark:
                return None
            last.made.update(part[0][1])
        return last

    def add_table(self, name: str, look: Callable[[Any], object]) -> Callable[[object], None]:
        """Makes known what a look-up in the table gives by its key; gives what notes one."""
        self._tables[name] = look
        numbers = self._numbers.setdefault(name, {})

        def note(key: object) -> None:
            if self.open:
                number = numbers.get(key)
                if number is None:
                    number = numbers[key] = self._count
                    self._count += 1
                self.open[-1].add(number)

        return note

    @contextmanager
    def follow(self) -> Iterator[set[int]]:
        """Gathers the look-ups inside, for those who follow outside as well."""
        notes: set[int] = set()
        self.open.append(notes)
        try:
            yield notes
        finally:
            self.open.pop()
            if self.open:
                self.open[-1] |= notes

    def find(self, name: str, asked: object, stamps: Mapping[str, Stamp]) -> tuple[str, ...] | None:
        """The files, if any, that were made under the name and are what would be made now.

        Args:
            name: That of the files together.
            asked: What they are made by, with all that it is called with.
            stamps: The files that are there.
        """
        last = self._last.made.get(name)
        if last is None:
            return None
        paths = last[2]
        same = all(path in stamps and stamps[path] == self._last.stamps[path] for path in paths)
        if not same or not self._would_be_same(last, asked):
            return None
        self._still.add(name)
        return paths

    def recall(self, name: str, asked: object, make: Callable[[], Made]) -> Made:
        """What `make` gives; as the last build has it, where that would be the same.

        Args:
            name: That of what is made.
            asked: All that goes into it and is not looked up.
            make: Gives what can be kept: records of ours, and what Python has.
        """
        name = f"{_PART}{name}"
        last = self._last.made.get(name)
        if last is not None and self._would_be_same(last, asked):
            found = self._store.find_part(last[2][0])
            if found is not None:
                self._still.add(name)
                if self.open:
                    self.open[-1].update(array("I", last[1]))
                known: Made = found[0]
                return known
        with self.follow() as notes:
            made = make()
        self.keep(name, asked, (self._store.keep_part(made),), notes)
        return made

    def _would_be_same(self, last: tuple[bytes, bytes, tuple[str, ...]], asked: object) -> bool:
        sign, notes, _ = last
        return sign == self._sign_asked(asked) and self.changed().isdisjoint(array("I", notes))

    def changed(self) -> set[int]:
        """The numbers of the last build's look-ups that give something else now."""
        for table in self._unknown & self._tables.keys():
            self._unknown.remove(table)
            self._changed.update(
                number
                for key, number in self._last.numbers[table].items()
                if self._sign(table, key) != self._last.signs[number]
            )
        if not self._unknown:
            return self._changed
        # Shells are there after the first files are asked for; until then nobody knows of them.
        return self._changed.union(*(self._last.numbers[one].values() for one in self._unknown))

    def keep(self, name: str, asked: object, paths: Sequence[str], notes: Iterable[int]) -> None:
        """Remembers how the files were made."""
        self.drop(name)
        if sign := self._sign_asked(asked):
            self._made[name] = Recipe(sign, array("I", notes), tuple(paths))

    def drop(self, name: str) -> None:
        """Forgets how the files were made."""
        self._made.pop(name, None)
        self._still.discard(name)

    def gather(self) -> Gathered:
        """What this process has noted since the last build."""
        first = len(self._last.signs)
        fresh = {
            table: {key: number for key, number in numbers.items() if number >= first}
            for table, numbers in self._numbers.items()
        }
        return Gathered(self._made, self._still, fresh)

    def take(self, other: Gathered) -> None:
        """What another process has gathered that knows the same last build."""
        renamed: dict[int, int] = {}
        for table, numbers in other.fresh.items():
            own = self._numbers.setdefault(table, {})
            for key, number in numbers.items():
                if key not in own:
                    own[key] = self._count
                    self._count += 1
                renamed[number] = own[key]
        for name, one in other.made.items():
            notes = array("I", [renamed.get(number, number) for number in one.notes])
            self._made[name] = one._replace(notes=notes)
        self._still |= other.still

    def save(self, stamps: Mapping[str, Stamp]) -> None:
        """Leaves all for the next build; `stamps` are those of the finished site."""
        names = [*self._still, *(name for name in self._made if name not in self._still)]
        used = bytearray(self._count)
        for name in names:
            for number in self._recipe(name).notes:
                used[number] = True
        # Piece by piece: all at once would take more memory than a build. The mark tells them from
        # another build's, if a disk is full or another run holds the store for a moment.
        mark = urandom(16)
        order = array("I", [0]) * self._count
        count = 0
        for table, known in self._numbers.items():
            keys = [key for key, number in known.items() if used[number]]
            for number, key in enumerate(keys, count):
                order[known[key]] = number
            count += len(keys)
            signs = [self._sign_still(table, key, known[key]) for key in keys]
            self._store.keep(digest(self._key, table), (mark, keys, signs))
        owned: dict[str, Stamp] = {}
        parts: set[str] = set()
        pieces = range(0, len(names), _A_PIECE)
        for piece, at in enumerate(pieces):
            made = {}
            for name in names[at : at + _A_PIECE]:
                sign, notes, paths = self._recipe(name)
                made[name] = sign, array("I", [order[one] for one in notes]).tobytes(), paths
                if name.startswith(_PART):
                    parts.update(paths)
                else:
                    owned |= {path: stamps[path] for path in paths}
            self._store.keep(digest(self._key, piece), (mark, made))
        left = self._base, mark, tuple(self._numbers), len(pieces), owned
        self._store.keep(self._key, left)
        self._store.drop_unused()
        self._store.drop_parts(parts)

    def _sign_still(self, table: str, key: object, number: int) -> bytes:
        """As `_sign`, which was asked already of what the last build looked up."""
        known = number < len(self._last.signs) and table not in self._unknown
        if known and number not in self._changed:
            return self._last.signs[number]
        return self._sign(table, key)

    def _recipe(self, name: str) -> Recipe:
        if name in self._made:
            return self._made[name]
        sign, notes, paths = self._last.made[name]
        return Recipe(sign, array("I", notes), paths)

    def _sign(self, table: str, key: object) -> bytes:
        """Stands for what a look-up gives now; nothing is like it where the table is not known."""
        look = self._tables.get(table)
        try:
            return self.sign(look(key)) if look else b"?"
        except LookupError:
            return _NONE

    def _sign_asked(self, asked: object) -> bytes:
        try:
            return self.sign(asked)
        except UnsignedError:
            return b""  # made anew each time

    def sign(self, value: object) -> bytes:
        """Stands for the value with all that is in it, but not for where it stands in a file.

        Raises:
            UnsignedError: There is something in it of an unknown kind.
        """
        kind = value.__class__
        if kind is str:
            return b"s" + str(value).encode("utf-8", "surrogatepass")
        if kind in (int, bool, bytes, None.__class__):
            return b"c" + repr(value).encode()
        if isinstance(value, LooksUp):
            return digest(kind.__name__, getattr(value, "name", ""))
        if id(value) not in self._known:
            # The value is held, lest another gets its id.
            self._known[id(value)] = value, self._sign_large(value, kind)
        return self._known[id(value)][1]

    def _sign_large(self, value: Any, kind: type) -> bytes:
        if isinstance(value, Fact | Measure):
            return digest(replace(value, marks={}), value.marks.get(""))
        if isinstance(value, FactSheet):
            return self._join(kind, [value for name, value in _fields(value) if name != "marks"])
        if isinstance(value, tuple | list):
            return self._join(kind, value)
        if isinstance(value, Mapping):
            return self._join(Mapping, (*value.keys(), *value.values()))
        if isinstance(value, set | frozenset):
            return digest("set", sorted(map(self.sign, value)))
        if kind.__module__ in _RECORDS and not isinstance(value, _WHOLE):
            return digest(value)
        if is_dataclass(value):
            return self._join(kind, [value for _, value in _fields(value)])
        return self._sign_call(value, kind)

    def _sign_call(self, value: Any, kind: type) -> bytes:
        """What makes something, with what it is called with."""
        if isinstance(value, PurePath):
            return digest(str(value))
        if isinstance(value, partial):
            return self._join(kind, (value.func, value.args, value.keywords))
        if isinstance(value, MethodType):
            return self._join(kind, (value.__func__, value.__self__))
        if isinstance(value, FunctionType):
            cells = [cell.cell_contents for cell in value.__closure__ or ()]
            line, defaults = value.__code__.co_firstlineno, value.__defaults__
            return self._join(kind, (value.__module__, value.__qualname__, line, defaults, *cells))
        raise UnsignedError(kind.__name__)

    def _join(self, kind: type, values: Sequence[object]) -> bytes:
        return digest(kind.__qualname__, list(map(self.sign, values)))


def _fields(value: Any) -> list[tuple[str, object]]:
    return [(one.name, getattr(value, one.name)) for one in fields(value)]
