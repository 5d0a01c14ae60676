"""Tables of facts for other sites' frames: those of a place, a topic and an indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from atlas.model import Fact, Indicator, Place, Topic
from atlas.pages.city import view_sections
from atlas.pages.edition import Edition
from atlas.pages.embed_views import EmbedGroup, EmbedRow, EmbedView, name_sources, view_sources
from atlas.pages.facts import RowView, view_rows
from atlas.pages.indicators import Groups, cut_rows, view_leaf, view_values
from atlas.pages.matrix import CellView, Matrix, MatrixRow, make_matrix
from atlas.pages.page import Link
from atlas.pages.pagedtopics import cut_places, view_provinces
from atlas.pages.paging import by_code, leaf_url, make_pager, name_leaf

Item = TypeVar("Item")


def embed_place(edition: Edition, place: Place) -> Iterator[EmbedView]:
    """A sheet's figures of its own place, topic by topic."""
    slug = place.slug
    facts = [fact for fact in edition.facts_of(slug) if fact.place == slug]
    groups = [
        EmbedGroup(section.topic, tuple(map(_of_indicator, section.rows)))
        for section in view_sections(edition, slug)
        if section.topic.url
    ]
    page = f"cities/{slug}/"
    title = edition.t("embed_place_title", place=edition.say(place.name))
    yield _view(edition, page, page, title, groups, facts)


def embed_parts(edition: Edition, place: Place) -> Iterator[EmbedView]:
    """What a sheet says of narrower places, place by place."""
    slug = place.slug
    facts = [fact for fact in edition.facts_of(slug) if fact.place != slug]
    page = f"cities/{slug}/"
    groups = []
    for part in by_code(edition, {fact.place for fact in facts}):
        own = [fact for fact in facts if fact.place == part]
        heading = Link(edition.say(edition.place(part).name), f"{page}#part-{part}")
        groups += _group_rows(edition, heading, own)
    title = edition.t("embed_parts_title", place=edition.say(place.name))
    yield _view(edition, f"parts/{slug}/", f"{page}#parts", title, groups, facts)


def embed_said(edition: Edition, place: Place) -> Iterator[EmbedView]:
    """What the sheets of other places say of this one, sheet by sheet."""
    slug = place.slug
    facts = [one for one in edition.facts_about(slug) if edition.sheet_of[one.id] != slug]
    groups = []
    for sheet in dict.fromkeys(edition.sheet_of[fact.id] for fact in facts):
        own = [fact for fact in facts if edition.sheet_of[fact.id] == sheet]
        heading = Link(edition.say(edition.place(sheet).name), f"cities/{sheet}/")
        groups += _group_rows(edition, heading, own)
    title = edition.t("embed_said_title", place=edition.say(place.name))
    yield _view(edition, f"said/{slug}/", f"cities/{slug}/", title, groups, facts)


def embed_topic(edition: Edition, topic: Topic, number: str) -> Iterator[EmbedView]:
    """The table of places side by side, and the topic's other figures.

    Where its places stand on numbered pages, each page of them; with a `number` that one only.
    """
    pages = cut_places(edition, topic)
    if not pages:
        yield from _embed_topic(edition, topic)
    title = edition.t("embed_topic_title", topic=edition.say(topic.name))
    for path, name, slugs in _number(edition, f"topics/{topic.id}/", title, pages, number):
        yield _embed_places(edition, topic, path, name, slugs)


def _number(
    edition: Edition, base: str, title: str, pages: Sequence[Item], number: str
) -> Iterator[tuple[str, str, Item]]:
    """The address, the title and what stands on each numbered page, or on that of a `number`."""
    for at, one in enumerate(pages, start=1):
        if number in ("", str(at)):
            name = name_leaf(edition, title, make_pager(base, title, at, len(pages)))
            yield leaf_url(base, at), name, one


def _embed_places(
    edition: Edition, topic: Topic, path: str, title: str, slugs: Sequence[str]
) -> EmbedView:
    """A numbered page of a topic: each of its provinces' tables."""
    groups = []
    for section in view_provinces(edition, topic, slugs):
        province = section.heading.title + edition.t("separator")
        found = [_group_matrix(edition, section.matrix, row) for row in section.matrix.rows]
        rows = tuple(_of_indicator(row, with_place=True) for row in section.others)
        if rows:
            found.append(EmbedGroup(Link(edition.t("topic_others")), rows))
        for group in found:
            heading = replace(group.heading, title=province + group.heading.title)
            groups.append(replace(group, heading=heading))
    shown = (fact for slug in slugs for fact in edition.facts_on(topic.id, slug))
    return _view(edition, path, path, title, groups, shown, edition.t("embed_topic_about"))


