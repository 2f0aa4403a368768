"""A bar chart as PNG, out of nothing but an array: figures need no words, so neither a font nor a language."""

import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

_GLYPHS = {
    "0": "111101101101111", "1": "010110010010111", "2": "111001111100111", "3": "111001111001111",
    "4": "101101111001001", "5": "111100111001111", "6": "111100111101111", "7": "111001001001001",
    "8": "111101111101111", "9": "111101111001111", ".": "000000000000010", "k": "100101110101101",
    "M": "101111111101101",
}  # fmt: skip
_WIDE, _HIGH = 3, 5
_SIZE = (840, 420)
_MARGIN, _ABOVE, _BELOW = 20, 50, 50
_SCALE = 4
_PAPER, _BAR, _LAST, _INK = (250, 250, 252), (96, 150, 220), (34, 102, 190), (70, 74, 84)

Pixels = npt.NDArray[np.uint8]


def bar_chart(values: Sequence[tuple[str, int]]) -> bytes:
    """A bar for each value with its number above it and its label, of digits, below; the last one stands out."""
    width, height = _SIZE
    pixels: Pixels = np.full((height, width, 3), _PAPER, dtype=np.uint8)
    base, room = height - _BELOW, height - _ABOVE - _BELOW
    top = max((value for _, value in values), default=0)
    step = (width - 2 * _MARGIN) / max(len(values), 1)
    pixels[base : base + 2, _MARGIN : width - _MARGIN] = _INK
    for place, (label, value) in enumerate(values):
        left, right = (
            round(_MARGIN + place * step + step * 0.15),
            round(_MARGIN + (place + 1) * step - step * 0.15),
        )
        tall = round(room * value / top) if top else 0
        pixels[base - tall : base, left:right] = _LAST if place == len(values) - 1 else _BAR
        middle = (left + right) // 2
        _write(pixels, short_number(value), middle, base - tall - _HIGH * _SCALE - 8)
        _write(pixels, label, middle, base + 14)
    return _png(pixels)


def short_number(value: int) -> str:
    """A number in at most four signs: 950, 1.2k, 38k, 1.5M."""
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            share = value / size
            return f"{share:.1f}{sign}" if share < 9.95 else f"{share:.0f}{sign}"
    return str(value)


def _write(pixels: Pixels, words: str, middle: int, top: int) -> None:
    """Signs of the little font, centred; what it does not have is left out."""
    signs = [_GLYPHS[sign] for sign in words if sign in _GLYPHS]
    scale = _SCALE if len(signs) < 4 else _SCALE - 1
    advance = (_WIDE + 1) * scale
    left = max(0, middle - (len(signs) * advance - scale) // 2)
    for place, sign in enumerate(signs):
        dots = np.array([bit == "1" for bit in sign]).reshape(_HIGH, _WIDE)
        for row, column in np.argwhere(dots):
            y, x = top + row * scale, left + place * advance + column * scale
            pixels[y : y + scale, x : x + scale] = _INK


def _png(pixels: Pixels) -> bytes:
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + width * 3), dtype=np.uint8)  # each row begins with its filter, 0
    rows[:, 1:] = pixels.reshape(height, width * 3)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts: tuple[tuple[bytes, Any], ...] = (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(rows.tobytes(), 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
