"""After an edit few terms of the index are merged; its files are those of an index made anew."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from atlas import search, termfiles
from atlas.parts import SearchRecord, Stretch
from atlas.postings import Merged
from atlas.search import make_index
from atlas.store import FILE, Store
from atlas.termfiles import order, pack_terms, renew_files
from atlas.trail import Trail

LETTERS = "医保报销比例参保率达到元个床位县市" * 2 + "0123456789𠮷"
EDITS = ("changes", "changes", "comes", "goes", "grows", "long", "nothing", "files")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and runs so small that there are many."""
    monkeypatch.setattr(termfiles, "_LEAST", 200)
    monkeypatch.setattr(search, "_A_RUN", 3)


def make_record(chance: random.Random, number: int, most: int = 60) -> SearchRecord:
    text = "".join(chance.choices(LETTERS, k=chance.randint(3, most)))
    return SearchRecord("fact", text[:5], text, f"#{number}")


def make(records: Sequence[SearchRecord], trail: Trail | None = None) -> dict[str, bytes]:
    starts = range(0, len(records), 10)
    stretches = [
        Stretch("fact", str(at), partial(_give, tuple(records[at : at + 10]))) for at in starts
    ]
    return {one.path: one.data for one in make_index(stretches, "", None, trail)}


def _give(records: tuple[SearchRecord, ...]) -> tuple[SearchRecord, ...]:
    return records


def make_again(folder: Path, records: Sequence[SearchRecord]) -> dict[str, bytes]:
    """As a build does that may find what the last one made."""
    trail = Trail(Store(folder / FILE), "site", b"")
    made = make(records, trail)
    trail.save(lambda path: (0, 0, 0))
    return made


@pytest.fixture
def merged_terms(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many terms each merging gave."""
    found: list[int] = []
    pack = Merged.pack

    def note(merged: Merged) -> object:
        found.append(len(merged.steps))
        return pack(merged)

    monkeypatch.setattr(Merged, "pack", note)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_edits_of_all_kinds_give_what_an_index_made_anew_has(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    records = [make_record(chance, number) for number in range(120)]
    for step in range(12):
        assert make_again(tmp_path, records) == make(records), step
        at = chance.randrange(len(records))
        match chance.choice(EDITS):
            case "changes":
                records[at] = make_record(chance, at)
            case "comes":
                records.insert(at, make_record(chance, 1000 + step))
            case "goes":
                del records[at]
            case "grows":  # more records than a stretch has room for in its texts' files
                records += [make_record(chance, 2000 + number) for number in range(40)]
            case "long":
                records[at] = make_record(chance, at, 3000)
            case "files":
                for path in sorted((tmp_path / ".cache/parts").iterdir())[:: chance.randint(2, 9)]:
                    path.write_bytes(b"damaged") if chance.random() < 0.5 else path.unlink()


def test_an_edit_merges_few_terms(tmp_path: Path, merged_terms: list[int]) -> None:
    chance = random.Random(9)
    records = [make_record(chance, number) for number in range(120)]
    make_again(tmp_path, records)
    merged_terms.clear()
    old = records[50]
    records[50] = SearchRecord("fact", old.title, old.text + "新", old.url)
    assert make_again(tmp_path, records) == make(records)
    # One run of the renewed index; all those that come after are of the fresh one.
    assert 0 < merged_terms[0] <= 4


def test_files_of_terms_are_renewed_wherever_one_ends() -> None:
    chance = random.Random(2)

    def make_terms(count: int) -> dict[str, bytes]:
        words = ("".join(chance.choices(LETTERS, k=chance.randint(1, 4))) for _ in range(count))
        return {word: bytes(chance.randint(1, 60)) for word in words}

    terms = make_terms(300)
    for _ in range(60):
        files = pack(terms)
        changed: dict[str, bytes | None] = {**make_terms(chance.randint(1, 5))}
        changed |= dict.fromkeys(chance.sample(sorted(terms), 2))
        renewed = {**terms, **changed}
        terms = {word: steps for word, steps in renewed.items() if steps is not None}
        read = partial(_read, files)
        found = list(renew_files([first for first, _ in files], read, changed))
        known = dict(files)
        assert pack(terms) == [(first, data or known[first]) for first, data in found]


def _read(files: Sequence[tuple[str, bytes]], at: int) -> bytes:
    return files[at][1]


def pack(terms: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return list(pack_terms((word, terms[word]) for word in sorted(terms, key=order)))
