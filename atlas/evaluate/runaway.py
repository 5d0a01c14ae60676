"""Hunts regular expressions that run away: `python -m atlas.evaluate.runaway [ROOT]`.

Every pattern of the package, and of our JavaScript, is tried on long runs of what it may stumble
over, and of its own words. Time that doubles with the text is right; a pattern whose time grows
with its square is told, as it may only be used where the text is short.
"""

from __future__ import annotations

import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from atlas.evaluate.patterns import collect_patterns

LENGTHS = (12, 24, 36, 50, 70, 100, 140, 200, 280, 400, 800, 1_600, 3_200, 6_400)
"""Signs. The first steps are small: what doubles with each word would not come back from more."""
SQUARE = 3.0
"""Time that grows more than so often while the length doubles grows with its square, or faster."""
_LEAST = 0.000_2  # seconds; below it a growth is chance
_MOST = 0.1  # seconds; a pattern that takes more is tried no further
_WORDS = 8  # of a pattern's own
_SIGNS = "01.,，、。；：:(（“《[-—~/%一十百万第每近年月日号医市的aA@_ \u3000\n\"'#<|"
_RUNS = (
    *_SIGNS,
    *("1,", "1.", "1 ", "1-", "1:", "2020", "10月", "20-", "百分之", "医院 ", "医院，", "医院、"),
    *("（医", "“医", "《医", "医1", "a.", "a ", "由1到", "自2020年", "其中", "记者 ", "\n1", "。”"),
    *("- ", "a: ", '"a', "[a](", "<a ", "a-", "\\", "a/", "{{", "市、", "\n- id: a"),
)
_OWN = re.compile(r"[\u4e00-\u9fff]{2,12}|[A-Za-z_]{3,12}")
_END = "¤"  # so that what has gone through the whole run fails at last, and tries other ways


class Growth(NamedTuple):
    """How often longer a text of twice the length takes, how long, and the run that it is of."""

    times: float
    seconds: float
    run: str
    square: bool


_NONE = Growth(1.0, 0.0, "", square=False)


def main(arguments: Sequence[str]) -> int:
    """Prints the patterns whose time grows faster than the text; 1 where one does from one place.

    A search from every place may grow with the square, if only short texts are searched so.
    """
    root = Path(next((word for word in arguments if not word.startswith("-")), "."))
    patterns, unseen = collect_patterns(root)
    sys.stdout.write(f"{len(patterns)} patterns\n")
    sys.stdout.writelines(f"{name:<44}not tried: nothing here makes it\n" for name in unseen)
    if "--list" in arguments:
        sys.stdout.writelines(f"{name:<44}{patterns[name].pattern!r:.80}\n" for name in patterns)
        return int(bool(unseen))
    faults = len(unseen)
    for number, (name, pattern) in enumerate(sorted(patterns.items()), 1):
        _tell(f"{number} of {len(patterns)}: {name}")
        for kind, use in _USES.items():
            growth = find_growth(use(pattern), pattern)
            if growth.square:
                faults += kind == "match"
                _tell("")
                sys.stdout.write(
                    f"{name:<44}{kind:<7}{growth.times:>6.1f} times on {growth.run!r}, "
                    f"{1000 * growth.seconds:.1f} ms\n"
                )
                sys.stdout.flush()
    _tell("")
    return int(faults > 0)


def _tell(words: str) -> None:
    """Where it is, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        sys.stderr.flush()


def _search(pattern: re.Pattern[str]) -> Callable[[str], object]:
    return lambda text: deque(pattern.finditer(text), maxlen=0)


_USES: Mapping[str, Callable[[re.Pattern[str]], Callable[[str], object]]] = {
    "match": lambda pattern: pattern.match,
    "search": _search,
}


def find_growth(use: Callable[[str], object], pattern: re.Pattern[str]) -> Growth:
    """The first growth with the square of a use of the pattern on any run; `_NONE` without one."""
    growths = (_grow(use, run) for run in chain(_RUNS, _own_words(pattern)))
    return next((growth for growth in growths if growth.square), _NONE)


def _own_words(pattern: re.Pattern[str]) -> Iterator[str]:
    """A few of the words that the pattern itself is made of, from all over it."""
    words = sorted(set(_OWN.findall(pattern.pattern)))
    yield from words[:: max(1, len(words) // _WORDS)]


def _grow(use: Callable[[str], object], run: str) -> Growth:
    """How the time grows with the length of a run, until it is plain that it grows with the text.

    What grows with the square takes twice as long for 1.4 times the length.
    """
    before, last, times = 0.0, LENGTHS[0], 1.0
    for length in LENGTHS:
        text = (run * length)[: length - 1] + _END
        seconds = _time(use, text)
        doublings = length / last / 2 if last < length else 1.0
        times = seconds / max(before, _LEAST / 4) / doublings
        square = seconds > _LEAST and times > SQUARE
        if square and before:  # looked at again: something else may have held it up
            seconds = min(seconds, _time(use, text), _time(use, text))
            times = seconds / max(before, _LEAST / 4) / doublings
            square = seconds > _LEAST and times > SQUARE
        if seconds > _MOST or (length >= 800 and not square and times < 2.6):
            break
        before, last = seconds, length
    return Growth(times, seconds, run, square)


def _time(use: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    use(text)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
