"""What kind of picture some bytes are, and how large it is: from the bytes alone, without decoding.

Bounded by the number of segments looked at; whatever is not exactly a picture is none.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

MAX_SIDE = 4096
MAX_PIXELS = 4_194_304
"""For so many a browser needs 16 MiB. Icons of real packs come close to half of it."""

_MAX_SEGMENTS = 2_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}
)
"""The chunks that are kept: colours and pixels, but no text and no animation."""

_JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


class Image(NamedTuple):
    """A picture that does nothing: its bytes, its size in pixels, and the ending of its name."""

    suffix: str
    width: int
    height: int
    data: bytes


def raster(data: bytes) -> Image | None:
    """Return the PNG, JPEG, GIF or WebP picture that `data` is; None if it is none, or too large.

    What hides behind the picture, or in it as text, is left out where that takes no decoding.
    """
    try:
        image = _read(data)
    except (struct.error, IndexError):
        return None
    if image is None or not (0 < image.width <= MAX_SIDE and 0 < image.height <= MAX_SIDE):
        return None
    return image if image.width * image.height <= MAX_PIXELS else None


def _read(data: bytes) -> Image | None:
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data[:6] in (b"GIF87a", b"GIF89a") and data.rstrip(b"\0").endswith(b";"):
        width, height = struct.unpack_from("<HH", data, 6)
        return Image(".gif", width, height, data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data[: 8 + int.from_bytes(data[4:8], "little")])
    return None


def _png(data: bytes) -> Image | None:
    kept = [_PNG]
    position, width, height = len(_PNG), 0, 0
    for number in range(_MAX_SEGMENTS):
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data) or (number == 0) != (kind == b"IHDR"):
            return None
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", data, position + 8)
        if kind in _PNG_CHUNKS:
            kept.append(data[position:end])
        if kind == b"IEND":
            return Image(".png", width, height, b"".join(kept))
        position = end
    return None


def _jpeg(data: bytes) -> Image | None:
    position = 2
    for _ in range(_MAX_SEGMENTS):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xFF or marker in _JPEG_BARE:
            position += 1 if marker == 0xFF else 2
        elif marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            end = data.rfind(b"\xff\xd9")
            return Image(".jpg", width, height, data[: end + 2]) if end > position else None
        else:
            position += 2 + struct.unpack_from(">H", data, position + 2)[0]
    return None


def _webp(data: bytes) -> Image | None:
    kind = data[12:16]
    if kind == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
    elif kind == b"VP8L" and data[20] == 0x2F:
        bits = struct.unpack_from("<I", data, 21)[0]
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = (each & 0x3FFF for each in struct.unpack_from("<HH", data, 26))
    else:
        return None
    return Image(".webp", width, height, data)
