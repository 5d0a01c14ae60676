"""Long work shows on a terminal how far it has come; elsewhere, as in CI, it says nothing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TextIO, TypeVar

from atlas.languages import reader_lang

Item = TypeVar("Item")
_SILENT = 2.0  # seconds before the first word
_PAUSE = 0.2  # seconds from one word to the next
_CLEAR = "\r\x1b[K"  # back to the line's start, the rest erased (ECMA-48)


def show_progress(
    items: Iterable[Item],
    zh: str,
    en: str,
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
    at_once: int = 1,
) -> Iterator[Item]:
    """The items as they come; how many are done stands in the last line of the terminal.

    The line goes when they end, so that it never mixes with what is printed. `stream` is the
    standard error output where it is not given. Of items done `at_once` by as many processes these
    are one's own.
    """
    stream = stream or sys.stderr
    if not stream.isatty() or os.environ.get("CI"):
        yield from items
        return
    words = zh if reader_lang(os.environ) == "zh" else en
    total = f"/{len(items) * at_once}" if isinstance(items, Sized) else ""
    due = clock() + _SILENT
    shown = False
    try:
        for number, item in enumerate(items):
            if clock() >= due:
                stream.write(f"{_CLEAR}{words} {number * at_once}{total}")
                stream.flush()
                due = clock() + _PAUSE
                shown = True
            yield item
    finally:
        if shown:
            stream.write(_CLEAR)
            stream.flush()
