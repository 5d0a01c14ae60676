"""Which facts make a chart, and what the chart says in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from atlas.charts import Chart, Mark, Series, draw_file, draw_inline
from atlas.charts.dotplot import starts_at_zero
from atlas.charts.marks import is_bound
from atlas.display import label, show_bare, show_period, show_quantity, show_value
from atlas.model import Fact, Indicator, ReferenceSeries, ReferenceValue
from atlas.pages.edition import Edition
from atlas.pages.findings import (
    is_paired,
    same_year,
    tell_changes,
    tell_finding,
    tell_period,
    tell_unit,
)
from atlas.pages.page import Link
from atlas.parts import Output

Breakdown = tuple[tuple[str, str], ...]
_ROLES = ("baseline", "current", "target")
_KINDS = (*_ROLES, "change", "reference")
_FEWEST_CHANGES = 3
_YEAR = 4


MOST_PLACES = 60
"""Lines of a chart: one each for a place, or for a change."""


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart on a page. `file` is the address of its SVG below the language's home page."""

    indicator: Link
    detail: str
    svg: Markup
    sources: tuple[Link, ...]
    cited: str
    file: str
    chart: Chart

    @property
    def embed(self) -> str:
        """The chart's address below `embed/`, as its file is named."""
        return self.file.removesuffix(".svg") + "/"


def make_charts(
    edition: Edition, indicator: Indicator, facts: Sequence[Fact]
) -> tuple[ChartView, ...]:
    """A chart for each breakdown with marks that may be read side by side.

    Two places, a from–to of one place, or a place and the nation in the same year. Where the
    indicator is itself a rise or a drop, all of them stand in one chart. A chart of more than
    MOST_PLACES would be no picture but a list: the table says the same.
    """
    groups: dict[Breakdown, list[Fact]] = {}
    for fact in facts:
        if _is_drawable(fact, indicator):
            groups.setdefault(fact.breakdown, []).append(fact)
    found = []
    for breakdown, group in groups.items():
        if len({fact.place for fact in group}) > MOST_PLACES:
            continue
        references = _references(edition, indicator, breakdown, group)
        if _is_due(group, references):
            found.append(_view(edition, indicator, breakdown, group, references))
    changes = _find_changes(indicator, facts)
    if len(changes) > MOST_PLACES:
        return ()
    return (_view_changes(edition, indicator, changes),) if changes else tuple(found)


def list_charts(edition: Edition, indicator: Indicator) -> tuple[ChartView, ...]:
    """The charts of all of an indicator's facts; four kinds of page and file ask for them."""

    def make() -> tuple[ChartView, ...]:
        return make_charts(edition, indicator, edition.by_indicator.get(indicator.id, ()))

    return edition.once("charts", indicator.id, make)


def make_chart_files(edition: Edition, indicator: Indicator) -> tuple[Output, ...]:
    """Every chart of the indicator as a file of its own, below the language's home page."""
    prefix = "" if edition.lang == "zh" else "en/"
    return tuple(
        Output(prefix + view.file, draw_file(view.chart).encode())
        for view in list_charts(edition, indicator)
    )


def list_all_charts(edition: Edition) -> Iterator[ChartView]:
    """Every chart, indicator by indicator in the order of their files."""
    for indicator in edition.atlas.content.indicators.values():
        yield from list_charts(edition, indicator)


def _is_drawable(fact: Fact, indicator: Indicator) -> bool:
    """Results of whole places that may be compared, and targets for the same."""
    return (
        indicator.comparable
        and fact.comparable
        and not fact.body
        and fact.role in _ROLES
        and fact.unit == indicator.unit
    )


def _is_due(facts: Sequence[Fact], references: Sequence[ReferenceValue]) -> bool:
    results = [fact for fact in facts if fact.role != "target"]
    places = {fact.place for fact in results if fact.role == "current"}
    held = {fact.id for fact in results}
    return bool(references) or len(places) > 1 or any(fact.pair in held for fact in results)


def _references(
    edition: Edition, indicator: Indicator, breakdown: Breakdown, facts: Sequence[Fact]
) -> list[ReferenceValue]:
    """National values of the years that a place's result is of; never of a part."""
    years = {fact.period for fact in facts if fact.role != "target" and len(fact.period) == _YEAR}
    series = None if breakdown else find_series(edition, indicator)
    return [
        one
        for one in (series.values if series else ())
        if one.year in years and one.unit == indicator.unit
    ]


