"""What stands for a value with all that is in it, to tell whether the next build has the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from hashlib import sha256
from marshal import dumps
from pathlib import PurePath
from types import FunctionType, MethodType
from typing import Any, TypeAlias

from atlas.chronicle import History
from atlas.model import Atlas, Content, FactSheet, LedgerEntry, Location
from atlas.store import SIGN, digest

_OF_ATLAS = "model", "entries", "chronicle", "speech", "words"
_RECORDS = ("decimal", *(f"atlas.{one}" for one in _OF_ATLAS))
_WHOLE = (Atlas, Content, History)  # may have watched tables in them
_FLEETING = (tuple, list, partial, Location, LedgerEntry)  # asked for once each
_PLAIN = frozenset((str, int, bool, bytes, type(None)))
_Way: TypeAlias = Callable[[Any], bytes]


class LooksUp:
    """Mark of what makers look things up through: it stands for nothing itself."""

    __slots__ = ()


class UnsignedError(TypeError):
    """A value of a kind that nobody has said how to compare."""


class Signs:
    """The signs of one build, reckoned once for each value that lives on."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}
        self._held: list[object] = []  # what has a sign, lest another gets its id
        self._ways: dict[type, _Way] = {}

    def join_all(self, records: Iterable[object]) -> bytes:
        """The signs of records, one after the other."""
        return b"".join(map(self.sign, records))

    def meet(self, records: Sequence[object], signs: bytes) -> None:
        """Has the signs known that `join_all` gave for these records, in this run or another."""
        each = (signs[at : at + SIGN] for at in range(0, len(signs), SIGN))
        self._known.update(zip(map(id, records), each, strict=True))
        self._held += records

    def sign_some(self, look: Callable[[object], object], keys: Iterable[object]) -> bytes:
        """Stands for what `look` gives by the keys, of which it does not know all."""
        signs = []
        for key in keys:
            try:
                signs.append(self.sign(look(key)))
            except LookupError:
                signs.append(b"")
        return digest(signs)

    def sign(self, value: object) -> bytes:
        """Stands for the value with all that is in it, but not for where it stands in a file.

        Raises:
            UnsignedError: There is something in it of an unknown kind.
        """
        kind = value.__class__
        if kind is str:
            return b"s" + str(value).encode("utf-8", "surrogatepass")
        if kind in _PLAIN:
            return b"c" + repr(value).encode()
        if kind in _FLEETING:
            return self._take_way(kind)(value)
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = self._take_way(kind)(value)
            self._held.append(value)
        return known

    def _take_way(self, kind: type) -> _Way:
        way = self._ways.get(kind)
        if way is None:
            way = self._ways[kind] = self._find_way(kind)
        return way

    def _find_way(self, kind: type) -> _Way:
        """How values of the kind are signed: settled once, for there are hundreds of thousands."""
        if issubclass(kind, LooksUp):
            return lambda value: digest(kind.__name__, getattr(value, "name", ""))
        if issubclass(kind, FactSheet):
            return self._sign_fields(kind, "marks")
        if issubclass(kind, tuple | list):
            return partial(self._join, kind)
        if issubclass(kind, Mapping):
            return lambda value: self._join(Mapping, (*value.keys(), *value.values()))
        if issubclass(kind, set | frozenset):
            return lambda value: digest("set", sorted(map(self.sign, value)))
        if kind.__module__ in _RECORDS and not issubclass(kind, _WHOLE):
            return _sign_record
        if is_dataclass(kind):
            return self._sign_fields(kind)
        return self._find_call_way(kind)

    def _find_call_way(self, kind: type) -> _Way:
        """How what makes something is signed, with what it is called with."""
        if kind is partial:  # most of what is asked for
            return self._sign_partial
        if kind is FunctionType:
            return self._sign_function
        if kind is MethodType:
            return lambda value: self._join(kind, (value.__func__, value.__self__))
        if issubclass(kind, PurePath):
            return lambda value: digest(str(value))
        raise UnsignedError(kind.__name__)

    def _sign_fields(self, kind: Any, without: str = "") -> _Way:
        names = [one.name for one in fields(kind) if one.name != without]
        return lambda value: self._join(kind, [getattr(value, name) for name in names])

    def _sign_partial(self, value: partial[object]) -> bytes:
        told = len(value.args), value.func, *value.args, *value.keywords.items()
        return self._join(partial, told)

    def _sign_function(self, value: FunctionType) -> bytes:
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        line, defaults = value.__code__.co_firstlineno, value.__defaults__
        told = (value.__module__, value.__qualname__, line, defaults, *cells)
        return self._join(FunctionType, told)

    def _join(self, kind: type, values: Sequence[object]) -> bytes:
        known = self._known
        try:
            # Records that have signs stand in many tables.
            signs: list[Any] = list(map(known.__getitem__, map(id, values)))
        except KeyError:
            if _PLAIN.issuperset(map(type, values)):
                signs = ["plain", *values]
            else:
                signs = [known.get(id(one)) or self.sign(one) for one in values]
        # Without references, marshal gives the same each time, in a third of the time.
        return sha256(dumps((kind.__qualname__.encode(), signs), 2)).digest()


def _sign_record(value: object) -> bytes:
    """A record of the content, without its marks."""
    return sha256(repr(value).encode("utf-8", "surrogatepass")).digest()
