"""Writes the golden pages anew: `python -m tests.refresh_golden`, then look at the diff."""

from __future__ import annotations

from tests.test_pages import HERE, render_golden


def main() -> None:
    """Replaces every file of tests/golden."""
    folder = HERE / "golden"
    folder.mkdir(exist_ok=True)
    for name, html in render_golden().items():
        (folder / name).write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main()
