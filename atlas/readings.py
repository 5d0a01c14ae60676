"""What the machine reads in the sources, found again by all that it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate

from atlas.aside import has_spare, share_out
from atlas.memory import Memory
from atlas.model import Content, Source
from atlas.progress import show_progress
from atlas.reading.records import Candidate
from atlas.store import pack, unpack

_HELD = 8  # sources that are not packed: more than a sheet has, mostly
_WORTH_SHARING = 20_000  # characters of all documents, read in 0.15 s


def read_candidates(content: Content, source: Source) -> list[Candidate]:
    """What the machine reads in a source's seed: every figure with its best guess."""
    # Half of what there is to import, and an edit of a sheet alone has no need of it.
    from atlas.reading import document

    known = content.indicators, content.places, content.places[source.place], source.date
    return document.read_candidates(content.seeds[source.seed], *known)


class Read(Mapping[str, Mapping[int, Candidate]]):
    """What was read in each source, by where each figure starts; packed but for the last ones."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed
        self._unpack = lru_cache(_HELD)(self._unpack_one)

    def _unpack_one(self, key: str) -> Mapping[int, Candidate]:
        return {one.figure.start: one for one in unpack(self._packed[key])}

    def __getitem__(self, key: str) -> Mapping[int, Candidate]:
        return self._unpack(key)

    def packed(self, key: str) -> bytes:
        """The same object as long as a memory finds the same, which this class unpacks anew."""
        return self._packed[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def read_all(content: Content, memory: Memory | None = None) -> Read:
    """What the machine reads in each source whose seed is there."""
    sources = [
        source
        for source in content.sources.values()
        if source.seed in content.seeds and source.place in content.places
    ]
    return read_some(content, sources, memory)


def read_some(content: Content, sources: Sequence[Source], memory: Memory | None = None) -> Read:
    """As `read_candidates` for each source by its id, but nothing twice.

    Leaves out what was weighed for the roles, which is a sixth of what a load would keep.
    """
    memory = memory or Memory(keeps=False)
    registries = memory.sum_up(content.indicators), memory.sum_up(content.places)
    parts = {
        one.id: (
            *("candidates", *registries, memory.sum_up(content.seeds[one.seed])),
            *(content.places[one.place], one.date),
        )
        for one in sources
    }
    return Read(memory.recall_together(partial(_read_unread, content), parts))


def _read_unread(content: Content, ids: Sequence[str]) -> dict[str, bytes]:
    """Reads in two processes where there is enough to read."""

    def read(key: str) -> bytes:
        found = read_candidates(content, content.sources[key])
        return pack(tuple(one._replace(role_signs=frozenset()) for one in found))

    lengths = [len(content.seeds[content.sources[key].seed]) for key in ids]
    half, worth = sum(lengths) / 2, sum(lengths) > _WORTH_SHARING and has_spare()
    # The documents of a place stay together, since they share its patterns.
    end = sum(read <= half for read in accumulate(lengths)) if worth else len(ids)
    # With the first come the tables and patterns of all reading, which both have from then on.
    first, mine, others = ids[:1], ids[1:end], ids[max(end, 1) :]
    ready = [read(key) for key in first]
    told = show_progress(mine, "读文件", "documents read", at_once=2 if others else 1)
    return dict(zip(ids, (*ready, *share_out(read, told, others)), strict=True))
