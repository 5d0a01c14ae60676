"""What a figure is: a result, a baseline, a target, a change or a rule's number."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.reading.records import Figure
from atlas.reading.sentences import Sentence, clause_end, clause_start
from atlas.reading.tables import any_of, read_table

_LONGEST_STEP = 26
_LONGEST_LIST = 6
_MOST_BEFORE = 40
_TIMES = frozenset(("day", "hour", "minute", "second", "week", "month"))
_ARROW = re.compile(r"\s*(?:→|⟶|➜|➡|=>|->|👉)\ufe0f?\s*")  # A → B
_REACH = 400  # signs of a long sentence that are looked at, to keep the work linear


_MOST_AFTER = 12  # signs that touch a figure behind it


@dataclass(frozen=True, slots=True)
class _Rule:
    """Patterns that must be found, by what they are sought in, and those that must not."""

    role: str
    wanted: tuple[tuple[str, re.Pattern[str]], ...]
    barred: tuple[tuple[str, re.Pattern[str]], ...]
    units: frozenset[str]
    genres: frozenset[str]
    other_genres: frozenset[str]
    small: bool
    sure: bool


_Find = tuple[str, Callable[[str], re.Match[str] | None]]
_SOUGHT_IN = ("text", "before", "after", "clause", "sentence", "earlier", "nearby")


@cache
def _rules() -> tuple[_Rule, ...]:
    table = read_table("role_words.yml")
    return tuple(_read_rule(rule, table["words"]) for rule in table["rules"])


def _read_rule(rule: Mapping[str, Any], words: Mapping[str, str]) -> _Rule:
    def read(prefix: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        keys = [key for key in _SOUGHT_IN if prefix + key in rule]
        return tuple((key, _pattern(key, rule[prefix + key], words)) for key in keys)

    return _Rule(
        role=rule["role"],
        wanted=read(""),
        barred=read("not_"),
        units=frozenset(rule.get("units", ())),
        genres=frozenset(rule.get("genre", ())),
        other_genres=frozenset(rule.get("not_genre", ())),
        small=rule.get("small") == "yes",
        sure=rule.get("sure") == "yes",
    )


def _pattern(key: str, pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern with its names replaced; what touches a figure ends there."""
    while found := re.search(r"(?<!\(\?)<(\w+)>", pattern):
        pattern = pattern.replace(found[0], words[found[1]])
    return re.compile(f"(?:{pattern})$" if key == "before" else pattern, re.VERBOSE)


