"""Indicator pages: what is measured, and every value of every place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from atlas.display import join_words, label, show_period, show_quantity, show_unit
from atlas.model import Fact, Indicator
from atlas.pages.charting import ChartView, cite_reference, find_series, list_charts
from atlas.pages.edition import Edition
from atlas.pages.facts import RowView, group_pairs, view_row
from atlas.pages.page import Link, Press
from atlas.pages.paging import (
    ROWS_A_PAGE,
    Pager,
    ProvinceLine,
    by_code,
    by_province,
    cut,
    leaf_url,
    make_pager,
    name_leaf,
    province_heading,
)
from atlas.parts import Heading, Page, Planned

Groups: TypeAlias = Sequence[Sequence[Fact]]
Sections: TypeAlias = Sequence[tuple[Heading, Sequence[RowView]]]


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in the index: how many places speak of it."""

    link: Link
    unit: str
    covered: int
    fact_count: int


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """The indicators of one topic."""

    heading: Heading
    topic: Link
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """National values: `rows` are year, value and where it was published."""

    caution: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """What an indicator page shows.

    Where there are many rows they stand on numbered pages: `rows` and `silent` are empty then, and
    `provinces` leads to them.
    """

    name: str
    other_name: str
    id: str
    topic: Link
    definition: str
    why: str
    unit: str
    unit_code: str
    better: str
    comparable: bool
    caveat: str
    standards: tuple[str, ...]
    breakdowns: tuple[tuple[str, str], ...]
    words: str
    charts: tuple[ChartView, ...]
    reference: ReferenceView | None
    rows: tuple[RowView, ...]
    silent: tuple[Link, ...]
    provinces: tuple[ProvinceLine, ...]
    related: tuple[Link, ...]
    covered: int
    places: int


def build_indicators(press: Press) -> Page:
    """The index by topic."""
    edition = press.edition
    groups = _groups(edition)
    return press.page(
        "indicators.html",
        "indicators/",
        edition.t("nav_indicators"),
        description=edition.t("indicators_lede", n=len(edition.atlas.content.indicators)),
        headings=[group.heading for group in groups],
        groups=groups,
        places=len(edition.atlas.content.sheets),
        count=len(edition.atlas.content.indicators),
    )


def plan_indicators(press: Press) -> Iterator[Planned]:
    """A page for each indicator, and numbered ones where there are many values."""
    for indicator in press.edition.atlas.content.indicators.values():
        yield from _plan(press, indicator)


def _plan(press: Press, indicator: Indicator) -> Iterator[Planned]:
    edition = press.edition
    base, name = f"indicators/{indicator.id}/", edition.say(indicator.name)
    lasts = list_leaves(edition, indicator)
    edit = indicator.marks[""].path if "" in indicator.marks else ""
    yield press.plan(base, name, partial(_build, press, indicator, edit), edit=edit)
    for number, slug in enumerate(lasts, start=1):
        pager = make_pager(base, name, number, len(lasts))
        yield press.plan(
            leaf_url(base, number),
            name_leaf(edition, name, pager),
            partial(_build_leaf, press, indicator, pager, edit),
            edit=edit,
            picture_of=base,
            beside=f"cities/{slug}/",
        )


def list_leaves(edition: Edition, indicator: Indicator) -> tuple[str, ...]:
    """The sheet of the last row of each numbered page."""
    make = partial(_list_leaves, edition, indicator)
    return edition.outline("lasts of leaves", indicator.id, make)


def _list_leaves(edition: Edition, indicator: Indicator) -> tuple[str, ...]:
    leaves = cut_rows(edition, indicator)
    return tuple(edition.sheet_of[rows[-1][0].id] for rows in leaves)


def cut_rows(edition: Edition, indicator: Indicator) -> Sequence[Groups]:
    """The rows of numbered pages; none where one page holds them all."""
    make = partial(_cut_rows, edition, indicator)
    return edition.once("leaves", indicator.id, make, wordless=True)


def _cut_rows(edition: Edition, indicator: Indicator) -> Sequence[Groups]:
    facts = edition.by_indicator.get(indicator.id, ())
    if len(facts) <= ROWS_A_PAGE:  # then the rows are few as well
        return ()
    groups = _group_rows(edition, facts)
    return cut(groups, ROWS_A_PAGE) if len(groups) > ROWS_A_PAGE else ()


