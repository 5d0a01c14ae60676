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

    `wrong` and `right` are lines of YAML that differ in what the rule is about. `doubts` is the
    key that a warning doubts which `checked` settles; empty for all others.
    """

    id: str
    group: str
    severity: str
    says: Words
    wrong: str
    right: str
    doubts: str = ""


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


def doubts() -> Mapping[str, str]:
    """The rules that a person settles with `checked`, and the key that each doubts."""
    return {rule.id: rule.doubts for rule in rules().rules.values() if rule.doubts}


def _rule(row: Mapping[str, str]) -> Rule:
    says = Words(row["zh"], row["en"])
    examples = row["wrong"], row["right"]
    return Rule(row["id"], row["group"], row["severity"], says, *examples, row.get("doubts", ""))
