"""Text that nobody would write: read to its end, every offset right, nothing found twice."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reading.document import read_candidates
from atlas.reading.figures import find_figures
from atlas.reading.folding import fold_text
from atlas.reading.periods import is_period
from atlas.reading.quotes import find_first
from atlas.reading.records import Candidate
from atlas.reading.regions import find_regions
from atlas.reading.sentences import Sentences
from atlas.reading.times import find_times
from tests.test_assign import HOME, INDICATORS, PLACES

WORDS = (
    "2023年",
    "“十四五”期间",
    "截至目前",
    "近五年",
    "9:30",
    "12345678901",
    "3.6亿元",
    "1,200张",
    "10 000",
    "95.3%",
    "２．５‰",
    "1/3",
    "三分之一",
    "1:2",
    "第三",
    "翻两番",
    "半年",
    "五千",
    "由5%提高到",
    "分别为",
    "不低于",
    "清河县",
    "全市",
    "参保率",
    "次均费用",
    "市人民医院",
    "其中",
    "百分之",
    "每千人口",
    "0-6岁",
    "“",
    "”",
    "《",
    "(",
    "（",
    ")",
    "。",
    "，",
    "；",
    "、",
    "：",
    "\n",
    "\r\n",
    " ",
    "　",
    "\u200b",
    "\ufeff",
    "\x00",
    "\ufffd",
    "\u0663",
    "①",
    "縣",
    "🏥",
    "<b>",
    "http://a.cn/1",
)
ANY_SIGN = st.characters(exclude_categories=["Cs"])
PIECE = st.one_of(
    st.sampled_from(WORDS),
    ANY_SIGN,
    st.integers(0, 10**6).map(str),
    st.tuples(ANY_SIGN | st.sampled_from(WORDS), st.integers(2, 40)).map(
        lambda run: run[0] * run[1]
    ),
)
ODD_TEXT = st.lists(PIECE, max_size=30).map("".join)


def read(text: str, published: str = "2024-02-29") -> list[Candidate]:
    return read_candidates(text, INDICATORS, PLACES, HOME, published)


@given(ODD_TEXT)
def test_figures_stand_in_order_where_they_say(text: str) -> None:
    found = find_figures(text)
    assert [text[figure.start : figure.end] for figure in found] == [f.text for f in found]
    assert all(figure.start < figure.end for figure in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(figure.value.is_finite() and figure.value >= 0 for figure in found)
    assert find_figures(text) == found
    assert find_figures(text, find_times(text, "2024-02-29")) == found


@given(ODD_TEXT)
def test_times_stand_in_order_and_are_periods_or_nothing(text: str) -> None:
    found = find_times(text, "2024-02-29")
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(not span.value or is_period(span.value) for span in found)
    assert [(one.start, one.end) for one in find_times(text, "")] == [
        (one.start, one.end) for one in found
    ]


@given(ODD_TEXT)
def test_regions_hold_all_that_is_not_blank(text: str) -> None:
    found = find_regions(text)
    assert all(first.end <= second.start for first, second in pairwise(found))
    ends = [0, *(end for region in found for end in (region.start, region.end)), len(text)]
    outside = [text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
    assert not re.sub(r"[\s\ufeff\u200b]", "", "".join(outside))
    starts = {region.start for region in found}
    assert all(region.next_part in starts for region in found if region.next_part is not None)
    assert all(region.of in starts for region in found if region.of is not None)


@given(ODD_TEXT)
def test_sentences_hold_the_figures_that_stand_in_them(text: str) -> None:
    sentences = Sentences(text, find_regions(text))
    for figure in find_figures(text):
        found = sentences.find(figure.start)
        assert found.first <= figure.start < found.last
        assert any(start <= figure.start < end for start, end in found.parts)


@given(ODD_TEXT)
def test_candidates_lead_back_to_the_text_as_given(text: str) -> None:
    check_candidates(text)


@pytest.mark.parametrize(
    "text",
    ["参保率" * 900 + "95%" + "医院12家 " * 300, "一" * 3000 + "5个", "院5" * 1500],
    ids=["no comma", "numerals", "figures alone"],
)
def test_so_do_those_of_a_sentence_that_is_cut(text: str) -> None:
    check_candidates(text)


def check_candidates(text: str) -> None:
    found = read(text)
    figures = find_figures(fold_text(text).text)
    assert len(found) == len(figures)
    for candidate in found:
        figure = candidate.figure
        assert text[figure.start : figure.end] == figure.text
        assert all(part in text for part in candidate.quote)
        assert not candidate.period or is_period(candidate.period)
        assert (candidate.period_basis == "none") == (candidate.period == "")
        assert candidate.place in ("", *PLACES)
    assert all(a.figure.end <= b.figure.start for a, b in pairwise(found))
    starts = {candidate.figure.start for candidate in found}
    assert all(one.pair in starts for one in found if one.pair is not None)
    assert read(text) == found


@given(ODD_TEXT)
def test_a_fact_is_in_its_quote_which_stands_there_first(text: str) -> None:
    plain = fold_text(text).text
    for candidate in read(plain):
        if candidate.excluded:
            continue
        assert any(candidate.figure.text in part for part in candidate.quote)
        spans = [(plain.find(part), plain.find(part) + len(part)) for part in candidate.quote]
        figure = candidate.figure
        assert any(start <= figure.start and figure.end <= end for start, end in spans)


@given(st.text("甲乙", max_size=120), st.sets(st.integers(1, 40), max_size=6))
def test_first_places_are_those_of_a_plain_search(text: str, lengths: set[int]) -> None:
    words = {text[at : at + length] for at in range(len(text)) for length in lengths}
    assert find_first(text, words) == {word: text.find(word) for word in words}


@pytest.mark.parametrize("piece", ["参保率达95.{}%", "市医院 {} ", "院十个", "5", "家,5{}", "5%"])
def test_no_sentence_grows_with_the_text(piece: str) -> None:
    """What bounds the work for one figure; a run without any gap holds at most one figure."""
    text = "".join(piece.replace("{}", str(100 + at)) for at in range(4_000))
    sentences = Sentences(text, find_regions(text))
    figures = find_figures(text)
    lengths = [
        found.last - found.first for found in (sentences.find(figure.start) for figure in figures)
    ]
    assert all(length <= 2_400 for length in lengths)
