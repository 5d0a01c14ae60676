"""One line for each value, all on one axis; a from–to runs down from line to line.

Names stand left of the axis and values right of it, so that no label ever meets a mark or
another label, whatever the number of places and the language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise

from markupsafe import Markup

from atlas.charts.axis import Axis, make_axis
from atlas.charts.drawing import Drawing, Shape, make_path, make_text, render_file, render_inline
from atlas.charts.lettering import measure_text, wrap_text
from atlas.charts.marks import BOUND_LENGTH, RING, draw_mark, draw_sign, is_bound
from atlas.charts.records import Chart, Mark
from atlas.display import show_number
from atlas.model import Lang

# A page shows the drawing about as wide as this at 360 px: 12 stays above 11 px there.
PAGE_WIDTH = Decimal(328)
FILE_WIDTH = Decimal(560)
_LARGE = 13
_SMALL = 12
_LEADING = Decimal(17)
_GAP = Decimal(10)
_WIDEST_NAME = Decimal("0.34")  # of the width; the axis keeps at least the rest
_MOST_SIDE = Decimal("0.42")
_WIDEST_VALUE = Decimal("0.28")
_BOLD = Decimal("1.1")  # how much wider heavy figures and signs run than the rule
_MARGIN = Decimal(24)


@dataclass(frozen=True, slots=True)
class _Line:
    """One mark with the texts at its sides: what they say and how they look."""

    mark: Mark
    left: tuple[tuple[str, str, int], ...]
    right: tuple[tuple[str, str, int], ...]
    first: bool

    @property
    def height(self) -> Decimal:
        return _LEADING * max(len(self.left), len(self.right)) + 9


@dataclass(frozen=True, slots=True)
class _Layout:
    lines: tuple[_Line, ...]
    axis: Axis
    width: Decimal
    left: Decimal
    right: Decimal
    inset: Decimal
    unit: str

    def x(self, value: Decimal) -> Decimal:
        start, end = self.left + self.inset, self.right - self.inset
        return start + (end - start) * self.axis.share(value)


def draw_inline(chart: Chart) -> Markup:
    """The drawing for a page, which says title, notes and source itself."""
    drawing = _draw(chart, PAGE_WIDTH)
    return render_inline(drawing, f"{chart.title} — {chart.finding}")


def draw_file(chart: Chart) -> str:
    """The drawing with its title, notes and source, to stand alone."""
    inner = _draw(chart, FILE_WIDTH - 2 * _MARGIN)
    wide = inner.width
    head = _write(chart.title, "hra-plot-title", 16, wide) + _write(
        chart.finding, "hra-plot-name", 14, wide
    )
    foot = [line for note in (*chart.notes, chart.source) for line in _note(note, wide)]
    shapes: list[Shape] = []
    y = _MARGIN
    for text, look, size in head:
        y += Decimal(size) * Decimal("1.3")
        shapes.append(make_text(look, _MARGIN, y, text, size))
    y += 14
    shapes += [_move(shape, y) for shape in inner.shapes]
    y += inner.height + 8
    for text, look, size in foot:
        y += _LEADING
        shapes.append(make_text(look, _MARGIN, y, text, size))
    drawing = Drawing(FILE_WIDTH, y + _MARGIN, tuple(shapes))
    return render_file(drawing, chart.title, chart.finding, chart.lang)


def starts_at_zero(chart: Chart) -> bool:
    """Whether the chart's axis does."""
    return _make_axis(chart).ticks[0] == 0


def _make_axis(chart: Chart) -> Axis:
    """Rises and drops are lengths, which only an axis from zero shows as they are."""
    marks = chart.marks()
    zero = [Decimal(0)] if any(mark.kind == "change" for mark in marks) else []
    return make_axis([mark.value for mark in marks] + zero)


def _write(text: str, look: str, size: int, width: Decimal) -> list[tuple[str, str, int]]:
    return [(line, look, size) for line in wrap_text(text, width, size)]


def _note(text: str, width: Decimal) -> list[tuple[str, str, int]]:
    return _write(text, "hra-plot-fine", _SMALL, width)


def _move(shape: Shape, down: Decimal) -> Shape:
    """The shape at its place in a file: right by the margin, down by `down`."""
    moved = (("transform", f"translate({_MARGIN} {down:f})"), *shape.attributes)
    return Shape(shape.tag, shape.look, moved, shape.text)


def _draw(chart: Chart, width: Decimal) -> Drawing:
    layout = _lay_out(chart, width)
    shapes: list[Shape] = []
    centres: list[tuple[Decimal, Decimal]] = []
    y = Decimal(2)
    for line in layout.lines:
        if line.first and centres:
            shapes.append(make_path("hra-plot-grid", ((Decimal(0), y), (width, y))))
        middle = y + line.height / 2
        centres.append((layout.x(line.mark.value), middle))
        shapes += _draw_sides(line, layout, middle)
        y += line.height
    ticks = list(_draw_axis(layout, y, "zh" if chart.lang.startswith("zh") else "en"))
    signs = list(_draw_signs(layout.lines, centres))
    y += 30
    if layout.unit:
        ticks.append(make_text("hra-plot-fine", layout.left, y + 4, layout.unit, _SMALL))
        y += 20
    legend, end = _draw_legend(chart, width, y)
    nation = list(_draw_nation(layout.lines, centres))
    return Drawing(width, end, (*ticks, *nation, *shapes, *signs, *legend))


