"""What Telegram takes out of a text before it is stored: control characters, and space at both ends."""

from collections.abc import Sequence
from dataclasses import replace

from bot.playground.telegram.text.entities import Entity, utf16_length

_SPACED = {code: " " for code in range(33) if code not in {10, 13}}
_REMOVED = dict.fromkeys([13, *range(0x2028, 0x202F), 0x333, 0x33F, 0x30A])
_EITHER = _SPACED | _REMOVED


def cleaned(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Control characters become spaces; carriage returns, direction marks and lines drawn over letters go."""
    clean = text.translate(_EITHER)
    if len(clean) == len(text) or not entities:
        return clean, list(entities)
    removed = _removed_before(text)
    moved = []
    for entity in entities:
        begin, end = entity.offset - removed[entity.offset], entity.end - removed[entity.end]
        moved.append(replace(entity, offset=begin, length=end - begin))
    return clean, [entity for entity in moved if entity.length > 0]


def trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Without space and empty lines at the ends; at the beginning only as far as the first entity."""
    end = len(text.rstrip(" \n"))
    right = text[:end]
    edge = utf16_length(right)
    left = len(right) - len(right.lstrip(" \n"))
    left = min([left, *(entity.offset for entity in entities)])
    inside = [
        replace(entity, offset=entity.offset - left, length=min(entity.end, edge) - entity.offset)
        for entity in entities
        if entity.offset < edge
    ]
    return right[left:], inside


def _removed_before(text: str) -> list[int]:
    """For each UTF-16 offset of the text, how many units before it are taken out."""
    counts = [0]
    for char in text:
        gone = ord(char) in _REMOVED
        counts += [counts[-1] + gone] * utf16_length(char)
    return counts
