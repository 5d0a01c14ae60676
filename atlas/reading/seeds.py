"""The source documents as text. They are kept byte for byte; offsets count in the decoded file."""

from __future__ import annotations

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class SeedError(ValueError):
    """A document that cannot be read; `zh` and `en` say why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def decode_seed(data: bytes) -> str:
    r"""The text of a document, every line end as it stands.

    A byte order mark stays as the first character, so that offsets are those of a plain UTF-8
    reading of the file.

    Raises:
        SeedError: The bytes are not UTF-8.

    >>> decode_seed("甲\r\n乙".encode())
    '甲\r\n乙'
    """
    if data.startswith(_UTF16):
        raise SeedError(
            "文件是 UTF-16 编码（开头是字节序标记）。请另存为 UTF-8。",
            "The file is UTF-16 (it begins with a byte order mark). Save it as UTF-8.",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{data[error.start]:02X}"
        raise SeedError(
            f"第 {error.start} 字节（{byte}）不是 UTF-8。请把文件另存为 UTF-8。",
            f"Byte {error.start} ({byte}) is not UTF-8. Save the file as UTF-8.",
        ) from error
