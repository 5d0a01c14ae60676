"""National reference values, as editors write them in content/reference.yml."""

from __future__ import annotations

from atlas.model import ReferenceSeries, ReferenceValue, Words
from atlas.units import UNITS
from atlas.yamlio import Fields


def read_series(fields: Fields) -> ReferenceSeries:
    """The national figures of one indicator."""
    series = ReferenceSeries(
        indicator=fields.text("indicator"),
        scope=_both(fields, "scope"),
        caution=_both(fields, "caution"),
        values=tuple(_read_value(item) for item in fields.records("values", required=True)),
        marks=fields.marks,
    )
    fields.close()
    return series


def _read_value(fields: Fields) -> ReferenceValue:
    value = ReferenceValue(
        year=fields.text("year"),
        value=fields.decimal("value"),
        unit=fields.choice("unit", UNITS),
        title=_both(fields, "title"),
        publisher=_both(fields, "publisher"),
        published=fields.text("published"),
        marks=fields.marks,
    )
    fields.close()
    return value


def _both(fields: Fields, key: str) -> Words:
    return fields.words(key) or Words("", "")
