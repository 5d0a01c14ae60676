"""What a chart shows, ready in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Mark:
    """One value. `kind` is current, baseline, target, change or reference.

    `shown` is the value in words, `bare` the same without its unit, for units that are long;
    `about` and `period` are the lines under the name. `joined` draws a line from
    the mark before it: a from–to. `doubt` is the word for a flagged figure, empty where none is.
    """

    kind: str
    value: Decimal
    shown: str
    bare: str
    period: str
    qualifier: str = "="
    doubt: str = ""
    joined: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The marks of one place, or of the nation, in the order of time."""

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Values of one indicator and breakdown on one axis.

    `title` names what is measured, `finding` says in words what is to be seen. `legend` are the
    words for the kinds of mark that need one; `notes` stand below, the source line last.
    """

    title: str
    unit: str
    finding: str
    series: tuple[Series, ...]
    legend: Mapping[str, str]
    notes: tuple[str, ...]
    source: str
    lang: str

    def marks(self) -> list[Mark]:
        return [mark for one in self.series for mark in one.marks]
