"""Draws theme/pictures/letters.bin anew, from which atlas/pictures writes on pictures for sharing.

Needs Pillow and Noto Serif CJK SC Bold (SIL Open Font License, theme/pictures/LICENSE.OFL), which
the build does not: `uv run --with pillow .ci/draw_letters.py /path/to/NotoSerifCJK-Bold.ttc`.

The file: the length of the index in four bytes, the index as JSON, then each letter's rows,
compressed one by one. A row holds two bits a pixel, 0 paper to 3 ink; all widths are whole bytes.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
FACE_SC = 2  # of the faces in the collection
ASCII = set(map(chr, range(0x20, 0x7F)))
# GB/T 2312, level 1: the 3,755 characters that nearly every text keeps to.
COMMON = {
    bytes([row, cell]).decode("gb2312", "ignore")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF)
}


def letters_of(paths: Iterable[Path]) -> set[str]:
    """Every letter in some files."""
    return set().union(*(path.read_text(encoding="utf-8") for path in paths))


def draw_all(font: ImageFont.FreeTypeFont, letters: set[str]) -> tuple[dict[str, object], bytes]:
    """The index of one size, and its letters' rows."""
    height, baseline = round(font.size * 1.19), round(font.size * 0.9)
    listed = sorted(one for one in letters if one and one.isprintable())
    drawn = [draw(font, one, height, baseline) for one in listed]
    rows = [zlib.compress(packed, 9) for _, packed in drawn]
    index = {
        "height": height,
        "letters": "".join(listed),
        "widths": [width for width, _ in drawn],
        "sizes": [len(one) for one in rows],
    }
    return index, b"".join(rows)


def draw(
    font: ImageFont.FreeTypeFont, letter: str, height: int, baseline: int
) -> tuple[int, bytes]:
    """The width in bytes, four pixels each, and the packed rows."""
    width = max(1, round(font.getlength(letter) / 4))
    image = Image.new("L", (width * 4, height), 0)
    ImageDraw.Draw(image).text((0, baseline), letter, fill=255, font=font, anchor="ls")
    levels = [(value * 3 + 127) // 255 for value in image.tobytes()]
    four = iter(levels)
    return width, bytes(
        a << 6 | b << 4 | c << 2 | d for a, b, c, d in zip(four, four, four, four, strict=True)
    )


def main() -> None:
    """Writes the file: large letters for titles, small ones for English and the interface."""
    words = letters_of([ROOT / "theme/strings.yml"])
    content = letters_of((ROOT / "content").rglob("*.yml"))
    divisions = letters_of([ROOT / "atlas/reading/divisions.tsv"])
    sizes = {64: ASCII | COMMON | words | content | divisions, 34: ASCII | words}
    parts = [
        draw_all(ImageFont.truetype(sys.argv[1], size, index=FACE_SC), letters)
        for size, letters in sizes.items()
    ]
    head = json.dumps([index for index, _ in parts], ensure_ascii=False, separators=(",", ":"))
    data = head.encode()
    (ROOT / "theme/pictures/letters.bin").write_bytes(
        struct.pack(">I", len(data)) + data + b"".join(rows for _, rows in parts)
    )


if __name__ == "__main__":
    main()
