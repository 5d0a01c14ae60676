"""The shape of the open data, from `tables.yml`: tables, columns, keys and lists of codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from atlas.display import display_words
from atlas.model import DATE_BASES, QUALIFIERS, Words
from atlas.units import UNITS

NAME = "health-reform-atlas"
TITLE = "中国地方医改图集 / Health Reform Atlas of China"
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
FOLDER = "data/v1/"
SEPARATOR = ";"

_DATE = r"\d{4}(-\d\d(-\d\d)?)?"
_PATTERNS = {
    "period": rf"^({_DATE}|{_DATE}/({_DATE}|\.\.)|\.\./{_DATE})$",
    "digits": r"^\d{6}$",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `codes` are the words that may stand in it, empty for any."""

    name: str
    kind: str
    says: Words
    required: bool = False
    unique: bool = False
    search: bool = False
    ref: tuple[str, str] | None = None
    unit: str = ""
    of: str = ""
    codes: tuple[str, ...] = ()

    @property
    def pattern(self) -> str:
        """The regular expression of what is not empty; empty where any text will do."""
        if self.kind == "codes":
            one = f"({'|'.join(re.escape(code) for code in self.codes)})"
            return f"^{one}({SEPARATOR}{one})*$"
        return _PATTERNS.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `key` names the columns that tell one row from another."""

    name: str
    title: Words
    says: Words
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def searched(self) -> list[str]:
        return [column.name for column in self.columns if column.search]


@cache
def read_tables() -> Mapping[str, Table]:
    """Every table by its name, in the order of the file."""
    data = Path(__file__).with_name("tables.yml").read_bytes()
    raw: Any = yaml.load(data, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return {
        name: Table(
            name,
            Words(table["title"]["zh"], table["title"]["en"]),
            Words(table["zh"], table["en"]),
            tuple(table["key"]),
            tuple(_column(key, row) for key, row in table["columns"].items()),
        )
        for name, table in raw.items()
    }


def _column(name: str, row: Mapping[str, str]) -> Column:
    table, _, column = row.get("ref", "").partition(".")
    of = row.get("of", "")
    return Column(
        name=name,
        kind=row["kind"],
        says=Words(row["zh"], row["en"]),
        required=row.get("required") == "yes",
        unique=row.get("unique") == "yes",
        search=row.get("search") == "yes",
        ref=(table, column) if table else None,
        unit=row.get("unit", ""),
        of=of,
        codes=list_codes(of) if of else (),
    )


def list_codes(name: str) -> tuple[str, ...]:
    """The codes of a list, in the order in which readers meet them.

    >>> list_codes("period_bases")
    ('stated', 'inferred', 'none')
    """
    known = {"units": tuple(UNITS), "qualifiers": QUALIFIERS, "date_bases": DATE_BASES}
    return known[name] if name in known else tuple(display_words()[name])
