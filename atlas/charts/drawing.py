"""SVG elements, written for a page (classes, colours by its style sheet) or to stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Literal

from markupsafe import Markup, escape

Anchor = Literal["start", "middle", "end"]

# What the classes of theme/css/87-charts.css look like in the light scheme, for files that have
# no style sheet; tests/test_charts.py holds them against the tokens.
PAINT: Mapping[str, Mapping[str, str]] = {
    "hra-plot-grid": {"stroke": "#e0ddd3", "stroke-width": "1", "fill": "none"},
    "hra-plot-rule": {"stroke": "#8a8f89", "stroke-width": "1", "fill": "none"},
    "hra-plot-current": {"fill": "#0b5a57"},
    "hra-plot-baseline": {"fill": "#55595f"},
    "hra-plot-change": {"fill": "#765000"},
    "hra-plot-target": {"fill": "#ffffff", "stroke": "#1f4f91", "stroke-width": "2"},
    "hra-plot-reference": {"fill": "#6b3a86"},
    "hra-plot-nation": {"stroke": "#6b3a86", "stroke-dasharray": "2 3", "fill": "none"},
    "hra-plot-slope": {"stroke": "#0b5a57", "stroke-width": "2", "fill": "none"},
    "hra-plot-bound": {"stroke": "#1b2422", "stroke-width": "1.5", "fill": "none"},
    "hra-plot-ring": {"stroke": "#a2321d", "stroke-width": "1.5", "fill": "none"},
    "hra-plot-title": {"fill": "#1b2422", "font-weight": "700"},
    "hra-plot-name": {"fill": "#1b2422"},
    "hra-plot-value": {"fill": "#1b2422", "font-weight": "600"},
    "hra-plot-fine": {"fill": "#57615f"},
    "hra-plot-doubt": {"fill": "#a2321d"},
}
_HAN = "PingFang SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
# English letters first, or its quotation marks come out as wide as Han.
_FONTS = {"zh-Hans": _HAN, "en": f"Noto Sans, Segoe UI, Helvetica, Arial, {_HAN}"}
_PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class Shape:
    """One element; `look` is a class of PAINT."""

    tag: str
    look: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a ground of `width` × `height`, the first at the bottom."""

    width: Decimal
    height: Decimal
    shapes: tuple[Shape, ...]


def show_length(value: Decimal) -> str:
    """To a tenth, without a zero at the end.

    >>> show_length(Decimal("12.04")), show_length(Decimal("3.26"))
    ('12', '3.3')
    """
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    return f"{rounded:f}".removesuffix(".0")


def make_circle(look: str, x: Decimal, y: Decimal, radius: Decimal) -> Shape:
    """A circle about `x`, `y`."""
    sizes = (("cx", x), ("cy", y), ("r", radius))
    return Shape("circle", look, tuple((name, show_length(value)) for name, value in sizes))


def make_path(look: str, points: Iterable[tuple[Decimal, Decimal]], closed: bool = False) -> Shape:
    """Straight lines from point to point."""
    steps = "L".join(f"{show_length(x)} {show_length(y)}" for x, y in points)
    return Shape("path", look, (("d", f"M{steps}{'Z' if closed else ''}"),))


def make_text(
    look: str, x: Decimal, y: Decimal, text: str, size: int, anchor: Anchor = "start"
) -> Shape:
    """A line of text; `y` is its base line."""
    attributes = [("x", show_length(x)), ("y", show_length(y)), ("font-size", str(size))]
    if anchor != "start":
        attributes.append(("text-anchor", anchor))
    return Shape("text", look, tuple(attributes), text)


def render_inline(drawing: Drawing, label: str) -> Markup:
    """For a page: colours and fonts come from its style sheet."""
    body = Markup("".join([_element(one, f' class="{one.look}"') for one in drawing.shapes]))
    head = Markup('<svg class="hra-plot" viewBox="{}" role="img" aria-label="{}">').format(
        _box(drawing), label
    )
    return head + body + Markup("</svg>")


def render_file(drawing: Drawing, title: str, description: str, lang: str) -> str:
    """To stand alone: light, opaque, with its own colours and its texts for screen readers."""
    body = Markup("\n".join([_element(one, _paint(one.look)) for one in drawing.shapes]))
    size = {"width": show_length(drawing.width), "height": show_length(drawing.height)}
    head = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": _box(drawing),
        **size,
        "role": "img",
        "lang": lang,
        "font-family": _FONTS[lang],
    }
    return Markup(
        "<svg{}>\n<title>{}</title>\n<desc>{}</desc>\n<rect{}></rect>\n{}\n</svg>\n"
    ).format(_attributes(head), title, description, _attributes({**size, "fill": _PAPER}), body)


def _box(drawing: Drawing) -> str:
    return f"0 0 {show_length(drawing.width)} {show_length(drawing.height)}"


def _element(shape: Shape, look: str) -> str:
    # A chart has hundreds; numbers and names of ours need no escaping.
    given = "".join([f' {name}="{value}"' for name, value in shape.attributes])
    return f"<{shape.tag}{look}{given}>{escape(shape.text)}</{shape.tag}>"


@cache
def _paint(look: str) -> str:
    return _attributes(PAINT[look])


def _attributes(given: Mapping[str, str]) -> Markup:
    # Not Markup.format: a plain join is about three times as fast.
    return Markup("".join(f' {name}="{escape(value)}"' for name, value in given.items()))
