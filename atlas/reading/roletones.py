"""What a sentence and its paragraph tell: what was done, what is meant to be, or what holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from atlas.reading.sentences import Sentence
from atlas.reading.tables import any_of, kinds_by_word, read_table

_AROUND = 600  # signs of a paragraph on each side of a sentence, to keep the work linear
_AGAINST = (("done", "plan"), ("done", "rule"), ("plan", "rule"), ("past", "ahead"))
_SHARES = 5  # into which the share of one tone against another is cut


@lru_cache(maxsize=8)
def tone_signs(text: str, sentence: Sentence) -> frozenset[str]:
    """How the tones of a sentence, and of its paragraph, stand to each other."""
    region = sentence.region
    start = max(region.start, sentence.first - _AROUND)
    end = min(region.end, sentence.last + _AROUND)
    own = _pairs("sentence", text, sentence.first, min(sentence.last, end))
    return own | _pairs("paragraph", text, start, end)


@lru_cache(maxsize=8)
def _pairs(where: str, text: str, start: int, end: int) -> frozenset[str]:
    """Two tones with the share of the first, from 0 to 4; `none` where neither is heard."""
    tones = _tones()
    heard = Counter(tone for word in _pattern().findall(text, start, end) for tone in tones[word])
    return frozenset(
        [
            f"tone {where} {first} to {second} {_share(heard[first], heard[second])}"
            for first, second in _AGAINST
        ]
    )


def _share(first: int, second: int) -> str:
    """In fifths.

    >>> _share(1, 3), _share(2, 0), _share(0, 0)
    ('1', '4', 'none')
    """
    both = first + second
    return str(min(_SHARES * first // both, _SHARES - 1)) if both else "none"


@cache
def _tones() -> Mapping[str, Sequence[str]]:
    """The tones of each word."""
    return kinds_by_word(read_table("role_signs.yml")["tones"])


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(any_of(_tones()))
