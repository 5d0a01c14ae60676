r"""Cutting text into the tokens of the search index.

theme/js/tokens.js cuts in the same way; tests/cases/search_vectors.yml binds the two. That is
why the character classes are written out: `\s` and `\w` differ between the two languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, count, pairwise

_DIGIT = "0-9０-９"
_LATIN = "A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ɏ"
_SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_TOKEN = re.compile(
    rf"""
      [{_DIGIT}]{{1,3}}(?:,[{_DIGIT}]{{3}})+(?![{_DIGIT}])(?:[.．][{_DIGIT}]+)?  # 4,580.6
    | [{_DIGIT}]+(?:[.．][{_DIGIT}]+)?   # a figure with its decimals
    | [{_LATIN}]+                        # a Latin word
    | [^{_SPACE}]                        # any other character by itself
    """,
    re.VERBOSE,
)
_WHOLE_STARTS = frozenset(re.findall("[0-9a-zß-öø-ɏ]", "".join(map(chr, range(0x250)))))


def cut(text: str) -> list[str]:
    """The tokens of a text, normalised (NFKC, lower case, no thousands commas).

    >>> cut("次均费用4,580.6元, DRG 付费")
    ['次', '均', '费', '用', '4580.6', '元', ',', 'drg', '付', '费']

    A number list that counts up by one is no number with thousands commas.

    >>> cut("101,102,103")
    ['101', ',', '102', ',', '103']
    """
    return [*chain.from_iterable(map(_normal, _TOKEN.findall(text)))]


def is_whole(token: str) -> bool:
    """Whether it is a figure or a Latin word, which no search cuts."""
    return token[0] in _WHOLE_STARTS


def index_terms(tokens: Sequence[str], start: int = 0) -> list[tuple[int, str]]:
    """What a search can ask for, each with the place of its first token, counted from `start`.

    A figure or Latin word is a term, and so is any token with the single character behind it.
    A single character with nothing to join is a term too: thus a term starts at every token.

    >>> index_terms(["降", "12", "元"])
    [(0, '降'), (1, '12'), (1, '12元'), (2, '元')]
    >>> index_terms([])
    []
    """
    if not tokens:
        return []
    terms = []
    wholes = [token[0] in _WHOLE_STARTS for token in tokens]
    followers, before_wholes = [*tokens[1:], "0"], [*wholes[1:], True]
    ends = zip(count(start), tokens, wholes, followers, before_wholes, strict=False)
    for place, token, whole, follower, before_whole in ends:
        if whole:
            terms.append((place, token))
        if not before_whole:
            terms.append((place, token + follower))
        elif not whole:
            terms.append((place, token))
    return terms


@lru_cache(maxsize=65536)
def _normal(raw: str) -> tuple[str, ...]:
    """The tokens of one raw token: ㎡ is two (m, 2), and ① is 1 but joins no neighbour."""
    if raw == "’":  # what phones type for an apostrophe
        return ("'",)
    plain = unicodedata.normalize("NFKC", raw).lower()
    if "," in plain and len(plain) > 1:
        return tuple(_split_list(plain))
    if len(raw) == 1 and len(plain) > 1:
        return tuple(match[0] for match in _TOKEN.finditer(plain))
    return (plain,)


def _split_list(plain: str) -> Iterable[str]:
    groups = plain.split(",")
    # No list writes 018 for 18.
    padded = any(group.startswith("0") for group in groups)
    if "." not in plain and not padded and _counts_up([int(group) for group in groups]):
        return [piece for group in groups for piece in (",", group)][1:]
    return ["".join(groups)]


def _counts_up(numbers: Sequence[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise(numbers))
