"""Python's collector of cycles, which long work that makes none is better without."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
