"""What a record of a sheet says, as texts that two states of it are compared by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from atlas.chronicle import FieldChange
from atlas.history.pieces import read_piece
from atlas.model import Words

Told: TypeAlias = Mapping[str, str]

CORRECTED = (
    *("text", "value", "unit", "qualifier", "role", "direction", "indicator", "topic"),
    *("breakdown", "place", "body", "period", "quote"),
)
"""Keys whose change is a correction: the figure, what it is of, and the sentence that proves it."""

REVISED = ("title_zh", "title_en", "flags", "comparable")
"""Keys that say how the atlas speaks of it."""

_DEFAULTS = {"qualifier": "=", "comparable": "yes"}
CUT = " ⋯ "
"""Stands between the parts of a sentence that a column cuts."""


def tell(piece: str, home: str) -> Told:
    """What a record says, key by key; `home` is the place of its sheet.

    A record that is no YAML, or of a form that nobody writes any more, says nothing.
    """
    raw = _record(piece)
    told = {key: value for key, value in raw.items() if isinstance(value, str)}
    told["place"] = told.get("place") or home
    told["quote"] = CUT.join(_texts(raw.get("quote")))
    told["breakdown"] = ";".join(
        f"{key}={value}" for key, value in sorted(_mapping(raw.get("breakdown")).items())
    )
    title = read_words(raw.get("title"))
    told["title_zh"], told["title_en"] = (title.zh, title.en) if title else ("", "")
    flags = raw.get("flags")
    codes = [str(_mapping(one).get("code", "")) for one in flags] if isinstance(flags, list) else []
    told["flags"] = ";".join(codes)
    return _DEFAULTS | told


def tell_changes(before: Told, after: Told) -> tuple[FieldChange, ...]:
    """The keys that differ, those of corrections first."""
    return tuple(
        FieldChange(key, before.get(key, ""), after.get(key, ""))
        for key in (*CORRECTED, *REVISED)
        if before.get(key, "") != after.get(key, "")
    )


def read_reasons(piece: str, key: str) -> list[tuple[str, Words]]:
    """The days and reasons that an editor gave under `corrected` or `withdrawn`."""
    found = _record(piece).get(key)
    items = found if isinstance(found, list) else [found]
    read = [
        (str(_mapping(one).get("date", "")), read_words(_mapping(one).get("why"))) for one in items
    ]
    return [(day, why) for day, why in read if why]


def read_words(raw: Any) -> Words | None:
    """A text in both languages."""
    words = _mapping(raw)
    return Words(str(words.get("zh", "")), str(words.get("en", ""))) if words else None


def _record(piece: str) -> Mapping[str, Any]:
    read = read_piece(piece)
    return _mapping(read[0]) if isinstance(read, list) and read else {}


def _mapping(raw: Any) -> Mapping[str, Any]:
    return raw if isinstance(raw, dict) else {}


def _texts(raw: Any) -> list[str]:
    return [str(one) for one in raw] if isinstance(raw, list) else [str(raw or "")]
