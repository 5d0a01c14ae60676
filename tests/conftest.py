"""Shared by all tests: a mini atlas on disk, small enough to read whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
MINI = Path(__file__).parent / "mini"


@pytest.fixture
def project() -> Path:
    """The real project folder, to be read only."""
    return PROJECT


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the mini atlas that a test may break; theme and pages are the real ones."""
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    shutil.copytree(PROJECT / "theme", root / "theme")
    return root
