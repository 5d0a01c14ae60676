"""Where quotes first stand: by looks at a grid as by a plain search."""

from __future__ import annotations

from random import Random

import pytest

from atlas.reading.figures import find_figures
from atlas.reading.quotes import Quotes, find_first
from atlas.reading.regions import find_regions
from atlas.reading.sentences import Sentences


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


def test_a_cell_that_stood_before_is_quoted_from_the_name_of_its_row_on() -> None:
    text = "门诊部\n|\n20\n|\n疾控中心\n|\n20\n|\n21\n|\n20"
    figures = find_figures(text)
    regions = find_regions(text)
    sentences = [Sentences(text, regions).find(figure.start) for figure in figures]
    quotes = Quotes(text, figures, sentences)
    found = [quotes.find(index, one) for index, one in enumerate(sentences)]
    told = [[text[start:end] for start, end in spans] if spans else None for spans in found]
    assert told == [["20"], ["疾控中心\n|\n20"], ["21"], ["疾控中心\n|\n20\n|\n21\n|\n20"]]


def test_a_sentence_that_stood_before_is_not() -> None:
    text = "全市有医院20家。\n甲\n全市有医院20家。"
    figures = find_figures(text)
    sentences = [Sentences(text, find_regions(text)).find(figure.start) for figure in figures]
    assert Quotes(text, figures, sentences).find(1, sentences[1]) is None
