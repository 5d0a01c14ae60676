"""The records of `content/`, each from the fields of its YAML mapping.

Records with faults are built all the same, with empty values; the faults are told with the fields.
"""

from __future__ import annotations

from functools import lru_cache

from atlas.amendments import read_corrected, read_withdrawn
from atlas.model import (
    BETTERS,
    DATE_BASES,
    DIRECTIONS,
    FLAG_CODES,
    LEVELS,
    MEASURE_KINDS,
    PERIOD_BASES,
    PERIOD_SOURCES,
    QUALIFIERS,
    REASONS,
    ROLES,
    SCHEMES,
    SOURCE_KINDS,
    STATUSES,
    Dimension,
    Exclusion,
    Fact,
    FactSheet,
    Flag,
    FormerCode,
    Indicator,
    Measure,
    Place,
    Source,
    Standard,
    Topic,
    Words,
)
from atlas.units import UNITS
from atlas.yamlio import Fields

NO_WORDS = Words("", "")


def read_place(slug: str, fields: Fields) -> Place:
    """A place of the registry."""
    place = Place(
        slug=slug,
        adcode=fields.text("adcode"),
        level=fields.choice("level", LEVELS),
        parent=fields.text("parent", required=False) or None,
        name=_words(fields, "name"),
        short=_words(fields, "short"),
        former=tuple(_former(item) for item in fields.records("former")),
        tile=_tile(fields),
        marks=fields.marks,
    )
    fields.close()
    return place


def _former(fields: Fields) -> FormerCode:
    code, name, until = (fields.text(key) for key in ("adcode", "zh", "until"))
    former = FormerCode(code, name, until, fields.text("slug", required=False))
    fields.close()
    return former


def _tile(fields: Fields) -> tuple[int, int] | None:
    cell = fields.texts("tile")
    if not cell:
        return None
    if len(cell) == 2 and all(number.isascii() and number.isdigit() for number in cell):
        return int(cell[0]), int(cell[1])
    fields.report("tile", "type", "写成 [列, 行]，例如 [3, 2]。", "Write [column, row], as [3, 2].")
    return None


def read_topic(fields: Fields) -> Topic:
    """One of the fifteen subjects."""
    topic = Topic(
        id=fields.text("id"),
        name=_words(fields, "name"),
        short=_words(fields, "short"),
        what=_words(fields, "what"),
        why=_words(fields, "why"),
        read=_words(fields, "read"),
        compare=_words(fields, "compare"),
        marks=fields.marks,
    )
    fields.close()
    return topic


def read_dimension(key: str, fields: Fields) -> Dimension:
    """A way to break indicators down."""
    values = fields.mapping("values")
    name = _words(fields, "name")
    fields.close()
    known = values.keys() if values else ()
    return Dimension(key, name, {value: _words(values, value) for value in known if values})


def read_indicator(fields: Fields) -> Indicator:
    """What is measured."""
    indicator = Indicator(
        id=fields.text("id"),
        topic=fields.text("topic"),
        name=_words(fields, "name"),
        definition=_words(fields, "definition"),
        unit=fields.choice("unit", UNITS),
        better=fields.choice("better", BETTERS),
        comparable=fields.yes("comparable", required=True),
        breakdowns=fields.texts("breakdowns"),
        unit_name=fields.words("unit_name", required=False),
        why=fields.words("why", required=False),
        caveat=fields.words("caveat", required=False),
        standards=tuple(_standard(item) for item in fields.records("standards")),
        words=fields.texts("words"),
        related=fields.texts("related"),
        marks=fields.marks,
    )
    fields.close()
    return indicator


def _standard(fields: Fields) -> Standard:
    standard = Standard(fields.choice("scheme", SCHEMES), fields.text("code"))
    fields.close()
    return standard


def read_source(key: str, fields: Fields) -> Source:
    """The record of a document."""
    source = Source(
        id=key,
        title=_words(fields, "title"),
        publisher=_words(fields, "publisher"),
        date=fields.text("date"),
        date_basis=fields.choice("date_basis", DATE_BASES),
        date_note=fields.words("date_note", required=False),
        kind=fields.choice("kind", SOURCE_KINDS),
        place=fields.text("place"),
        seed=fields.text("seed"),
        sha256=fields.text("sha256"),
        url=fields.text("url", required=False),
        note=fields.words("note", required=False),
        excluded=tuple(_exclusion(item) for item in fields.records("excluded")),
        path=fields.path,
        marks=fields.marks,
    )
    fields.close()
    return source


