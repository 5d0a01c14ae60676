"""Who speaks where in a press conference or an interview, and what is a question there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from atlas.reading.records import Region
from atlas.reading.tables import any_of, read_table
from atlas.speech import Speech

_LABEL = re.compile(r"[【\[]?([^。，,；;：:“”《》?？\n]{1,30}?)[】\]]?\s*[:：]\s*")
_NAME = "[\u4e00-\u9fff]{1,3}"


@dataclass(frozen=True, slots=True)
class _Rules:
    asks: re.Pattern[str]
    hosts: re.Pattern[str]
    speaks: re.Pattern[str]
    name: re.Pattern[str]
    none: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Label:
    """A printed name: where its paragraph begins, where the words after it do."""

    start: int
    words: int
    name: str
    whole: bool


@cache
def _rules() -> _Rules:
    raw = read_table("speech_words.yml")
    name = f"[{raw['surnames']}]{_NAME}"
    asks, offices = any_of(raw["asks"]), any_of(raw["offices"])
    speaks = any_of([*raw["hosts"], *raw["answers"]])
    return _Rules(
        asks=re.compile(rf"(?:.*\S|)(?:{asks})\d*(?:\s?{name})?|(?:{asks})\d*"),
        hosts=re.compile(any_of(raw["hosts"])),
        speaks=re.compile(
            rf"(?:.*(?:{offices})\s*(?:{name})?|(?:.*\s)?(?:{speaks})\d*(?:\s.*)?(?:{name})?)"
        ),
        name=re.compile(name),
        none=frozenset(raw["none"]),
    )


def find_speeches(text: str, regions: Sequence[Region]) -> tuple[Speech, ...]:
    """Every speech in order, each up to the next; none where fewer than two are announced.

    A name alone counts where it has its own line, or announces words more than once.
    """
    labels = list(_labels(text, regions))
    times = Counter(label.name for label in labels)
    rules = _rules()
    kept = [
        label
        for label in labels
        if rules.asks.fullmatch(label.name)
        or rules.speaks.fullmatch(label.name)
        or (rules.name.fullmatch(label.name) and (label.whole or times[label.name] > 1))
    ]
    if len(kept) < 2:
        return ()
    ends = [label.start for label in kept[1:]] + [len(text)]
    speeches: list[Speech] = []
    for label, end in zip(kept, ends, strict=True):
        kind = _kind(label.name, text[label.words : end], speeches[-1:])
        speeches.append(Speech(label.words, end, label.name, kind))
    return tuple(speeches)


def _labels(text: str, regions: Sequence[Region]) -> Iterator[_Label]:
    for region in regions:
        found = _LABEL.match(text, region.start, region.end)
        if not found or region.kind not in ("article", "heading", "repeat"):
            continue
        name = " ".join(found[1].split())
        if name not in _rules().none:
            yield _Label(region.start, found.end(), name, found.end() == region.end)


def _kind(name: str, words: str, before: Sequence[Speech]) -> str:
    rules = _rules()
    is_host = bool(rules.hosts.search(name))
    if rules.asks.fullmatch(name) or (is_host and re.search("[?？]", words)):
        return "question"
    follows = bool(before) and before[-1].kind in ("question", "answer")
    return "answer" if follows and not is_host else "statement"