@cache
def _steps() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words before A, and those between A and B, of 由A降为B."""
    table = read_table("role_words.yml")
    times = rf"(?:{'|'.join(table['times'])})?"
    before = re.compile(rf"(?:{any_of(table['from'])})(?:{times}|[^,，。;；:：\d]{{0,9}})$")
    between = re.compile(
        rf"[^。;；]{{0,14}}?(?:{any_of(table['move'])})[^,，。;；]{{0,2}}"
        rf"(?:{any_of(table['to'])})[^,，。;；]{{0,8}}|[,，]?[到至](?:目前的|现在的|如今的)?"
    )
    return before, between


def find_role(text: str, figure: Figure, sentence: Sentence, genre: str) -> tuple[str, bool]:
    """The role by the words of the figure's clause, sentence and paragraph; empty if none tells.

    Also whether the rule is sure, so that no other signs count.

    Args:
        text: The document.
        figure: The figure.
        sentence: Its sentence.
        genre: What the section tells, as `Genres` gives it.
    """
    floor = max(sentence.first, figure.start - _REACH)
    start = clause_start(text, figure.start, sentence.first)
    end = clause_end(text, figure.end, sentence.last)
    before = "".join(text[start : figure.start].split())
    sought = {
        "text": figure.text,
        "before": before[-_MOST_BEFORE:],
        "after": "".join(text[figure.end : end][: 2 * _MOST_AFTER].split())[:_MOST_AFTER],
        "clause": before,
        "sentence": text[floor : figure.start],
        "earlier": text[max(sentence.region.start, figure.start - 3 * _REACH) : figure.start],
        "nearby": text[floor : min(sentence.last, figure.end + _REACH)],
    }
    scaled = "万" in figure.text or "亿" in figure.text
    for (first, found), wanted, barred, rule in _rules_for(figure.unit, genre, scaled):
        if (
            found(sought[first])
            and all(find(sought[key]) for key, find in wanted)
            and not any(find(sought[key]) for key, find in barred)
        ):
            return rule.role, rule.sure
    return "", False


@cache
def _rules_for(
    unit: str, genre: str, scaled: bool
) -> tuple[tuple[_Find, Sequence[_Find], Sequence[_Find], _Rule], ...]:
    """The rules that may hold of a figure with that unit, in such a section.

    Each is behind what it wants, the first by itself, since mostly that fails, and what it bars.
    """
    return tuple(
        (*_first_wanted(rule), [(key, pattern.search) for key, pattern in rule.barred], rule)
        for rule in _rules()
        if (not rule.units or unit in rule.units)
        and (not rule.genres or genre in rule.genres)
        and genre not in rule.other_genres
        and not (rule.small and scaled)
    )


def _first_wanted(rule: _Rule) -> tuple[_Find, Sequence[_Find]]:
    first, *others = [
        (key, pattern.match if key == "after" else pattern.search) for key, pattern in rule.wanted
    ] or [("text", re.compile("").search)]
    return first, others


@cache
def _directions() -> tuple[re.Pattern[str], frozenset[str]]:
    table = read_table("role_words.yml")
    return re.compile(any_of([*table["up"], *table["down"]])), frozenset(table["up"])


def find_direction(before: str) -> str:
    """Which way a change went, by the last such word before it: up, down or nothing.

    >>> find_direction("次均费用降幅达"), find_direction("节约医保资金")
    ('down', '')
    """
    pattern, up = _directions()
    clause = re.split("[,，。;；]", before)[-1]
    found = pattern.findall(clause)
    if not found:
        return ""
    return "up" if found[-1] in up else "down"


def find_steps(text: str, figures: Sequence[Figure]) -> dict[int, int]:
    """From–to pairs: the index of each baseline, with that of the figure it moved to.

    >>> from atlas.reading.figures import find_figures
    >>> sentence = "次均费用由6102.3元降为5598元,两县分别由11.6%、13.2%降到0.8%、0.5%"
    >>> find_steps(sentence, find_figures(sentence))
    {0: 1, 2: 4, 3: 5}
    """
    before, between = _steps()
    steps: dict[int, int] = {}
    for index, first in enumerate(figures[:-1]):
        opened = before.search(text[max(0, first.start - 14) : first.start])
        if not opened and not _ARROW.match(text, first.end):
            continue
        count = _list_length(text, figures, index)
        last, second = index + count - 1, index + count
        if second + count > len(figures) or _list_length(text, figures, second) < count:
            continue
        gap = text[figures[last].end : figures[second].start]
        if len(gap) > _LONGEST_STEP or "\n\n" in gap:
            continue
        if not _ARROW.fullmatch(gap) and not (opened and between.fullmatch(gap)):
            continue
        if all(_same_measure(figures[at], figures[at + count]) for at in range(index, second)):
            steps.update((at, at + count) for at in range(index, second))
    return steps


def _list_length(text: str, figures: Sequence[Figure], index: int) -> int:
    """How many figures stand in a row from this one on: 11.6%、13.2%和8%."""
    end = index + 1
    while (
        end < len(figures)
        and end - index < _LONGEST_LIST
        and text[figures[end - 1].end : figures[end].start] in ("、", "和", "及", "与")
    ):
        end += 1
    return end - index


def _same_measure(first: Figure, second: Figure) -> bool:
    return first.unit == second.unit or {first.unit, second.unit} <= _TIMES
