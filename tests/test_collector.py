"""Python's collector is off inside, and afterwards as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from atlas.collector import collector_paused


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def fail() -> None:
    assert not gc.isenabled()
    raise ValueError("amid")


def test_it_is_on_again_also_after_a_failure() -> None:
    gc.enable()
    with pytest.raises(ValueError, match="amid"), collector_paused():
        fail()
    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()


def test_inner_work_does_not_put_it_on_for_the_outer() -> None:
    gc.enable()
    with collector_paused():
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
