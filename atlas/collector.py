"""Python's collector of cycles, which long work that makes few is better with less of."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

_TIMES_UNTIL_LOOKING = 50
_times = count(1)


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


@contextmanager
def collector_passed_by() -> Iterator[None]:
    """As `collector_paused`, and afterwards the collector looks at nothing that lives now.

    Else it would look through all that was made as soon as it may. What has become part of a dead
    cycle is freed by one of the next times: a preview loads again and again.
    """
    with collector_paused():
        if next(_times) % _TIMES_UNTIL_LOOKING == 0:
            gc.unfreeze()
            gc.collect()
        yield
        gc.freeze()
