"""Tables whose look-ups are noted: what makers of files are handed in place of the tables.

`trail.py` keeps the notes and says by them what is still right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from atlas.lookups import ALL, KEYS
from atlas.signs import LooksUp, UnsignedError
from atlas.trail import Trail

Record = TypeVar("Record")


class WatchedMapping(LooksUp, Mapping[str, Any]):
    """A table whose look-ups are noted.

    It may have `told_by`, which gives what a value is made from: less work to compare.
    """

    __slots__ = ("_held", "_note", "_told_by", "name")

    def __init__(self, trail: Trail, name: str, held: Mapping[str, Any]) -> None:
        self.name = name
        self._held = held
        self._told_by: Callable[[Any], object] = getattr(held, "told_by", held.__getitem__)
        self._note = trail.add_table(name, self._look, held, self._told_by)

    def _look(self, key: object) -> object:
        if key == ALL:
            return self._held
        return tuple(self._held) if key == KEYS else self._told_by(key)

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        return self._held[key]

    def get(self, key: str, default: Any = None) -> Any:
        self._note(key)
        return self._held.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        self._note(KEYS)
        return iter(self._held)

    def __len__(self) -> int:
        self._note(KEYS)
        return len(self._held)

    def keys(self) -> Any:
        self._note(KEYS)
        return self._held.keys()

    def values(self) -> Any:
        self._note(ALL)
        return self._held.values()

    def items(self) -> Any:
        self._note(ALL)
        return self._held.items()


class WatchedSequence(LooksUp, Sequence[Any]):
    """A list that is noted as a whole when it is looked at, or its length alone."""

    __slots__ = ("_held", "_note", "name")

    def __init__(self, trail: Trail, name: str, held: Sequence[Any]) -> None:
        self.name = name
        self._held = held
        self._note = trail.add_table(name, lambda key: held if key == ALL else len(held))

    def __getitem__(self, index: Any) -> Any:
        self._note(ALL)
        return self._held[index]

    def __iter__(self) -> Iterator[Any]:
        self._note(ALL)
        return iter(self._held)

    def __len__(self) -> int:
        self._note(KEYS)
        return len(self._held)


class WatchedSet(LooksUp, Collection[Any]):
    """A set of which is noted what it is asked for."""

    __slots__ = ("_held", "_note", "name")

    def __init__(self, trail: Trail, name: str, held: Collection[Any]) -> None:
        self.name = name
        self._held = held
        self._note = trail.add_table(name, lambda key: held if key == ALL else key in held, held)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self._held

    def __iter__(self) -> Iterator[Any]:
        self._note(ALL)
        return iter(self._held)

    def __len__(self) -> int:
        self._note(ALL)
        return len(self._held)


def watch(trail: Trail, name: str, record: Record, plain: Collection[str] = ()) -> Record:
    """The record with every table in it watched, those of records in it as well.

    Args:
        trail: Where the look-ups are noted.
        name: Names the tables, together with the field's name.
        record: A frozen dataclass.
        plain: Fields, by table names, that cannot differ unless `base` does.

    Raises:
        UnsignedError: A field is of a kind that cannot be watched, so that it must be `plain`.
    """
    watched: dict[str, object] = {}
    for one in fields(record):  # type: ignore[arg-type]
        value, path = getattr(record, one.name), f"{name}.{one.name}"
        if path in plain or not one.init:
            continue
        if isinstance(value, Mapping):
            watched[one.name] = WatchedMapping(trail, path, value)
        elif isinstance(value, tuple | list):
            watched[one.name] = WatchedSequence(trail, path, value)
        elif isinstance(value, frozenset):
            watched[one.name] = WatchedSet(trail, path, value)
        elif is_dataclass(value):
            watched[one.name] = watch(trail, path, value, plain)
        else:
            raise UnsignedError(path)
    return replace(record, **watched)  # type: ignore[type-var]
