"""The SQLite file made from the last one is, byte for byte, the one that is made from nothing."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from atlas.export.database import Cells, Database
from atlas.export.schema import read_tables

TABLE = read_tables()["measures"]
OTHER = read_tables()["topics"]
CHANGES = "a cell", "a row more", "a row less", "order", "swap", "a run more", "gone"
Runs = list[tuple[str, list[Cells]]]


def make_row(random: Random, number: int) -> Cells:
    words = "".join(random.choices("医疗保障集中带量采购公立医院", k=random.randint(1, 400)))
    cells: dict[str, str | int | None] = dict.fromkeys(TABLE.names, words[:3])
    cells |= {"id": f"m{number}", "quote": words, "start": 1, "end": random.randint(2, 9)}
    return tuple(cells[name] for name in TABLE.names)


def write(folder: Path, runs: Runs, last: Path | None = None, before: Runs | None = None) -> Path:
    """The file of the runs; those that were there before are not written again."""
    target = folder / f"{len(list(folder.iterdir()))}.sqlite"
    database = Database(target.with_suffix(".made"), [TABLE, OTHER], last)
    places: dict[str, range] = {}
    known = dict(before or ())
    row = 1
    for name, rows in before or ():
        places[name] = range(row, row + len(rows))
        row += len(rows)
    kept = {name for name, rows in runs if known.get(name) == rows}
    if last:
        database.leave_only(TABLE, [places[name] for name in kept])
        database.leave_only(OTHER, [range(1, 2)])
    for name, rows in runs:
        if name in kept:
            database.move(TABLE, places[name])
        else:
            database.add(TABLE, rows)
    if last:
        database.move(OTHER, range(1, 2))
    else:
        database.add(OTHER, [tuple(OTHER.names)])
    database.finish(target)
    return target


@pytest.mark.parametrize("seed", range(4))
def test_what_is_renewed_is_as_if_made_anew(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    numbers = iter(range(10_000))
    runs: Runs = [
        (f"r{at}", [make_row(random, next(numbers)) for _ in range(random.randint(0, 30))])
        for at in range(12)
    ]
    last = write(tmp_path, runs)
    for step in range(8):
        after = [(name, list(rows)) for name, rows in runs]
        change = random.choice(
            ("a cell", "a row more", "a row less", "order", "swap", "run", "gone")
        )
        name, rows = random.choice([one for one in after if len(one[1]) > 1])
        if change == "a cell":
            rows[0] = (*rows[0][:-1], f"{step}")
        elif change == "a row more":
            rows.insert(random.randrange(len(rows)), make_row(random, next(numbers)))
        elif change == "a row less":
            rows.pop(random.randrange(len(rows)))
        elif change == "order":
            random.shuffle(after)
        elif change == "swap":  # a row goes to another run, before the one that it leaves or after
            random.choice(after)[1].append(rows.pop())
        elif change == "a run more":
            after.insert(random.randrange(12), (f"s{step}", [make_row(random, next(numbers))]))
        else:
            after = [one for one in after if one[0] != name]
        renewed = write(tmp_path, after, last, runs)
        assert renewed.read_bytes() == write(tmp_path, after).read_bytes(), change
        runs, last = after, renewed
