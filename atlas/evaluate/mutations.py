"""Prints how many single mistakes in the sheets `atlas check` catches, by kind and by rule.

Each mutation is one slip of an editor's hand: a digit, a unit, a place. It is caught if the check
tells any problem. Of those that pass, some say less than before but nothing false.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from atlas.checks import check_content
from atlas.checks.evidence import check_evidence
from atlas.checks.translations import check_sheet_words
from atlas.content import load_content, parse_sheet
from atlas.drafts import render_scalar
from atlas.model import PERIOD_BASES, PERIOD_SOURCES, QUALIFIERS, ROLES, Content, Fact, Measure
from atlas.problems import Problem
from atlas.readings import read_all
from atlas.site import read_seeds
from atlas.units import UNITS

COUNT = 2_500
Record = Fact | Measure


@dataclass(frozen=True, slots=True)
class Mutation:
    """One changed line: `line` counts from 0, `new` is None where the line goes."""

    kind: str
    slug: str
    record: str
    line: int
    old: str
    new: str | None

    def __str__(self) -> str:
        return f"{self.record}: {self.old.strip()} → {(self.new or '(deleted)').strip()}"


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record in its file: the line, the words before its value, the value as read."""

    line: int
    start: str
    value: str


class Sheets:
    """The sheets as lines, and what a mutation may put in place of a value."""

    def __init__(self, root: Path, content: Content, chance: random.Random) -> None:
        self.content = content
        self.chance = chance
        self.lines = {
            slug: (root / sheet.path).read_text("utf-8").split("\n")
            for slug, sheet in content.sheets.items()
        }
        self.records: list[tuple[str, Record]] = []
        for slug, sheet in content.sheets.items():
            self.records += [(slug, fact) for fact in sheet.facts]
            self.records += [(slug, measure) for measure in sheet.measures]
        self.used = sorted({fact.indicator for fact in content.facts()})

    def field(self, slug: str, record: Record, key: str) -> Field | None:
        """The key where its value stands in one line with it; None else."""
        mark = record.marks.get(key)
        if mark is None:
            return None
        line = self.lines[slug][mark.line - 1]
        start = line[: mark.column - 1]
        value = getattr(record, key, "")
        if isinstance(value, tuple):
            value = value[0] if len(value) == 1 and isinstance(value[0], str) else ""
        whole = start.strip().removeprefix("- ") == f"{key}:"
        return Field(mark.line - 1, start, str(value or "")) if whole else None

    def other(self, options: Sequence[str], value: str) -> str:
        """Another of the options."""
        return self.chance.choice([option for option in options if option != value] or [value])

    def digit(self, value: str) -> str:
        """The value with one digit changed; the same where it has none."""
        places = [found.start() for found in re.finditer(r"[0-9]", value)]
        if not places:
            return value
        at = self.chance.choice(places)
        return value[:at] + self.other("0123456789", value[at]) + value[at + 1 :]


Change = Callable[[Sheets, Record, str], str]


def _indicator(sheets: Sheets, record: Record, value: str) -> str:
    """Another indicator of the same unit: what a tired eye takes for the right one."""
    unit = sheets.content.indicators[value].unit if value else ""
    alike = [key for key in sheets.used if key and sheets.content.indicators[key].unit == unit]
    return sheets.other(alike, value)


def _fact(sheets: Sheets, record: Record, value: str) -> str:
    sheet = sheets.content.sheets[record.id.rpartition("-")[0]]
    return sheets.other([fact.id for fact in sheet.facts if fact.id != record.id], value)


def _body(sheets: Sheets, record: Record, value: str) -> str:
    return sheets.other(list(sheets.content.sheets[record.id.rpartition("-")[0]].bodies), value)


def _other_quote(sheets: Sheets, record: Record, value: str) -> str:
    quotes = {one.quote[0] for _, one in sheets.records if one.source == record.source}
    return sheets.other(sorted(quotes), value)


def _cut(sheets: Sheets, record: Record, value: str) -> str:
    """The quote without its first or last signs."""
    count = sheets.chance.randint(1, min(12, len(value) - 1))
    return value[count:] if sheets.chance.random() < 0.5 else value[:-count]


def _mistyped(sheets: Sheets, record: Record, value: str) -> str:
    at = sheets.chance.randrange(len(value))
    return value[:at] + sheets.other("的是了在有和中大为这", value[at]) + value[at + 1 :]


# By kind: the key, the change, and how many of a thousand mutations are of it.
CHANGES: dict[str, tuple[str, Change, int]] = {
    "digit of value": ("value", lambda s, r, v: s.digit(v), 90),
    "digit of text": ("text", lambda s, r, v: s.digit(v), 60),
    "digit of period": ("period", lambda s, r, v: s.digit(v), 90),
    "decimals of value": ("value", lambda s, r, v: v + "0" if "." in v else v + ".0", 20),
    "unit": ("unit", lambda s, r, v: s.other(list(UNITS), v), 70),
    "qualifier": ("qualifier", lambda s, r, v: s.other(QUALIFIERS, v), 30),
    "quote cut": ("quote", _cut, 70),
    "quote mistyped": ("quote", _mistyped, 30),
    "digit of quote": ("quote", lambda s, r, v: s.digit(v), 30),
    "quote of another": ("quote", _other_quote, 40),
    "source": ("source", lambda s, r, v: s.other(list(s.content.sources), v), 40),
    "indicator of the same unit": ("indicator", _indicator, 90),
    "place": ("place", lambda s, r, v: s.other(list(s.content.places), v), 40),
    "body": ("body", _body, 30),
    "pair": ("pair", _fact, 30),
    "same_as": ("same_as", _fact, 5),
    "role": ("role", lambda s, r, v: s.other(ROLES, v), 70),
    "direction": ("direction", lambda s, r, v: s.other(("up", "down"), v), 15),
    "topic": ("topic", lambda s, r, v: s.other(list(s.content.topics), v), 30),
    "period_basis": ("period_basis", lambda s, r, v: s.other(PERIOD_BASES, v), 20),
    "period_from": ("period_from", lambda s, r, v: s.other(PERIOD_SOURCES, v), 20),
    "nth": ("nth", lambda s, r, v: s.other("123", v), 10),
    "id": ("id", _fact, 10),
}
# Without these a record says something else; without others it only says less.
DELETED = ("qualifier", "period", "place", "body", "pair", "nth", "breakdown", "direction")
DELETIONS = {
    **{f"no {key}": (key, 12) for key in DELETED},
    **{f"no {key}": (key, 4) for key in ("role", "unit", "value", "text", "source", "quote")},
}
LESS = {f"no {key}": (key, 4) for key in ("note", "same_as", "comparable", "headline")}


