"""The documents on one place of a synthetic atlas, with the records that editors made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from atlas.bench.places import Division
from atlas.bench.statements import (
    FACTS,
    Statement,
    make_statements,
    repeat_statement,
    words,
)
from atlas.bench.writing import Value
from atlas.model import Indicator

YEARS = (2021, 2022, 2023)
"""Each place has a document on each of these years."""
OWN = 48
"""Indicators that the documents of one place are about, so that they make series."""
_MEASURES = 4  # of a document
_FILLERS = 8  # paragraphs without figures in a document
_SYLLABLES = 3  # of an English name
_ORDER = (
    "id",
    "status",
    "indicator",
    "breakdown",
    "role",
    "direction",
    "text",
    "value",
    "unit",
    "qualifier",
    "period",
    "period_basis",
    "pair",
    "flags",
    "note",
    "source",
    "quote",
    "same_as",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One seed with the records made of it. `id` is the source's."""

    id: str
    text: str
    source: dict[str, Value]
    facts: tuple[dict[str, Value], ...]
    measures: tuple[dict[str, Value], ...]

    @property
    def seed(self) -> str:
        return f"{self.id}.txt"


def make_documents(
    random: Random, place: Division, indicators: Sequence[Indicator]
) -> list[Document]:
    """A document a year, in order; the last one says a figure of the one before again."""
    own = random.sample(indicators, min(OWN, len(indicators)))
    said = [make_statements(random, own, whole_of(place), year) for year in YEARS]
    _say_again(said, place)
    return [
        _make_document(random, place, year, statements, at)
        for at, (year, statements) in enumerate(zip(YEARS, said, strict=True))
    ]


def whole_of(place: Division) -> str:
    """What the place calls all of itself: 全市, 全县."""
    return str(words()["whole"].get(place.name[-1], "全市"))


def english_names(place: Division) -> tuple[str, str]:
    """An invented English name, long and short: each sign always gives the same syllable.

    >>> from atlas.bench.places import Division
    >>> english_names(Division("420100", "武汉市", "prefecture", "420000"))
    ('Zhoubei City', 'Zhoubei')
    """
    table, kinds = words()["syllables"], words()["kinds"]
    signs = place.name[:-1][:_SYLLABLES]
    short = "".join(table[ord(sign) % len(table)] for sign in signs).capitalize()
    return f"{short} {kinds.get(place.name[-1], 'County')}", short


def _say_again(said: list[list[Statement]], place: Division) -> None:
    """Puts a single figure of the last document but one in place of one of the last."""
    number = FACTS * (len(said) - 2)
    for statement in said[-2]:
        number += 1
        if _is_plain(statement):
            break
        number += len(statement.facts) - 1
    last = next(at for at, one in enumerate(said[-1]) if _is_plain(one))
    said[-1][last] = repeat_statement(statement, f"{place.slug}-f{number:03d}")


def _is_plain(statement: Statement) -> bool:
    """Whether it is one current figure of a stated year without a doubt."""
    fact = statement.facts[0]
    alone = len(statement.facts) == 1 and fact["role"] == "current"
    return alone and "period" in fact and "flags" not in fact


def _make_document(
    random: Random, place: Division, year: int, statements: Sequence[Statement], at: int
) -> Document:
    name = f"{place.slug}-{year}"
    title, publisher = random.choice(words()["titles"]), random.choice(words()["publishers"])
    date = f"{year + 1}-{random.randint(1, 3):02d}-{random.randint(1, 28):02d}"
    acts = random.sample(words()["measures"], _MEASURES)
    whole = whole_of(place)
    quotes = [act["quote"].format(whole=whole) for act in acts]
    names = {"zh": place.name, "en": english_names(place)[0]}
    told = {lang: title[lang].format(place=names[lang]) for lang in names}
    text = _make_text(random, place, told["zh"], date, statements, quotes)
    source: dict[str, Value] = {
        "title": told,
        "publisher": {lang: publisher[lang].format(place=names[lang]) for lang in names},
        "date": date,
        "date_basis": "stated",
        "kind": publisher["kind"],
        "place": place.slug,
        "seed": f"{name}.txt",
        "sha256": sha256(text.encode()).hexdigest(),
        "url": f"https://www.example.org/{place.code}/{date}.html",
        "excluded": [{"reason": "furniture", "quote": f"发布时间:{date}"}],
    }
    facts = _number(place, name, statements, FACTS * at)
    measures = tuple(
        _measure(place, name, act, quote, _MEASURES * at + index)
        for index, (act, quote) in enumerate(zip(acts, quotes, strict=True), start=1)
    )
    return Document(name, text, source, facts, measures)


def _make_text(
    random: Random,
    place: Division,
    title: str,
    date: str,
    statements: Sequence[Statement],
    quotes: Sequence[str],
) -> str:
    """Paragraphs of two sentences, with paragraphs without figures between them."""
    names = {"place": place.name, "whole": whole_of(place)}
    fillers = [one.format(**names) for one in random.sample(words()["fillers"], _FILLERS)]
    sentences = [one.sentence for one in statements if not one.alone]
    pairs = ["".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    alone = [one.sentence for one in statements if one.alone]
    paragraphs = [*pairs, *alone, *fillers, *(f"{quote}。" for quote in quotes)]
    random.shuffle(paragraphs)
    opening = random.choice(words()["opening"]).format(**names)
    return "\n\n".join([title, f"发布时间:{date}", opening, *paragraphs]) + "\n"


def _number(
    place: Division, source: str, statements: Sequence[Statement], taken: int
) -> tuple[dict[str, Value], ...]:
    """The facts of the statements with ids, in the order of the text."""
    found: list[dict[str, Value]] = []
    for statement in statements:
        first = taken + len(found) + 1
        for at, fact in enumerate(statement.facts):
            whole = {
                **fact,
                "id": f"{place.slug}-f{first + at:03d}",
                "status": "accepted",
                "source": source,
                "quote": statement.sentence,
            }
            if "pair" in fact:
                whole["pair"] = f"{place.slug}-f{first + int(str(fact['pair'])):03d}"
            found.append({key: whole[key] for key in _ORDER if key in whole})
    return tuple(found)


def _measure(
    place: Division, source: str, act: Mapping[str, str], quote: str, number: int
) -> dict[str, Value]:
    return {
        "id": f"{place.slug}-m{number:03d}",
        "status": "accepted",
        "topic": act["topic"],
        "kind": act["kind"],
        "title": {"zh": act["zh"], "en": act["en"]},
        "source": source,
        "quote": quote,
    }