def find_series(edition: Edition, indicator: Indicator) -> ReferenceSeries | None:
    """The national values of an indicator; None where no definition matches."""
    listed = edition.atlas.content.references
    return next((one for one in listed if one.indicator == indicator.id), None)


def _view(
    edition: Edition,
    indicator: Indicator,
    breakdown: Breakdown,
    facts: Sequence[Fact],
    references: Sequence[ReferenceValue],
) -> ChartView:
    name = edition.say(indicator.name)
    detail = " · ".join(edition.breakdown_words(breakdown))
    places = _by_place(edition, facts)
    series = _make_series(edition, indicator, places, references)
    sources = _sources(edition, facts)
    cited = _cite(edition, references)
    chart = Chart(
        title=f"{name}{edition.t('separator')}{detail}" if detail else name,
        unit=tell_unit(edition, indicator),
        finding=tell_finding(edition, indicator, places, references),
        series=series,
        legend=_legend(edition, series),
        notes=(),
        source=_source_line(edition, sources, cited),
        lang="zh-Hans" if edition.lang == "zh" else "en",
    )
    chart = replace(chart, notes=tuple(_notes(edition, indicator, chart, references)))
    return ChartView(
        indicator=Link(name, f"indicators/{indicator.id}/"),
        detail=detail,
        svg=draw_inline(chart),
        sources=sources,
        cited=cited,
        file=f"charts/{'-'.join([indicator.id, *(value for _, value in breakdown)])}.svg",
        chart=chart,
    )


def _find_changes(indicator: Indicator, facts: Sequence[Fact]) -> list[Fact]:
    """Rises or drops of one unit and way; none where results stand beside them or few do."""
    found = [
        fact
        for fact in facts
        if fact.role == "change" and fact.comparable and not fact.body and indicator.comparable
    ]
    alike = {(fact.unit, fact.direction) for fact in found}
    alone = not any(fact.role in ("current", "baseline") for fact in facts)
    is_due = alone and len(found) >= _FEWEST_CHANGES and len(alike) == 1
    return found if is_due and found[0].unit == indicator.unit else []


def _view_changes(edition: Edition, indicator: Indicator, facts: Sequence[Fact]) -> ChartView:
    """All changes place by place, each named by its breakdown; what they rest on stands below."""
    name = edition.say(indicator.name)
    places = [
        (edition.say(edition.place(slug).short), [fact for fact in facts if fact.place == slug])
        for slug in edition.atlas.content.places
        if any(fact.place == slug for fact in facts)
    ]
    sources = _sources(edition, facts)
    chart = Chart(
        title=name,
        unit=tell_unit(edition, indicator),
        finding=tell_changes(edition, indicator, places),
        series=tuple(
            Series(place, tuple(_mark_change(edition, indicator, fact) for fact in listed))
            for place, listed in places
        ),
        legend={},
        notes=(),
        source=_source_line(edition, sources, ""),
        lang="zh-Hans" if edition.lang == "zh" else "en",
    )
    notes = [*_notes(edition, indicator, chart, ()), edition.say(indicator.caveat)]
    chart = replace(
        chart,
        legend={"doubt": edition.t("chart_doubt")} if any(fact.flags for fact in facts) else {},
        notes=tuple(filter(None, notes)),
    )
    link = Link(name, f"indicators/{indicator.id}/")
    file = f"charts/{indicator.id}.svg"
    return ChartView(link, "", draw_inline(chart), sources, "", file, chart)


def _mark_change(edition: Edition, indicator: Indicator, fact: Fact) -> Mark:
    mark = _mark(edition, indicator, fact, [fact])
    return replace(mark, about=" · ".join(edition.breakdown_words(fact.breakdown)))


def _by_place(edition: Edition, facts: Sequence[Fact]) -> list[tuple[str, list[Fact]]]:
    """Names with their facts in the order of time, the undated last.

    Places stand by value where all results are of one stated year, else in the order of the
    registry: an order by value would read as a ranking.
    """
    found: dict[str, list[Fact]] = {}
    for slug in edition.atlas.content.places:
        listed = [fact for fact in facts if fact.place == slug]
        if listed:
            found[slug] = sorted(listed, key=_when)
    ordered = list(found.items())
    if same_year(facts) and all(len(listed) == 1 for listed in found.values()):
        ordered.sort(key=lambda item: -item[1][0].value)
    return [(edition.say(edition.place(slug).short), listed) for slug, listed in ordered]


