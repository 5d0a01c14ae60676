"""How well the reader does on labelled passages of documents that have no sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from atlas.model import Content, Place, Words
from atlas.reading.document import Origin, find_origin, read_candidates
from atlas.reading.records import Candidate

_BEFORE, _AFTER = 46, 14  # signs around a figure, to tell where they differ
ROUNDING = Decimal("0.0001")  # of fractions: a third is labelled 0.3333
FIELDS = ("value", "unit", "qualifier", "role", "place", "body", "period", "topic")
PRECISE = ("period", "topic")  # that may be left open: also counted is how many given are right
PROPOSED = ("place", "date", "title", "publisher")


@dataclass(frozen=True, slots=True)
class Label:
    """What a person reads in one figure; `start` is its offset in the passage."""

    start: int
    text: str
    row: Mapping[str, str]

    @property
    def is_fact(self) -> bool:
        return not self.row.get("excluded")

    @property
    def is_repeat(self) -> bool:
        return self.row.get("excluded") == "repeat"


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences, or a document, with all figures labelled in the order of the text.

    Where the text is `whole` the reader is told no place and no date, as `atlas figures` is not.
    """

    id: str
    place: str
    published: str
    text: str
    labels: tuple[Label, ...]
    whole: bool = False
    title: str = ""
    publisher: str = ""


def read_passages(path: Path) -> list[Passage]:
    """The passages of a YAML file; raises ValueError where a labelled figure is not in its text."""
    rows = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    return [_passage(row) for row in rows]


def _passage(row: Mapping[str, object]) -> Passage:
    text = str(row["text"])
    labels: list[Label] = []
    after: dict[str, int] = {}
    figures = row.get("figures") or []
    for figure in figures if isinstance(figures, list) else []:
        printed = figure["text"]
        last = labels[-1].start + len(labels[-1].text) if labels else 0
        start = _find_printed(text, printed, last, after.get(printed, 0))
        if start < 0:
            raise ValueError(f"{row['id']}: {printed} is not in the passage")
        after[printed] = start + len(printed)
        labels.append(Label(start, printed, figure))
    return Passage(
        str(row["id"]),
        str(row["place"]),
        str(row["published"]),
        text,
        tuple(labels),
        row.get("whole") == "yes",
        str(row.get("title", "")),
        str(row.get("publisher", "")),
    )


def _find_printed(text: str, printed: str, last: int, floor: int) -> int:
    """Where a labelled figure stands: behind the `last` label, else from `floor` on; -1 nowhere.

    A number of its own goes before the same signs in another one.

    >>> _find_printed("2025年4.52%，目标4.5以下", "4.5", 0, 0)
    13
    """
    before = r"(?<![\d〇零一二三四五六七八九十百千])(?<!\d[.,])"
    whole = re.compile(rf"{before}{re.escape(printed)}(?!\d|[.,]\d|(?<=成)[一二三四五六七八九半])")
    found = whole.search(text, last) or whole.search(text, floor)
    return found.start() if found else text.find(printed, floor)