def _groups(edition: Edition) -> list[IndicatorGroup]:
    groups = []
    for topic in edition.atlas.content.topics.values():
        lines = tuple(
            _line(edition, one)
            for one in edition.atlas.content.indicators.values()
            if one.topic == topic.id
        )
        if lines:
            name = edition.say(topic.name)
            heading = Heading(2, f"topic-{topic.id}", name)
            ordered = tuple(sorted(lines, key=lambda line: -line.covered))
            groups.append(IndicatorGroup(heading, Link(name, f"topics/{topic.id}/"), ordered))
    return groups


def _line(edition: Edition, indicator: Indicator) -> IndicatorLine:
    link = Link(edition.say(indicator.name), f"indicators/{indicator.id}/")
    counts = edition.outline("counts of", indicator.id, partial(_count, edition, indicator))
    return IndicatorLine(link, show_unit(indicator, edition.lang), *counts)


def _count(edition: Edition, indicator: Indicator) -> tuple[int, int]:
    """The sheets that give values, and the values."""
    facts = edition.by_indicator.get(indicator.id, ())
    return len(_sheets(edition, facts)), len(facts)


def _sheets(edition: Edition, facts: Sequence[Fact]) -> set[str]:
    return {edition.sheet_of[fact.id] for fact in facts}


def _build(press: Press, indicator: Indicator, edit: str) -> Page:
    edition = press.edition
    leaves = cut_rows(edition, indicator)
    view = view_indicator(edition, indicator, leaves)
    headings = [Heading(2, "definition", edition.t("indicator_definition"))]
    if view.charts:
        headings.append(Heading(2, "chart", edition.t("indicator_chart")))
    headings.append(Heading(2, "values", edition.t("indicator_values")))
    if view.reference:
        headings.append(Heading(2, "reference", edition.t("indicator_reference")))
    if view.caveat or view.breakdowns or view.words:
        headings.append(Heading(2, "details", edition.t("indicator_details")))
    if view.related:
        headings.append(Heading(2, "related", edition.t("indicator_related")))
    return press.page(
        "indicator.html",
        f"indicators/{indicator.id}/",
        view.name,
        description=view.definition,
        headings=headings,
        edit=edit,
        indicator=view,
    )


def _build_leaf(press: Press, indicator: Indicator, pager: Pager, edit: str) -> Page:
    """A numbered page of values, by province."""
    edition = press.edition
    groups = cut_rows(edition, indicator)[pager.number - 1]
    path = leaf_url(pager.up.url, pager.number)
    sections = view_leaf(edition, path, groups)
    title = name_leaf(edition, pager.up.title, pager)
    places = edition.t("list_separator").join(heading.title for heading, _ in sections)
    topic = edition.atlas.content.topics[indicator.topic]
    return press.page(
        "indicator_values.html",
        path,
        title,
        description=edition.t("paging_description", title=title, places=places),
        headings=[heading for heading, _ in sections],
        edit=edit,
        pager=pager,
        topic=Link(edition.say(topic.name), f"topics/{topic.id}/"),
        unit=show_unit(indicator, edition.lang),
        better=label("better", indicator.better, edition.lang),
        sections=sections,
    )


def view_leaf(edition: Edition, path: str, groups: Groups) -> Sections:
    """The rows of a numbered page by province; the page and its embedded table ask for them."""
    return edition.once("leaf", path, partial(_view_leaf, edition, groups), 1)


def _view_leaf(edition: Edition, groups: Groups) -> Sections:
    by_place: dict[str, list[RowView]] = {}
    for group in groups:
        by_place.setdefault(group[0].place, []).append(view_row(edition, group))
    return [
        (province_heading(edition, province), [row for slug in slugs for row in by_place[slug]])
        for province, slugs in by_province(edition, list(by_place))
    ]