def _lay_out(chart: Chart, width: Decimal) -> _Layout:
    bare = _is_bare(chart, width)
    lines = tuple(_lines(chart, width, bare))
    name = max(measure_text(text, size) for line in lines for text, _, size in line.left)
    value = max(measure_text(text, size) for line in lines for text, _, size in line.right) * _BOLD
    # A word too long for its side runs over the axis rather than leave none.
    name, value = min(name, width * _MOST_SIDE), min(value, width * _MOST_SIDE)
    bounded = any(is_bound(mark) for mark in chart.marks())
    return _Layout(
        lines=lines,
        axis=_make_axis(chart),
        width=width,
        left=name + _GAP,
        right=width - value - _GAP,
        inset=BOUND_LENGTH + 2 if bounded else RING + 1,
        unit=chart.unit if bare else "",
    )


def _is_bare(chart: Chart, width: Decimal) -> bool:
    """Whether the values leave their unit to the axis, as it would take too much room."""
    most = width * _WIDEST_VALUE
    return any(measure_text(mark.shown, _LARGE) > most for mark in chart.marks())


def _lines(chart: Chart, width: Decimal, bare: bool) -> Iterator[_Line]:
    most = width * _WIDEST_NAME
    for series in chart.series:
        for index, mark in enumerate(series.marks):
            names = wrap_text(series.name, most, _LARGE) if index == 0 else []
            fine = [wrap_text(text, most, _SMALL) for text in (mark.about, mark.period) if text]
            left = [(text, "hra-plot-name", _LARGE) for text in names]
            left += [(text, "hra-plot-fine", _SMALL) for text in chain.from_iterable(fine)]
            right = [(mark.bare if bare else mark.shown, "hra-plot-value", _LARGE)]
            if mark.kind == "target":
                right.append((chart.legend["target"], "hra-plot-fine", _SMALL))
            if mark.doubt:
                right.append((mark.doubt, "hra-plot-doubt", _SMALL))
            yield _Line(mark, tuple(left), tuple(right), index == 0)


def _draw_sides(line: _Line, layout: _Layout, middle: Decimal) -> Iterator[Shape]:
    for texts, x in ((line.left, Decimal(0)), (line.right, layout.right + _GAP)):
        y = middle - _LEADING * (len(texts) - 1) / 2 + Decimal("4.5")
        for text, look, size in texts:
            yield make_text(look, x, y, text, size)
            y += _LEADING


def _draw_signs(
    lines: Sequence[_Line], centres: Sequence[tuple[Decimal, Decimal]]
) -> Iterator[Shape]:
    for (_, start), (line, end) in pairwise(zip(lines, centres, strict=True)):
        if line.mark.joined:
            yield make_path("hra-plot-slope", (start, end))
    for line, (x, y) in zip(lines, centres, strict=True):
        yield from draw_mark(line.mark, x, y)


def _draw_nation(
    lines: Sequence[_Line], centres: Sequence[tuple[Decimal, Decimal]]
) -> Iterator[Shape]:
    """A line through all rows at the latest national value, to read the places against."""
    found = [
        centre for line, centre in zip(lines, centres, strict=True) if line.mark.kind == "reference"
    ]
    for x, y in found[-1:]:
        yield make_path("hra-plot-nation", ((x, Decimal(2)), (x, y)))


def _draw_axis(layout: _Layout, bottom: Decimal, lang: Lang) -> Iterator[Shape]:
    labels = [show_number(tick.normalize(), lang) for tick in layout.axis.ticks]
    step = layout.x(layout.axis.ticks[1]) - layout.x(layout.axis.ticks[0])
    widest = max(measure_text(label, _SMALL) for label in labels)
    every = int((widest + 6) / step) + 1
    for index, (tick, label) in enumerate(zip(layout.axis.ticks, labels, strict=True)):
        x = layout.x(tick)
        yield make_path("hra-plot-grid", ((x, Decimal(2)), (x, bottom)))
        if index % every == 0:
            yield make_text("hra-plot-fine", x, bottom + 16, label, _SMALL, "middle")
    ends = ((layout.left, bottom), (layout.right, bottom))
    yield make_path("hra-plot-rule", ends)


def _draw_legend(chart: Chart, width: Decimal, top: Decimal) -> tuple[list[Shape], Decimal]:
    """Its shapes and where the drawing ends."""
    shapes: list[Shape] = []
    x, y = Decimal(0), top + 6
    for kind, words in chart.legend.items():
        wide = measure_text(words, _SMALL) + 36
        if x and x + wide - 18 > width:
            x, y = Decimal(0), y + 20
        shapes.append(draw_sign(kind, x + 8, y))
        shapes.append(make_text("hra-plot-fine", x + 20, y + 4, words, _SMALL))
        x += wide
    return shapes, (y + 12 if chart.legend else top - 6)
