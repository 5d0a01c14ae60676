"""PNG files of four tones, put together from bands, so that a band that recurs is packed once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TWO_BITS, _BY_PALETTE = 2, 3
_DEFLATE_HEAD = b"\x78\x01"
_DEFLATE_END = b"\x03\x00"  # an empty last block
_NO_FILTER = b"\0"
_ADLER = 65521


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of a picture, packed; `size` and `check` (Adler-32) are those of the plain bytes."""

    packed: bytes
    height: int
    size: int
    check: int


def make_band(rows: Sequence[bytes]) -> Band:
    """Packs rows of equal width.

    Runs only (Z_RLE): it is the fastest, and leaves an implementation of zlib nothing to choose,
    so that the bytes are the same on all machines.
    """
    plain = b"".join(_NO_FILTER + row for row in rows)
    packer = zlib.compressobj(1, zlib.DEFLATED, -15, 9, zlib.Z_RLE)
    packed = packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)
    return Band(packed, len(rows), len(plain), zlib.adler32(plain))


def make_png(width: int, bands: Sequence[Band], palette: bytes) -> bytes:
    """A picture of bands, top down; `width` in pixels, `palette` red, green, blue for each tone."""
    height = sum(band.height for band in bands)
    check = 1
    for band in bands:
        check = combine_checks(check, band.check, band.size)
    packed = b"".join(band.packed for band in bands)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(
                b"IHDR", struct.pack(">IIBBBBB", width, height, _TWO_BITS, _BY_PALETTE, 0, 0, 0)
            ),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", _DEFLATE_HEAD + packed + _DEFLATE_END + struct.pack(">I", check)),
            _chunk(b"IEND", b""),
        )
    )


def combine_checks(one: int, other: int, size: int) -> int:
    """The Adler-32 of two stretches from theirs; `size` is the length of the second.

    >>> combine_checks(zlib.adler32(b"read"), zlib.adler32(b"ers"), 3) == zlib.adler32(b"readers")
    True
    """
    low = ((one & 0xFFFF) + (other & 0xFFFF) - 1) % _ADLER
    high = ((one >> 16) + (other >> 16) + size * ((one & 0xFFFF) - 1)) % _ADLER
    return high << 16 | low


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
