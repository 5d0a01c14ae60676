"""Numbers of look-ups: the same in both processes of a build, and in the builds that follow.

A key has one number for all tables, since most tables are by the ids of the same records. So a
note is four bytes, and what two processes note needs no translation. Look-ups in one table by keys
that came one after the other make a block, which has a sign of its own: most blocks are as they
were, and are told so at once.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

ALL, KEYS = 0, 1  # all of a table; its keys only. Keys themselves are no integers
_MOST_TABLES = 64
_BITS = 8  # a number is that of a block, then so many bits for the key's place in it
_BLOCK = 1 << _BITS
_FEW = 1000
_SIZE = 16  # bytes that stand for what a look-up gave


class Block(NamedTuple):
    """Look-ups in one table by their numbers; `sign` stands for what all gave, `signs` for each."""

    table: str
    keys: list[object]
    numbers: Sequence[int]
    sign: bytes
    signs: bytes

    def each(self) -> Iterator[tuple[int, object, bytes]]:
        """The number of each look-up, its key, and what stands for what it gave."""
        signs = (self.signs[at : at + _SIZE] for at in range(0, len(self.signs), _SIZE))
        return zip(self.numbers, self.keys, signs, strict=True)


class Renewed(NamedTuple):
    """The new sign of a block, and those of the look-ups in it that have changed, by number."""

    sign: bytes
    signs: dict[int, bytes]


class Noted(NamedTuple):
    """What one process tells the other: keys by their numbers, and numbers of its look-ups."""

    keys: dict[int, object]
    used: bytes


class LookUps:
    """The look-ups of one build, and those of the last one.

    `kept` is what `pack` gave then, each kept by itself, or nothing.
    """

    def __init__(self, kept: Sequence[Any]) -> None:
        tables, keys, numbers, signs, blocks = kept or ([], [ALL, KEYS], b"", b"", b"")
        self.tables, self._keys = list(tables), list(keys)
        self._numbers = array("I", numbers)
        self._signs: bytes | bytearray = signs
        self._block_signs: bytes | bytearray = blocks
        self._ids = {key: _first_number(number) for number, key in enumerate(self._keys)}
        self._next, self._step = len(self._keys), 1
        self._apart = self._next  # keys before it are known to both processes
        self._used = bytearray()  # a byte for each number
        self._new = array("I")
        self.mark(self._numbers)
        self._new = array("I")

    def add_table(
        self, name: str, keys: Iterable[object], followed: Sequence[set[int]]
    ) -> Callable[[object], None]:
        """What notes a look-up in the table by its key, in the last of those `followed`, if any."""
        if name not in self.tables:
            self.tables.append(name)
        table = self.tables.index(name) * _BLOCK
        if table >= _MOST_TABLES * _BLOCK:
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
                followed[-1].add(number + table)

        return note

    def _add_key(self, key: object) -> int:
        at = self._next
        self._next += self._step
        self._keys += [ALL] * (at + 1 - len(self._keys))
        self._keys[at] = key
        number = self._ids[key] = _first_number(at)
        return number

    def split(self) -> None:
        """From now on another process gives numbers as well; that one calls `go_aside`."""
        self._apart, self._step = self._next, 2

    def go_aside(self) -> None:
        """Lets the first process have every other number, and forgets what that has noted."""
        self._next += 1
        self._new = array("I")

    def mark(self, notes: Iterable[int]) -> None:
        """Has the numbers kept for the next build."""
        room = -(-len(self._keys) // _BLOCK) * _BLOCK * _MOST_TABLES
        used, add = self._used, self._new.append
        used.extend(bytes(room - len(used)))
        for number in notes:
            if not used[number]:
                used[number] = 1
                add(number)

    def gather(self) -> Noted:
        """What this process has noted."""
        keys = {at: key for at, key in enumerate(self._keys) if at >= self._apart and key != ALL}
        return Noted(keys, self._new.tobytes())

    def take(self, other: Noted) -> None:
        """What the other process has noted."""
        for at, key in other.keys.items():
            self._keys += [ALL] * (at + 1 - len(self._keys))
            self._keys[at] = key
        self.mark(array("I", other.used))

    def last(self) -> Iterator[Block]:
        """What was looked up for the last build."""
        return (self._block(*spot) for spot in self._spots())

    def _spots(self) -> Iterator[tuple[int, int, int]]:
        """The number of each block of the last build; where it begins, and where it ends."""
        return ((at, *spot) for at, spot in enumerate(_find_blocks(self._numbers)))

    def _block(self, at: int, start: int, end: int) -> Block:
        numbers = self._numbers[start:end]
        sign = bytes(self._block_signs[at * _SIZE : (at + 1) * _SIZE])
        signs = bytes(self._signs[start * _SIZE : end * _SIZE])
        return Block(*self._find_keys(numbers), numbers, sign, signs)

    def _find_keys(self, numbers: Sequence[int]) -> tuple[str, list[object]]:
        """The name of the block's table, and what was looked up there."""
        chunk, table = divmod(numbers[0] >> _BITS, _MOST_TABLES)
        keys = self._keys[chunk * _BLOCK : (chunk + 1) * _BLOCK]
        return self.tables[table], [keys[number % _BLOCK] for number in numbers]

    def pack(
        self,
        sign: Callable[[str, object], bytes],
        sign_block: Callable[[str, Sequence[object]], bytes],
        changed: set[int],
        renewed: Mapping[int, Renewed],
    ) -> tuple[object, ...]:
        """What the next build needs: with old signs, but for numbers that are new or `changed`.

        Of blocks that are `renewed`, by their first number, the signs are known.
        """
        used = _merge(self._numbers, self._new)
        due = {number >> _BITS for number in (*changed, *self._new)}
        last = {self._numbers[spot[1]] >> _BITS: spot for spot in self._spots()}
        signs, block_signs = bytearray(), bytearray()
        for start, end in _find_blocks(used):
            spot = last.get(used[start] >> _BITS)
            if spot and used[start] >> _BITS not in due:
                signs += self._signs[spot[1] * _SIZE : spot[2] * _SIZE]
                block_signs += self._block_signs[spot[0] * _SIZE : (spot[0] + 1) * _SIZE]
                continue
            numbers = used[start:end]
            block = self._block(*spot) if spot else None
            known = {number: old for number, _, old in block.each()} if block else {}
            found = renewed.get(block.numbers[0]) if block else None
            table, keys = self._find_keys(numbers)
            for number, key in zip(numbers, keys, strict=True):
                same = None if number in changed else known.get(number)
                same = (found and found.signs.get(number)) or same
                signs += same or shorten(sign(table, key))
            whole = found and block and block.numbers == numbers
            block_signs += found.sign if found and whole else shorten(sign_block(table, keys))
        return self.tables, self._keys, used.tobytes(), signs, block_signs


def _merge(numbers: array[int], new: array[int]) -> array[int]:
    """Both in order; of the new ones, which the others do not hold, an edit brings few."""
    if len(new) > _FEW:
        return array("I", sorted([*numbers, *new]))
    merged = numbers[:]
    for number in new:
        merged.insert(bisect_left(merged, number), number)
    return merged


def _first_number(at: int) -> int:
    """The number of the key at that place in the first table."""
    chunk, place = divmod(at, _BLOCK)
    return chunk * _BLOCK * _MOST_TABLES + place


def _find_blocks(numbers: array[int]) -> Iterator[tuple[int, int]]:
    """Where each block of the numbers begins, and where it ends."""
    start = 0
    while start < len(numbers):
        end = bisect_left(numbers, ((numbers[start] >> _BITS) + 1) << _BITS, start)
        yield start, end
        start = end


def shorten(sign: bytes) -> bytes:
    """A sign as it is kept."""
    return hashlib.sha256(sign).digest()[:_SIZE]
