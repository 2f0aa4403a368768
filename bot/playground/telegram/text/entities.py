"""Message entities: their order, how they may lie in one another, and how many a message keeps.

The rules are TDLib's. Quotes do not nest; links, code and the like ("solid" entities) neither nest nor cross; bold,
italic and the like ("styles") are cut at the borders of those and where another style begins; none lies in code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

QUOTES = ("blockquote", "expandable_blockquote")
CODE = ("pre", "code")
STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")

MOST_KEPT = 100
"""How many entities of a bot's own a message keeps; the others are dropped without a word."""

_RANK = {kind: rank for rank, kind in enumerate((*QUOTES, *CODE, "text_link", "text_mention"))}


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text; `offset` and `length` count UTF-16 code units, as everywhere in the Bot API."""

    type: str
    offset: int
    length: int
    url: str = ""
    user_id: int = 0
    language: str = ""
    custom_emoji_id: str = ""
    unix_time: int = 0
    date_time_format: str = ""

    @property
    def end(self) -> int:
        return self.offset + self.length


def utf16_length(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Sorted by where they begin, the longer one first, the outer kind first."""
    return sorted(entities, key=lambda entity: (entity.offset, -entity.length, _rank(entity.type)))


def fixed(entities: Iterable[Entity]) -> list[Entity]:
    """The entities as Telegram would show them: without those that may not lie where they lie."""
    given = in_order(entity for entity in entities if entity.length > 0)
    quotes = _not_crossing(entity for entity in given if entity.type in QUOTES)
    solid = _not_crossing(entity for entity in given if entity.type not in (*QUOTES, *STYLES))
    solid = [entity for entity in solid if not any(_crosses(entity, quote) for quote in quotes)]
    others = in_order([*solid, *quotes])
    return in_order([*others, *_cut_styles([entity for entity in given if entity.type in STYLES], others)])


def kept(entities: Sequence[Entity]) -> list[Entity]:
    """The first hundred: solid ones and quotes first, then styles, each counted once however it was cut."""
    others = [entity for entity in entities if entity.type not in STYLES]
    styles = _cut_styles([entity for entity in entities if entity.type in STYLES], [])
    if len(others) + len(styles) <= MOST_KEPT:
        return list(entities)
    others = others[:MOST_KEPT]
    return fixed([*others, *styles[: MOST_KEPT - len(others)]])


def merged(entities: Sequence[Entity], found: Iterable[Entity]) -> list[Entity]:
    """Add what was found in the text itself, where the bot put no solid entity of its own."""
    solid = [entity for entity in entities if entity.type not in (*QUOTES, *STYLES)]
    free = [new for new in found if all(new.end <= old.offset or new.offset >= old.end for old in solid)]
    return fixed([*entities, *free]) if free else list(entities)


def _rank(kind: str) -> int:
    if kind in STYLES:
        return len(_RANK) + 1 + STYLES.index(kind)
    return _RANK.get(kind, len(_RANK))


def _not_crossing(entities: Iterable[Entity]) -> list[Entity]:
    found: list[Entity] = []
    for entity in entities:
        if not found or entity.offset >= found[-1].end:
            found.append(entity)
    return found


def _crosses(entity: Entity, quote: Entity) -> bool:
    apart = entity.end <= quote.offset or entity.offset >= quote.end
    inside = quote.offset <= entity.offset and entity.end <= quote.end
    return not apart and not inside


def _cut_styles(styles: Sequence[Entity], others: Sequence[Entity]) -> list[Entity]:
    """Styles joined where they touch, then cut at the borders of the others and where another style begins.

    So no two of them cross. Nothing is left of a style in code.
    """
    whole = [joined for kind in STYLES for joined in _joined(kind, styles)]
    borders = {place for entity in others for place in (entity.offset, entity.end)}
    borders |= {style.offset for style in whole}
    code = [entity for entity in others if entity.type in CODE]
    pieces: list[Entity] = []
    for style in whole:
        inner = sorted(place for place in borders if style.offset < place < style.end)
        for begin, end in pairwise([style.offset, *inner, style.end]):
            if not any(entity.offset <= begin < entity.end for entity in code):
                pieces.append(replace(style, offset=begin, length=end - begin))
    return in_order(pieces)


def _joined(kind: str, styles: Sequence[Entity]) -> list[Entity]:
    joined: list[Entity] = []
    for style in (style for style in styles if style.type == kind):
        if joined and style.offset <= joined[-1].end:
            end = max(joined[-1].end, style.end)
            joined[-1] = replace(joined[-1], length=end - joined[-1].offset)
        else:
            joined.append(style)
    return joined
