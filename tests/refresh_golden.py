"""Writes the golden pages anew: `python -m tests.refresh_golden`, then look at the diff."""

from __future__ import annotations

from tests.test_charts import GOLDEN, render_golden_chart
from tests.test_pages import HERE, render_golden


def main() -> None:
    """Replaces every file of tests/golden."""
    folder = HERE / "golden"
    folder.mkdir(exist_ok=True)
    GOLDEN.write_text(render_golden_chart(), encoding="utf-8")
    for name, html in render_golden().items():
        (folder / name).write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main()
