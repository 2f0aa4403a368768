"""Pictures out of nothing: a sky and some hills, different for every seed, as PNG."""

import struct
import zlib
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

SIZE = (600, 315)
SKIES = (0.03, 0.07, 0.5, 0.55, 0.6, 0.64, 0.72)
"""Hues: evening, morning, and blues between."""

Colour = tuple[float, float, float]
Pixels = npt.NDArray[Any]


def landscape(seed: str, size: tuple[int, int] = SIZE) -> bytes:
    """The PNG of a seed; the same seed gives the same picture."""
    width, height = size
    random = np.random.default_rng(int.from_bytes(blake2b(seed.encode(), digest_size=8).digest(), "big"))
    hue = random.choice(SKIES)
    down = np.linspace(0, 1, height)[:, None]
    share = np.broadcast_to(down, (height, width))
    pixels = _mixed(_colour(hue, 0.42, 0.92), _colour(hue + 0.03, 0.12, 1.0), share)
    across = np.linspace(0, 2 * np.pi, width)[None, :]
    for layer in range(4):
        crest = 0.45 + 0.13 * layer + 0.08 * np.sin(across * random.uniform(0.4, 1.6) + random.uniform(0, 6))
        crest = crest + 0.03 * np.sin(across * random.uniform(2, 5) + random.uniform(0, 6))
        colour = _colour(hue + 0.015 * layer, 0.24 + 0.09 * layer, 0.8 - 0.18 * layer)
        pixels = np.where((down > crest)[:, :, None], np.array(colour), pixels)
    return _png(pixels.astype(np.uint8))


def _colour(hue: float, saturation: float, value: float) -> Colour:
    """From hue, saturation and value (0 to 1) to red, green and blue (0 to 255)."""
    wheel = [abs(((hue % 1) * 6 + shift) % 6 - 3) - 1 for shift in (0, 4, 2)]
    red, green, blue = (255 * value * (1 - saturation * (1 - min(max(part, 0), 1))) for part in wheel)
    return red, green, blue


def _mixed(top: Colour, bottom: Colour, share: Pixels) -> Pixels:
    mixed: Pixels = np.array(top) * (1 - share[:, :, None]) + np.array(bottom) * share[:, :, None]
    return mixed


def _png(pixels: Pixels) -> bytes:
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + width * 3), dtype=np.uint8)  # each row begins with its filter, 0
    rows[:, 1:] = pixels.reshape(height, width * 3)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
