"""Measures as readers meet them: acts with their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atlas.display import label, show_period, show_period_basis
from atlas.model import MEASURE_KINDS, Measure
from atlas.pages.edition import Edition, EditLink
from atlas.pages.page import Link
from atlas.parts import Heading


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
    edit_url: EditLink


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """The measures of one kind, in the order of the registry of places."""

    heading: Heading
    measures: tuple[MeasureView, ...]


def group_by_kind(edition: Edition, measures: Iterable[Measure]) -> tuple[MeasureGroup, ...]:
    """Measures of all places by kind, in the order of the kinds; those without one come last."""
    found: dict[str, list[MeasureView]] = {}
    for measure in measures:
        found.setdefault(measure.kind, []).append(view_measure(edition, measure))
    return tuple(
        MeasureGroup(_kind_heading(edition, kind), tuple(found[kind]))
        for kind in (*MEASURE_KINDS, "")
        if kind in found
    )


def _kind_heading(edition: Edition, kind: str) -> Heading:
    if not kind:
        return Heading(3, "kind-other", edition.t("measures_other"))
    return Heading(3, f"kind-{kind}", label("measure_kinds", kind, edition.lang))


def view_measure(edition: Edition, measure: Measure) -> MeasureView:
    """Everything that pages say of one measure."""
    sheet = edition.atlas.content.sheets[edition.sheet_of[measure.id]]
    source = edition.source(measure.source)
    topic = edition.atlas.content.topics[measure.topic]
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
        edit_url=edition.edit_record(measure.id),
    )
