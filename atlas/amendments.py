"""Why a published record was corrected or withdrawn, as editors write it in a sheet."""

from __future__ import annotations

from atlas.model import Amendment, Words
from atlas.yamlio import Fields


def read_withdrawn(fields: Fields) -> Amendment | None:
    """What stands under `withdrawn` of a fact or measure."""
    below = fields.mapping("withdrawn")
    return _read(below) if below else None


def read_corrected(fields: Fields) -> tuple[Amendment, ...]:
    """What stands under `corrected`, in the order of the file."""
    return tuple(_read(item) for item in fields.records("corrected"))


def _read(fields: Fields) -> Amendment:
    amendment = Amendment(fields.text("date"), fields.words("why") or Words("", ""))
    fields.close()
    return amendment
