"""Numbers of look-ups: the same in both processes of a build, and in the builds that follow.

A key has one number for all tables, since most tables are by the ids of the same records. So a
note is four bytes, and what two processes note needs no translation.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, NamedTuple

ALL, KEYS = 0, 1  # all of a table; its keys only. Keys themselves are no integers
_MOST_TABLES = 64
_SIZE = 16  # bytes that stand for what a look-up gave


class LookUp(NamedTuple):
    """A look-up of the last build; `sign` stands for what it gave, `table` is the table's name."""

    number: int
    table: str
    key: object
    sign: bytes


class Noted(NamedTuple):
    """What one process tells the other: keys by their numbers, and numbers of its look-ups."""

    keys: dict[int, object]
    used: bytes


class LookUps:
    """The look-ups of one build, and those of the last one.

    `kept` is what `pack` gave then, each kept by itself, or nothing.
    """

    def __init__(self, kept: Sequence[Any]) -> None:
        tables, keys, numbers, signs = kept or ([], [ALL, KEYS], b"", b"")
        self.tables, self._keys = list(tables), list(keys)
        self._signs: bytes | bytearray = signs
        self._ids = {key: number for number, key in enumerate(self._keys)}
        self._numbers = array("I", numbers)
        self._next, self._step = len(self._keys), 1
        self._apart = self._next  # keys before it are known to both processes
        self._used = bytearray()
        self.mark(self._numbers)

    def add_table(
        self, name: str, keys: Iterable[object], followed: Sequence[set[int]]
    ) -> Callable[[object], None]:
        """What notes a look-up in the table by its key, in the last of those `followed`, if any."""
        if name not in self.tables:
            self.tables.append(name)
        table = self.tables.index(name)
        if table >= _MOST_TABLES:
            raise ValueError(f"more than {_MOST_TABLES} tables")
        ids = self._ids
        for key in keys:
            if key not in ids:
                self._add_key(key)

        def note(key: object) -> None:
            if followed:
                number = ids.get(key)
                if number is None:
                    number = self._add_key(key)
                followed[-1].add(number * _MOST_TABLES + table)

        return note

    def _add_key(self, key: object) -> int:
        number = self._next
        self._next += self._step
        self._keys += [ALL] * (number + 1 - len(self._keys))
        self._keys[number] = key
        self._ids[key] = number
        return number

    def split(self) -> None:
        """From now on another process gives numbers as well; that one calls `go_aside`."""
        self._apart, self._step = self._next, 2

    def go_aside(self) -> None:
        """Lets the first process have every other number, and forgets what that has noted."""
        self._next += 1
        self._used = bytearray()

    def mark(self, notes: Iterable[int]) -> None:
        """Has the numbers kept for the next build."""
        self._used.extend(bytes(len(self._keys) * _MOST_TABLES - len(self._used)))
        for number in notes:
            self._used[number] = 1

    def gather(self) -> Noted:
        """What this process has noted."""
        keys = {self._ids[key]: key for key in self._keys[self._apart :] if key != ALL}
        return Noted(keys, array("I", self._all_used()).tobytes())

    def take(self, other: Noted) -> None:
        """What the other process has noted."""
        for number, key in other.keys.items():
            self._keys += [ALL] * (number + 1 - len(self._keys))
            self._keys[number] = key
        self.mark(array("I", other.used))

    def last(self) -> Iterator[LookUp]:
        """What was looked up for the last build."""
        for at, number in enumerate(self._numbers):
            key, table = divmod(number, _MOST_TABLES)
            sign = bytes(self._signs[at * _SIZE : (at + 1) * _SIZE])
            yield LookUp(number, self.tables[table], self._keys[key], sign)

    def pack(self, sign: Callable[[str, object], bytes], changed: set[int]) -> tuple[object, ...]:
        """What the next build needs: with old signs, but for numbers that are new or `changed`."""
        last = self.last()
        old = next(last, None)
        signs, used = bytearray(), array("I")
        for number in self._all_used():
            used.append(number)
            if old and old.number == number:
                same, old = old.sign, next(last, None)
                if number not in changed:
                    signs += same
                    continue
            key, table = divmod(number, _MOST_TABLES)
            signs += shorten(sign(self.tables[table], self._keys[key]))
        return self.tables, self._keys, used.tobytes(), signs

    def _all_used(self) -> Iterator[int]:
        """In order, those of the last build included."""
        return compress(range(len(self._used)), self._used)


def shorten(sign: bytes) -> bytes:
    """A sign as it is kept."""
    return hashlib.sha256(sign).digest()[:_SIZE]