def evaluate_passage(content: Content, passage: Passage) -> tuple[Counter[str], list[str]]:
    """Counts of agreement for one passage, and a line for each difference.

    Shares are of the labelled facts, and one that the reader takes for a repeat counts by the fact
    that it repeats; `spurious` counts what the reader takes for a fact and
    no person does, out of `kept`, all that it takes for one. Where a person has the headline for
    the fact and the reader the article's sentence, or the other way round, both have one fact.
    """
    counts: Counter[str] = Counter()
    lines = []
    home: Place | None = find_home(content, passage.place)
    published = passage.published
    if passage.whole:
        origin = find_origin(passage.text, content.places)
        home, published = origin.home, origin.proposal.date
        for field, wanted, seen in _proposed(passage, origin):
            counts[f"proposed {field}"] += 1
            counts[f"right {field}"] += wanted == seen
            if wanted != seen:
                lines.append(f"{passage.id} proposed {field}: {seen} for {wanted}")
    found = read_candidates(passage.text, content.indicators, content.places, home, published)
    for label in passage.labels:
        if not label.is_fact:
            continue
        counts["facts"] += 1
        candidate = _repeated(found, _overlapping(found, label))
        agreeing = set(_agreeing(content, passage, label, candidate))
        counts.update(agreeing)
        if candidate is not None and candidate.excluded is None:
            counts.update(f"given {field}" for field in PRECISE if getattr(candidate, field))
            counts.update(
                f"given right {field}"
                for field in PRECISE
                if getattr(candidate, field) and field in agreeing
            )
        differing = [field for field in FIELDS if field not in agreeing]
        differing = differing if "found" in agreeing else ["found"]
        lines += [_difference(passage, label, field, candidate) for field in differing]
    facts = [label for label in passage.labels if label.is_fact]
    for candidate in found:
        if candidate.excluded is None:
            counts["kept"] += 1
            known = any(_overlap(candidate, label) for label in facts)
            if not known and not _is_other_telling(found, passage.labels, candidate):
                counts["spurious"] += 1
                label = Label(candidate.figure.start, candidate.figure.text, {})
                lines.append(f"{passage.id} spurious {label.text} | {_near(passage, label)}")
    return counts, lines


def _proposed(passage: Passage, origin: Origin) -> Iterator[tuple[str, str, str]]:
    """What the text was to propose and what it proposed, of all that the label gives."""
    proposal = origin.proposal
    given = {
        "place": (passage.place, origin.home.name.zh),
        "date": (passage.published, proposal.date),
        "title": (passage.title, proposal.title),
        "publisher": (passage.publisher, proposal.publisher),
    }
    yield from ((field, *pair) for field, pair in given.items() if pair[0])


def find_home(content: Content, name: str) -> Place:
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


def _repeated(found: list[Candidate], candidate: Candidate | None) -> Candidate | None:
    """The fact that a repeat repeats: a headline's figure is accounted for by the article's."""
    if candidate is None or candidate.excluded != "repeat":
        return candidate
    value, unit = candidate.figure.value, candidate.figure.unit
    same = (
        other
        for other in found
        if other.excluded is None and (other.figure.value, other.figure.unit) == (value, unit)
    )
    return next(same, candidate)


def _is_other_telling(
    found: list[Candidate], labels: Sequence[Label], candidate: Candidate
) -> bool:
    """Whether a labelled repeat is what the reader quotes for the fact that it repeats."""
    if not any(_overlap(candidate, label) and label.is_repeat for label in labels):
        return False
    facts = (_overlapping(found, label) for label in labels if label.is_fact)
    return any(
        one is not None and one.excluded == "repeat" and _repeated(found, one) is candidate
        for one in facts
    )


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
    told = "" if passage.whole else passage.place
    return {
        "value": f"{figure.value:f}",
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "role": candidate.role,
        "place": place.name.zh if place else candidate.place_name or told,
        "body": candidate.body,
        "period": candidate.period,
        "topic": candidate.topic,
    }


def _difference(passage: Passage, label: Label, field: str, candidate: Candidate | None) -> str:
    if candidate is None:
        return f"{passage.id} {field} {label.text}: not found | {_near(passage, label)}"
    seen = candidate.excluded or getattr(candidate, field, getattr(candidate.figure, field, ""))
    if field == "place" and not candidate.excluded:
        seen = candidate.place_name or candidate.place
    wanted = label.row.get(field, "a fact")
    return f"{passage.id} {field} {label.text}: {seen!s} for {wanted} | {_near(passage, label)}"


def _near(passage: Passage, label: Label) -> str:
    """The words around a figure, on one line."""
    first = max(0, label.start - _BEFORE)
    return re.sub(r"\s+", " ", passage.text[first : label.start + len(label.text) + _AFTER])
