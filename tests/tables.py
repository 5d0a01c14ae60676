"""The tables of cases as parameters of tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[Any]:
    """The rows of a table, named by their `why`; those with `known: wrong` must fail."""
    rows = yaml.load((CASES / name).read_bytes(), Loader=yaml.BaseLoader)
    wrong = pytest.mark.xfail(strict=True, reason="known failure")
    return [
        pytest.param(row, id=row["why"], marks=[wrong] if row.get("known") == "wrong" else [])
        for row in rows
    ]
