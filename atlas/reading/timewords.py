"""The word tables of times, each as one pattern."""

from __future__ import annotations

import re
from functools import cache

from atlas.reading.tables import any_of, read_table


@cache
def time_words(key: str) -> re.Pattern[str]:
    """The pattern of the words under a key of period_words.yml."""
    return re.compile(any_of(read_table("period_words.yml")[key]))
