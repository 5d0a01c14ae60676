"""The tables of cases as parameters of tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[Any]:
    """The rows of a table, named by their `why`."""
    rows = yaml.load((CASES / name).read_bytes(), Loader=yaml.BaseLoader)
    return [pytest.param(row, id=row["why"]) for row in rows]
