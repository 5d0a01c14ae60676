"""Documents as text."""

from __future__ import annotations

import pytest

from atlas.reading.seeds import SeedError, decode_seed


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf" + "甲\r\n乙\r丙\n".encode()
    text = decode_seed(data)
    assert text == "\ufeff甲\r\n乙\r丙\n"
    assert text.encode() == data


def test_bytes_that_are_not_utf8_are_named_in_both_languages() -> None:
    with pytest.raises(SeedError) as caught:
        decode_seed("甲".encode() + "卫生".encode("gb18030"))
    assert "3" in caught.value.zh
    assert "UTF-8" in caught.value.zh
    assert "Byte 3" in caught.value.en
    assert str(caught.value) == caught.value.en


def test_utf16_is_told_from_a_bad_byte() -> None:
    with pytest.raises(SeedError, match="UTF-16"):
        decode_seed("医院".encode("utf-16"))
