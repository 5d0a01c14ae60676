"""The search index: where each term stands, packed so that a browser loads little of it.

Every record has its stretch of positions, `stride` long: its title from 0, its text from
`title_room` on. Thus position ÷ stride is the record, and the rest tells a hit in the title.
theme/js/index.js reads what is written here:

    search/current.json      the name of the folder, <hash>
    search/<hash>/index.bin    the manifest: stride, kinds, the first term of each term file
    search/<hash>/t<n>.bin    terms in order, each with its positions
    search/<hash>/r<n>.bin    what is shown of the records, SHOWN_A_FILE each
    search/<hash>/x<n>.bin    their texts, read only to decide on a long phrase

All `.bin` are gzip; servers would unpack what is named `.gz`. The hash in the folder's name keeps
a browser from reading files of two indexes; no page holds it, so that a new index changes no page.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias
from unicodedata import normalize

from atlas.memory import Memory
from atlas.parts import Output, SearchRecord
from atlas.tokens import cut, index_terms

KINDS = ("fact", "place", "topic", "indicator", "term", "measure", "source", "page")
SHOWN_A_FILE = 16
TEXTS_A_FILE = 32
_TERM_FILE_BYTES = 36_000  # before compression, which brings it to about 24 kB


Postings: TypeAlias = Mapping[str, bytearray]
"""The steps from each place of a term to the next, as they are packed."""


class Measured(NamedTuple):
    """What must be known of all records first: lengths in tokens, kinds with their first record."""

    title_room: int
    stride: int
    kinds: Mapping[str, int]
    records: int


def build_index(
    records: Iterable[SearchRecord], home: str = "", memory: Memory | None = None
) -> tuple[Output, ...]:
    """The files of the index, facts ranked first, then the other kinds in the order of KINDS.

    The records are gone through twice; what makes them anew each time has that order itself, and
    need never hold them all. `home` is the folder for the files, with a slash at its end.
    """
    if isinstance(records, Sequence):
        records = sorted(records, key=lambda record: KINDS.index(record.kind))
    memory = memory or Memory(keeps=False)
    return memory.recall(partial(_build_index, records, home, memory), "search", home, records)


def _build_index(records: Iterable[SearchRecord], home: str, memory: Memory) -> tuple[Output, ...]:
    measured = _measure(records, memory)
    shown, read = _Rows("r", SHOWN_A_FILE), _Rows("x", TEXTS_A_FILE)
    postings = _find_postings(_noting(records, shown, read), measured, memory)
    shown.end()
    read.end()
    terms = _Packed()
    first_terms = []
    for number, (first, data) in enumerate(_pack_terms(postings)):
        first_terms.append(first)
        terms.add(f"t{number}.bin", data)
    manifest = {
        "stride": measured.stride,
        "titleRoom": measured.title_room,
        "shownAFile": SHOWN_A_FILE,
        "textsAFile": TEXTS_A_FILE,
        "kinds": list(measured.kinds.items()),
        "count": measured.records,
        "firstTerms": first_terms,
    }
    index = _Packed()
    index.add("index.bin", _json_bytes(manifest))
    return _name_files((index, terms, shown.packed, read.packed), home)


def _measure(records: Iterable[SearchRecord], memory: Memory) -> Measured:
    titles, texts, count = 0, 0, 0
    kinds: dict[str, int] = {}
    for one in records:
        titles = max(titles, _count_tokens(one.title, titles, memory))
        texts = max(texts, _count_tokens(one.text, texts, memory))
        kinds.setdefault(one.kind, count)
        count += 1
    return Measured(titles + 1, titles + 1 + texts + 1, kinds, count)


def _count_tokens(text: str, least: int, memory: Memory) -> int:
    """How many tokens a text has; `least` where it can have no more, which is the rule."""
    if len(normalize("NFKD", text)) <= least:  # none is shorter than a part of a character
        return least
    return len(_recall_tokens(text, memory))


def _noting(records: Iterable[SearchRecord], shown: _Rows, read: _Rows) -> Iterator[SearchRecord]:
    """The records, whose lines and texts go into their files as they pass."""
    for one in records:
        shown.add([one.url, "" if one.kind == "fact" else one.title, *one.shown])
        read.add([one.title, one.text])
        yield one


class _Steps:
    """The steps between a term's places as they are packed, and the last place."""

    __slots__ = ("last", "packed")

    def __init__(self) -> None:
        self.last = 0
        self.packed = bytearray()


def _find_postings(records: Iterable[SearchRecord], measured: Measured, memory: Memory) -> Postings:
    found: dict[str, _Steps] = {}
    for number, one in enumerate(records):
        begin = number * measured.stride
        for start, text in ((begin, one.title), (begin + measured.title_room, one.text)):
            for place, term in index_terms(_recall_tokens(text, memory)):
                steps = found.get(term)
                if steps is None:
                    steps = found[term] = _Steps()
                step = start + place - steps.last
                steps.last = start + place
                packed = steps.packed
                while step > 127:  # _put_number, written out: most of a build's calls
                    packed.append(step & 127 | 128)
                    step >>= 7
                packed.append(step)
    return {term: steps.packed for term, steps in found.items()}


def _recall_tokens(text: str, memory: Memory) -> list[str]:
    return memory.recall(partial(cut, text), "tokens", text)


def _pack_terms(postings: Postings) -> Iterator[tuple[str, bytes]]:
    """Files of terms, each with its first term, in the order in which JavaScript compares."""
    first = ""
    packed = bytearray()
    for term in sorted(postings, key=lambda term: term.encode("utf-16-be")):
        first = first or term
        for part in (term.encode(), postings[term]):
            _put_number(packed, len(part))
            packed += part
        if len(packed) >= _TERM_FILE_BYTES:
            yield first, bytes(packed)
            first = ""
            packed.clear()
    if packed:
        yield first, bytes(packed)


def _put_number(packed: bytearray, number: int) -> None:
    """Seven bits a byte, the lowest first (LEB128)."""
    while number > 127:
        packed.append(number & 127 | 128)
        number >>= 7
    packed.append(number)


class _Packed:
    """Files by their names, compressed, and a digest of them as they were."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.digest = hashlib.sha256()

    def add(self, name: str, data: bytes) -> None:
        self.digest.update(f"{name} {len(data)}\n".encode() + data)
        self.files[name] = gzip.compress(data, 9, mtime=0)


class _Rows:
    """Rows of texts that go into files of so many each, named by a letter and their number."""

    def __init__(self, letter: str, a_file: int) -> None:
        self.packed = _Packed()
        self._letter = letter
        self._a_file = a_file
        self._rows: list[Sequence[str]] = []

    def add(self, row: Sequence[str]) -> None:
        self._rows.append(row)
        if len(self._rows) == self._a_file:
            self.end()

    def end(self) -> None:
        """Closes the file that was begun, if one was."""
        if self._rows:
            name = f"{self._letter}{len(self.packed.files)}.bin"
            self.packed.add(name, _json_bytes(self._rows))
            self._rows = []


def _json_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _name_files(parts: Iterable[_Packed], home: str) -> tuple[Output, ...]:
    """The files below a folder that is named by the digest of all."""
    digest = hashlib.sha256()
    files: dict[str, bytes] = {}
    for part in parts:
        digest.update(part.digest.digest())
        files |= part.files
    folder = digest.hexdigest()[:12]
    packed = (Output(f"{home}search/{folder}/{name}", data) for name, data in files.items())
    return (Output(f"{home}search/current.json", _json_bytes({"folder": folder})), *packed)
