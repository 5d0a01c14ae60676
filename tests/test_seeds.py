"""Documents as text."""

from __future__ import annotations

import pytest

from atlas.reading.seeds import LARGEST, SeedError, decode_seed

PROSE = "2022年，全市参加医疗保险的人数为405939人，参保率提升至95.2%，群众就医负担减轻。"


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf" + "甲\r\n乙\r丙\n".encode()
    text = decode_seed(data)
    assert text == "\ufeff甲\r\n乙\r丙\n"
    assert text.encode() == data


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "gb2312", "utf-16"])
def test_encodings_of_chinese(encoding: str) -> None:
    assert decode_seed(PROSE.encode(encoding)) == PROSE


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf16_of_either_byte_order(mark: str) -> None:
    assert decode_seed(("\ufeff" + PROSE).encode(mark)) == PROSE


def test_utf16_cut_in_a_character_is_told() -> None:
    with pytest.raises(SeedError, match="UTF-16"):
        decode_seed(PROSE.encode("utf-16")[:-1])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_last_character_cut_short_is_marked(encoding: str) -> None:
    text = decode_seed((PROSE + "医").encode(encoding)[:-1])
    assert text == PROSE + "\ufffd"


def test_bytes_of_no_known_encoding_are_named_in_both_languages() -> None:
    with pytest.raises(SeedError) as caught:
        decode_seed("甲".encode() + b"\xff\xff" + "卫生".encode())
    assert "第 3 字节" in caught.value.zh
    assert "UTF-8" in caught.value.zh
    assert "Byte 3" in caught.value.en
    assert str(caught.value) == caught.value.en


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "DOC"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x00\x01\x02binary", "NUL"),
        (PROSE.encode("utf-16-le"), "NUL"),
        (b"\x01\x02\x03\x04\x05" * 9, "control"),
    ],
)
def test_what_is_no_text_is_told(data: bytes, word: str) -> None:
    with pytest.raises(SeedError, match=word) as caught:
        decode_seed(data)
    assert "请" in caught.value.zh


@pytest.mark.parametrize(
    "garbled",
    [
        PROSE.encode().decode("gb18030", "replace"),
        PROSE.encode().decode("latin-1"),
        PROSE.encode("gb18030").decode("latin-1"),
        PROSE.encode("gb18030").decode("utf-8", "replace"),
    ],
    ids=["utf-8 as gbk", "utf-8 as latin-1", "gbk as latin-1", "gbk as utf-8"],
)
def test_mojibake_is_refused(garbled: str) -> None:
    with pytest.raises(SeedError, match="mojibake") as caught:
        decode_seed(garbled.encode())
    assert "乱码" in caught.value.zh


@pytest.mark.parametrize(
    "text",
    [
        "",
        "医院5家",
        "The county has 5 hospitals and 800 beds; coverage is 95%.",
        "Les hôpitaux publics de la région ont été réformés à l’été 2020.",
        "2022年，全市參加醫療保險的人數為405939人，參保率提升至95.2%，群眾就醫負擔減輕。",
        "医療機関は５か所、病床は８００床で、患者の負担は軽くなりました。",
    ],
    ids=["nothing", "few signs", "English", "French", "traditional", "Japanese"],
)
def test_what_is_not_garbled_is_read(text: str) -> None:
    assert decode_seed(text.encode()) == text


def test_a_file_too_large_is_refused_with_its_size() -> None:
    with pytest.raises(SeedError, match=r"50\.0 MB"):
        decode_seed(b"a" * 50_000_000)
    assert len(decode_seed(b"a" * LARGEST)) == LARGEST
