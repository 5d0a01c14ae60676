"""Fits the weights of the topics' words to labelled figures and writes them as a table.

`python -m atlas.evaluate.weights` writes `atlas/reading/topic_weights.tsv`; with `--measure`
it writes nothing and prints how well weights do on passages that they were not fitted to.
`--passages FILE…` fits to other labelled files as well.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from atlas.content import load_content
from atlas.evaluate.samples import (
    Sample,
    count_agreeing,
    marked_samples,
    passage_samples,
    sheet_samples,
)
from atlas.evaluate.topicfitting import fit_weights
from atlas.reading.topicweights import TopicWeights
from atlas.reading.topicwords import topic_names

_TABLE = Path("atlas/reading/topic_weights.tsv")
_MARKED = Path("atlas/evaluate/topic_passages.yml")
_PARTS = 8  # into which a long file is cut, by passage


def main(arguments: Sequence[str]) -> int:
    """Writes the table, or measures."""
    parser = ArgumentParser(prog="python -m atlas.evaluate.weights", allow_abbrev=False)
    parser.add_argument("root", nargs="?", type=Path, default=Path())
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--passages", nargs="+", type=Path, default=[], metavar="FILE")
    options = parser.parse_args(arguments)
    root: Path = options.root
    samples = _read_samples(root, options.passages)
    if not options.measure:
        everything = [sample for part in samples.values() for sample in part]
        _write(root / _TABLE, fit_weights(everything, topic_names()))
        return 0
    for name, fitted, left_out in _measure(samples):
        sys.stdout.write(f"{name:<34}{fitted:>10.1f}{left_out:>10.1f}\n")
    return 0


def _read_samples(root: Path, more: Sequence[Path]) -> dict[str, list[Sample]]:
    """The samples by the file that is left out together."""
    content, _ = load_content(root)
    parts: dict[str, list[Sample]] = {}
    known: set[str] = set()
    for path in [*sorted((root / "tests" / "cases" / "eval").glob("open-*.yml")), *more]:
        samples = passage_samples(content, path, known)
        passages = list(dict.fromkeys(sample.passage for sample in samples))
        count = _PARTS if len(passages) > 5 * _PARTS else 1
        for part in range(count):
            names = set(passages[part::count])
            key = f"{path.stem} {part + 1}/{count}" if count > 1 else path.stem
            parts[key] = [sample for sample in samples if sample.passage in names]
    if (root / _MARKED).is_file():
        parts[_MARKED.stem] = marked_samples(content, root / _MARKED)
    for sample in sheet_samples(content):
        parts.setdefault(sample.passage, []).append(sample)
    return parts


def _measure(parts: Mapping[str, Sequence[Sample]]) -> Iterator[tuple[str, float, float]]:
    """For each file the share that agrees: with weights fitted to all, and to all the others."""
    everything = [sample for part in parts.values() for sample in part]
    fitted = fit_weights(everything, topic_names())
    total = [0, 0]
    for name, part in parts.items():
        if not part:
            continue
        others = [sample for other, found in parts.items() if other != name for sample in found]
        counts = [
            count_agreeing(part, fitted),
            count_agreeing(part, fit_weights(others, topic_names())),
        ]
        total = [total[0] + counts[0], total[1] + counts[1]]
        yield name, 100 * counts[0] / len(part), 100 * counts[1] / len(part)
    yield "all", 100 * total[0] / len(everything), 100 * total[1] / len(everything)


def _write(path: Path, weights: TopicWeights) -> None:
    lines = ["\t".join(("sign", *weights.topics))]
    lines += [
        "\t".join((sign, *(str(value or "") for value in row)))
        for sign, row in sorted(weights.rows.items())
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
