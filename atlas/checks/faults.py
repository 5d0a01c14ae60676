"""Problems that several checks report, in their one wording."""

from __future__ import annotations

from collections.abc import Iterable

from atlas.locate import nearest_difference
from atlas.model import Mark, Marks
from atlas.problems import Problem
from atlas.yamlio import suggest


def mark_of(marks: Marks, key: str) -> Mark:
    """Where a key's value stands; the record itself where the key is absent."""
    return marks.get(key) or marks[""]


def unknown_word(
    marks: Marks, key: str, value: str, valid: Iterable[str], zh_kind: str, en_kind: str
) -> Problem:
    """A reference to something that is not registered, with the nearest that is."""
    zh, en = suggest(value, valid)
    return Problem(
        mark_of(marks, key),
        f"unknown-{en_kind.replace(' ', '-')}",
        f"没有{zh_kind}“{value}”。{zh}",
        f"There is no {en_kind} {value!r}. {en}",
    )


def wrong_form(marks: Marks, key: str, what: str, value: str, example: str) -> Problem:
    """A value that is not of its format, with examples."""
    return Problem(
        mark_of(marks, key),
        f"{what}-format",
        f"“{value}”不合 {what} 的格式。例：{example}。",
        f"{value!r} is not a {what}. For example: {example}.",
    )


def not_in_seed(marks: Marks, key: str, seed: str, quote: str) -> Problem:
    """A quote that the seed does not hold, with the nearest stretch that it does."""
    near, at = nearest_difference(seed, quote)
    if near:
        zh = f"原文是“{near}”，从第 {at + 1} 个字起不同。"
        en = f"The seed has “{near}”; they differ from character {at + 1}."
    else:
        zh, en = "从原文逐字复制这一句。", "Copy the sentence from the seed."
    return Problem(
        mark_of(marks, key),
        "quote-not-found",
        f"引文不在原文中。{zh}",
        f"The quote is not in the seed. {en}",
    )
