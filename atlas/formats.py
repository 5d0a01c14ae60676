"""What an editor may write, by the table `formats.yml`: files, records and keys in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from atlas.model import Words


@dataclass(frozen=True, slots=True)
class KeyFormat:
    """One key of a record; `of` names the list, the record or the ids its value is from."""

    kind: str
    of: str = ""
    required: bool = False
    says: Words | None = None


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A kind of file; `shape` is mapping, list or keyed, `path` a pattern below the project."""

    name: str
    path: str
    shape: str
    record: str


@dataclass(frozen=True, slots=True)
class Formats:
    """The whole table; the keys of a record stand in their canonical order."""

    files: tuple[FileFormat, ...]
    records: Mapping[str, Mapping[str, KeyFormat]]


@cache
def formats() -> Formats:
    """The table, read once."""
    data = Path(__file__).with_name("formats.yml").read_bytes()
    raw: Any = yaml.load(data, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return Formats(
        files=tuple(FileFormat(name, **row) for name, row in raw["files"].items()),
        records={
            record: {key: _key(row, raw["shared"]) for key, row in keys.items()}
            for record, keys in raw["records"].items()
        },
    )


def _key(row: Mapping[str, str], shared: Mapping[str, Mapping[str, str]]) -> KeyFormat:
    whole = {**shared.get(row.get("shared", ""), {}), **row}
    return KeyFormat(
        kind=whole["kind"],
        of=whole.get("of", ""),
        required=whole.get("required") == "yes",
        says=Words(whole["zh"], whole["en"]),
    )


def find_format(path: str) -> FileFormat | None:
    """The format of a file, by its POSIX path below the project; None where there is none.

    >>> find_format("content/cities/wuhai.yml").record
    'sheet'
    """
    return next((found for found in formats().files if fnmatchcase(path, found.path)), None)
