"""Tables whose values are held packed, which takes a tenth of the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from atlas.store import pack, unpack

Made = TypeVar("Made")
_UNPACKED = 8  # values that are not packed: as many as a page asks for, mostly


class Packed(Mapping[str, Made]):
    """A table of what `pack`, or what undoes `unpack`, made of its values."""

    def __init__(
        self,
        packed: Mapping[str, bytes],
        unpack: Callable[[bytes], Made] = unpack,
        unpacked: int = _UNPACKED,
    ) -> None:
        self._packed = packed
        self._unpack = lru_cache(unpacked)(lambda key: unpack(packed[key]))

    def __getitem__(self, key: str) -> Made:
        return self._unpack(key)

    def told_by(self, key: str) -> bytes:
        """Stands for a value without unpacking it."""
        return self._packed[key]

    def __contains__(self, key: object) -> bool:
        return key in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def replace_some(table: Mapping[str, Made], values: Mapping[str, Made]) -> Mapping[str, Made]:
    """The table with other values for some keys; packed as before."""
    if not isinstance(table, Packed):
        return {**table, **values}
    packed = {key: table.told_by(key) for key in table}
    return Packed({**packed, **{key: pack(one) for key, one in values.items()}})
