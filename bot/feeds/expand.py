"""Undo Content-Encoding a piece at a time, so that a bomb is met as a number and not as memory.

A server may name an encoding it did not use, or send a `.xml.gz` file without naming any; the first
bytes decide.
"""

import zlib
from collections.abc import Iterator

import brotli

from bot.errors import TooLarge, Unreachable

PIECE = 256 * 1024
"""Bytes that one step may expand to: about a millisecond of work."""

MAX_RATIO = 200
"""Expanded to compressed. Feeds and pages stay under 40; bombs are at 1,000 and more."""

_ENCODINGS = frozenset({"", "identity", "none", "utf-8", "gzip", "x-gzip", "deflate", "br"})

RATIO_FROM = 1_000_000
"""Expanded bytes below which the ratio is nobody's concern."""


class Expander:
    """Turns the bytes of a response into its body. Raises TooLarge past either limit."""

    def __init__(self, encoding: str, *, max_wire: int, max_body: int) -> None:
        self.wire = 0
        self.size = 0
        self._named = encoding.strip().lower()
        self._max_wire = max_wire
        self._max_body = max_body
        self._codec: _Zlib | _Brotli | _Plain | None = None

    def expand(self, chunk: bytes) -> Iterator[bytes]:
        """The pieces that these bytes expand to, each of at most PIECE bytes or so."""
        self.wire += len(chunk)
        if self.wire > self._max_wire:
            raise TooLarge(f"more than {self._max_wire:,} bytes on the wire")
        if self._codec is None and chunk:
            self._codec = _codec(self._named, chunk)
        try:
            for piece in self._codec.expand(chunk) if self._codec else ():
                self._count(len(piece))
                yield piece
        except (zlib.error, brotli.error) as error:
            raise Unreachable(
                f"the body is not the {self._named or 'gzip'} it claims to be: {error}"
            ) from error

    def finish(self) -> None:
        """Raises Unreachable when the encoded body ended before its end."""
        if self._codec is not None and not self._codec.is_finished:
            raise Unreachable("the body breaks off in the middle")

    def _count(self, size: int) -> None:
        self.size += size
        if self.size > self._max_body:
            raise TooLarge(f"more than {self._max_body:,} bytes once expanded")
        if self.size > RATIO_FROM and self.size > MAX_RATIO * self.wire:
            raise TooLarge(f"expands more than {MAX_RATIO} times, like a bomb")


def _codec(named: str, head: bytes) -> "_Zlib | _Brotli | _Plain":
    if named not in _ENCODINGS:
        raise Unreachable(f"the body is encoded as {named[:40]!r}, which was not asked for")
    if head[:2] == b"\x1f\x8b":
        return _Zlib(zlib.MAX_WBITS | 16)
    if named == "deflate":
        wrapped = len(head) > 1 and head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
        return _Zlib(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    return _Brotli() if named == "br" else _Plain()


class _Plain:
    is_finished = True

    @staticmethod
    def expand(chunk: bytes) -> Iterator[bytes]:
        yield chunk


class _Zlib:
    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._inflate = zlib.decompressobj(bits)

    @property
    def is_finished(self) -> bool:
        return self._inflate.eof

    def expand(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._inflate.eof:
                if chunk[:2] != b"\x1f\x8b":
                    return  # padding after the end
                self._inflate = zlib.decompressobj(self._bits)  # a gzip file may have several members
            yield self._inflate.decompress(chunk, PIECE)
            chunk = self._inflate.unconsumed_tail or self._inflate.unused_data


class _Brotli:
    def __init__(self) -> None:
        self._inflate = brotli.Decompressor()

    @property
    def is_finished(self) -> bool:
        return bool(self._inflate.is_finished())

    def expand(self, chunk: bytes) -> Iterator[bytes]:
        if self.is_finished:
            return
        piece = self._inflate.process(chunk, output_buffer_limit=PIECE)
        while piece:  # until it gives nothing more: at the limit it may hold output back with all input taken
            yield piece
            piece = self._inflate.process(b"", output_buffer_limit=PIECE)
