"""What a synthetic document says: sentences with figures, and the facts that editors made of them.

Each statement is one sentence. Its facts are in the order of the sentence; `pair` of a fact is the
index of another fact of the statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from atlas.bench.writing import Value
from atlas.model import Indicator

SINGLES, STEPS = 11, 2
"""Facts of a kind in a document: single ones, and from-to-by of three facts each."""
FACTS = SINGLES + 3 * STEPS + 3
"""Facts of a document: with a pair by insurance scheme and a target."""
_DOUBTED = 10  # every so many documents have a share over 100 %
_WRONG = 3  # every so many steps have a change that is not the difference
_NOTED = 3  # every so many single facts have a note
_LED = 4  # three of so many sentences begin with a clause of no figures


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its facts, each without id, source and quote.

    One that stands `alone` is a paragraph: what comes after it would be read as a plan too.
    """

    sentence: str
    facts: tuple[dict[str, Value], ...]
    alone: bool = False


@cache
def words() -> Mapping[str, Any]:
    """The table of words and ranges beside this file, its numbers as text."""
    text = (Path(__file__).parent / "words.yml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return read


def usable(indicators: Mapping[str, Indicator], count: int) -> list[Indicator]:
    """The indicators to draw from, as many of each topic as of the next while there are any."""
    groups: dict[str, list[Indicator]] = {}
    for one in indicators.values():
        if one.unit in words()["units"] and one.id not in words()["left_out"]:
            groups.setdefault(one.topic, []).append(one)
    rank = {one.id: at for group in groups.values() for at, one in enumerate(group)}
    chosen = sorted((one for group in groups.values() for one in group), key=lambda i: rank[i.id])
    kept = {one.id for one in chosen[:count]}
    return [one for one in indicators.values() if one.id in kept]


def make_statements(
    random: Random, indicators: Sequence[Indicator], whole: str, year: int
) -> list[Statement]:
    """The statements of one document on one year, in a mixed order."""
    drawn = random.sample(indicators, SINGLES + STEPS + 1)
    singles = [_single(random, one, whole, year) for one in drawn[:SINGLES]]
    steps = [_step(random, one, whole, year) for one in drawn[SINGLES:-1]]
    rates = _by_scheme(random, whole, year)
    if random.randrange(_DOUBTED) == 0:
        singles[0] = _over_100(random, whole, year)
    found = [*singles, *steps, rates, _target(random, drawn[-1], whole, year)]
    random.shuffle(found)
    return found


def repeat_statement(statement: Statement, number: str) -> Statement:
    """The same single fact as another document gives it again."""
    fact = {**statement.facts[0], "same_as": number}
    fact.pop("note", None)
    return Statement(f"据统计,{statement.sentence}", (fact,))


def _single(random: Random, one: Indicator, whole: str, year: int) -> Statement:
    value = _draw(random, one)
    fact = _fact(one, "current", value)
    if random.randrange(4) == 0:
        sentence = f"{_lead(random)}目前,{whole}{one.name.zh}为{fact['text']}。"
    else:
        sentence = f"{_lead(random)}{year}年,{whole}{one.name.zh}达{fact['text']}。"
        fact |= {"period": str(year), "period_basis": "stated"}
    if random.randrange(_NOTED) == 0:
        fact["note"] = random.choice(words()["notes"])
    return Statement(sentence, (fact,))


def _step(random: Random, one: Indicator, whole: str, year: int) -> Statement:
    """From-to-by; now and then the stated change is not the difference, which is flagged."""
    low, high = sorted((_draw(random, one), _draw(random, one)))
    if high - low in (0, low):  # the same figure twice in a sentence would need its number
        high += _unit_of(one)
    falls = one.better == "lower"
    before, after = (high, low) if falls else (low, high)
    baseline, current = _fact(one, "baseline", before), _fact(one, "current", after)
    gap = high - low
    wrong = random.randrange(_WRONG) == 0
    stated = gap + (2 * _unit_of(one) if wrong else 0)
    change = _fact(one, "change", stated)
    if one.unit == "%":
        change |= {"text": f"{_show(stated)}个百分点", "unit": "pp"}
    change["direction"] = "down" if falls else "up"
    verb, by = ("下降到", "下降") if falls else ("提高到", "提高")
    sentence = (
        f"{_lead(random)}{whole}{one.name.zh}由{year - 1}年的{baseline['text']}{verb}{year}年的"
        f"{current['text']},{by}{change['text']}。"
    )
    baseline |= {"period": str(year - 1), "period_basis": "stated", "pair": "1"}
    current |= {"period": str(year), "period_basis": "stated", "pair": "0"}
    change["pair"] = "1"
    if wrong:
        sum_ = f"{_show(high)} - {_show(low)} = {_show(gap)} ≠ {_show(stated)}"
        change["flags"] = [_flag("change-disagrees", sum_)]
    return Statement(sentence, (baseline, current, change))


def _lead(random: Random) -> str:
    return str(random.choice(words()["leads"])) if random.randrange(_LED) else ""


def _by_scheme(random: Random, whole: str, year: int) -> Statement:
    texts = [f"{_decimal(random, 70, 90, 1)}%", f"{_decimal(random, 50, 70, 1)}%"]
    sentence = (
        f"{_lead(random)}{year}年,{whole}职工医保政策范围内报销比例为{texts[0]},"
        f"居民医保政策范围内报销比例为{texts[1]}。"
    )
    facts: list[dict[str, Value]] = [
        {
            "indicator": "inpatient-reimbursement-rate",
            "breakdown": {"scheme": scheme, "basis": "policy"},
            "role": "current",
            "text": text,
            "value": text[:-1],
            "unit": "%",
            "period": str(year),
            "period_basis": "stated",
        }
        for scheme, text in zip(("employee", "resident"), texts, strict=True)
    ]
    return Statement(sentence, tuple(facts))


def _over_100(random: Random, whole: str, year: int) -> Statement:
    text = f"{_decimal(random, 101, 119, 2)}%"
    fact: dict[str, Value] = {
        "indicator": "insurance-participation-rate",
        "role": "current",
        "text": text,
        "value": text[:-1],
        "unit": "%",
        "period": str(year),
        "period_basis": "stated",
        "flags": [_flag("share-over-100", f"{text} > 100%")],
    }
    return Statement(f"{year}年,{whole}基本医疗保险参保率达{text}。", (fact,))


def _target(random: Random, one: Indicator, whole: str, year: int) -> Statement:
    fact = _fact(one, "target", _draw(random, one))
    fact |= {"qualifier": ">=", "period": str(year + 3), "period_basis": "stated"}
    sentence = f"到{year + 3}年,{whole}{one.name.zh}力争达到{fact['text']}以上。"
    return Statement(sentence, (fact,), alone=True)


def _flag(code: str, arithmetic: str) -> dict[str, Value]:
    notes = {
        "share-over-100": (
            "参保率不应超过100%，分母不明。",
            "A rate of participation cannot pass 100%.",
        ),
        "change-disagrees": ("所述变化与前后两数之差不符。", "The change is not the difference."),
    }
    zh, en = notes[code]
    return {"code": code, "arithmetic": arithmetic, "note": {"zh": zh, "en": en}}


def _fact(one: Indicator, role: str, printed: Decimal) -> dict[str, Value]:
    unit = words()["units"][one.unit]
    return {
        "indicator": one.id,
        "role": role,
        "text": f"{_show(printed)}{unit['printed']}",
        "value": _show(printed * int(unit["times"])),
        "unit": one.unit,
        "period_basis": "none",
    }


def _draw(random: Random, one: Indicator) -> Decimal:
    unit = words()["units"][one.unit] | words()["ranges"].get(one.id, {})
    return _decimal(random, int(unit["low"]), int(unit["high"]), int(unit["decimals"]))


def _unit_of(one: Indicator) -> Decimal:
    """The smallest step of a printed figure."""
    return Decimal(1).scaleb(-int(words()["units"][one.unit]["decimals"]))


def _decimal(random: Random, low: int, high: int, decimals: int) -> Decimal:
    scale = 10**decimals
    return Decimal(random.randint(low * scale, high * scale)).scaleb(-decimals)


def _show(value: Decimal) -> str:
    return f"{value:f}"
