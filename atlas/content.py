"""The content folder and the seeds, read into the model.

Records with faults are built all the same, with empty values, so that one run finds every
fault; whoever asks for the content looks at the problems first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TypeAlias, TypeVar

from atlas.disk import LARGEST as LARGEST_YAML
from atlas.disk import Reader
from atlas.memory import Memory
from atlas.model import (
    Content,
    Dimension,
    FactSheet,
    Indicator,
    Mark,
    Place,
    ReferenceSeries,
    Source,
    Term,
    Topic,
)
from atlas.problems import Problem
from atlas.reading.seeds import LARGEST, SeedError
from atlas.reading.webpage import read_document
from atlas.records import (
    read_dimension,
    read_indicator,
    read_place,
    read_sheet,
    read_source,
    read_topic,
)
from atlas.references import read_series
from atlas.store import digest
from atlas.terms import read_term
from atlas.yamlio import Fields, parse_list, parse_mapping

Made = TypeVar("Made")
Coded = TypeVar("Coded", Indicator, Term)
_A_RUN = 25  # files that are found again together
Parse: TypeAlias = Callable[[bytes, str, list[Problem]], Made]


def load_content(
    root: Path, memory: Memory | None = None, came: dict[str, bytes] | None = None
) -> tuple[Content, list[Problem]]:
    """Reads `content/` and `seeds/` below `root`; problems name paths below `root`.

    Into `came` go the seeds as they came, by file name.
    """
    files = _Files(root, memory or Memory(keeps=False))
    folder = root / "content"
    content = Content(
        places=files.read(folder / "places.yml", _parse_places) or {},
        topics={one.id: one for one in files.read(folder / "topics.yml", _parse_topics) or ()},
        dimensions=files.read(folder / "breakdowns.yml", _parse_dimensions) or {},
        indicators=files.once(chain(*files.all(folder / "indicators", _parse_indicators).values())),
        sources={one.id: one for one in files.all(folder / "sources", parse_source).values()},
        sheets=files.all(folder / "cities", parse_sheet),
        seeds=files.seeds(root / "seeds", {} if came is None else came),
        terms=files.once(files.read(folder / "glossary.yml", _parse_terms) or ()),
        references=files.read(folder / "reference.yml", _parse_references) or (),
    )
    return content, files.problems


class _Files:
    """The files below `root`, and the problems in them."""

    def __init__(self, root: Path, memory: Memory) -> None:
        self.problems: list[Problem] = []
        self._begin = len(str(root / "content")) - len("content")  # of paths below
        self._reader = Reader(root)
        self._memory = memory

    def read(self, path: Path, parse: Parse[Made]) -> Made | None:
        """What `parse` makes of the file's bytes, and of nothing else."""
        data = self._reader.read(path, self.problems, LARGEST_YAML)
        return None if data is None else self._parse(path, parse, data)

    def _parse(self, path: Path, parse: Parse[Made], data: bytes) -> Made:
        [made] = self._parse_all({path: data}, parse)
        return made

    def _parse_all(self, read: Mapping[Path, bytes], parse: Parse[Made]) -> list[Made]:
        """What `parse` makes of each file, runs of which are found again at once."""
        files = [(self._name(path), data) for path, data in read.items()]
        found = (
            self._parse_run(files[at : at + _A_RUN], parse) for at in range(0, len(files), _A_RUN)
        )
        return list(chain.from_iterable(found))

    def _name(self, path: Path) -> str:
        return str(path)[self._begin :].replace(os.sep, "/")  # pathlib takes ten times as long

    def _parse_run(self, files: Sequence[tuple[str, bytes]], parse: Parse[Made]) -> list[Made]:
        keys = [digest(parse.__name__, *file) for file in files]

        def make(at: int) -> tuple[Made, list[Problem]]:
            told: list[Problem] = []
            name, data = files[at]
            return parse(data, name, told), told

        def make_all() -> list[tuple[Made, list[Problem]]]:
            return [
                self._memory.recall_lasting(partial(make, at), key) for at, key in enumerate(keys)
            ]

        found = self._memory.recall_lasting(make_all, *keys) if len(keys) > 1 else make_all()
        self._memory.touch(keys)  # for when one of them changes
        for key, (made, told) in zip(keys, found, strict=True):
            self._memory.sum_by(made, key)
            self.problems += told
        return [made for made, _ in found]

    def all(self, folder: Path, parse: Parse[Made | None]) -> dict[str, Made]:
        """Every YAML file of the folder by its name without the ending."""
        paths = sorted(folder.glob("*.yml"))
        came = {path: self._reader.read(path, self.problems, LARGEST_YAML) for path in paths}
        read = {path: data for path, data in came.items() if data is not None}
        made = zip(read, self._parse_all(read, parse), strict=True)
        return {path.stem: one for path, one in made if one is not None}

    def once(self, records: Iterable[Coded]) -> dict[str, Coded]:
        """The records by id; of two with the same id the first counts."""
        found: dict[str, Coded] = {}
        for one in records:
            if one.id in found:
                self.problems.append(_taken(one))
            found.setdefault(one.id, one)
        return found

    def seeds(self, folder: Path, came: dict[str, bytes]) -> dict[str, str]:
        """The documents' texts by file name; into `came` go their bytes."""
        read: dict[Path, bytes] = {}
        for path in sorted(one for one in folder.glob("*") if not one.name.startswith(".")):
            if path.is_dir():
                continue
            data = self._reader.read(path, self.problems, LARGEST)
            if data is not None:
                read[path] = came[path.name] = data
        texts = zip(read, self._parse_all(read, _parse_seed), strict=True)
        return {path.name: text for path, text in texts if text is not None}


