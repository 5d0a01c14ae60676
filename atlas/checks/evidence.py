"""Whether the words of the source speak for what an accepted record says besides its figure.

Two witnesses are heard: what the machine reads at the figure, and plain words in the quote and
right before it. A warning is given where neither speaks for the record; an editor who has looked
again settles it with `checked`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from atlas.checks.subjects import check_body, check_place
from atlas.checks.times import check_period
from atlas.checks.witness import Witness, is_alike, warn
from atlas.locate import find_printed, locate
from atlas.model import Content, Fact, Indicator, Measure, Source
from atlas.problems import Problem
from atlas.reading.figures import find_figures
from atlas.reading.lexicon import breakdown_words
from atlas.reading.records import Candidate
from atlas.reading.roles import find_direction
from atlas.reading.topicwords import find_topics

Readings: TypeAlias = Mapping[str, Mapping[int, Candidate]]

_REACH = 300  # signs before a quote that may tell its subject, place or time
_LOOSE = 0.25  # share of a measure's title, a summary, that its quote must hold
_NEAR = 80  # signs before a measure's quote that may tell its topic
_EARLY = re.compile(r"\w\w|[“‘(\uFF08《+、].|[”’》]\w")  # the sign before a quote and its first
_LATE = re.compile(
    r"\w[\w%‰“‘《+]|[”’》]\w|.[”’)\uFF09》、]|[%‰](?:以[上下内]|左右)"
)  # its last and those behind it
_NOT_FIRST = re.compile("[,\uff0c。;\uff1b:\uff1a、”’)\uff09》]")
_NOT_LAST = re.compile("[“‘(\uff08《]$")
_STEP = {
    "baseline": ("current", "target", "change"),
    "current": ("baseline", "change"),
    "target": ("baseline", "change"),
    "change": ("current", "target", "baseline"),
    "parameter": ("parameter",),
}


def check_evidence(content: Content, readings: Readings) -> Iterator[Problem]:
    """Every accepted fact and measure whose source the machine has read.

    Nothing is said of a sheet that is not of its file's place: its records have the wrong home.
    """
    facts = {fact.id: fact for fact in content.facts()}
    records: list[tuple[Fact | Measure, Iterable[str]]] = []
    for slug, sheet in content.sheets.items():
        if sheet.place == slug:
            records += [(fact, sheet.bodies) for fact in sheet.facts]
            records += [(measure, sheet.bodies) for measure in sheet.measures]
    for record, bodies in records:
        found = readings.get(record.source)
        if found is None or record.status != "accepted":
            continue
        source = content.sources[record.source]
        seed = content.seeds[source.seed]
        if isinstance(record, Measure):
            yield from _check_measure(record, seed, source, content, bodies)
        elif witness := _hear(record, seed, source, found):
            yield from _check_fact(record, witness, content, facts, bodies)


def _hear(fact: Fact, seed: str, source: Source, found: Mapping[int, Candidate]) -> Witness | None:
    where = locate(seed, fact.quote, fact.text, fact.nth)
    if where is None:
        return None  # told already
    first = where.parts[0][0]
    return Witness(
        source=source,
        quote="".join(fact.quote),
        before=seed[max(0, first - _REACH) : first],
        part=fact.quote[where.part],
        at=where.start - where.parts[where.part][0],
        read=found.get(where.start),
    )


def _check_fact(
    fact: Fact,
    witness: Witness,
    content: Content,
    facts: Mapping[str, Fact],
    bodies: Iterable[str],
) -> Iterator[Problem]:
    yield from _check_sign(fact, witness)
    yield from _check_indicator(fact, witness, content)
    yield from _check_role(fact, witness)
    yield from check_period(fact, witness)
    yield from check_place(fact, witness, content)
    yield from check_body(fact, witness, bodies)
    yield from _check_breakdown(fact, witness, content)
    yield from _check_step(fact, facts)
    yield from _check_borders(fact, content.seeds[witness.source.seed])


def _check_measure(
    measure: Measure, seed: str, source: Source, content: Content, bodies: Iterable[str]
) -> Iterator[Problem]:
    first = seed.find(measure.quote[0]) if measure.quote else -1
    if first < 0:
        return  # told already
    witness = Witness(source, "".join(measure.quote), seed[max(0, first - _REACH) : first])
    yield from check_period(measure, witness)
    yield from check_place(measure, witness, content)
    yield from check_body(measure, witness, bodies)
    yield from _check_borders(measure, seed)
    told = f"{measure.title.zh}\n{witness.before[-_NEAR:]}{witness.quote}"
    if measure.topic not in find_topics(told):
        yield from warn(
            measure,
            "topic-unsupported",
            f"标题和引文里没有专题“{measure.topic}”的词。",
            f"Neither title nor quote has a word of the topic {measure.topic}.",
        )
    if not is_alike(measure.title.zh, witness.quote, _LOOSE):
        yield from warn(
            measure,
            "title-unsupported",
            "引文与标题没有共同的词，可能抄错了句子。",
            "Quote and title have no word in common: is it the right sentence?",
        )


def _check_sign(fact: Fact, witness: Witness) -> Iterator[Problem]:
    """Unit, qualifier and direction, which stand at the figure."""
    heard = [witness.read.figure] if witness.read else []
    if not heard or (heard[0].unit, heard[0].qualifier) != (fact.unit, fact.qualifier):
        heard += [one for one in find_figures(witness.part) if one.start == witness.at]
    if not heard:
        return
    if "nth" not in fact.marks and sum(len(find_printed(one, fact.text)) for one in fact.quote) > 1:
        yield from warn(
            fact,
            "nth-missing",
            f"“{fact.text}”在引文中不止一个。加一行 nth，写是第几个。",
            f"{fact.text!r} stands more than once in the quote. Add nth: which one is meant.",
        )
    flagged = any(flag.code == "unit-doubtful" for flag in fact.flags)
    if (flagged or fact.role == "change") and fact.unit not in {one.unit for one in heard}:
        unit = heard[0].unit
        yield from warn(
            fact,
            "unit-unsupported",
            f"“{fact.text}”印的单位是 {unit}，不是 {fact.unit}。",
            f"{fact.text!r} is printed in {unit}, not in {fact.unit}.",
        )
    if fact.qualifier not in {one.qualifier for one in heard}:
        read = heard[0].qualifier
        zh = "不写 qualifier" if read == "=" else f'qualifier 写 "{read}"'
        en = "leave qualifier out" if read == "=" else f'qualifier is "{read}"'
        yield from warn(
            fact,
            "qualifier-unsupported",
            f"按“{fact.text}”前后的词，{zh}。",
            f"By the words around {fact.text!r}, {en}.",
        )
    way = find_direction(witness.part[: witness.at]) if fact.role == "change" else ""
    if way and fact.direction != way:
        yield from warn(
            fact,
            "direction-unsupported",
            f"“{fact.text}”前面的词说的是 {way}。",
            f"The words before {fact.text!r} say {way}.",
        )


def _check_indicator(fact: Fact, witness: Witness, content: Content) -> Iterator[Problem]:
    """The machine reads the same, or the quote names it while the machine reads none."""
    indicator = content.indicators.get(fact.indicator)
    read = witness.read.indicator if witness.read else ""
    if indicator is None or read == fact.indicator:
        return
    names = _names(indicator)
    if any(name in witness.quote for name in names):
        if _names_its_clause(indicator, witness, content):
            return
    elif not read and any(is_alike(name, witness.words) for name in names):
        return
    yield from warn(
        fact,
        "indicator-unsupported",
        f"引文里没有指标“{indicator.name.zh}”的词" + (f"，读起来是 {read}。" if read else "。"),
        f"The quote has no word of the indicator {indicator.id}"
        + (f"; it reads as {read}." if read else "."),
    )


def _names(indicator: Indicator) -> tuple[str, ...]:
    return (*indicator.words, indicator.name.zh)


def _names_its_clause(indicator: Indicator, witness: Witness, content: Content) -> bool:
    """Whether the words from figure to figure, or else its clause, name it before others do."""
    others = [one for one in content.indicators.values() if one.unit == indicator.unit]
    rivals = [name for one in others if one.id != indicator.id for name in _names(one)]
    for words in (witness.stretch, witness.clause):
        if any(name in words for name in _names(indicator)):
            return True
        if any(name in words for name in rivals):
            return False
    return True


def _check_role(fact: Fact, witness: Witness) -> Iterator[Problem]:
    read = witness.read.role if witness.read else fact.role
    if read != fact.role:
        yield from warn(
            fact,
            "role-unsupported",
            f"按前后的词，“{fact.text}”是 {read}，不是 {fact.role}。",
            f"By its words {fact.text!r} is a {read}, not a {fact.role}.",
        )


def _check_breakdown(fact: Fact, witness: Witness, content: Content) -> Iterator[Problem]:
    """Each group has a word in the quote or before it; one that the machine reads is there.

    A note may say why no group is given.
    """
    read = dict(witness.read.breakdown) if witness.read else {}
    words = breakdown_words()
    for key, value in fact.breakdown:
        named = words.get(key, {}).get(value, ())
        if read.get(key) != value and named and not any(word in witness.words for word in named):
            yield from warn(
                fact,
                "breakdown-unsupported",
                f"引文和前文里没有“{value}”的词。",
                f"Neither the quote nor the words before it have a word of {value}.",
            )
    if fact.breakdown or fact.note is not None:
        return
    if not witness.read or witness.read.indicator != fact.indicator:
        read = {}
    indicator = content.indicators.get(fact.indicator)
    for key in indicator.breakdowns if indicator else ():
        options = words.get(key, {})
        told = [group for group in options if any(w in witness.clause for w in options[group])]
        if value := read.get(key) or "".join(told[:1]):
            yield from warn(
                fact,
                "breakdown-unsupported",
                f"读起来只是其中一组：{{{key}: {value}}}。",
                f"It reads as a part only: {{{key}: {value}}}.",
            )


def _check_step(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Baseline and result name each other, and a step has roles that differ."""
    other = facts.get(fact.pair or "")
    if other is None:
        if fact.role == "baseline" and not fact.pair:
            yield from _one_way(fact, "")
        return
    if other.role and other.role not in _STEP.get(fact.role, (other.role,)):
        yield from warn(
            fact,
            "pair-roles",
            f"{fact.role} 与 {other.role} 不能成对。",
            f"A {fact.role} and a {other.role} are no pair.",
        )
    if other.pair is None and other.role != "change":
        yield from _one_way(other, fact.id)


def _one_way(fact: Fact, name: str) -> Iterator[Problem]:
    yield from warn(
        fact,
        "pair-one-way",
        f"缺少 pair{f'：写 {name}' if name else ''}。成对的两条互相写明。",
        f"pair is missing{f': write {name}' if name else ''}. Both of a pair name each other.",
    )


def _check_borders(record: Fact | Measure, seed: str) -> Iterator[Problem]:
    """A quote begins and ends where a clause does."""
    for part in record.quote:
        start = seed.find(part)
        end = start + len(part)
        if start < 0:
            continue
        early = _EARLY.match(seed[max(0, start - 1) : start + 1]) or _NOT_FIRST.match(part)
        late = _LATE.match(seed[end - 1 : end + 2]) or _NOT_LAST.search(part)
        if early or late:
            piece = seed[max(0, start - 6) : start + 6] if early else seed[end - 6 : end + 6]
            yield from warn(
                record,
                "quote-cut",
                f"引文断在词句中间：原文是“{piece.strip()}”。从标点处起止。",
                f"The quote is cut inside a clause: the source has “{piece.strip()}”. Begin and "
                "end at a punctuation mark.",
            )
