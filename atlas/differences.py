"""What differs between two states of the content, record by record and in words.

A fact is the same fact as long as it keeps its id; what it says may be corrected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from atlas.display import label, pick, show_period, show_period_basis, show_value
from atlas.model import Amendment, Content, Fact, Lang, Measure, Source, Words

KINDS = ("added", "corrected", "removed")

_FIGURE = ("text", "value", "unit", "qualifier", "direction")
_DERIVED = {"marks", "path"}


@dataclass(frozen=True, slots=True)
class Change:
    """A record that was added, corrected or removed; `fields` are the keys that differ.

    `old` is None for an added record, `new` for a removed one.
    """

    kind: str
    old: Fact | Measure | Source | None
    new: Fact | Measure | Source | None
    fields: tuple[str, ...] = ()

    @property
    def record(self) -> Fact | Measure | Source:
        found = self.new or self.old
        assert found is not None
        return found


def find_changes(old: Content, new: Content) -> list[Change]:
    """The changes of facts, then measures, then sources, each in the order of the new content.

    Removed records stand at the end of their sort.
    """
    return [
        *_compare({fact.id: fact for fact in old.facts()}, {fact.id: fact for fact in new.facts()}),
        *_compare(
            {measure.id: measure for measure in old.measures()},
            {measure.id: measure for measure in new.measures()},
        ),
        *_compare(old.sources, new.sources),
    ]


def _compare(
    old: Mapping[str, Fact] | Mapping[str, Measure] | Mapping[str, Source],
    new: Mapping[str, Fact] | Mapping[str, Measure] | Mapping[str, Source],
) -> Iterator[Change]:
    for key, record in new.items():
        before = old.get(key)
        if before is None:
            yield Change("added", None, record)
        elif differing := tuple(_differing(before, record)):
            yield Change("corrected", before, record, differing)
    for key, record in old.items():
        if key not in new:
            yield Change("removed", record, None)


def _differing(old: Fact | Measure | Source, new: Fact | Measure | Source) -> Iterator[str]:
    for field in fields(old):
        if field.name not in _DERIVED and getattr(old, field.name) != getattr(new, field.name):
            yield field.name


def render_changes(changes: Sequence[Change], old: Content, new: Content, lang: Lang) -> str:
    """A line for each change, then their count; nothing at all gives one line that says so."""
    if not changes:
        return "内容没有变化。\n" if lang == "zh" else "Nothing in the content has changed.\n"
    lines = [line for change in changes for line in _lines(change, old, new, lang)]
    return "\n".join([*lines, "", *_counts(changes, lang)]) + "\n"


def _counts(changes: Sequence[Change], lang: Lang) -> Iterator[str]:
    counted = Counter((type(change.record), change.kind) for change in changes)
    names = {
        Fact: Words("事实", "facts"),
        Measure: Words("举措", "measures"),
        Source: Words("来源", "sources"),
    }
    for sort, name in names.items():
        added, corrected, removed = (counted[sort, kind] for kind in KINDS)
        if not added + corrected + removed:
            continue
        if lang == "zh":
            yield f"{name.zh}：新增 {added}，更正 {corrected}，删去 {removed}。"
        else:
            yield f"{name.en}: {added} added, {corrected} corrected, {removed} removed."


def _lines(change: Change, old: Content, new: Content, lang: Lang) -> Iterator[str]:
    record = change.record
    content = new if change.new else old
    about = f"{_subject(record, content, lang)}"
    source = _source(record, content, lang)
    if change.kind != "corrected" or change.old is None or change.new is None:
        sign = {"added": "+", "removed": "-"}[change.kind]
        yield f"{sign} {about}{_colon(lang)}{_statement(record, content, lang)}{source}"
        return
    named = list(change.fields)
    if isinstance(change.old, Fact) and isinstance(change.new, Fact) and set(named) & set(_FIGURE):
        before = _figure(change.old, old, lang)
        after = _figure(change.new, new, lang)
        if before != after:
            yield f"~ {about}{_colon(lang)}{before} → {after}{source}"
            named = [name for name in named if name not in _FIGURE]
    for name in named:
        before, after = (_told(getattr(state, name), lang) for state in (change.old, change.new))
        yield f"~ {about}{_colon(lang)}{name} {before} → {after}{source}"


def _colon(lang: Lang) -> str:
    return "：" if lang == "zh" else ": "


def _subject(record: Fact | Measure | Source, content: Content, lang: Lang) -> str:
    """Whose and what: 晋中市 高血压患者规范管理率."""
    place = content.places.get(record.place)
    where = place.name.get(lang) if place else record.place
    if isinstance(record, Fact):
        indicator = content.indicators.get(record.indicator)
        what = indicator.name.get(lang) if indicator else record.indicator or record.subject
        parts = [
            dimension.values[value].get(lang)
            for key, value in record.breakdown
            if (dimension := content.dimensions.get(key)) and value in dimension.values
        ]
        opening, closing = ("（", "）") if lang == "zh" else (" (", ")")
        what += (
            f"{opening}{'、'.join(parts) if lang == 'zh' else ', '.join(parts)}{closing}"
            if parts
            else ""
        )
    else:
        what = record.title.get(lang)
    body = getattr(record, "body", "")
    return " ".join(filter(None, (where, body, what, f"[{record.id}]")))


def _statement(record: Fact | Measure | Source, content: Content, lang: Lang) -> str:
    if isinstance(record, Fact):
        parts = [_figure(record, content, lang), label("roles", record.role, lang)]
    elif isinstance(record, Measure):
        parts = []
    else:
        parts = [record.publisher.get(lang), record.date]
    if isinstance(record, Fact | Measure):
        parts.append(
            show_period(record.period, lang)
            if record.period
            else show_period_basis(record.period_basis, record.period_from, lang)
        )
        parts.append(record.status)
    return ("，" if lang == "zh" else ", ").join(parts)


def _figure(fact: Fact, content: Content, lang: Lang) -> str:
    return show_value(fact, content.indicators.get(fact.indicator), lang)


def _source(record: Fact | Measure | Source, content: Content, lang: Lang) -> str:
    if isinstance(record, Source):
        return ""
    source = content.sources.get(record.source)
    title = source.title.get(lang) if source else record.source
    return f"；来源：{title}" if lang == "zh" else f"; source: {title}"


def _told(value: object, lang: Lang) -> str:
    """A value of a key in words: a text as it is, a list or a record in short."""
    if isinstance(value, Words):
        return f"“{pick(value, lang)}”"
    if isinstance(value, Amendment):
        return f"{value.date} “{pick(value.why, lang)}”"
    if isinstance(value, tuple) and value and isinstance(value[0], Amendment):
        return "; ".join(_told(part, lang) for part in value)
    if isinstance(value, tuple):
        return f"“{'…'.join(str(part) for part in value)}”" if value else "∅"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f"“{value}”" if value not in (None, "") else "∅"
