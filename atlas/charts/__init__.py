"""Charts drawn at build time as SVG, by rule: no fonts are measured, so no machine differs."""

from __future__ import annotations

from atlas.charts.dotplot import draw_file, draw_inline
from atlas.charts.records import Chart, Mark, Series

__all__ = ["Chart", "Mark", "Series", "draw_file", "draw_inline"]
