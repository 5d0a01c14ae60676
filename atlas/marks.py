"""The places of a record's keys in its file, packed: there are a dozen for every fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from struct import Struct

from atlas.model import Mark

_SPOT = Struct("<II")  # line and column
_NEAR = 256  # lines after the first, and columns: then a byte each will do


class PackedMarks(Mapping[str, Mark]):
    """Marks of one file in a tenth of the memory; `keys` are shared by records of the same keys.

    >>> marks = pack_marks({"": Mark("a.yml", 2, 3), "id": Mark("a.yml", 2, 7)})
    >>> marks["id"], marks.get("text"), list(marks)
    (Mark(path='a.yml', line=2, column=7), None, ['', 'id'])
    """

    __slots__ = ("_keys", "_path", "_spots")

    def __init__(self, path: str, keys: tuple[str, ...], spots: bytes) -> None:
        self._path = path
        self._keys = _share(keys)
        self._spots = spots

    def __getitem__(self, key: str) -> Mark:
        if key not in self._keys:
            raise KeyError(key)
        at = self._keys.index(key)
        if len(self._spots) == len(self._keys) * _SPOT.size:
            return Mark(self._path, *_SPOT.unpack_from(self._spots, at * _SPOT.size))
        first, near = self._spots[:4], self._spots[4 + 2 * at :]
        return Mark(self._path, int.from_bytes(first, "little") + near[0], near[1])

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __reduce__(self) -> tuple[type[PackedMarks], tuple[str, tuple[str, ...], bytes]]:
        return PackedMarks, (self._path, self._keys, self._spots)


def pack_marks(marks: Mapping[str, Mark]) -> PackedMarks:
    """The marks, which must be of one file and not none."""
    first = min(mark.line for mark in marks.values())
    near = [one for mark in marks.values() for one in (mark.line - first, mark.column)]
    if max(near) < _NEAR:
        spots = first.to_bytes(4, "little") + bytes(near)
    else:
        spots = b"".join(_SPOT.pack(mark.line, mark.column) for mark in marks.values())
    return PackedMarks(next(iter(marks.values())).path, tuple(marks), spots)


@lru_cache(maxsize=1024)
def _share(keys: tuple[str, ...]) -> tuple[str, ...]:
    """One tuple for all that are equal."""
    return keys
