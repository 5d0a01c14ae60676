"""The search index: where each term stands, packed so that a browser loads little of it.

Every record has its stretch of positions, `stride` long: its title from 0, its text from
`title_room` on. Thus position ÷ stride is the record, and the rest tells a hit in the title.
theme/js/index.js reads what is written here:

    search/current.json      the name of the manifest in force
    search/i-<hash>.bin      the manifest: stride, kinds, stretches, each term file's first term
    search/t-<hash>.bin      terms in order, each with its positions
    search/r<n>-<hash>.bin   what is shown of a stretch's records, SHOWN_A_FILE each
    search/x<n>-<hash>.bin   their texts, read only to decide on a long phrase

All `.bin` are gzip; servers would unpack what is named `.gz`. Each is named by what is in it, the
files of a stretch by what is in all of them: so a browser never reads files of two indexes, no
page holds a name, and an edit writes only the files that hold what it changed. Records are counted
with gaps, each stretch from the next multiple of TEXTS_A_FILE: a fact more moves no other.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import pairwise
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from atlas.memory import Memory
from atlas.parts import Bundle, Output, SearchRecord, Stretch
from atlas.postings import (
    CUTS,
    TEXTS_A_FILE,
    Merged,
    Packed,
    Room,
    find_changes,
    put_number,
    replace_terms,
)
from atlas.signs import LooksUp
from atlas.store import pack, unpack
from atlas.termfiles import order, pack_terms, renew_files
from atlas.tokens import cut, index_terms
from atlas.trail import Trail

SHOWN_A_FILE = 16
_NAME = 10  # hexadecimal digits of a file's hash
_AT_ONCE = 1000  # stretches whose terms are not parted
_A_RUN = 25  # stretches that are merged together before the others
_File: TypeAlias = tuple[str, str, Output]
"""The first term of a file of terms, its hash, and the file."""

_USUAL = Room(96, 1376)  # what the words of a topic need; records of places are far shorter


def list_bundles(
    stretches: Sequence[Stretch],
    home: str,
    memory: Memory | None = None,
    trail: Trail | None = None,
) -> list[Bundle]:
    """What the search loads: the index of all stretches, and the rows of each.

    Args:
        stretches: Those of one kind come together, the kind that ranks first before others.
        home: The folder of the language, with a slash at its end.
        memory: Keeps what is packed in a preview.
        trail: Keeps it from one build to the next.
    """
    folder = f"{home}search/"
    ready = _Ready(home, trail)
    index = Bundle(folder, partial(make_index, stretches, home, memory, trail, ready))
    rows = [Bundle(folder, partial(ready.take, one), f"{one.kind} {one.name}") for one in stretches]
    return [index, *rows]


class _Ready(LooksUp):
    """The files with what is shown of a stretch's records, and with their texts.

    Those that were made on the way to the index are kept until they are written.
    """

    def __init__(self, home: str, trail: Trail | None = None) -> None:
        self._home = home
        self._trail = trail
        self._made: dict[tuple[str, str], tuple[list[Output], Sequence[int]]] = {}

    def make(self, stretch: Stretch) -> tuple[Sequence[SearchRecord], str]:
        """The records, and what stands for all that is shown of them."""
        with self._trail.follow() if self._trail else nullcontext(set[int]()) as notes:
            records = stretch.make()
        name, files = self._pack(records)
        if len(self._made) < _AT_ONCE:
            self._made[stretch.kind, stretch.name] = files, array("I", notes)
        return records, name

    def take(self, stretch: Stretch) -> list[Output]:
        """The files of a stretch."""
        files, notes = self._made.pop((stretch.kind, stretch.name), (None, ()))
        if files is None:
            return self._pack(stretch.make())[1]
        if self._trail and self._trail.open:
            self._trail.open[-1].update(notes)
        return files

    def _pack(self, records: Sequence[SearchRecord]) -> tuple[str, list[Output]]:
        files = _join_rows(records)
        name = _name(files.values())
        made = [_output(self._home, f"{file}-{name}", data) for file, data in files.items()]
        return name, made


def make_index(
    stretches: Sequence[Stretch],
    home: str = "",
    memory: Memory | None = None,
    trail: Trail | None = None,
    ready: _Ready | None = None,
) -> Iterator[Output]:
    """The manifest and the files of terms."""
    with TemporaryDirectory() as folder:
        ready = ready or _Ready(home, trail)
        maker = _Maker(home, memory or Memory(keeps=False), trail, ready, Path(folder))
        yield from _make_index(stretches, home, maker)


def _make_index(stretches: Sequence[Stretch], home: str, maker: _Maker) -> Iterator[Output]:
    room = _USUAL
    outline = maker.merge(stretches, room, only=())
    if outline.needs != room:
        room = outline.needs
        outline = maker.merge(stretches, room, only=())

    names: list[str] = []
    first_terms: list[str] = []
    for first, name, output in maker.make_files(stretches, outline, room):
        first_terms.append(first)
        names.append(name)
        yield output
    kinds: dict[str, int] = {}
    for stretch, block in zip(stretches, outline.blocks, strict=False):
        kinds.setdefault(stretch.kind, block * TEXTS_A_FILE)
    manifest = _json_bytes(
        {
            "stride": room.stride,
            "titleRoom": room.title,
            "shownAFile": SHOWN_A_FILE,
            "textsAFile": TEXTS_A_FILE,
            "kinds": list(kinds.items()),
            "count": outline.blocks[-1] * TEXTS_A_FILE,
            "blocks": [after - before for before, after in pairwise(outline.blocks)],
            "rows": outline.rows,
            "terms": "".join(names),
            "firstTerms": first_terms,
        }
    )
    name = f"i-{_name([manifest])}"
    yield _output(home, name, manifest)
    yield Output(f"{home}search/current.json", _json_bytes({"index": f"{name}.bin"}))


class _Maker:
    """Makes what an index is put together from, or has it from the last build.

    In `folder` it puts aside what it looks at more than once.
    """

    def __init__(
        self, home: str, memory: Memory, trail: Trail | None, ready: _Ready, folder: Path
    ) -> None:
        self._home = home
        self._memory = memory
        self._trail = trail
        self._ready = ready
        self._folder = folder
        self._changed: set[str] | None = set()
        """The terms whose places differ from the last build's; None if that cannot be told."""

    def merge(
        self,
        stretches: Sequence[Stretch],
        room: Room,
        low: str = CUTS[0],
        high: str = CUTS[-1],
        only: Collection[str] | None = None,
    ) -> Merged:
        """All terms of the stretches from `low` on, before `high`; or of these `only` those."""
        merged = Merged(room, low, high, only)
        for at in range(0, len(stretches), _A_RUN):
            kept = self._folder / f"{room.stride} {at}"
            if not kept.exists():
                kept.write_bytes(pack(tuple(self._pack_run(stretches[at : at + _A_RUN], room))))
            merged.add(Packed(*unpack(kept.read_bytes())))
        return merged

    def make_files(
        self, stretches: Sequence[Stretch], outline: Merged, room: Room
    ) -> Iterator[_File]:
        """The files of terms, in order; few are made if few terms have changed."""
        key = f"index {self._home}"
        left = self._trail.left(key) if self._trail and self._changed is not None else None
        told = tuple(room), tuple(outline.blocks)
        made: list[tuple[str, str]] = []
        try:
            if not left or left[:2] != told or not left[2]:
                raise _LostError
            for one in self._renew_files(stretches, room, left[2]):
                made.append(one[:2])
                yield one
        except _LostError:  # a file of the last build may be lost as well
            made = []
            for one in self._make_all_files(stretches, room):
                made.append(one[:2])
                yield one
        if self._trail:
            self._trail.leave(key, (*told, made))

    def _renew_files(
        self, stretches: Sequence[Stretch], room: Room, last: Sequence[tuple[str, str]]
    ) -> Iterator[_File]:
        """As `_make_all_files`, from the `last` ones, which are told by first term and name."""
        changed = self._changed or set()
        steps = self.merge(stretches, room, only=changed).steps
        names = dict(last)
        firsts = list(names)

        def read(at: int) -> bytes:
            return gzip.decompress(self._find_file(names[firsts[at]]).data)

        for first, data in renew_files(firsts, read, {one: steps.get(one) for one in changed}):
            if data is None:
                yield first, names[first], self._find_file(names[first])
            else:
                yield self._pack_file(first, data)

    def _make_all_files(self, stretches: Sequence[Stretch], room: Room) -> Iterator[_File]:
        cuts = CUTS if len(stretches) > _AT_ONCE else (CUTS[0], CUTS[-1])
        parts = (self.merge(stretches, room, *cut).steps for cut in pairwise(cuts))
        terms = ((term, steps[term]) for steps in parts for term in sorted(steps, key=order))
        for first, data in pack_terms(terms):
            yield self._pack_file(first, data)

    def _pack_file(self, first: str, data: bytes) -> _File:
        """A file of the index, packed, whose name stands for what is in it."""
        name = _name([data])
        make = partial(_output, self._home, f"t-{name}", data)
        output = self._trail.recall(self._path(name), name, make) if self._trail else make()
        return first, name, output

    def _find_file(self, name: str) -> Output:
        """One that the last build made."""
        assert self._trail
        found: Output = self._trail.recall(self._path(name), name, _raise_lost)
        return found

    def _path(self, name: str) -> str:
        return f"{self._home}search/t-{name}.bin"

    def _pack_run(self, run: Sequence[Stretch], room: Room) -> Packed:
        """Stretches in a row: an edit is merged with these, and these with the others."""
        if self._trail is None:
            merged = Merged(room)
            for one in run:
                merged.add(self._pack(one, room))
            return merged.pack()
        names = tuple(self._name(one, room) for one in run)
        make = partial(self._merge_run, self._trail, names, run, room)
        packed: Packed
        _, packed = self._trail.recall(f"run of {names[0]}", (room, *run), make, names)
        return packed

    def _merge_run(
        self, trail: Trail, names: tuple[str, ...], run: Sequence[Stretch], room: Room
    ) -> tuple[tuple[str, ...], Packed]:
        """The names, and what is packed under them: of the last build's but what has changed."""
        members: list[Packed] = []
        changed: set[str] | None = set()
        for name, one in zip(names, run, strict=True):
            members.append(trail.recall(name, (room, one), partial(self._pack, one, room)))
            last = trail.replaced(name)
            if last is not None and changed is not None:
                changed = changed | find_changes(last[0], members[-1]) if last else None
        blocks = tuple(length for one in members for length in one.blocks)
        old = trail.replaced(f"run of {names[0]}")
        if not old or old[0][0] != names or old[0][1].blocks != blocks:
            changed = None
        merged = Merged(room, only=changed)
        for member in members:
            merged.add(member)
        if changed is None or not old:
            self._changed = None
            return names, merged.pack()
        if self._changed is not None:
            self._changed |= changed
        return names, replace_terms(old[0][1], merged.pack(), changed)

    def _pack(self, stretch: Stretch, room: Room) -> Packed:
        records, name = self._ready.make(stretch)
        make = partial(_pack_records, records, name, room)
        return self._memory.recall(make, "stretch", room, records)

    def _name(self, stretch: Stretch, room: Room) -> str:
        return f"{self._home} {room.stride} {stretch.kind} {stretch.name}"


