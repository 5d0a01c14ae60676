"""Fits the weights of the topics' words to labelled figures and writes them as a table.

`python -m atlas.evaluate.weights` writes `atlas/reading/topic_weights.yml`; with `--measure`
it writes nothing and prints how well weights do on passages that they were not fitted to.
`--passages FILE…` fits to other labelled files as well.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from atlas.content import load_content
from atlas.evaluate.fitting import fit_weights, worth_writing
from atlas.evaluate.samples import (
    Sample,
    count_agreeing,
    marked_samples,
    passage_samples,
    sheet_samples,
)
from atlas.reading.topicwords import TopicWeights, topic_weights

_TABLE = Path("atlas/reading/topic_weights.yml")
_MARKED = Path("atlas/evaluate/topic_passages.yml")
_PARTS = 8  # into which a long file is cut, by passage
_HEAD = """\
# What the words of topic_words.yml count for: fitted by `python -m atlas.evaluate.weights` to the
# labelled passages of tests/cases/eval, those of atlas/evaluate/topic_passages.yml and the
# accepted sheets, then free to be edited.
# scopes: by where a word stands, seen from the figure · shades: by how much what stands farther
# off is dimmed by a strong word nearer by · further: what each word beyond a scope's best one
# adds · ties: what is gained where a figure has the topic of the one before it, by how near that
# is and whether its own clause has words · groups: what a topic's names, fields and hints count
# for · units: what a unit says of the topic · words: those that count for more or less than their
# group.
"""


def main(arguments: Sequence[str]) -> int:
    """Writes the table, or measures."""
    parser = ArgumentParser(prog="python -m atlas.evaluate.weights", allow_abbrev=False)
    parser.add_argument("root", nargs="?", type=Path, default=Path())
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--passages", nargs="+", type=Path, default=[], metavar="FILE")
    options = parser.parse_args(arguments)
    root: Path = options.root
    samples = _read_samples(root, options.passages)
    start = start_weights(topic_weights())
    if not options.measure:
        everything = [sample for part in samples.values() for sample in part]
        _write(root / _TABLE, worth_writing(fit_weights(everything, start)))
        return 0
    for name, fitted, left_out in _measure(samples, start):
        sys.stdout.write(f"{name:<34}{fitted:>10.1f}{left_out:>10.1f}\n")
    return 0


def _read_samples(root: Path, more: Sequence[Path]) -> dict[str, list[Sample]]:
    """The samples by the file that is left out together."""
    content, _ = load_content(root)
    parts: dict[str, list[Sample]] = {}
    for path in [*sorted((root / "tests" / "cases" / "eval").glob("open-*.yml")), *more]:
        samples = passage_samples(content, path)
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


def _measure(
    parts: Mapping[str, Sequence[Sample]], start: TopicWeights
) -> Iterator[tuple[str, float, float]]:
    """For each file the share that agrees: with weights fitted to all, and to all the others."""
    everything = [sample for part in parts.values() for sample in part]
    fitted = worth_writing(fit_weights(everything, start))
    total = [0, 0]
    for name, part in parts.items():
        others = [sample for other, found in parts.items() if other != name for sample in found]
        counts = [
            count_agreeing(part, fitted),
            count_agreeing(part, worth_writing(fit_weights(others, start))),
        ]
        total = [total[0] + counts[0], total[1] + counts[1]]
        yield name, 100 * counts[0] / len(part), 100 * counts[1] / len(part)
    yield "all", 100 * total[0] / len(everything), 100 * total[1] / len(everything)


def start_weights(table: TopicWeights) -> TopicWeights:
    """What everything counts for before any figure is seen."""
    raw = yaml.safe_load((Path(__file__).parent / "start_weights.yml").read_text("utf-8"))
    return TopicWeights(
        scopes=raw["scopes"],
        groups=dict.fromkeys(table.groups, raw["groups"]),
        units={},
        words={},
        shades=raw["shades"],
        further=raw["further"],
        ties=raw["ties"],
    )


def _write(path: Path, weights: TopicWeights) -> None:
    single = {
        "scopes": weights.scopes,
        "shades": weights.shades,
        "further": weights.further,
        "ties": weights.ties,
    }
    rows = {"groups": weights.groups, "units": weights.units, "words": weights.words}
    text = _HEAD
    for name, values in single.items():
        text += f"\n{name}:\n" + "".join(f"  {key}: {num:.2f}\n" for key, num in values.items())
    for name, table in rows.items():
        text += f"\n{name}:\n"
        text += "".join(f"  {_quoted(key)}: {_row(table[key])}\n" for key in sorted(table))
    path.write_text(text, encoding="utf-8")


def _quoted(key: str) -> str:
    return yaml.safe_dump(key, allow_unicode=True).splitlines()[0]


def _row(row: Mapping[str, float]) -> str:
    return "{" + ", ".join(f"{key}: {row[key]:.2f}" for key in sorted(row)) + "}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
