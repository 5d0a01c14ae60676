"""The sentences that a page draws on, each once, with every figure marked and linked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from atlas.model import Fact, Location, Measure, Source
from atlas.pages.edition import Edition
from atlas.pages.facts import FactView, locate_record, view_fact
from atlas.pages.measures import MeasureView, view_measure
from atlas.render import Marking, render_marked

Span = tuple[int, int]
Located = tuple[Fact, Location]

_ROOT = "../../"


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A quoted stretch with what rests on it: its figures are marked and lead to the facts."""

    quote: tuple[Markup, ...]
    facts: tuple[FactView, ...]
    measures: tuple[MeasureView, ...]


def gather_sentences(
    edition: Edition, source: Source, facts: Sequence[Fact], measures: Sequence[Measure] = ()
) -> tuple[SentenceView, ...]:
    """Each quoted stretch once, in the order of the text; quotes that overlap are one."""
    located = [(one, locate_record(edition, one)) for one in facts]
    acts = [(one, locate_record(edition, one)) for one in measures]
    joined = join_spans(where.parts for _, where in chain(located, acts))
    number = {first: at for at, (_, firsts) in enumerate(joined) for first in firsts}
    found: list[tuple[list[Located], list[Measure]]] = [([], []) for _ in joined]
    for fact, where in located:
        found[number[where.parts[0]]][0].append((fact, where))
    for act, where in acts:
        found[number[where.parts[0]]][1].append(act)
    return tuple(
        _sentence(edition, source, spans, *resting)
        for (spans, _), resting in zip(joined, found, strict=True)
    )


def join_spans(quotes: Iterable[Sequence[Span]]) -> list[tuple[list[Span], set[Span]]]:
    """Quotes that overlap, joined: the stretches they cover, and the first spans they begin with.

    >>> joined = join_spans([((0, 4),), ((2, 6), (9, 12)), ((20, 25),)])
    >>> [stretches for stretches, _ in joined]
    [[(0, 6), (9, 12)], [(20, 25)]]
    """
    joined: list[tuple[list[Span], set[Span]]] = []
    for parts in sorted({tuple(parts) for parts in quotes}):
        first = parts[0]
        if joined and any(start <= first[0] < end for start, end in joined[-1][0]):
            joined[-1] = (_cover([*joined[-1][0], *parts]), joined[-1][1] | {first})
        else:
            joined.append((_cover(parts), {first}))
    return joined


def _cover(spans: Iterable[Span]) -> list[Span]:
    """The spans without overlaps, in order."""
    covered: list[Span] = []
    for start, end in sorted(spans):
        if covered and start < covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], end))
        else:
            covered.append((start, end))
    return covered


def _sentence(
    edition: Edition,
    source: Source,
    spans: Sequence[Span],
    facts: Sequence[Located],
    measures: Sequence[Measure],
) -> SentenceView:
    ordered = sorted(facts, key=lambda one: one[1].start)
    seed = edition.atlas.content.seeds[source.seed]
    return SentenceView(
        quote=tuple(_mark_span(edition, seed, span, ordered) for span in spans),
        facts=tuple(view_fact(edition, fact) for fact, _ in ordered),
        measures=tuple(view_measure(edition, measure) for measure in measures),
    )


def _mark_span(edition: Edition, seed: str, span: Span, facts: Sequence[Located]) -> Markup:
    """A stretch of the seed with the facts' figures as links to them."""
    begin, end = span
    marks = [
        Marking(where.start - begin, where.end - begin, _ROOT + edition.fact_url(fact))
        for fact, where in facts
        if begin <= where.start < end
    ]
    return render_marked(seed[begin:end], marks)