class _LostError(Exception):
    """The last build's files cannot be had."""


def _raise_lost() -> Output:
    raise _LostError


def _pack_records(records: Sequence[SearchRecord], name: str, room: Room) -> Packed:
    """Without any terms where the room is too small: then all are packed anew."""
    words = [(cut(one.title), cut(one.text)) for one in records]
    titles = max((len(title) for title, _ in words), default=0)
    texts = max((len(text) for _, text in words), default=0)
    found = _find_places(words, room) if titles < room.title and texts < room.text else {}
    ends, steps = array("I"), bytearray()
    for places in found.values():
        for before, after in pairwise(places):
            put_number(steps, after - before)
        ends.append(len(steps))
    return Packed(
        (ceil(len(records) / TEXTS_A_FILE),),
        *(titles, texts, name, "\n".join(found)),
        array("I", [places[0] for places in found.values()]).tobytes(),
        array("I", [places[-1] for places in found.values()]).tobytes(),
        *(ends.tobytes(), bytes(steps)),
    )


def _find_places(
    words: Iterable[tuple[Sequence[str], Sequence[str]]], room: Room
) -> dict[str, list[int]]:
    """The places of each term, counted from the stretch's beginning."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, (title, text) in enumerate(words):
        begin = number * room.stride
        for start, tokens in ((begin, title), (begin + room.title, text)):
            for place, term in index_terms(tokens, start):
                found[term].append(place)
    return found


def _join_rows(records: Sequence[SearchRecord]) -> dict[str, bytes]:
    """Files of what is shown and of texts, each named by a letter and its number."""
    shown = [[one.url, "" if one.kind == "fact" else one.title, *one.shown] for one in records]
    texts = [[one.title, one.text] for one in records]
    return {
        f"{letter}{start // a_file}": _json_bytes(rows[start : start + a_file])
        for letter, rows, a_file in (("r", shown, SHOWN_A_FILE), ("x", texts, TEXTS_A_FILE))
        for start in range(0, len(rows), a_file)
    }


def _name(files: Iterable[bytes]) -> str:
    """Stands for what is in the files."""
    told = hashlib.sha256()
    for data in files:
        told.update(f"{len(data)}\n".encode() + data)
    return told.hexdigest()[:_NAME]


def _output(home: str, name: str, data: bytes) -> Output:
    return Output(f"{home}search/{name}.bin", _compress(data))


def _compress(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _json_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
