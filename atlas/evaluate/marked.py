"""Passages whose figures carry their roles in the text: 设床位{300张|t}."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from atlas.evaluate.passages import Label, Passage

_MARK = re.compile(r"\{([^{}|]+)\|([nbtcp])\}")
_ROLES = {"n": "current", "b": "baseline", "t": "target", "c": "change", "p": "parameter"}
_PLACE = "青川市"  # invented, as all in these passages


def read_marked(path: Path) -> Iterator[Passage]:
    """The passages of a YAML file of texts with marks; labels tell roles and nothing else."""
    rows = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    for number, row in enumerate(rows):
        text, labels = strip_marks(row["text"])
        yield Passage(f"{path.stem}-{number}", _PLACE, row["published"], text, tuple(labels))


def strip_marks(marked: str) -> tuple[str, list[Label]]:
    """The text without its marks, and a label for each.

    >>> text, labels = strip_marks("设床位{300张|t}。")
    >>> text, labels[0].start, labels[0].text, labels[0].row
    ('设床位300张。', 3, '300张', {'role': 'target'})
    """
    text, last, labels = "", 0, []
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        labels.append(Label(len(text), mark[1], {"role": _ROLES[mark[2]]}))
        text, last = text + mark[1], mark.end()
    return text + marked[last:], labels
