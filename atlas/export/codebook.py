"""The codebook: every table, column, code, breakdown and indicator, explained in both languages.

It is made from the model: `tables.yml`, the names of `display_words.yml`, the units, the content,
and what `codebook.yml` adds. One entry is one row of `codebook.csv`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from atlas.display import display_words
from atlas.export.schema import list_codes, read_tables
from atlas.model import Content, Words
from atlas.units import UNITS

_NOTHING = Words("", "")
_OF_CONTENT = ("breakdown", "indicator")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing explained: `part` says of what kind it is, `of` the table or the list it is in.

    `form` is a column's kind or an indicator's unit; `sdmx` a code of CL_OBS_STATUS.
    """

    part: str
    of: str
    code: str
    name: Words
    about: Words = _NOTHING
    form: str = ""
    sdmx: str = ""

    def row(self) -> dict[str, str]:
        """The entry as a row of the codebook's table."""
        return {
            "part": self.part,
            "of": self.of,
            "code": self.code,
            "form": self.form,
            "name_zh": self.name.zh,
            "name_en": self.name.en,
            "about_zh": self.about.zh,
            "about_en": self.about.en,
            "sdmx": self.sdmx,
        }


COLUMNS = tuple(Entry("", "", "", _NOTHING).row())


@dataclass(frozen=True, slots=True)
class Change:
    """A version of the codebook; `shape` is the digest of its tables, columns and codes."""

    version: str
    date: str
    shape: str
    says: Words


@cache
def _table() -> Any:
    data = Path(__file__).with_name("codebook.yml").read_bytes()
    return yaml.load(data, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


@cache
def read_changes() -> tuple[Change, ...]:
    """Every version, the newest first."""
    return tuple(
        Change(row["version"], row["date"], row["shape"], _words(row))
        for row in _table()["changes"]
    )


def list_titles() -> Mapping[str, Words]:
    """The lists of codes by name, with their titles."""
    return {name: _words(row) for name, row in _table()["lists"].items()}


def kind_names() -> Mapping[str, Words]:
    """The kinds of columns in readers' words."""
    return {name: _words(row) for name, row in _table()["kinds"].items()}


def make_codebook(content: Content) -> tuple[Entry, ...]:
    """Every entry: tables with their columns, lists of codes, breakdowns, indicators."""
    return (*_explain_shape(), *_explain_breakdowns(content), *_explain_indicators(content))


def digest_shape(entries: Iterable[Entry]) -> str:
    """A short digest of what a program relies on: tables, columns, kinds and codes."""
    lines = [
        f"{one.part} {one.of} {one.code} {one.form} {one.sdmx}\n"
        for one in entries
        if one.part not in _OF_CONTENT
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def _explain_shape() -> Iterator[Entry]:
    for table in read_tables().values():
        yield Entry("table", "", table.name, table.title, table.says)
        for column in table.columns:
            form = f"{column.kind} {column.of}".rstrip()
            name = Words(column.name, column.name)
            yield Entry("column", table.name, column.name, name, column.says, form)
    for name, row in _table()["lists"].items():
        codes = row.get("codes", {})
        for code in list_codes(name):
            yield _explain_code(name, code, codes.get(code, {}))
    for code, row in _table()["sdmx"].items():
        yield Entry("code", "sdmx", code, _words(row), _words(row["about"]), sdmx=code)


def _explain_code(name: str, code: str, row: Mapping[str, Any]) -> Entry:
    """The code by the name that readers meet, or the codebook's own where that is only a sign."""
    shown = row if "zh" in row else display_words().get(name, {}).get(code)
    words = UNITS[code] if name == "units" else _words(shown)
    about = row.get("about") or (display_words()["role_meanings"][code] if name == "roles" else {})
    return Entry(
        "code", name, code, words, _words(about) if about else _NOTHING, sdmx=row.get("sdmx", "")
    )


def _explain_breakdowns(content: Content) -> Iterator[Entry]:
    for dimension in content.dimensions.values():
        yield Entry("breakdown", "", dimension.id, dimension.name)
        for group, name in dimension.values.items():
            yield Entry("breakdown", dimension.id, f"{dimension.id}={group}", name)


def _explain_indicators(content: Content) -> Iterator[Entry]:
    for one in content.indicators.values():
        yield Entry("indicator", one.topic, one.id, one.name, one.definition, one.unit)


def _words(row: Mapping[str, Any]) -> Words:
    return Words(row["zh"], row["en"])
