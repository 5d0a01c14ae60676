"""Measures as readers meet them: acts along a line of time, the undated after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atlas.display import label, show_period, show_period_basis
from atlas.model import Measure
from atlas.pages.edition import Edition
from atlas.pages.page import Link


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One reform act with its sentence; `period` is empty where the text gives no date."""

    id: str
    url: str
    title: str
    place: Link
    body: str
    topic: Link
    period: str
    period_mark: str
    period_note: str
    note: str
    quote: tuple[str, ...]
    source: Link
    publisher: str
    date: str
    draft: bool
    edit_url: str


@dataclass(frozen=True, slots=True)
class YearView:
    """The measures of one year; `year` is empty for the undated."""

    year: str
    measures: tuple[MeasureView, ...]


def view_measure(edition: Edition, measure: Measure) -> MeasureView:
    """Everything that pages say of one measure."""
    sheet = edition.atlas.content.sheets[edition.sheet_of[measure.id]]
    source = edition.source(measure.source)
    topic = edition.atlas.content.topics[measure.topic]
    mark = measure.marks.get("")
    return MeasureView(
        id=measure.id,
        url=edition.measure_url(measure),
        title=edition.say(measure.title),
        place=Link(edition.say(edition.place(measure.place).name), f"cities/{sheet.place}/"),
        body=edition.body(measure) if measure.body else "",
        topic=Link(edition.say(topic.name), f"topics/{topic.id}/"),
        period=show_period(measure.period, edition.lang),
        period_mark=label("period_bases", "inferred", edition.lang)
        if measure.period_basis == "inferred"
        else "",
        period_note=show_period_basis(measure.period_basis, measure.period_from, edition.lang),
        note=edition.say(measure.note),
        quote=measure.quote,
        source=Link(edition.say(source.title), f"sources/{source.id}/#at-{measure.id}"),
        publisher=edition.say(source.publisher),
        date=show_period(source.date, edition.lang),
        draft=measure.status == "draft",
        edit_url=edition.edit_url(sheet.path, mark.line if mark else None),
    )


def view_timeline(edition: Edition, measures: Iterable[Measure]) -> tuple[YearView, ...]:
    """By year, oldest first, by date within a year; the undated last, in the given order."""
    listed = list(measures)
    years: dict[str, list[Measure]] = {}
    for measure in sorted((one for one in listed if one.period), key=lambda one: one.period):
        years.setdefault(measure.period[:4], []).append(measure)
    undated = [one for one in listed if not one.period]
    if undated:
        years[""] = undated
    return tuple(
        YearView(year, tuple(view_measure(edition, one) for one in group))
        for year, group in years.items()
    )
