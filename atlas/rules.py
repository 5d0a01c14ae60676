"""The rules of `atlas check`, by the table `rules.yml`: what each is about, with its examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from atlas.model import Words


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `severity` is error, warning, or draft: a warning while the record is a draft.

    `wrong` and `right` are lines of YAML that differ in what the rule is about.
    """

    id: str
    group: str
    severity: str
    says: Words
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole table in its order; `groups` are the names of its parts."""

    groups: Mapping[str, Words]
    rules: Mapping[str, Rule]


@cache
def rules() -> Rules:
    """The table, read once."""
    data = Path(__file__).with_name("rules.yml").read_bytes()
    raw: Any = yaml.load(data, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return Rules(
        groups={key: Words(row["zh"], row["en"]) for key, row in raw["groups"].items()},
        rules={row["id"]: _rule(row) for row in raw["rules"]},
    )


def _rule(row: Mapping[str, str]) -> Rule:
    says = Words(row["zh"], row["en"])
    return Rule(row["id"], row["group"], row["severity"], says, row["wrong"], row["right"])
