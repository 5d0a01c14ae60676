"""What the last build made, kept for the next by the content it was made from.

A part is found again only by all that it is made from, so that it cannot be an old one; whoever
asks for it names all that. Nothing is global: a memory belongs to one preview and ends with it;
what is worth it goes through a store on disk, which other runs find.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import is_
from typing import Any, TypeVar

from atlas.compiled import Templates
from atlas.signs import LooksUp
from atlas.store import Store, digest

Made = TypeVar("Made")
_BUILDS_KEPT = 4  # an edit that is undone, or one between two faulty saves, finds its parts again


class Memory(LooksUp):
    """Parts by their content; one that does not keep, for a build that comes once."""

    def __init__(self, keeps: bool = True, store: Store | None = None) -> None:
        self.templates = Templates()
        self.keeps = keeps
        self.store = store
        self._build = 0
        self._kept: dict[bytes, Any] = {}
        self._last_use: dict[bytes, int] = {}
        self._sums: dict[int, tuple[object, bytes]] = {}
        self._summed: set[int] = set()
        self._same: dict[tuple[str, ...], tuple[tuple[object, ...], Any]] = {}

    def recall(self, make: Callable[[], Made], *parts: object) -> Made:
        """What `make` gives; `parts` name it and are all that goes into it.

        They are compared as pickles: 26.5 and 26.50 are equal numbers, but print differently.
        Equal parts may have two pickles, by which strings are one object; they are then made anew.
        """
        if not self.keeps:
            return make()
        key = hashlib.sha256(pickle.dumps(parts, pickle.HIGHEST_PROTOCOL)).digest()
        if key not in self._kept:
            self._kept[key] = make()
        self._last_use[key] = self._build
        found: Made = self._kept[key]
        return found

    def recall_same(self, make: Callable[[], Made], name: tuple[str, ...], *parts: object) -> Made:
        """What `make` gives; as it was the last time, where that was of the very same objects.

        To look at them costs far less than to reckon by what is in them.
        """
        known = self._same.get(name)
        if known and len(known[0]) == len(parts) and all(map(is_, known[0], parts)):
            made: Made = known[1]
        else:
            made = make()
            if self.keeps:
                self._same[name] = parts, made
        return made

    def recall_lasting(self, make: Callable[[], Made], *parts: object) -> Made:
        """As `recall`, and from one run to the next where there is a store."""
        if not self.keeps and self.store is None:
            return make()
        key = digest(*parts)
        if (found := self._find(key)) is not None:
            made: Made = found[0]
        else:
            made = make()
            self._keep(key, made)
        return made

    def recall_together(
        self,
        make: Callable[[Sequence[str]], Mapping[str, Made]],
        parts: Mapping[str, tuple[object, ...]],
    ) -> dict[str, Made]:
        """As `recall_lasting`, for several things by name: those not known are made together."""
        made: Mapping[str, Made]
        if not self.keeps and self.store is None:
            made = make(list(parts))
            return {name: made[name] for name in parts}
        keys = {name: digest(*told) for name, told in parts.items()}
        found = {name: one for name, key in keys.items() if (one := self._find(key)) is not None}
        made = make([name for name in parts if name not in found])
        for name, value in made.items():
            self._keep(keys[name], value)
        return {name: found[name][0] if name in found else made[name] for name in parts}

    def sum_up(self, value: object) -> bytes:
        """Stands for a large value among the parts; reckoned once, so never change it."""
        if not self.keeps and self.store is None:
            return b""
        self._summed.add(id(value))
        if id(value) not in self._sums:
            # The value is held, lest another gets its id.
            self._sums[id(value)] = value, digest(value)
        return self._sums[id(value)][1]

    def sum_by(self, value: object, *parts: object) -> None:
        """Has `sum_up` give what stands for all that the value was made from: it costs less."""
        if self.keeps or self.store is not None:
            self._sums[id(value)] = value, digest(*parts)

    def touch(self, keys: Iterable[bytes]) -> None:
        """Keeps what `recall_lasting` knows by each of these, alone, though nobody asks for it."""
        if self.store:
            for key in keys:
                self.store.touch(digest(key))

    def _find(self, key: bytes) -> list[Any] | None:
        """A list of the one value, or None."""
        if key in self._kept:
            self._last_use[key] = self._build
            if self.store:
                self.store.touch(key)
            return [self._kept[key]]
        found = self.store.find(key) if self.store else None
        if found and self.keeps:
            self._kept[key], self._last_use[key] = found[0], self._build
        return found

    def _keep(self, key: bytes, value: object) -> None:
        if self.keeps:
            self._kept[key], self._last_use[key] = value, self._build
        if self.store:
            self.store.keep(key, value)

    def end_build(self) -> None:
        """Forgets what the last builds have not used, and saves what is to last."""
        if self.store:
            self.store.save()
            if self.keeps:
                self.store.drop_unused()
        for key, used in list(self._last_use.items()):
            if used <= self._build - _BUILDS_KEPT:
                del self._kept[key], self._last_use[key]
        self._build += 1
        self._sums = {key: one for key, one in self._sums.items() if key in self._summed}
        self._summed.clear()
