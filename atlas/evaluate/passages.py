"""How well the reader does on labelled passages of documents that have no sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from atlas.model import Content, Place, Words
from atlas.reading.document import read_candidates
from atlas.reading.records import Candidate

ROUNDING = Decimal("0.0001")  # of fractions: a third is labelled 0.3333
FIELDS = ("value", "unit", "qualifier", "role", "place", "period", "topic")


@dataclass(frozen=True, slots=True)
class Label:
    """What a person reads in one figure; `start` is its offset in the passage."""

    start: int
    text: str
    row: Mapping[str, str]

    @property
    def is_fact(self) -> bool:
        return not self.row.get("excluded")


@dataclass(frozen=True, slots=True)
class Passage:
    """One or a few sentences with all their figures labelled, in the order of the text."""

    id: str
    place: str
    published: str
    text: str
    labels: tuple[Label, ...]


def read_passages(path: Path) -> list[Passage]:
    """The passages of a YAML file; raises ValueError where a labelled figure is not in its text."""
    rows = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    return [_passage(row) for row in rows]


def _passage(row: Mapping[str, object]) -> Passage:
    text = str(row["text"])
    labels = []
    after: dict[str, int] = {}
    figures = row.get("figures") or []
    for figure in figures if isinstance(figures, list) else []:
        printed = figure["text"]
        start = text.find(printed, after.get(printed, 0))
        if start < 0:
            raise ValueError(f"{row['id']}: {printed} is not in the passage")
        after[printed] = start + len(printed)
        labels.append(Label(start, printed, figure))
    return Passage(str(row["id"]), str(row["place"]), str(row["published"]), text, tuple(labels))


def evaluate_passage(content: Content, passage: Passage) -> tuple[Counter[str], list[str]]:
    """Counts of agreement for one passage, and a line for each difference.

    Shares are of the labelled facts; `spurious` counts what the reader takes for a fact and
    no person does, out of `kept`, all that it takes for one.
    """
    home = _home(content, passage.place)
    found = read_candidates(
        passage.text, content.indicators, content.places, home, passage.published
    )
    counts: Counter[str] = Counter()
    lines = []
    for label in passage.labels:
        if not label.is_fact:
            continue
        counts["facts"] += 1
        candidate = _overlapping(found, label)
        agreeing = set(_agreeing(content, passage, label, candidate))
        counts.update(agreeing)
        differing = [field for field in ("found", *FIELDS) if field not in agreeing]
        lines += [_difference(passage, label, field, candidate) for field in differing]
    facts = [label for label in passage.labels if label.is_fact]
    for candidate in found:
        if candidate.excluded is None:
            counts["kept"] += 1
            if not any(_overlap(candidate, label) for label in facts):
                counts["spurious"] += 1
                lines.append(f"{passage.id} spurious {candidate.figure.text}: {passage.text[:60]}")
    return counts, lines


def _home(content: Content, name: str) -> Place:
    """The document's place: the registered one, or one with no slug and only its name."""
    for place in content.places.values():
        if place.name.zh == name:
            return place
    level = "district" if name.endswith("区") else "county" if name.endswith(("县", "旗")) else ""
    words = Words(name, name)
    return Place("", "", level or "prefecture", None, words, Words(name[:-1], name))


def _overlap(candidate: Candidate, label: Label) -> bool:
    figure = candidate.figure
    return figure.start < label.start + len(label.text) and label.start < figure.end


def _overlapping(found: list[Candidate], label: Label) -> Candidate | None:
    return next((candidate for candidate in found if _overlap(candidate, label)), None)


def _agreeing(
    content: Content, passage: Passage, label: Label, candidate: Candidate | None
) -> Iterator[str]:
    if candidate is None or candidate.excluded is not None:
        return
    yield "found"
    seen = _row(content, passage, candidate)
    for field in FIELDS:
        wanted = label.row.get(field, "")
        alike = seen[field] == wanted
        if field == "value":
            alike = abs(candidate.figure.value - Decimal(wanted)) <= ROUNDING
        if alike:
            yield field


def _row(content: Content, passage: Passage, candidate: Candidate) -> dict[str, str]:
    place = content.places.get(candidate.place)
    figure = candidate.figure
    return {
        "value": f"{figure.value:f}",
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "role": candidate.role,
        "place": place.name.zh if place else candidate.place_name or passage.place,
        "period": candidate.period,
        "topic": candidate.topic,
    }


def _difference(passage: Passage, label: Label, field: str, candidate: Candidate | None) -> str:
    if candidate is None:
        return f"{passage.id} {field} {label.text}: not found"
    seen = candidate.excluded or getattr(candidate, field, getattr(candidate.figure, field, ""))
    wanted = label.row.get(field, "a fact")
    return f"{passage.id} {field} {label.text}: {seen!s} for {wanted} | {passage.text[:70]}"
