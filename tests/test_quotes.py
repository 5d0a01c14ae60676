"""Where quotes first stand: by looks at a grid as by a plain search."""

from __future__ import annotations

from random import Random

import pytest

from atlas.reading.quotes import find_first


@pytest.mark.parametrize(
    "signs", ["甲", "甲乙", "甲乙丙丁戊己庚", "全市医院床位张家元,。0123456789"]
)
@pytest.mark.parametrize("longest", [6, 16, 40, 1200])
def test_many_words_are_found_where_a_plain_search_finds_them(signs: str, longest: int) -> None:
    random = Random(f"{signs} {longest}")
    text = "".join(random.choice(signs) for _ in range(3000))
    starts = [random.randrange(len(text)) for _ in range(400)]
    words = {text[at : at + random.randint(1, longest)] for at in starts}
    assert find_first(text, words) == {word: text.find(word) for word in words}