def _taken(record: Indicator | Term) -> Problem:
    return Problem(
        record.marks.get("id", record.marks[""]),
        "duplicate-id",
        f"id“{record.id}”已经用过。换一个。",
        f"The id {record.id} is taken. Choose another.",
    )


def _keyed(data: bytes, path: str, problems: list[Problem]) -> dict[str, Fields]:
    top = parse_mapping(data, path, problems)
    below = {key: top.mapping(key) for key in top.keys()} if top else {}  # noqa: SIM118
    return {key: fields for key, fields in below.items() if fields}


def _parse_places(data: bytes, path: str, problems: list[Problem]) -> dict[str, Place]:
    keyed = _keyed(data, path, problems)
    return {key: read_place(key, fields) for key, fields in keyed.items()}


def _parse_dimensions(data: bytes, path: str, problems: list[Problem]) -> dict[str, Dimension]:
    keyed = _keyed(data, path, problems)
    return {key: read_dimension(key, fields) for key, fields in keyed.items()}


def _parse_topics(data: bytes, path: str, problems: list[Problem]) -> tuple[Topic, ...]:
    return tuple(map(read_topic, parse_list(data, path, problems)))


def _parse_indicators(data: bytes, path: str, problems: list[Problem]) -> tuple[Indicator, ...]:
    return tuple(map(read_indicator, parse_list(data, path, problems)))


def _parse_terms(data: bytes, path: str, problems: list[Problem]) -> tuple[Term, ...]:
    return tuple(map(read_term, parse_list(data, path, problems)))


def _parse_references(
    data: bytes, path: str, problems: list[Problem]
) -> tuple[ReferenceSeries, ...]:
    return tuple(map(read_series, parse_list(data, path, problems)))


def parse_source(data: bytes, path: str, problems: list[Problem]) -> Source | None:
    """The source that a file's bytes tell of; its id is the file's name."""
    fields = parse_mapping(data, path, problems)
    return read_source(PurePosixPath(path).stem, fields) if fields else None


def parse_sheet(data: bytes, path: str, problems: list[Problem]) -> FactSheet | None:
    """The fact sheet that a file's bytes hold."""
    fields = parse_mapping(data, path, problems)
    return read_sheet(fields) if fields else None


def _parse_seed(data: bytes, path: str, problems: list[Problem]) -> str | None:
    try:
        return read_document(data, PurePosixPath(path).name)
    except SeedError as error:
        problems.append(Problem(Mark(path, 1, 1), "encoding", error.zh, error.en))
        return None