def _embed_topic(edition: Edition, topic: Topic) -> Iterator[EmbedView]:
    facts = edition.by_topic.get(topic.id, ())
    matrix = make_matrix(edition, facts)
    others = [fact for fact in facts if fact.id not in matrix.shown]
    name, page = edition.say(topic.name), f"topics/{topic.id}/"
    compared = edition.t("embed_topic_title", topic=name)
    groups = [_group_matrix(edition, matrix, row) for row in matrix.rows]
    shown = [fact for fact in facts if fact.id in matrix.shown]
    about = edition.t("embed_topic_about")
    yield _view(edition, page, page, compared, groups, shown, about)
    rows = tuple(
        _of_indicator(row, with_place=True) for row in view_rows(edition, others, proved=False)
    )
    rest = [EmbedGroup(Link(""), rows)] if rows else []
    title = edition.t("embed_others_title", topic=name)
    yield _view(edition, f"others/{topic.id}/", f"{page}#others", title, rest, others)


def embed_values(edition: Edition, indicator: Indicator, number: str) -> Iterator[EmbedView]:
    """The table of all values of an indicator, or those on the numbered page of the `number`."""
    pages = cut_rows(edition, indicator)
    if not pages:
        yield from _embed_values(edition, indicator)
    elif number:
        base, title = f"indicators/{indicator.id}/", edition.say(indicator.name)
        for path, name, rows in _number(edition, base, title, pages, number):
            yield _embed_rows(edition, indicator, path, name, rows)


def _embed_rows(
    edition: Edition, indicator: Indicator, path: str, title: str, rows: Groups
) -> EmbedView:
    """A numbered page of values, province by province."""
    groups = [
        EmbedGroup(Link(heading.title), tuple(map(_of_place, found)))
        for heading, found in view_leaf(edition, path, rows)
    ]
    facts = (fact for one in rows for fact in one)
    about = edition.say(indicator.definition)
    return _view(edition, path, path, title, groups, facts, about)


def _embed_values(edition: Edition, indicator: Indicator) -> Iterator[EmbedView]:
    facts = edition.by_indicator.get(indicator.id, ())
    page = f"indicators/{indicator.id}/"
    rows = tuple(map(_of_place, view_values(edition, indicator)))
    if not rows:
        return
    spoken = {edition.sheet_of[fact.id] for fact in facts} | {fact.place for fact in facts}
    silent = edition.t("list_separator").join(
        edition.say(edition.place(sheet.place).short)
        for sheet in edition.sheets
        if sheet.place not in spoken
    )
    group = EmbedGroup(Link(""), rows, silent)
    name, about = edition.say(indicator.name), edition.say(indicator.definition)
    yield _view(edition, page, f"{page}#values", name, [group], facts, about)


def _view(
    edition: Edition,
    path: str,
    page: str,
    title: str,
    groups: Sequence[EmbedGroup],
    facts: Iterable[Fact],
    about: str = "",
) -> EmbedView:
    view = EmbedView(path, page, title, about, tuple(groups))
    return name_sources(view, view_sources(edition, facts))


def _group_rows(edition: Edition, heading: Link, facts: Iterable[Fact]) -> list[EmbedGroup]:
    """One group by indicator; none without facts."""
    rows = view_rows(edition, facts, proved=False)
    return [EmbedGroup(heading, tuple(map(_of_indicator, rows)))] if rows else []


def _of_indicator(row: RowView, with_place: bool = False) -> EmbedRow:
    place = " · ".join(filter(None, (row.place.title, row.apart))) if with_place else ""
    return _row(row, Link(row.name, row.url), place)


def _of_place(row: RowView) -> EmbedRow:
    return _row(row, row.place)


def _row(row: RowView, name: Link, place: str = "") -> EmbedRow:
    told = [fact.value for fact in row.changes] if row.ends else []
    return EmbedRow(
        name=name,
        lines=tuple(filter(None, (place, row.detail, *(one.brief for one in row.differs)))),
        values=row.ends or row.changes,
        changes=(*told, *filter(None, [row.computed])),
        periods=row.period_of,
        roles=tuple(fact.role_name for fact in row.roles if fact.role != "current"),
        doubtful=row.doubtful,
    )


def _group_matrix(edition: Edition, matrix: Matrix, row: MatrixRow) -> EmbedGroup:
    told = zip(matrix.places, row.cells, strict=True)
    rows = tuple(_cell(place, cell) for place, cells in told for cell in cells)
    silent = edition.t("list_separator").join(
        place.title for place, cells in zip(matrix.places, row.cells, strict=True) if not cells
    )
    note = edition.t("years_differ") if row.years_differ else ""
    detail = f"{edition.t('separator')}{row.detail}" if row.detail else ""
    heading = Link(row.indicator.title + detail, row.indicator.url, note)
    return EmbedGroup(heading, rows, silent)


def _cell(place: Link, cell: CellView) -> EmbedRow:
    values, differs = (*cell.before, cell.fact), cell.fact.differs
    periods = {one.period + one.period_mark: one for one in values}
    return EmbedRow(
        name=place,
        lines=tuple(filter(None, (cell.apart, differs.brief if differs else ""))),
        values=values,
        changes=(),
        periods=tuple(periods.values()),
        roles=(),
        doubtful=any(one.flags for one in values),
    )
