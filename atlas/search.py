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
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from atlas.memory import Memory
from atlas.parts import Output, SearchRecord
from atlas.tokens import cut, index_terms

KINDS = ("fact", "place", "topic", "indicator", "term", "measure", "source", "page")
SHOWN_A_FILE = 16
TEXTS_A_FILE = 32
_TERM_FILE_BYTES = 36_000  # before compression, which brings it to about 24 kB


Postings: TypeAlias = "Mapping[str, array[int]]"  # array takes no type before Python 3.12


def build_index(
    records: Sequence[SearchRecord], home: str = "", memory: Memory | None = None
) -> tuple[Output, ...]:
    """The files of the index, facts ranked first, then the other kinds in the order of KINDS.

    `home` is the folder below which they go, with a slash at its end.
    """
    memory = memory or Memory(keeps=False)
    return memory.recall(partial(_build_index, records, home, memory), "search", home, records)


def _build_index(records: Sequence[SearchRecord], home: str, memory: Memory) -> tuple[Output, ...]:
    ranked = sorted(records, key=lambda record: KINDS.index(record.kind))
    # Tokens are kept, not terms, which would take fifteen times the memory.
    titles = [memory.recall(partial(cut, one.title), "tokens", one.title) for one in ranked]
    texts = [memory.recall(partial(cut, one.text), "tokens", one.text) for one in ranked]
    title_room = max(map(len, titles), default=0) + 1
    stride = title_room + max(map(len, texts), default=0) + 1
    postings = _find_postings(titles, texts, title_room, stride)
    term_files, first_terms = _pack_terms(postings)
    manifest = {
        "stride": stride,
        "titleRoom": title_room,
        "shownAFile": SHOWN_A_FILE,
        "textsAFile": TEXTS_A_FILE,
        "kinds": _kind_starts(ranked),
        "count": len(ranked),
        "firstTerms": first_terms,
    }
    files = {"index.bin": _json_bytes(manifest)}
    files |= {f"t{number}.bin": data for number, data in enumerate(term_files)}
    shown = [[r.url, "" if r.kind == "fact" else r.title, *r.shown] for r in ranked]
    files |= {f"r{number}.bin": data for number, data in enumerate(_pack_rows(shown, SHOWN_A_FILE))}
    read = [[r.title, r.text] for r in ranked]
    files |= {f"x{number}.bin": data for number, data in enumerate(_pack_rows(read, TEXTS_A_FILE))}
    return _name_files(files, home)


def _find_postings(
    titles: Sequence[Sequence[str]],
    texts: Sequence[Sequence[str]],
    title_room: int,
    stride: int,
) -> Postings:
    postings: dict[str, array[int]] = {}
    for number, (title, text) in enumerate(zip(titles, texts, strict=True)):
        for start, found in ((number * stride, title), (number * stride + title_room, text)):
            for place, term in index_terms(found):
                if term not in postings:
                    postings[term] = array("I")
                postings[term].append(start + place)
    return postings


def _pack_terms(postings: Postings) -> tuple[list[bytes], list[str]]:
    """Files of terms, and the first term of each, in the order in which JavaScript compares."""
    files: list[bytes] = []
    first_terms: list[str] = []
    packed = bytearray()
    for term in sorted(postings, key=lambda term: term.encode("utf-16-be")):
        if not packed:
            first_terms.append(term)
        packed += _pack_term(term, postings[term])
        if len(packed) >= _TERM_FILE_BYTES:
            files.append(bytes(packed))
            packed.clear()
    if packed:
        files.append(bytes(packed))
    return files, first_terms


def _pack_term(term: str, positions: Sequence[int]) -> bytes:
    name = term.encode()
    steps = bytearray()
    before = 0
    for position in positions:
        step = position - before
        before = position
        while step > 127:  # _put_number, written out: most of a build's calls would be this one
            steps.append(step & 127 | 128)
            step >>= 7
        steps.append(step)
    packed = bytearray()
    for part in (name, steps):
        _put_number(packed, len(part))
        packed += part
    return bytes(packed)


def _put_number(packed: bytearray, number: int) -> None:
    """Seven bits a byte, the lowest first (LEB128)."""
    while number > 127:
        packed.append(number & 127 | 128)
        number >>= 7
    packed.append(number)


def _pack_rows(rows: Sequence[Sequence[str]], a_file: int) -> Iterator[bytes]:
    for start in range(0, len(rows), a_file):
        yield _json_bytes(rows[start : start + a_file])


def _kind_starts(ranked: Sequence[SearchRecord]) -> list[tuple[str, int]]:
    """Each kind that occurs, with the number of its first record."""
    starts: dict[str, int] = {}
    for number, record in enumerate(ranked):
        starts.setdefault(record.kind, number)
    return list(starts.items())


def _json_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _name_files(files: Mapping[str, bytes], home: str) -> tuple[Output, ...]:
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(f"{name} {len(data)}\n".encode() + data)
    folder = digest.hexdigest()[:12]
    packed = tuple(
        Output(f"{home}search/{folder}/{name}", gzip.compress(data, 9, mtime=0))
        for name, data in files.items()
    )
    return (Output(f"{home}search/current.json", _json_bytes({"folder": folder})), *packed)
