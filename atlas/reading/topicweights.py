"""What the signs of topics count for together."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

SCALE = 20  # weights are kept as whole twentieths, whose sums are the same in any order


@dataclass(frozen=True, slots=True)
class TopicWeights:
    """The weights of each sign for each topic, in the order of `topics`."""

    topics: Sequence[str]
    rows: Mapping[str, Sequence[int]]
    packed: Mapping[str, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "packed", {sign: _pack(row) for sign, row in self.rows.items()})


def read_weights(table: str) -> TopicWeights:
    r"""Weights from a table: a row for each sign, a column for each topic, nothing for 0.

    >>> read_weights("sign\ttcm\tageing\nunit bed\t12\t\n").rows
    {'unit bed': (12, 0)}
    """
    head, *lines = table.splitlines()
    rows = {}
    for line in lines:
        sign, *cells = line.split("\t")
        rows[sign] = tuple([int(cell) if cell else 0 for cell in cells])
    return TopicWeights(tuple(head.split("\t")[1:]), rows)


@cache
def topic_weights() -> TopicWeights:
    """The weights that the reader goes by: `topic_weights.tsv`."""
    return read_weights(
        resources.files("atlas.reading").joinpath("topic_weights.tsv").read_text("utf-8")
    )


def weigh(signs: Collection[str], weights: TopicWeights) -> list[int]:
    """The sum of the signs' weights for each topic; nothing where none of them has any."""
    found = [row for sign in signs if (row := weights.packed.get(sign)) is not None]
    return _unpack(sum(found), len(weights.topics)) if found else []


def _pack(row: Sequence[int]) -> int:
    """A row as one number, 32 bits a topic: one sum for all topics, and less memory to look up.

    >>> _unpack(_pack([3, -2]) + _pack([-5, 1]), 2)
    [-2, -1]
    """
    signs = _sign_bits(len(row))
    return (int.from_bytes(struct.pack(f"<{len(row)}i", *row), "little") ^ signs) - signs


def _unpack(total: int, width: int) -> list[int]:
    signs = _sign_bits(width)
    parts = ((total + signs) ^ signs).to_bytes(4 * width, "little")
    return list(struct.unpack(f"<{width}i", parts))


@cache
def _sign_bits(width: int) -> int:
    return int.from_bytes(bytes((0, 0, 0, 128)) * width, "little")


def likely_topic(signs: Collection[str], weights: TopicWeights) -> str:
    """The topic that most speaks for; none where nothing but the unit has a weight.

    >>> weights = TopicWeights(("tcm", "ageing"), {"unit bed": (0, 5), "<中医": (30, 0)})
    >>> likely_topic(["unit bed", "<中医"], weights), likely_topic(["unit bed"], weights)
    ('tcm', '')
    """
    if not any(sign in weights.rows for sign in signs if not sign.startswith("unit ")):
        return ""
    sums = weigh(signs, weights)
    return weights.topics[max(range(len(sums)), key=sums.__getitem__)]
