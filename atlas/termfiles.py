"""The files of terms of a search index: where each ends, and which an edit makes anew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias
from zlib import crc32

from atlas.postings import put_number, take_number

Steps: TypeAlias = bytes | bytearray
_LEAST = 28_000  # bytes of a file before compression, which brings it to about 20 kB
_ENDS = 4  # one term of so many may be the last of a file


def order(term: str) -> bytes:
    """By what terms are sorted: JavaScript compares so."""
    return term.encode("utf-16-be")


class _Packer:
    """Puts terms into files as they come.

    Where a file ends is told by its own terms: so a change moves no terms of later files.
    """

    def __init__(self) -> None:
        self.first = ""
        self.packed = bytearray()

    def add(self, terms: Iterable[tuple[str, Steps]]) -> Iterator[tuple[str, bytes]]:
        """The files that are full, each with its first term."""
        for term, steps in terms:
            self.first = self.first or term
            for part in (term.encode(), steps):
                put_number(self.packed, len(part))
                self.packed += part
            if len(self.packed) >= _LEAST and crc32(term.encode()) % _ENDS == 0:
                yield from self.end()

    def end(self) -> Iterator[tuple[str, bytes]]:
        """The file that is not full, if there is one."""
        if self.packed:
            yield self.first, bytes(self.packed)
        self.first = ""
        self.packed.clear()


def pack_terms(terms: Iterable[tuple[str, Steps]]) -> Iterator[tuple[str, bytes]]:
    """Files of terms that are in order, each with its first term."""
    packer = _Packer()
    yield from packer.add(terms)
    yield from packer.end()


def renew_files(
    firsts: Sequence[str], read: Callable[[int], bytes], changed: Mapping[str, Steps | None]
) -> Iterator[tuple[str, bytes | None]]:
    """The files as `pack_terms` would make them of all terms, each with its first term.

    Args:
        firsts: The first term of each file that there was.
        read: Gives one of those by its number.
        changed: The terms with other steps than there, None for those that are gone.

    Yields:
        None in place of a file that is as it was; these keep their order.
    """
    known = list(map(order, firsts))
    concerned: dict[int, dict[str, Steps | None]] = {}
    for term, steps in changed.items():
        at = max(bisect_right(known, order(term)) - 1, 0)
        concerned.setdefault(at, {})[term] = steps
    packer = _Packer()
    for at, first in enumerate(firsts):
        if at in concerned or packer.packed:
            terms = {**dict(split_file(read(at))), **concerned.get(at, {})}
            left = sorted((one for one in terms.items() if one[1] is not None), key=_by_term)
            yield from packer.add(left)  # type: ignore[arg-type]
        else:
            yield first, None
    yield from packer.end()


def _by_term(one: tuple[str, object]) -> bytes:
    return order(one[0])


def split_file(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The terms of a file with their steps."""
    at = 0
    while at < len(data):
        parts = []
        for _ in range(2):
            length, at = take_number(data, at)
            parts.append(data[at : at + length])
            at += length
        yield parts[0].decode(), parts[1]
