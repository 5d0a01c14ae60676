"""The plain form of a text, and the way back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reading.folding import fold_text
from atlas.reading.numerals import narrow_signs


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("床位１，２００张，参保率９５．３％", "床位1,200张，参保率95.3%"),
        ("为１２，３００人", "为12,300人"),
        ("参保\u200b1\u20602人", "参保12人"),
        ("床位\xa01200\u2009张", "床位 1200 张"),
        ("第一段\r第二段\u2028第三段", "第一段\n第二段\n第三段"),
        ("第一段\r\n第二段", "第一段\r\n第二段"),
        ("床位400张.该楼11层.(供稿)\n1.医院8.5家.", "床位400张。该楼11层。(供稿)\n1.医院8.5家。"),
        ("\n一.加强管理.参保率95%.全市见图A.B", "\n一.加强管理。参保率95%。全市见图A.B"),
        ("1.2023年9月入学\n12.2024年1.2024万人", "1、2023年9月入学\n12、2024年1.2024万人"),
        (
            "死亡率为1.86%。，比上年（2.39%。）低，参保率95%。",
            "死亡率为1.86‰，比上年（2.39‰）低，参保率95%。",
        ),
        ("⼈⺠医院有⼆⼗张床", "人⺠医院有二十张床"),
        ("全縣醫療機構5個，參保1萬人", "全县医疗机构5个，参保1万人"),
        (
            "乾县参保率达95%，县域内就诊率90%，床位1200张",
            "乾县参保率达95%，县域内就诊率90%，床位1200张",
        ),
    ],
)
def test_plain_forms(given_text: str, plain: str) -> None:
    assert fold_text(given_text).text == plain


def test_lines_wrapped_to_one_width_are_joined() -> None:
    paragraph = (
        "全市组建家庭医生签约团队九十五个，共签约二十七万人，重点人群签约服务率为83.1%。" * 8
    )
    wrapped = "\n".join(paragraph[at : at + 30] for at in range(0, len(paragraph), 30))
    folded = fold_text(f"　　{wrapped}\n　　另起一段。")
    assert re.sub("(?<=。)\n(?!　)", "", folded.text) == f"　　{paragraph}\n　　另起一段。"
    start = folded.text.rindex("83.1%")
    assert folded.given[slice(*folded.span(start, start + 5))].replace("\n", "") == "83.1%"


def test_rows_of_numbers_are_no_wrapped_prose() -> None:
    rows = "".join(f"市中心医院 {at} {at}.5% {at}人\n" for at in range(1000, 1040))
    assert fold_text(rows).text == rows


def test_lines_of_many_widths_stay() -> None:
    text = "".join(f"{'卫' * length}\n" for length in range(5, 60, 3))
    assert fold_text(text).text == text


@given(st.text(alphabet="医１2\u200b\ufeff\r\n，％醫 縣", max_size=60))
def test_every_span_leads_back(text: str) -> None:
    folded = fold_text(text)
    ends = [folded.span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in ends)
    assert ends == sorted(ends)
    kept = "".join(text[start:end] for start, end in ends)
    assert len(kept) == len(folded.text)
    assert kept == "".join(sign for sign in text if sign not in "\u200b\ufeff")


def test_a_text_that_is_plain_already_is_the_same_object() -> None:
    """What is kept by text is then found at once, without comparing it sign by sign."""
    plain = "全市参保人数为405939人，参保率95.3%。\n" * 3
    assert fold_text(plain).text is plain
    assert narrow_signs(plain) is plain
