"""Files: uploaded by the bot, kept in memory, served again under /file."""

import struct
from dataclasses import dataclass

from bot.playground.telegram.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a multipart body carries it."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    unique_id: str
    upload: Upload

    @property
    def path(self) -> str:
        """Where it is under /file/bot<token>/."""
        folder = "photos" if self.upload.content_type.startswith("image/") else "documents"
        suffix = self.upload.name.rpartition(".")[2] if "." in self.upload.name else "bin"
        return f"{folder}/{self.unique_id}.{suffix}"


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, JPEG or GIF; raises Telegram's error for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith((b"GIF87a", b"GIF89a")):
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # a start-of-frame segment
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    raise bad_request("IMAGE_PROCESS_FAILED")
