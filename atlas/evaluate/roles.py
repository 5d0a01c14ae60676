"""Fits the weights of the signs of roles to labelled figures and writes them as a table.

`python -m atlas.evaluate.roles [--passages FILE …]` writes `atlas/reading/role_weights.yml` from
the accepted sheets, the labelled passages of the project, those of `tests/cases/roles`, whose
figures carry their roles in the text, and those of these files; with `--measure` it writes
nothing and prints, for each sheet and file, how many roles are right with weights fitted to all
the others.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from atlas.content import load_content
from atlas.evaluate.marked import read_marked
from atlas.evaluate.passages import Label, Passage, find_home, read_passages
from atlas.evaluate.rolefitting import RoleSample, count_right, fit_roles, worth_writing
from atlas.evaluate.sheets import accepted_facts
from atlas.model import Content, Source
from atlas.reading.document import find_origin, read_candidates
from atlas.reading.records import Candidate
from atlas.readings import read_candidates as read_source

_TABLE = Path("atlas/reading/role_weights.yml")
_HEAD = """\
# What each sign counts for a role: fitted by `python -m atlas.evaluate.roles`, then free to be
# edited. A figure gets the role with the greatest sum.
# rule: what role_words.yml says · after: the role of the figure before it · unit, genre, time
# · prev, next: the signs that touch it · touch, clause, sentence, behind: a kind of word
# of role_signs.yml by where it stands; with a colon, that very word.
"""


def main(arguments: Sequence[str]) -> int:
    """Writes the table, or measures."""
    options = _parser().parse_args(arguments)
    parts = read_role_samples(options.root, options.passages or ())
    if options.measure:
        for name, right, labelled in _measure(parts, {path.stem for path in options.passages}):
            sys.stdout.write(f"{name:<24}{labelled:>6}{100 * right / labelled:>10.1f}\n")
        return 0
    everything = [sample for part in parts.values() for sample in part]
    _write(options.root / _TABLE, worth_writing(fit_roles(everything)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m atlas.evaluate.roles", description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the project folder")
    parser.add_argument("--measure", action="store_true", help="leave one file out at a time")
    parser.add_argument(
        "--passages", nargs="+", type=Path, default=[], metavar="FILE", help="more passages"
    )
    return parser


def read_role_samples(root: Path, more: Sequence[Path]) -> dict[str, list[RoleSample]]:
    """The samples of each accepted sheet and of each file of labelled passages."""
    content, _ = load_content(root)
    parts = {
        source.id: list(_sheet_samples(content, source))
        for source in content.sources.values()
        if source.seed in content.seeds and source.place in content.places
    }
    cases = root / "tests" / "cases"
    passages = {
        path.stem: read_passages(path)
        for path in [*sorted((cases / "eval").glob("open-*.yml")), *more]
    }
    marked = sorted((cases / "roles").glob("*.yml"))
    passages |= {path.stem: list(read_marked(path)) for path in marked}
    for name, found in passages.items():
        parts[name] = [sample for passage in found for sample in _passage_samples(content, passage)]
    return parts


def _sheet_samples(content: Content, source: Source) -> Iterator[RoleSample]:
    accepted = accepted_facts(content, source, content.seeds[source.seed])
    roles = {where.start: fact.role for fact, where in accepted}
    for candidate in read_source(content, source):
        if candidate.role_signs:
            role = roles.get(candidate.figure.start, "")
            yield _sample(source.id, candidate, role)


def _passage_samples(content: Content, passage: Passage) -> Iterator[RoleSample]:
    home, published = find_home(content, passage.place), passage.published
    if passage.whole:
        origin = find_origin(passage.text, content.places)
        home, published = origin.home, origin.proposal.date
    candidates = read_candidates(passage.text, content.indicators, content.places, home, published)
    for candidate in candidates:
        if candidate.role_signs:
            yield _sample(passage.id, candidate, _labelled(passage.labels, candidate))


def _sample(name: str, candidate: Candidate, role: str) -> RoleSample:
    own = frozenset(sign for sign in candidate.role_signs if not sign.startswith("after "))
    links = (" ".join(sign.split(" ")[2:]) for sign in sorted(candidate.role_signs - own))
    return RoleSample(name, own, tuple(links), role)


def _labelled(labels: Sequence[Label], candidate: Candidate) -> str:
    figure = candidate.figure
    for label in labels:
        if label.start < figure.end and figure.start < label.start + len(label.text):
            return label.row.get("role", "") if label.is_fact else ""
    return ""


def _measure(
    parts: Mapping[str, Sequence[RoleSample]], shown: set[str]
) -> Iterator[tuple[str, int, int]]:
    """For each file its right and labelled ones, with weights fitted to all the others."""
    total = [0, 0]
    for name, part in parts.items():
        if shown and name not in shown:
            continue
        others = [sample for other, found in parts.items() if other != name for sample in found]
        right, labelled = count_right(part, fit_roles(others))
        total = [total[0] + right, total[1] + labelled]
        yield name, right, labelled
    yield "all", total[0], total[1]


def _write(path: Path, table: Mapping[str, Mapping[str, float]]) -> None:
    rows = (f"{_quoted(sign)}: {_row(row)}\n" for sign, row in table.items())
    path.write_text(_HEAD + "".join(rows), encoding="utf-8")


def _quoted(key: str) -> str:
    return yaml.safe_dump(key, allow_unicode=True, width=1000).splitlines()[0]


def _row(row: Mapping[str, float]) -> str:
    return "{" + ", ".join(f"{role}: {value:.2f}" for role, value in row.items()) + "}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