def view_indicator(
    edition: Edition, indicator: Indicator, leaves: Sequence[Groups] = ()
) -> IndicatorView:
    """Everything on the page of one indicator; with `leaves` the rows stand on those."""
    content = edition.atlas.content
    facts = edition.by_indicator.get(indicator.id, ())
    topic = content.topics[indicator.topic]
    spoken = _sheets(edition, facts) | {fact.place for fact in facts}
    return IndicatorView(
        name=edition.say(indicator.name),
        other_name=indicator.name.en if edition.lang == "zh" else indicator.name.zh,
        id=indicator.id,
        topic=Link(edition.say(topic.name), f"topics/{topic.id}/"),
        definition=edition.say(indicator.definition),
        why=edition.say(indicator.why),
        unit=show_unit(indicator, edition.lang),
        unit_code=indicator.unit,
        better=label("better", indicator.better, edition.lang),
        comparable=indicator.comparable,
        caveat=edition.say(indicator.caveat),
        standards=tuple(f"{one.scheme} {one.code}" for one in indicator.standards),
        breakdowns=_breakdowns(edition, indicator),
        words=join_words(list(indicator.words), "zh"),
        charts=list_charts(edition, indicator),
        reference=view_reference(edition, indicator),
        rows=view_values(edition, indicator),
        silent=()
        if leaves
        else tuple(
            Link(edition.say(edition.place(sheet.place).name), f"cities/{sheet.place}/")
            for sheet in edition.sheets
            if sheet.place not in spoken
        ),
        provinces=_provinces(edition, f"indicators/{indicator.id}/", leaves),
        related=tuple(
            Link(edition.say(content.indicators[key].name), f"indicators/{key}/")
            for key in indicator.related
            if key in content.indicators
        ),
        covered=len(_sheets(edition, facts)),
        places=len(content.sheets),
    )


def view_reference(edition: Edition, indicator: Indicator) -> ReferenceView | None:
    """The national values beside an indicator, if there are any."""
    series = find_series(edition, indicator)
    if series is None:
        return None
    rows = tuple(
        (
            show_period(one.year, edition.lang),
            show_quantity(one.value, indicator, edition.lang),
            cite_reference(edition, one),
        )
        for one in series.values
    )
    return ReferenceView(edition.say(series.caution), rows)


def _breakdowns(edition: Edition, indicator: Indicator) -> tuple[tuple[str, str], ...]:
    dimensions = edition.atlas.content.dimensions
    return tuple(
        (
            edition.say(dimensions[key].name),
            join_words(
                [edition.say(words) for words in dimensions[key].values.values()], edition.lang
            ),
        )
        for key in indicator.breakdowns
        if key in dimensions
    )


def _provinces(edition: Edition, base: str, leaves: Sequence[Groups]) -> tuple[ProvinceLine, ...]:
    """Every province with values, and the page on which it begins."""
    leaf_of: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for number, groups in enumerate(leaves, start=1):
        for group in groups:
            leaf_of.setdefault(group[0].place, number)
            counts[group[0].place] += len(group)
    return tuple(
        ProvinceLine(
            Link(
                edition.say(province.name), f"{leaf_url(base, leaf_of[slugs[0]])}#{province.slug}"
            ),
            len(slugs),
            sum(counts[slug] for slug in slugs),
        )
        for province, slugs in by_province(edition, list(leaf_of))
    )


def view_values(edition: Edition, indicator: Indicator) -> tuple[RowView, ...]:
    """Every row of an indicator; the page and its embedded table ask for them.

    None where they are so many that they stand on numbered pages.
    """

    def make() -> tuple[RowView, ...]:
        groups = _group_rows(edition, edition.by_indicator.get(indicator.id, ()))
        return tuple(view_row(edition, group) for group in groups)

    return () if cut_rows(edition, indicator) else edition.once("values", indicator.id, make, 1)


def _group_rows(edition: Edition, facts: Sequence[Fact]) -> Groups:
    """The facts of each row, by place, then breakdown, then period.

    Places are in the order of the registry; where there are so many that the rows stand on
    several pages, by code, so that those of a province stand together.
    """
    content = edition.atlas.content
    slugs = list(content.places)
    if len(facts) > ROWS_A_PAGE:
        slugs = edition.once("by code", "", partial(by_code, edition, slugs), wordless=True)
    order = {slug: index for index, slug in enumerate(slugs)}

    def rank(fact: Fact) -> tuple[object, ...]:
        return order[fact.place], fact.body, _breakdown_rank(edition, fact), fact.period

    return edition.accounts.order(group_pairs(sorted(facts, key=rank)))


def _breakdown_rank(edition: Edition, fact: Fact) -> list[int]:
    """The order of the dimensions' values in their file."""
    dimensions = edition.atlas.content.dimensions
    return [list(dimensions[key].values).index(value) for key, value in fact.breakdown]
