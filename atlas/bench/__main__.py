"""Builds atlases of several sizes, here and with other generators: `python -m atlas.bench`.

All contestants take turns within a round, so that a busy machine is busy for all of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from atlas.bench.contestants import OURS, PEERS, THEIRS, Field, Run, make_tools
from atlas.bench.measure import CommandError
from atlas.bench.table import render_table, summarise


def main(arguments: Sequence[str]) -> int:
    """Measures, prints the table and writes it with every single run as JSON."""
    options = _parse(arguments)
    peers = tuple(options.peers)
    missing = make_tools(options.work / "tools") if peers else ""
    if missing:
        sys.stdout.write(f"{missing}\n")
        peers = ()
    fields = [
        Field(options.work / str(places), places, options.work / "tools")
        for places in options.places
    ]
    for field in fields:
        _tell(f"{field.places} places: writing")
        field.prepare(options.project, peers)
    builders = [*OURS, *(THEIRS[peer] for peer in peers)]
    runs, failed = _measure(fields, builders, options.rounds)
    rows = summarise(runs)
    sys.stdout.write(render_table(rows))
    for line in failed:
        sys.stdout.write(f"not measured: {line}\n")
    data = {"rows": rows, "runs": [asdict(run) for run in runs], "failed": failed}
    options.json.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


def _measure(
    fields: Sequence[Field], builders: Sequence[Callable[[Field], Run]], rounds: int
) -> tuple[list[Run], list[str]]:
    """Every run, and what could not be measured and why; one that fails is not tried again."""
    runs: list[Run] = []
    failed: dict[tuple[str, int], str] = {}
    for number in range(rounds):
        for field in fields:
            for build in builders:
                key = (build.__name__, field.places)
                if key in failed:
                    continue
                _tell(f"{field.places} places: {build.__name__}, {number + 1} of {rounds}")
                try:
                    runs.append(build(field))
                except CommandError as error:
                    failed[key] = f"{build.__name__} at {field.places} places: {error}"
    return runs, list(failed.values())


def _tell(words: str) -> None:
    """Where it is, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")


def _numbers(text: str) -> list[int]:
    return sorted({int(word) for word in text.split(",")})


def _peers(text: str) -> list[str]:
    names = [word for word in text.split(",") if word and word != "none"]
    unknown = [name for name in names if name not in PEERS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]}: choose from {', '.join(PEERS)} or none")
    return names


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m atlas.bench", description=__doc__)
    parser.add_argument("--places", type=_numbers, default=[5, 50], metavar="N,N")
    parser.add_argument("--peers", type=_peers, default=list(PEERS), metavar="NAME,NAME")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path(".bench"), help="kept from run to run")
    parser.add_argument("--json", type=Path, default=Path(".bench/bench.json"))
    parser.add_argument("--project", type=Path, default=Path())
    options = parser.parse_args(arguments)
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