def make_mutation(sheets: Sheets, kind: str) -> Mutation | None:
    """One mutation of the kind at a record drawn by chance; None where it has no such key."""
    slug, record = sheets.chance.choice(sheets.records)
    key = CHANGES[kind][0] if kind in CHANGES else {**DELETIONS, **LESS}[kind][0]
    field = sheets.field(slug, record, key)
    if field is None:
        return None
    old = sheets.lines[slug][field.line]
    if kind not in CHANGES:
        after = sheets.lines[slug][field.line + 1 : field.line + 2]
        nested = bool(after) and after[0].startswith("    ")
        return None if nested else Mutation(kind, slug, record.id, field.line, old, None)
    if not field.value or len(field.value) < 1:
        return None
    value = CHANGES[kind][1](sheets, record, field.value)
    if value == field.value or not value:
        return None
    new = f"{field.start}{render_scalar(value)}"
    return Mutation(kind, slug, record.id, field.line, old, new)


def mutate(sheets: Sheets, mutation: Mutation) -> bytes:
    """The sheet's file with the one line changed."""
    lines = list(sheets.lines[mutation.slug])
    lines[mutation.line : mutation.line + 1] = [] if mutation.new is None else [mutation.new]
    return "\n".join(lines).encode()


class Judge:
    """The check as `atlas check` runs it, on one changed sheet."""

    def __init__(self, root: Path, content: Content) -> None:
        self._content = content
        self._seeds = read_seeds(root)
        self._readings = read_all(content)

    def find(self, slug: str, data: bytes) -> list[Problem]:
        """Every problem of the atlas with this sheet in place of its own."""
        problems: list[Problem] = []
        sheet = parse_sheet(data, self._content.sheets[slug].path, problems)
        if sheet is None:
            return problems
        changed = replace(self._content, sheets={**self._content.sheets, slug: sheet})
        problems += check_content(changed, self._seeds)
        problems += check_evidence(changed, self._readings)
        problems += check_sheet_words([sheet])
        return problems


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mutation with the rules that told it."""

    mutation: Mutation
    rules: frozenset[str]


def run_mutations(root: Path, count: int, seed: int) -> list[Verdict]:
    """Verdicts on so many mutations, each different, drawn by the seed."""
    content, _ = load_content(root)
    chance = random.Random(seed)
    sheets, judge = Sheets(root, content, chance), Judge(root, content)
    weights = {kind: weight for kind, (_, _, weight) in CHANGES.items()}
    weights |= {kind: weight for kind, (_, weight) in {**DELETIONS, **LESS}.items()}
    found: dict[Mutation, Verdict] = {}
    while len(found) < count:
        kind = chance.choices(list(weights), list(weights.values()))[0]
        mutation = make_mutation(sheets, kind)
        if mutation is not None and mutation not in found:
            told = judge.find(mutation.slug, mutate(sheets, mutation))
            found[mutation] = Verdict(mutation, frozenset(problem.rule for problem in told))
    return list(found.values())


def render_verdicts(verdicts: Sequence[Verdict], every: bool) -> str:
    """Tables by kind and by rule, then what passed."""
    kinds: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    rules: Counter[str] = Counter()
    for verdict in verdicts:
        kinds[verdict.mutation.kind][bool(verdict.rules)] += 1
        rules.update(verdict.rules)
    lines = [f"{'kind':<28}{'made':>6}{'caught':>8}{'share':>8}"]
    order = (*CHANGES, *DELETIONS, *LESS)
    lines += [_row(kind, kinds[kind]) for kind in order if kind in kinds]
    false = Counter[bool]()
    for kind, counts in kinds.items():
        if kind not in LESS:
            false += counts
    lines += [_row("all that say otherwise", false), "", f"{'rule':<28}{'caught':>6}"]
    lines += [f"{rule:<28}{count:>6}" for rule, count in rules.most_common()]
    if every:
        passed = sorted((v.mutation.kind, str(v.mutation)) for v in verdicts if not v.rules)
        lines += ["", *(f"{kind}: {text}" for kind, text in passed)]
    return "\n".join(lines) + "\n"


def _row(kind: str, counts: Counter[bool]) -> str:
    made = counts[True] + counts[False]
    return f"{kind:<28}{made:>6}{counts[True]:>8}{100 * counts[True] / made:>7.1f}%"


def main(arguments: Sequence[str]) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m atlas.evaluate.mutations", description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the project folder")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="list each mutation that passed")
    options = parser.parse_args(arguments)
    verdicts = run_mutations(options.root, options.count, options.seed)
    sys.stdout.write(render_verdicts(verdicts, options.all))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
