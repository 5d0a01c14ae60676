"""The colours of theme/css/00-tokens.css, by the formula of WCAG 2.2."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "theme" / "css" / "00-tokens.css"
SCHEMES = ("light", "dark by system", "dark by switch")
ON_GROUND = (
    ("tile-ink", "tile"),
    ("tile-lit-ink", "tile-lit"),
    ("on-brand", "brand"),
    *(
        (text, ground)
        for text in ("ink", "muted", "link")
        for ground in ("brand-soft", "baseline-soft")
    ),
    *(
        (role, f"{role}-soft")
        for role in ("brand", "doubt", "target", "baseline", "change", "parameter")
    ),
    *(
        (text, ground)
        for text in (
            "ink",
            "muted",
            "brand",
            "link",
            "doubt",
            "target",
            "baseline",
            "change",
            "parameter",
        )
        for ground in ("paper", "card", "mark")
    ),
)


def read_schemes() -> dict[str, dict[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(encoding="utf-8"), flags=re.DOTALL)
    blocks = re.findall(r":root[^{]*\{([^}]*)\}", text)
    colours = [dict(re.findall(r"--hra-([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]
    return dict(zip(SCHEMES, colours, strict=True))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), ON_GROUND)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = read_schemes()[scheme]
    dim, bright = sorted((luminance(colours[text]), luminance(colours[ground])))
    assert (bright + 0.05) / (dim + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_field_has_a_border_that_can_be_seen(scheme: str) -> None:
    colours = read_schemes()[scheme]
    dim, bright = sorted((luminance(colours["line-strong"]), luminance(colours["paper"])))
    assert (bright + 0.05) / (dim + 0.05) >= 3


def test_both_dark_schemes_are_one() -> None:
    schemes = read_schemes()
    assert schemes["dark by system"] == schemes["dark by switch"]
    assert schemes["light"].keys() == schemes["dark by switch"].keys()
