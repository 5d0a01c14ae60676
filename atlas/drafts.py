"""Drafts of facts for an editor to judge, written into a fact sheet without touching its bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

import yaml

from atlas.decoding import escape_hidden
from atlas.locate import find_printed, locate
from atlas.model import Source
from atlas.reading.records import Candidate
from atlas.reading.roles import find_direction

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def render_drafts(
    candidates: Sequence[Candidate],
    source: Source,
    taken: Iterable[str],
    seed: str = "",
    same: Mapping[int, str] | None = None,
) -> str:
    """YAML list items, one fact each, in the order of the candidates; "" where there are none.

    Args:
        candidates: What to draft; those excluded are passed over. A pair is written only where
            both its figures are drafted.
        source: The document they are from; ids are made from its place.
        taken: Every id in use or used before; the next number after the highest is given.
        seed: The document's text, by which `nth` is counted; without it, by order.
        same: The fact that another document has with the same value, by where the figure starts.
    """
    candidates = [candidate for candidate in candidates if candidate.excluded is None]
    prefix = f"{source.place}-f"
    first = next_number(prefix, taken)
    ids = {
        candidate.figure.start: f"{prefix}{first + index:03d}"
        for index, candidate in enumerate(candidates)
    }
    items = []
    for candidate in candidates:
        item = _render_item(candidate, source, ids, _nth(candidate, candidates, seed))
        known = (same or {}).get(candidate.figure.start)
        items.append(f"{item}  same_as: {known}\n" if known else item)
    return "".join(items)


def next_number(prefix: str, taken: Iterable[str]) -> int:
    """The number after the highest of the ids that begin with the prefix; 1 if none does."""
    numbers = [int(name[len(prefix) :]) for name in taken if re.fullmatch(rf"{prefix}\d+", name)]
    return max(numbers, default=0) + 1


def _nth(candidate: Candidate, candidates: Sequence[Candidate], seed: str) -> int | None:
    """Which occurrence of its text in its quote the figure is; None where it stands once."""
    text = candidate.figure.text
    count = sum(len(find_printed(part, text)) for part in candidate.quote)
    if count < 2:
        return None
    for nth in range(1, count + 1):
        found = locate(seed, candidate.quote, text, nth) if seed else None
        if found and found.start == candidate.figure.start:
            return nth
    alike = [
        other.figure.start
        for other in candidates
        if other.quote == candidate.quote and other.figure.text == text
    ]
    return alike.index(candidate.figure.start) + 1


def _render_item(candidate: Candidate, source: Source, ids: dict[int, str], nth: int | None) -> str:
    figure = candidate.figure
    lines = [f"id: {ids[figure.start]}", "status: draft"]
    if candidate.place and candidate.place != source.place:
        lines.append(f"place: {candidate.place}")
    elif candidate.place_name and not candidate.place:
        lines.append(f"# place: {candidate.place_name}")
    if candidate.body:
        lines.append(f"# body: {candidate.body}")
    name = "indicator" if candidate.indicator else "subject"
    lines.append(f"{name}: {render_scalar(candidate.indicator or candidate.subject)}")
    if candidate.breakdown:
        pairs = ", ".join(f"{key}: {value}" for key, value in candidate.breakdown)
        lines.append(f"breakdown: {{{pairs}}}")
    lines.append(f"role: {candidate.role}")
    direction = _direction(candidate)
    if direction:
        lines.append(f"direction: {direction}")
    lines += [f"text: {render_scalar(figure.text)}", f"value: {figure.value:f}"]
    lines.append(f"unit: {render_scalar(figure.unit)}" if figure.unit else "# unit: none fits")
    if figure.qualifier != "=":
        lines.append(f"qualifier: {render_scalar(figure.qualifier)}")
    lines += _period_lines(candidate)
    if candidate.pair in ids:
        lines.append(f"pair: {ids[candidate.pair]}")
    lines.append(f"source: {source.id}")
    lines += _quote_lines(candidate.quote)
    if nth:
        lines.append(f"nth: {nth}")
    return "- " + "\n  ".join(lines) + "\n"


def _direction(candidate: Candidate) -> str:
    if candidate.role != "change":
        return ""
    before = "".join(candidate.quote).partition(candidate.figure.text)[0]
    return find_direction(before)


def _period_lines(candidate: Candidate) -> list[str]:
    basis = candidate.period_basis if candidate.period else "none"
    lines = [f"period: {candidate.period}"] if candidate.period else []
    lines.append(f"period_basis: {basis}")
    if basis == "inferred":
        lines.append(f"period_from: {candidate.period_from}")
    return lines


def _quote_lines(quote: Sequence[str]) -> list[str]:
    if len(quote) == 1:
        return [f"quote: {render_scalar(quote[0])}"]
    return ["quote:", *(f"- {render_scalar(part)}" for part in quote)]


def render_scalar(text: str) -> str:
    """The text plain where YAML reads it back so, else in double quotes."""
    try:
        plain = yaml.load(f"key: {text}\n", Loader=_LOADER) == {"key": text}
    except yaml.YAMLError:
        plain = False
    return text if plain and text.isprintable() else quote_scalar(text)


def quote_scalar(text: str) -> str:
    """The text in double quotes, with escapes for what could not be seen."""
    return escape_hidden(json.dumps(text, ensure_ascii=False))


def merge_drafts(yaml_text: str, drafts: str) -> str:
    r"""The sheet with the drafts at the end of its `facts:`; every other byte stays.

    Raises:
        ValueError: The sheet is no mapping, or its facts are a filled list in brackets.

    >>> merge_drafts("place: wuhai\nfacts: []\n", "- id: wuhai-f001\n")
    'place: wuhai\nfacts:\n- id: wuhai-f001\n'
    """
    if not drafts:
        return yaml_text
    mark = "\ufeff" if yaml_text.startswith("\ufeff") else ""
    body = yaml_text[len(mark) :]
    newline = "\r\n" if "\r\n" in body else "\n"
    before, after, indent = _cut(body, newline)
    lines = [f"{' ' * indent}{line}" if line else line for line in drafts.splitlines()]
    return mark + before + newline.join(lines) + newline + after


def _cut(body: str, newline: str) -> tuple[str, str, int]:
    """The text before and after the place for new items, and their indent."""
    node = yaml.compose(body, Loader=_LOADER)
    if node is None:
        return _closed(body, newline) + f"facts:{newline}", "", 0
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("the sheet is no mapping")
    facts = next((value for key, value in node.value if key.value == "facts"), None)
    if facts is None:
        return _closed(body, newline) + f"facts:{newline}", "", 0
    if isinstance(facts, yaml.SequenceNode) and facts.value:
        if facts.flow_style:
            raise ValueError("the facts are a list in brackets")
        end = _line_end(body, _end_index(facts), newline)
        return _closed(body[:end], newline), body[end:], int(facts.start_mark.column)
    start = facts.start_mark.index
    end = _line_end(body, facts.end_mark.index, newline)
    if isinstance(facts, yaml.SequenceNode):
        rest = body[facts.end_mark.index : end] or newline
        return _closed(body[:start].rstrip(" ") + rest, newline), body[end:], 0
    key = next(key for key, _ in node.value if key.value == "facts")
    end = _line_end(body, key.end_mark.index, newline)
    return _closed(body[:end], newline), body[end:], 0


def _closed(text: str, newline: str) -> str:
    return text if not text or text.endswith("\n") else text + newline


def _end_index(node: yaml.Node) -> int:
    """Where the last written sign of a node ends; PyYAML ends a block at the next one's start."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end_index(last[1] if isinstance(last, tuple) else last)


def _line_end(text: str, index: int, newline: str) -> int:
    """The offset behind the line that holds `index`, or `index` where a line begins there."""
    if index and text[index - 1] == "\n":
        return index
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1
