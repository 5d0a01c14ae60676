"""Python's collector of cycles, which long work that makes few is better with less of."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS_UNTIL_LOOKING = 20_000  # Python's own is 700


@contextmanager
def collector_seldom() -> Iterator[None]:
    """Has the collector look less often, for long work that makes some cycles."""
    was = gc.get_threshold()
    gc.set_threshold(_OBJECTS_UNTIL_LOOKING, *was[1:])
    try:
        yield
    finally:
        gc.set_threshold(*was)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Leaves the collector off inside, and afterwards as it was.

    It looks through all that lives again and again, for nothing where records are made that
    refer to each other one way only. What is not part of a cycle is freed without it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
