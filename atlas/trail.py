"""What each file of the site was made from, so that the next build makes only what would differ.

While something is made, the tables that it is made from note every look-up. It is right as long as
each of these look-ups would still give the same, and so would what it was asked to be; nobody has
to say what depends on what. This holds as long as makers know nothing else: what is wrapped here,
what they are called with, and what goes into everything (`base`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

from atlas.aside import has_spare, share_out
from atlas.lookups import ALL, KEYS, Block, LookUps, Noted, Renewed, shorten
from atlas.recipes import Recipe, Recipes, Stamp, Written
from atlas.signs import LooksUp, Signs, UnsignedError
from atlas.store import Store, digest

Made = TypeVar("Made")
_PART = "part "  # before the names of what is no file of the site, but in the store
_NONE = digest("nothing there")
_WORTH_SHARING = 20_000  # look-ups, compared in 50 ms


class Gathered(NamedTuple):
    """What one process has noted, for another that saves it."""

    noted: Noted
    written: Written
    parts: set[str]
    left: dict[str, str]


class Following:
    """A context of `Trail.follow`; each fact's view has one, so it costs as little as it can."""

    __slots__ = ("_notes", "_open")

    def __init__(self, opened: list[set[int]]) -> None:
        self._open = opened
        self._notes: set[int] = set()

    def __enter__(self) -> set[int]:
        self._open.append(self._notes)
        return self._notes

    def __exit__(self, *_: object) -> None:
        self._open.pop()
        if self._open:
            self._open[-1] |= self._notes


