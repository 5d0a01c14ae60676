"""The files of a search index over records that a test names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from atlas.parts import Output, SearchRecord, Stretch
from atlas.search import list_bundles
from atlas.trail import Trail

KINDS = ("fact", "place", "topic", "indicator", "term", "measure", "source", "page")


def build_index(
    records: Sequence[SearchRecord], in_a_stretch: int = 1000, trail: Trail | None = None
) -> list[Output]:
    """Facts rank first, then the other kinds in the order of KINDS."""
    stretches = []
    for kind in KINDS:
        some = [one for one in records if one.kind == kind]
        for start in range(0, len(some), in_a_stretch):
            part = some[start : start + in_a_stretch]
            stretches.append(Stretch(kind, str(start), partial(list, part)))
    return [
        output for bundle in list_bundles(stretches, "", None, trail) for output in bundle.make()
    ]
