"""The change that a table computes, and when it says nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from atlas.model import Fact, Flag, Words
from atlas.pages.differences import compute_change
from atlas.pages.edition import Edition
from atlas.pages.gathering import make_edition
from atlas.render import make_renderer
from tests.test_charts import make_fact
from tests.test_pages import THEME, load_mini

DOUBT = (Flag("extreme", "170 > 100", Words("疑", "Doubt")),)


def make_ends(old: str, new: str, **last: Any) -> list[Fact]:
    first = make_fact(1, {"role": "baseline", "value": old, "period": "2015"})
    return [first, replace(make_fact(2, {"value": new, "period": "2020"}), **last)]


@pytest.fixture(scope="module", params=["zh", "en"])
def edition(request: pytest.FixtureRequest) -> Edition:
    return make_edition(load_mini(), make_renderer(THEME, request.param).strings, drafts=False)


@pytest.mark.parametrize(
    ("group", "zh", "en"),
    [
        (make_ends("60", "70.5"), "升10.5个百分点", "up 10.5 percentage points"),
        (make_ends("70", "70"), "不变", "no change"),
        (make_ends("60", "70", qualifier=">="), "", ""),
        (make_ends("60", "70", flags=DOUBT), "", ""),
        (make_ends("60", "70", unit="‰"), "", ""),
        (make_ends("60", "70")[1:], "", ""),
        (
            [*make_ends("60", "70"), make_fact(3, {"role": "change", "value": "10"})],
            "",
            "",
        ),
        ([*make_ends("60", "70"), make_fact(4, {"value": "71"})], "", ""),
    ],
    ids=["rise", "same", "bound", "doubt", "units", "no baseline", "printed", "two results"],
)
def test_a_change_is_computed_only_of_exact_undoubted_ends(
    edition: Edition, group: list[Fact], zh: str, en: str
) -> None:
    assert compute_change(edition, group) == (zh if edition.lang == "zh" else en)


def test_a_drop_keeps_the_decimals_of_exact_arithmetic(edition: Edition) -> None:
    shown = compute_change(edition, make_ends("71.35", "70.1"))
    assert str(Decimal("71.35") - Decimal("70.1")) in shown