class Basis(NamedTuple):
    """What something was made from: what stands for all that was asked, and numbers of look-ups."""

    sign: bytes
    notes: bytes


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
        self._by_key: dict[str, Callable[[Any], object]] = {}
        self._signs = Signs()
        self.sign = self._signs.sign
        self._last_records: dict[bytes, bytes] = {}
        self._records: dict[bytes, bytes] = {}
        self._left: dict[str, str] = {}
        self._leaves: dict[str, str] = {}
        self._lookups, self._recipes = self._find_last()
        self._changed: set[int] = set()
        self._renewed: dict[int, Renewed] = {}
        self._unknown = set(self._lookups.tables)
        self._now: set[int] | None = None
        self._settled: dict[int, object] = {}  # held, lest another gets its id
        self._parts: set[str] = set()
        self._replaced: dict[str, str] = {}

    @property
    def knows_last(self) -> bool:
        """Whether the last build left anything."""
        return self._recipes.knows_last

    def _find_last(self) -> tuple[LookUps, Recipes]:
        """What the last build left; nothing where it was made from another base."""
        found = self._store.find(self._key)
        if found and found[0][0] == self._base:
            parts = [self._store.find_part(part) for part in found[0][2:]]
            if all(parts):
                self._left = found[0][1]
                *lookups, pieces, self._last_records = (part[0] for part in parts if part)
                return LookUps(lookups), Recipes(self._store, pieces)
        return LookUps(()), Recipes(self._store, [])

    def meet(self, records: Sequence[object], known_by: bytes) -> None:
        """Signs what will be looked up in many tables; `known_by` stands for all of them."""
        signs = self._last_records.get(known_by) or self._signs.join_all(records)
        self._records[known_by] = signs
        self._signs.meet(records, signs)

    def add_table(
        self,
        name: str,
        look: Callable[[Any], object],
        keys: Iterable[object] = (),
        by_key: Callable[[Any], object] | None = None,
    ) -> Callable[[object], None]:
        """Makes known what a look-up in the table gives by its key; gives what notes one.

        `by_key` does the same as `look`, in less time, for keys other than `ALL` and `KEYS`.
        """
        self._tables[name] = look
        if by_key:
            self._by_key[name] = by_key
        return self._lookups.add_table(name, keys, self.open)

    def follow(self) -> Following:
        """Gathers the look-ups inside, for those who follow outside as well."""
        return Following(self.open)

    def find(self, name: str, asked: object, stamps: Mapping[str, Stamp]) -> tuple[str, ...] | None:
        """The files, if any, that were made under the name and are what would be made now.

        Args:
            name: That of the files together.
            asked: What they are made by, with all that it is called with.
            stamps: The files that are there.
        """
        last = self._recipes.find(name)
        if last is None or tuple(map(stamps.get, last.paths)) != last.stamps:
            return None
        if not self._would_be_same(name, last, asked):
            return None
        self._recipes.still(name)
        return last.paths

    def find_all(
        self, asked: Mapping[str, object], stamps: Mapping[str, Stamp]
    ) -> dict[str, tuple[str, ...] | None]:
        """As `find`, by name; what was written down together is read together."""
        ordered = sorted(asked, key=self._recipes.place)
        return {name: self.find(name, asked[name], stamps) for name in ordered}

    def plan(
        self,
        name: str,
        asked: object,
        make: Callable[[], Iterable[Made]],
        tell: Callable[[Made], object],
    ) -> tuple[Made, ...]:
        """All that `make` gives; where that is as in the last build, none of it is compared again.

        `asked` is as with `recall`; `tell` gives of each thing what it will be `asked` for.
        """
        with self.follow() as notes:
            made = tuple(make())
        name = f"plan {name}"
        if self.find(name, asked, {}) is None:
            self.keep(name, asked, (), notes)
        else:
            told = list(map(tell, made))
            self._settled.update(zip(map(id, told), told, strict=True))
        return made

    def recall(
        self, name: str, asked: object, make: Callable[[], Made], within: Iterable[str] = ()
    ) -> Made:
        """What `make` gives; as the last build has it, where that would be the same.

        Args:
            name: That of what is made.
            asked: All that goes into it and is not looked up.
            make: Gives what can be kept: records of ours, and what Python has.
            within: The names of what `make` recalls, which is kept for the next build with it.
        """
        name = f"{_PART}{name}"
        last = self._recipes.find(name)
        if last is not None and self._would_be_same(name, last, asked):
            found = self._store.find_part(last.paths[0])
            noted = self._recipes.notes(name)
            if found is not None and noted is not None:
                for one in (name, *(f"{_PART}{part}" for part in within)):
                    if kept := self._recipes.find(one):
                        self._recipes.still(one)
                        self._parts.update(kept.paths)
                if self.open:
                    self.open[-1].update(noted)
                known: Made = found[0]
                return known
        self._replaced[name] = last.paths[0] if last else ""
        with self.follow() as notes:
            made = make()
        part = self._store.keep_part(made)
        self._parts.add(part)
        self.keep(name, asked, (part,), notes)
        return made

    def replaced(self, name: str) -> list[Any] | None:
        """What the last build had in place of what `recall` has to make, as a list of one value.

        The list is empty where that is lost; None where nothing has to be made.
        """
        path = self._replaced.get(f"{_PART}{name}")
        return None if path is None else self._store.find_part(path) or []

    def _would_be_same(self, name: str, last: Recipe, asked: object) -> bool:
        same = id(asked) in self._settled or last.sign == self._sign_asked(asked)
        return same and not self._recipes.has_looked_up(name, self.changed())

    def note(self, asked: object, make: Callable[[], Made]) -> tuple[Made, Basis]:
        """What `make` gives, and what that was made from; `asked` is as with `recall`."""
        with self.follow() as notes:
            made = make()
        packed = array("I", notes)
        self._lookups.mark(packed)
        return made, Basis(self.sign(asked), packed.tobytes())

    def is_same(self, basis: Basis, asked: object) -> bool:
        """Whether what the last build made from this would be the same now; then it is noted."""
        same = basis.sign == self._sign_asked(asked)
        same = same and self.changed().isdisjoint(array("I", basis.notes))
        if same and self.open:
            self.open[-1].update(array("I", basis.notes))
        return same

    def leave(self, name: str, value: object) -> None:
        """Has the next builds find the value by its name, until another is left there."""
        self._leaves[name] = self._store.keep_part(value)

    def left(self, name: str) -> Any:
        """What was left under the name, or None."""
        found = self._store.find_part(self._left.get(name, ""))
        return found[0] if found else None

    def has_left(self, name: str, path: str, stamps: Mapping[str, Stamp]) -> bool:
        """Whether the file was made under the name by the last build, and is as it was."""
        last = self._recipes.find(name)
        if last is None or path not in last.paths:
            return False
        return stamps.get(path) == last.stamps[last.paths.index(path)]

    def changed(self) -> set[int]:
        """The numbers of the last build's look-ups that give something else now."""
        known = self._unknown & self._tables.keys()
        if known or self._now is None:
            self._unknown -= known
            blocks = [one for one in self._lookups.last() if one.table in known]
            self._renewed |= dict(filter(None, self._find_all_changed(blocks)))
            self._changed.update(*(signs for _, signs in self._renewed.values()))
            # Shells are there after the first files are asked for; until then nobody knows of them.
            late = (one.numbers for one in self._lookups.last() if one.table in self._unknown)
            self._now = self._changed.union(*late)
        return self._now

    def _find_all_changed(self, blocks: Sequence[Block]) -> list[tuple[int, Renewed] | None]:
        """Those of each block, in two processes where there are many."""
        ends = list(accumulate(len(one.keys) for one in blocks))
        worth = bool(ends) and ends[-1] > _WORTH_SHARING and has_spare()
        # The last blocks are of the shells, which both processes will want.
        half = sum(end < ends[-1] / 2 for end in ends) if worth else 0
        return share_out(self._find_changed, blocks[half:], blocks[:half])

    def _find_changed(self, block: Block) -> tuple[int, Renewed] | None:
        """The signs of what has changed in a block, by its first number; None if nothing has."""
        sign = shorten(self._sign_block(block.table, block.keys))
        if block.sign == sign:
            return None
        now = ((one[0], one[2], shorten(self._sign(block.table, one[1]))) for one in block.each())
        return block.numbers[0], Renewed(sign, {at: new for at, old, new in now if old != new})

    def keep(self, name: str, asked: object, paths: Sequence[str], notes: Iterable[int]) -> None:
        """Remembers how the files were made."""
        if sign := self._sign_asked(asked):
            packed = array("I", notes)
            self._lookups.mark(packed)
            self._recipes.keep(name, Recipe(sign, tuple(paths)), packed.tobytes())
        else:
            self.drop(name)

    def drop(self, name: str) -> None:
        """Forgets how the files were made."""
        self._recipes.drop(name)

    def split(self) -> None:
        """To be called before another process goes on as well, where one calls `go_aside`."""
        self.changed()  # once for both
        self._recipes.flush()
        self._lookups.split()

    def go_aside(self) -> None:
        """Leaves to the other process what that has noted."""
        self._recipes.go_aside()
        self._lookups.go_aside()

    def gather(self) -> Gathered:
        """What this process has noted."""
        return Gathered(self._lookups.gather(), self._recipes.gather(), self._parts, self._leaves)

    def take(self, other: Gathered) -> None:
        """What another process has gathered that went aside."""
        self._lookups.take(other.noted)
        self._recipes.take(other.written)
        self._parts |= other.parts
        self._leaves |= other.left

    def save(self, stamp: Callable[[str], Stamp]) -> None:
        """Leaves all for the next build; `stamp` gives that of a file of the finished site."""
        parts = self._parts
        pieces = self._recipes.pack(lambda path: None if path in parts else stamp(path))
        lookups = self._lookups.pack(self._sign, self._sign_block, self.changed(), self._renewed)
        left = [self._store.keep_part(one) for one in (*lookups, pieces, self._records)]
        named = {**self._left, **self._leaves}
        self._store.keep(self._key, (self._base, named, *left))
        self._store.drop_unused()
        self._store.drop_parts(parts.union(left, named.values(), *(one[:3] for one in pieces)))

    def _sign(self, table: str, key: object) -> bytes:
        """Stands for what a look-up gives now; nothing is like it where the table is not known."""
        look = self._tables.get(table)
        try:
            return self.sign(look(key)) if look else b"?"
        except LookupError:
            return _NONE

    def _sign_block(self, table: str, keys: Sequence[object]) -> bytes:
        """Stands for what all these look-ups give now."""
        special = keys[0] in (ALL, KEYS)
        look = (not special and self._by_key.get(table)) or self._tables.get(table)
        if not look:
            return b"?"
        try:
            return self.sign(list(map(look, keys)))
        except LookupError:
            return self._signs.sign_some(look, keys)

    def _sign_asked(self, asked: object) -> bytes:
        try:
            return self.sign(asked)
        except UnsignedError:
            return b""  # made anew each time
