"""The source documents as text. They are kept byte for byte; offsets count in the decoded file."""

from __future__ import annotations

import codecs
import re
from functools import cache

from atlas.reading.tables import read_table

LARGEST = 10_000_000
"""The most bytes of a document that is read at all: a printed page has about 30 000."""

_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP/DOCX/XLSX"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff\uac00-\ud7a3]")
_LATIN1 = re.compile(r"[\x80-\xff]")
_HAN_LEAST = 20


class SeedError(ValueError):
    """A document that cannot be read; `zh` and `en` say why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def decode_seed(data: bytes) -> str:
    r"""The text of a document, every line end as it stands.

    UTF-8 goes before GB18030 (which holds GBK and GB2312) whatever a page declares, as Chinese
    in GB18030 is hardly ever valid UTF-8; UTF-16 needs its byte order mark. A byte order mark of
    UTF-8 stays as the first character, so that offsets are those of a plain reading of the file;
    that of UTF-16 belongs to the encoding.

    Raises:
        SeedError: The bytes are too many, no text, or text in another encoding.

    >>> decode_seed("甲\r\n乙".encode())
    '甲\r\n乙'
    """
    check_size(len(data))
    text = _decode_utf16(data) if data.startswith(_UTF16) else _decode_bytes(data)
    _refuse_garbled(text)
    return text


def check_size(size: int) -> None:
    """Raises SeedError if a document has too many bytes to be an article or a page."""
    if size <= LARGEST:
        return
    told, most = f"{size / 1e6:.1f} MB", f"{LARGEST / 1e6:.0f} MB"
    raise SeedError(
        f"文件太大（{told}，上限 {most}）。请只留下要读的那篇文章。",
        f"The file is too large ({told}, at most {most}). Keep only the article to be read.",
    )


def _decode_utf16(data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise SeedError(
            f"第 {error.start} 字节不是 UTF-16，文件可能残缺。请把文件另存为 UTF-8。",
            f"Byte {error.start} is not UTF-16; the file may be cut. Save it as UTF-8.",
        ) from error


def _decode_bytes(data: bytes) -> str:
    _refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        failed = error
    whole = _without_cut_end(data, failed)
    if whole is not None:
        return whole
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        cut = _without_cut_end(data, error)
        if cut is not None:
            return cut
    byte = f"0x{data[failed.start]:02X}"
    raise SeedError(
        f"第 {failed.start} 字节（{byte}）不是 UTF-8，整个文件也不是 GB18030。"
        "请把文件另存为 UTF-8。",
        f"Byte {failed.start} ({byte}) is not UTF-8, and the file is not GB18030 either. "
        "Save it as UTF-8.",
    )


def _without_cut_end(data: bytes, error: UnicodeDecodeError) -> str | None:
    """The text with U+FFFD at its end, if all that is wrong is a last character cut short."""
    if error.reason not in ("unexpected end of data", "incomplete multibyte sequence"):
        return None
    return data[: error.start].decode(error.encoding) + "\ufffd"


def _refuse_binary(data: bytes) -> None:
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), "")
    if kind:
        raise SeedError(
            f"文件是 {kind}，不是文本。请把其中的文字另存为 .txt（UTF-8）。",
            f"The file is {kind}, not text. Save its words as .txt in UTF-8.",
        )
    if b"\x00" in data:
        raise SeedError(
            "文件含有空字节：是二进制文件，或没有字节序标记的 UTF-16。请另存为 .txt（UTF-8）。",
            "The file has NUL bytes: it is binary, or UTF-16 without its byte order mark. "
            "Save it as .txt in UTF-8.",
        )


def _refuse_garbled(text: str) -> None:
    """Tells text that was decoded by the wrong table, here or before it was saved."""
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 20 > len(sample):
        raise SeedError(
            "文件大部分是控制字符，不是文本。请另存为 .txt（UTF-8）。",
            "The file is full of control characters and no text. Save it as .txt in UTF-8.",
        )
    if sample.count("\ufffd") > max(1, len(sample) // 50) or _is_mojibake(sample):
        raise SeedError(
            "文件是乱码：文字曾按错误的编码保存。请从原网页重新保存为 UTF-8。",
            "The text is garbled (mojibake): it was saved in the wrong encoding. "
            "Save it again from the original as UTF-8.",
        )


@cache
def _common() -> frozenset[str]:
    table = read_table("script_words.yml")
    return frozenset("".join(table[key] for key in ("common", "traditional")).replace(" ", ""))


def _is_mojibake(sample: str) -> bool:
    """Whether hardly any character is a common one, or accented signs stand where words would."""
    han = _HAN.findall(sample)
    if len(han) >= _HAN_LEAST and not _KANA.search(sample):
        return sum(sign in _common() for sign in han) * 5 < len(han)
    words = len(re.findall(r"\w", sample)) or 1
    return not han and len(_LATIN1.findall(sample)) * 3 > words > _HAN_LEAST
