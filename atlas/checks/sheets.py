"""What ties facts and measures to the registry, to their quotes and to one another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from atlas.checks.faults import mark_of, not_in_seed, unknown_word, wrong_form
from atlas.checks.registry import SLUG
from atlas.locate import find_printed, locate
from atlas.model import MEASURE_KINDS, Content, Fact, FactSheet, Indicator, Measure
from atlas.problems import Problem
from atlas.reading.figures import find_figures
from atlas.reading.folding import fold_text
from atlas.reading.numerals import parse_numeral
from atlas.reading.periods import is_period
from atlas.rules import doubts


def check_sheets(content: Content) -> Iterator[Problem]:
    """Every fact and measure, sheet by sheet."""
    every = {fact.id: fact for fact in content.facts()}
    for slug, sheet in content.sheets.items():
        if sheet.place not in content.places:
            yield unknown_word(sheet.marks, "place", sheet.place, content.places, "地方", "place")
        elif sheet.place != slug:
            yield Problem(
                mark_of(sheet.marks, "place"),
                "file-name",
                f"文件名是 {slug}.yml，地方却是“{sheet.place}”。两者要相同。",
                f"The file is {slug}.yml but its place is {sheet.place!r}. Make them the same.",
            )
        ids = {fact.id for fact in sheet.facts}
        for headline in sheet.headline:
            if headline not in ids:
                yield unknown_word(sheet.marks, "headline", headline, ids, "事实", "fact")
        facts = {fact.id: fact for fact in sheet.facts}
        yield from _check_sources_agree(sheet, every)
        for fact in sheet.facts:
            yield from _check_record(fact, sheet, content)
            yield from _check_fact(fact, facts, content)
        for measure in sheet.measures:
            yield from _check_record(measure, sheet, content)
            if measure.topic not in content.topics:
                yield unknown_word(
                    measure.marks, "topic", measure.topic, content.topics, "专题", "topic"
                )
            if measure.status == "accepted" and not measure.kind:
                yield _kind_missing(measure)


def _kind_missing(measure: Measure) -> Problem:
    kinds = ", ".join(MEASURE_KINDS)
    return Problem(
        mark_of(measure.marks, ""),
        "missing-kind",
        f"举措没有写类别 kind，专题页会把它列在“其他”。从中选一个：{kinds}。",
        f"The measure has no kind: topic pages list it under 'Other'. Choose one of {kinds}.",
        "warning",
    )


def _check_record(record: Fact | Measure, sheet: FactSheet, content: Content) -> Iterator[Problem]:
    """What facts and measures share: place, body, period, source and quote."""
    if record.place not in content.places:
        yield unknown_word(record.marks, "place", record.place, content.places, "地方", "place")
    if record.body and record.body not in sheet.bodies:
        yield unknown_word(record.marks, "body", record.body, sheet.bodies, "机构", "body")
    for rule, _ in record.checked:
        if rule not in doubts():
            yield unknown_word(record.marks, "checked", rule, doubts(), "可核对的提醒", "warning")
    yield from _check_period(record)
    if record.source not in content.sources:
        yield unknown_word(record.marks, "source", record.source, content.sources, "来源", "source")
        return
    seed = content.seeds.get(content.sources[record.source].seed)
    if seed is None:
        return
    for part in record.quote:
        if part not in seed:
            yield not_in_seed(record.marks, "quote", seed, part)


def _check_period(record: Fact | Measure) -> Iterator[Problem]:
    if record.period and not is_period(record.period):
        yield wrong_form(
            record.marks, "period", "period", record.period, "2022, 2022-10, 2016/2020, 2022-10/.."
        )
    if bool(record.period) == (record.period_basis == "none"):
        yield Problem(
            mark_of(record.marks, "period_basis"),
            "period-basis",
            "有时期时 period_basis 写 stated 或 inferred；没有时期时写 none，并删去 period。",
            "With a period, period_basis is stated or inferred; without one it is none.",
        )
    if (record.period_basis == "inferred") != bool(record.period_from):
        yield Problem(
            mark_of(record.marks, "period_from"),
            "period-from",
            "推断的时期要写 period_from（依据）；其他情况不写。",
            "An inferred period needs period_from, from what; no other has it.",
        )


def _check_fact(fact: Fact, facts: Mapping[str, Fact], content: Content) -> Iterator[Problem]:
    indicator = content.indicators.get(fact.indicator)
    if fact.indicator and indicator is None:
        yield unknown_word(
            fact.marks, "indicator", fact.indicator, content.indicators, "指标", "indicator"
        )
    if indicator is not None:
        yield from _check_unit(fact, indicator)
        yield from _check_breakdown(fact, indicator, content)
    yield from _check_printed(fact, content)
    yield from _check_pair(fact, facts)
    if not fact.comparable and fact.note is None and not fact.flags:
        yield Problem(
            mark_of(fact.marks, "comparable"),
            "not-comparable",
            "写了 comparable: no，就要在 note 里说明为什么。",
            "comparable is no: say why in note.",
        )


def _check_unit(fact: Fact, indicator: Indicator) -> Iterator[Problem]:
    if fact.unit == indicator.unit or any(flag.code == "unit-doubtful" for flag in fact.flags):
        return
    if fact.role == "change" and fact.unit in ("%", "pp", "time"):
        return
    yield Problem(
        mark_of(fact.marks, "unit"),
        "unit-mismatch",
        f"指标“{indicator.id}”的单位是 {indicator.unit}，这里写的是 {fact.unit}。"
        f"写 {indicator.unit}，或换指标；原文印错的，加 unit-doubtful 标记。",
        f"Indicator {indicator.id} is in {indicator.unit}, this fact in {fact.unit}. Write "
        f"{indicator.unit} or choose another indicator; flag a misprint as unit-doubtful.",
        severity="warning" if fact.status == "draft" else "error",
    )


def _check_breakdown(fact: Fact, indicator: Indicator, content: Content) -> Iterator[Problem]:
    for key, value in fact.breakdown:
        if key not in indicator.breakdowns:
            yield unknown_word(
                fact.marks, "breakdown", key, indicator.breakdowns, "分组维度", "breakdown"
            )
        elif key in content.dimensions and value not in content.dimensions[key].values:
            yield unknown_word(
                fact.marks, "breakdown", value, content.dimensions[key].values, "分组", "breakdown"
            )


def printed_values(fact: Fact, words: str) -> tuple[str, ...]:
    """What a printed figure may read, as plain numbers; `words` is the quote's part with it.

    The number at the beginning of the text comes first; then what the reader of figures makes
    of it in its sentence (八成 is 80, 三分之一 a fraction).
    """
    # A line end may cut a figure, and marks of no width may stand in it.
    leading = _leading_value(fold_text(re.sub("[\r\n]", "", fact.text)).text)
    found = [] if leading is None else [leading]
    if f"{fact.value:f}" not in found:
        folded = fold_text(words)
        starts = find_printed(words, fact.text)
        for figure in find_figures(folded.text):
            first, last = folded.span(figure.start, figure.end)
            if any(first < start + len(fact.text) and start < last for start in starts):
                found.append(f"{figure.value:f}")
    return tuple(found)


def _leading_value(text: str) -> str | None:
    """The number that a figure begins with.

    >>> _leading_value("9322万元"), _leading_value("第一"), _leading_value("26.50%")
    ('93220000', '1', '26.50')
    """
    words = re.sub(r"[余多几]", "", text.lstrip("第前近约超达首逾"))
    for end in range(len(words), 0, -1):
        value = parse_numeral(words[:end])
        if value is not None:
            return f"{value:f}"
    return None


def _check_printed(fact: Fact, content: Content) -> Iterator[Problem]:
    source = content.sources.get(fact.source)
    seed = content.seeds.get(source.seed) if source else None
    if seed is None or not all(part in seed for part in fact.quote):
        return
    where = locate(seed, fact.quote, fact.text, fact.nth)
    if where is None:
        yield Problem(
            mark_of(fact.marks, "text"),
            "text-not-in-quote",
            f"引文里没有第 {fact.nth} 个“{fact.text}”。text 要逐字照抄引文中的数和单位。",
            f"The quote holds no {fact.text!r} (number {fact.nth}). Copy text from the quote.",
        )
        return
    printed = printed_values(fact, fact.quote[where.part])
    if printed and f"{fact.value:f}" not in printed:
        yield Problem(
            mark_of(fact.marks, "value"),
            "value-not-printed",
            f"text“{fact.text}”读作 {printed[0]}，value 写的却是 {fact.value:f}。写 {printed[0]}。",
            f"text {fact.text!r} reads {printed[0]}, but value is {fact.value:f}. "
            f"Write {printed[0]}.",
        )


def _check_pair(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    if fact.pair is None:
        return
    other = facts.get(fact.pair)
    if other is None:
        yield unknown_word(fact.marks, "pair", fact.pair, facts, "事实", "fact")
    elif other is fact or (other.indicator != fact.indicator and fact.role != "change"):
        yield Problem(
            mark_of(fact.marks, "pair"),
            "pair",
            f"成对的两条要是同一指标的两个事实；“{fact.pair}”的指标是“{other.indicator}”。",
            f"A pair is two facts of one indicator; {fact.pair} is of {other.indicator!r}.",
        )


def _check_sources_agree(sheet: FactSheet, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """What `same_as` names must be the same figure of another document; `facts` are all by id."""
    for fact in sheet.facts:
        other = facts.get(fact.same_as or "")
        if fact.same_as and other is None:
            yield unknown_word(fact.marks, "same_as", fact.same_as, facts, "事实", "fact")
        elif other and not _are_same(fact, other):
            yield Problem(
                mark_of(fact.marks, "same_as"),
                "same-as",
                f"“{other.id}”与这一条出自同一来源，或指标、地方、机构、分项、性质、时期、数值、"
                "单位不同。删去 same_as。",
                f"{other.id} is of the same source, or differs in indicator, place, body, "
                "breakdown, role, period, value or unit. Delete same_as.",
            )


def _are_same(fact: Fact, other: Fact) -> bool:
    """Whether two documents give one figure; one of them may leave its period out."""
    periods = {fact.period, other.period} - {""}
    return (
        fact.source != other.source
        and len(periods) < 2
        and all(
            getattr(fact, name) == getattr(other, name)
            for name in ("indicator", "place", "body", "role", "value", "unit", "qualifier")
        )
        and dict(fact.breakdown) == dict(other.breakdown)
    )


def check_ids(content: Content) -> Iterator[Problem]:
    """No id twice, no fact twice."""
    records: list[Fact | Measure] = [*content.facts(), *content.measures()]
    counts = Counter(record.id for record in records)
    for record in records:
        if record.id and not SLUG.fullmatch(record.id):
            yield wrong_form(record.marks, "id", "id", record.id, "wuhai-f001")
        elif counts[record.id] > 1:
            yield Problem(
                mark_of(record.marks, "id"),
                "duplicate-id",
                f"id“{record.id}”用了 {counts[record.id]} 次。每个 id 只用一次。",
                f"The id {record.id} stands {counts[record.id]} times. Use each id once.",
            )
    yield from _check_same(fact for fact in content.facts() if fact.status != "withdrawn")


def _fact_key(fact: Fact) -> tuple[object, ...]:
    return (
        fact.source,
        fact.quote,
        fact.text,
        fact.nth,
        fact.indicator,
        fact.place,
        fact.body,
        fact.breakdown,
        fact.role,
    )


def _check_same(facts: Iterable[Fact]) -> Iterator[Problem]:
    first: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        other = first.setdefault(_fact_key(fact), fact)
        if other is not fact:
            yield Problem(
                mark_of(fact.marks, "id"),
                "duplicate-fact",
                f"与 {other.id} 是同一个事实。删去其中一条。",
                f"This is the same fact as {other.id}. Delete one of them.",
            )
