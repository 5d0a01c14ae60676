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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from atlas.memory import Memory
from atlas.parts import Bundle, Output, SearchRecord, Stretch
from atlas.postings import CUTS, TEXTS_A_FILE, Merged, Packed, Room, put_number
from atlas.store import pack, unpack
from atlas.tokens import cut, index_terms
from atlas.trail import Trail

SHOWN_A_FILE = 16
_TERM_FILE_BYTES = 28_000  # at least, before compression, which brings it to about 20 kB
_ENDS = 4  # one term of so many may be the last of a file
_NAME = 10  # hexadecimal digits of a file's hash
_AT_ONCE = 1000  # stretches whose terms are not parted
_A_RUN = 25  # stretches that are merged together before the others


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
    index = Bundle(folder, partial(make_index, stretches, home, memory, trail))
    rows = [
        Bundle(folder, partial(make_rows, one, home), f"{one.kind} {one.name}") for one in stretches
    ]
    return [index, *rows]


def make_rows(stretch: Stretch, home: str = "") -> Iterator[Output]:
    """The files with what is shown of the records, and with their texts."""
    files = _join_rows(stretch.make())
    name = _name(files.values())
    for file, data in files.items():
        yield _output(home, f"{file}-{name}", data)


def make_index(
    stretches: Sequence[Stretch],
    home: str = "",
    memory: Memory | None = None,
    trail: Trail | None = None,
) -> Iterator[Output]:
    """The manifest and the files of terms."""
    with TemporaryDirectory() as folder:
        maker = _Maker(home, memory or Memory(keeps=False), trail, Path(folder))
        yield from _make_index(stretches, home, maker)


def _make_index(stretches: Sequence[Stretch], home: str, maker: _Maker) -> Iterator[Output]:
    cuts = CUTS if len(stretches) > _AT_ONCE else (CUTS[0], CUTS[-1])
    room = _USUAL
    merged = maker.merge(stretches, room, *cuts[:2])
    if merged.needs != room:
        room = merged.needs
        merged = maker.merge(stretches, room, *cuts[:2])

    names: list[str] = []
    first_terms: list[str] = []
    for first, data in _pack_terms(maker.merge_rest(stretches, merged, room, cuts)):
        first_terms.append(first)
        names.append(_name([data]))
        yield maker.output(f"t-{names[-1]}", data)
    kinds: dict[str, int] = {}
    for stretch, block in zip(stretches, merged.blocks, strict=False):
        kinds.setdefault(stretch.kind, block * TEXTS_A_FILE)
    manifest = _json_bytes(
        {
            "stride": room.stride,
            "titleRoom": room.title,
            "shownAFile": SHOWN_A_FILE,
            "textsAFile": TEXTS_A_FILE,
            "kinds": list(kinds.items()),
            "count": merged.blocks[-1] * TEXTS_A_FILE,
            "blocks": [after - before for before, after in pairwise(merged.blocks)],
            "rows": merged.rows,
            "terms": "".join(names),
            "firstTerms": first_terms,
        }
    )
    name = f"i-{_name([manifest])}"
    yield _output(home, name, manifest)
    yield Output(f"{home}search/current.json", _json_bytes({"index": f"{name}.bin"}))


class _Maker:
    """Makes what an index is put together from, or has it from the last build.

    In `folder` it puts aside what it makes more than one part of.
    """

    def __init__(self, home: str, memory: Memory, trail: Trail | None, folder: Path) -> None:
        self._home = home
        self._memory = memory
        self._trail = trail
        self._folder = folder

    def merge(self, stretches: Sequence[Stretch], room: Room, low: str, high: str) -> Merged:
        """All terms of the stretches from `low` on, before `high`."""
        merged = Merged(room, low, high)
        for at in range(0, len(stretches), _A_RUN):
            kept = self._folder / f"{room.stride} {at}"
            if kept.exists():
                packed = Packed(*unpack(kept.read_bytes()))
            else:
                packed = self._pack_run(stretches[at : at + _A_RUN], room)
                if high != CUTS[-1]:  # the other parts will want it
                    kept.write_bytes(pack(tuple(packed)))
            merged.add(packed)
        return merged

    def merge_rest(
        self, stretches: Sequence[Stretch], merged: Merged, room: Room, cuts: Sequence[str]
    ) -> Iterator[tuple[str, bytearray]]:
        """The terms with their steps, of the first part and then of the others."""
        yield from _in_order(merged.steps)
        for low, high in pairwise(cuts[1:]):
            merged.steps.clear()
            yield from _in_order(self.merge(stretches, room, low, high).steps)

    def output(self, name: str, data: bytes) -> Output:
        """A file of the index, packed, whose name stands for what is in it."""
        path, make = f"{self._home}search/{name}.bin", partial(_compress, data)
        return Output(path, self._trail.recall(path, name, make) if self._trail else make())

    def _pack_run(self, run: Sequence[Stretch], room: Room) -> Packed:
        """Stretches in a row: an edit is merged with these, and these with the others."""
        if self._trail is None:
            return self._merge_run(run, room)
        names = [self._name(one, room) for one in run]
        make = partial(self._merge_run, run, room)
        return self._trail.recall(f"run {names[0]}", (room, *run), make, names)

    def _merge_run(self, run: Sequence[Stretch], room: Room) -> Packed:
        merged = Merged(room)
        for one in run:
            make = partial(_pack, one, room, self._memory)
            name = self._name(one, room)
            merged.add(self._trail.recall(name, (room, one), make) if self._trail else make())
        return merged.pack()

    def _name(self, stretch: Stretch, room: Room) -> str:
        return f"{self._home} {room.stride} {stretch.kind} {stretch.name}"


def _pack(stretch: Stretch, room: Room, memory: Memory) -> Packed:
    records = stretch.make()
    return memory.recall(partial(_pack_records, records, room), "stretch", room, records)


def _pack_records(records: Sequence[SearchRecord], room: Room) -> Packed:
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
        *(titles, texts, _name(_join_rows(records).values()), "\n".join(found)),
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


def _in_order(steps: Mapping[str, bytearray]) -> Iterator[tuple[str, bytearray]]:
    """Terms with their steps, in the order in which JavaScript compares."""
    for term in sorted(steps, key=lambda term: term.encode("utf-16-be")):
        yield term, steps[term]


def _pack_terms(postings: Iterable[tuple[str, bytearray]]) -> Iterator[tuple[str, bytes]]:
    """Files of terms, each with its first term."""
    first = ""
    packed = bytearray()
    for term, steps in postings:
        first = first or term
        for part in (term.encode(), steps):
            put_number(packed, len(part))
            packed += part
        # Where a file ends is told by its own terms: so a change moves no terms of later files.
        if len(packed) >= _TERM_FILE_BYTES and crc32(term.encode()) % _ENDS == 0:
            yield first, bytes(packed)
            first = ""
            packed.clear()
    if packed:
        yield first, bytes(packed)


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