def _exclusion(fields: Fields) -> Exclusion:
    whole = not fields.has("from")
    exclusion = Exclusion(
        reason=fields.choice("reason", REASONS),
        quote=fields.text("quote", required=whole),
        first=fields.text("from", required=False),
        last=fields.text("to", required=not whole),
        nth=fields.integer("nth", default=1),
        of=fields.text("of", required=False) or None,
        note=fields.words("note", required=False),
        marks=fields.marks,
    )
    fields.close()
    return exclusion


def read_sheet(fields: Fields) -> FactSheet:
    """The fact sheet of one place."""
    place = fields.text("place")
    sheet = FactSheet(
        place=place,
        path=fields.path,
        summary=fields.words("summary", required=False),
        headline=fields.texts("headline"),
        bodies=_bodies(fields),
        measures=tuple(_measure(item, place) for item in fields.records("measures")),
        facts=tuple(_fact(item, place) for item in fields.records("facts")),
        marks=fields.marks,
    )
    fields.close()
    return sheet


def _bodies(sheet: Fields) -> dict[str, Words]:
    bodies = {}
    for fields in sheet.records("bodies"):
        name = Words(fields.text("zh"), fields.text("en"))
        fields.close()
        bodies[name.zh] = name
    return bodies


def _measure(fields: Fields, home: str) -> Measure:
    measure = Measure(
        id=fields.text("id"),
        status=fields.choice("status", STATUSES),
        place=fields.text("place", required=False, default=home),
        body=fields.text("body", required=False),
        topic=fields.text("topic"),
        kind=fields.choice("kind", MEASURE_KINDS, required=False),
        title=_words(fields, "title"),
        period=fields.text("period", required=False),
        period_basis=fields.choice("period_basis", PERIOD_BASES, required=False, default="none"),
        period_from=fields.choice("period_from", PERIOD_SOURCES, required=False),
        source=fields.text("source"),
        quote=fields.texts("quote", required=True, single=True),
        note=fields.words("note", required=False),
        checked=_pairs(fields, "checked"),
        withdrawn=read_withdrawn(fields),
        corrected=read_corrected(fields),
        marks=fields.marks,
    )
    fields.close()
    return measure


def _fact(fields: Fields, home: str) -> Fact:
    status = fields.choice("status", STATUSES)
    draft = status == "draft"
    fact = Fact(
        id=fields.text("id"),
        status=status,
        place=fields.text("place", required=False, default=home),
        body=fields.text("body", required=False),
        indicator=fields.text("indicator", required=not draft),
        subject=fields.text("subject", required=False),
        breakdown=_pairs(fields, "breakdown"),
        role=fields.choice("role", ROLES),
        direction=fields.choice("direction", DIRECTIONS, required=False),
        text=fields.text("text"),
        value=fields.decimal("value"),
        unit=fields.choice("unit", UNITS),
        qualifier=fields.choice("qualifier", QUALIFIERS, required=False, default="="),
        period=fields.text("period", required=False),
        period_basis=fields.choice("period_basis", PERIOD_BASES),
        period_from=fields.choice("period_from", PERIOD_SOURCES, required=False),
        pair=fields.text("pair", required=False) or None,
        comparable=fields.yes("comparable"),
        flags=tuple(_flag(item) for item in fields.records("flags")),
        note=fields.words("note", required=False),
        source=fields.text("source"),
        quote=fields.texts("quote", required=True, single=True),
        nth=fields.integer("nth", default=1),
        same_as=fields.text("same_as", required=False) or None,
        checked=_pairs(fields, "checked"),
        withdrawn=read_withdrawn(fields),
        corrected=read_corrected(fields),
        marks=fields.marks,
    )
    fields.close()
    return fact


@lru_cache(1024)
def _share(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """One tuple for all that are equal."""
    return pairs


def _pairs(fields: Fields, key: str) -> tuple[tuple[str, str], ...]:
    below = fields.mapping(key)
    return _share(tuple((key, below.text(key)) for key in below.keys())) if below else ()  # noqa: SIM118


def _flag(fields: Fields) -> Flag:
    flag = Flag(
        fields.choice("code", FLAG_CODES), fields.text("arithmetic"), _words(fields, "note")
    )
    fields.close()
    return flag


def _words(fields: Fields, key: str) -> Words:
    return fields.words(key) or NO_WORDS