def _when(fact: Fact) -> tuple[object, ...]:
    return _ROLES.index(fact.role), not fact.period, fact.period


def _make_series(
    edition: Edition,
    indicator: Indicator,
    places: Sequence[tuple[str, list[Fact]]],
    references: Sequence[ReferenceValue],
) -> tuple[Series, ...]:
    series = [
        Series(name, tuple(_mark(edition, indicator, fact, facts) for fact in facts))
        for name, facts in places
    ]
    if references:
        marks = tuple(
            Mark(
                "reference",
                one.value,
                show_quantity(one.value, indicator, edition.lang),
                show_bare(one.value, indicator, edition.lang),
                show_period(one.year, edition.lang),
            )
            for one in references
        )
        series.append(Series(edition.t("chart_nation"), marks))
    return tuple(series)


def _mark(edition: Edition, indicator: Indicator, fact: Fact, facts: Sequence[Fact]) -> Mark:
    before = facts[facts.index(fact) - 1] if facts.index(fact) else None
    return Mark(
        kind=fact.role,
        value=fact.value,
        shown=show_value(fact, indicator, edition.lang),
        bare=label("qualifiers", fact.qualifier, edition.lang)
        + show_bare(fact.value, indicator, edition.lang),
        period=_mark_period(edition, fact),
        qualifier=fact.qualifier,
        doubt=edition.t("doubt") if fact.flags else "",
        joined=before is not None and before.role == "baseline" and is_paired(before, fact),
    )


def _mark_period(edition: Edition, fact: Fact) -> str:
    """The period, with a word where it is not printed with the figure, as in the tables."""
    told = tell_period(edition, fact)
    inferred = fact.period and fact.period_basis == "inferred"
    return f"{told} {label('period_bases', 'inferred', edition.lang)}" if inferred else told


def _legend(edition: Edition, series: Sequence[Series]) -> Mapping[str, str]:
    """The kinds of mark that stand in the chart, unless all are plain results."""
    marks = [mark for one in series for mark in one.marks]
    kinds = [kind for kind in _KINDS if any(mark.kind == kind for mark in marks)]
    if any(mark.doubt for mark in marks):
        kinds.append("doubt")
    return {} if kinds == ["current"] else {kind: edition.t(f"chart_{kind}") for kind in kinds}


def _notes(
    edition: Edition, indicator: Indicator, chart: Chart, references: Sequence[ReferenceValue]
) -> Iterator[str]:
    if any(is_bound(mark) for mark in chart.marks()):
        yield edition.t("chart_bound")
    if not starts_at_zero(chart):
        yield edition.t("chart_not_from_zero")
    series = find_series(edition, indicator)
    if references and series:
        yield edition.say(series.caution)


def _sources(edition: Edition, facts: Sequence[Fact]) -> tuple[Link, ...]:
    """The documents that the chart's figures come from; `note` is publisher and date."""
    found = [edition.source(key) for key in dict.fromkeys(fact.source for fact in facts)]
    return tuple(
        Link(
            edition.say(one.title),
            f"sources/{one.id}/",
            edition.t("chart_comma").join(
                (edition.say(one.publisher), show_period(one.date, edition.lang))
            ),
        )
        for one in found
    )


def _cite(edition: Edition, references: Sequence[ReferenceValue]) -> str:
    told = dict.fromkeys(cite_reference(edition, one) for one in references)
    return edition.t("chart_semicolon").join(told)


def cite_reference(edition: Edition, one: ReferenceValue) -> str:
    """Publisher, title and date of publication of a national value."""
    return edition.t(
        "chart_cited",
        publisher=edition.say(one.publisher),
        title=edition.say(one.title),
        date=show_period(one.published, edition.lang),
    )


def _source_line(edition: Edition, sources: Sequence[Link], cited: str) -> str:
    told = [one.title + edition.t("chart_comma") + one.note for one in sources] + (
        [cited] if cited else []
    )
    return edition.t("chart_source_line", sources=edition.t("chart_semicolon").join(told))
