"""Where a text may be cut: between words, never within what a reader sees as one character."""

import unicodedata

_JOINER = "\u200d"
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)

_WORD_BORDER = 0.6
"""How much of the room a cut between words must use; else the word itself is cut."""


def utf16_length(text: str) -> int:
    """The length of a text as Telegram counts it: an emoji outside the basic plane is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def cut_text(text: str, room: int) -> str:
    """The longest beginning of a text that fits into so many UTF-16 units, cut between words where it can be."""
    end = _end_within(text, room)
    if end >= len(text):
        return text
    while end > 0 and _joined(text, end):
        end -= 1
    border = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if border >= end * _WORD_BORDER:
        end = border
    return text[:end].rstrip(" \n,;:–—-")


def _end_within(text: str, room: int) -> int:
    """How many code points fit into so many UTF-16 units."""
    used = 0
    for index, char in enumerate(text):
        used += 2 if ord(char) > 0xFFFF else 1
        if used > room:
            return index
    return len(text)


def _joined(text: str, at: int) -> bool:
    """Whether the code points before and after this place are seen as one character."""
    before, after = text[at - 1], text[at]
    if _JOINER in {before, after} or unicodedata.category(after) in {"Mn", "Me", "Mc"}:
        return True
    if ord(after) in _SKIN_TONES or ord(after) in _TAGS:
        return True
    if ord(after) not in _REGIONAL:
        return False
    flags = 0  # regional indicators make flags in pairs: an odd number before this place is half a flag
    while flags < at and ord(text[at - 1 - flags]) in _REGIONAL:
        flags += 1
    return flags % 2 == 1
