"""What Telegram finds in a text by itself: commands, names, tags, addresses."""

import re
from collections.abc import Iterator

from bot.playground.telegram.text.entities import Entity, utf16_length

_TLD = "com|org|net|info|io|me|az|ru|tr|ge|am|kz|uz|kg|tm|tj|ir|il|ae|uk|de|fr|eu"
_FOUND = re.compile(
    r"(?P<url>\b(?:https?://|www\.)[^\s<>\"']+[^\s<>\"'.,:;!?()\[\]{}»”]"
    rf"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{_TLD})\b(?:/[^\s<>\"']*[^\s<>\"'.,:;!?()\[\]{{}}»”])?(?![\w@]))"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<bot_command>(?<![\w/<>.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<hashtag>(?<![\w#@/])\#(?=\w*[^\W\d])\w{1,256})"
    r"|(?P<cashtag>(?<![\w$])\$[A-Z]{3,8}(?!\w))"
)


def found_in(text: str) -> Iterator[Entity]:
    at = offset = 0
    for match in _FOUND.finditer(text):
        offset += utf16_length(text[at : match.start()])
        length = utf16_length(match[0])
        yield Entity(str(match.lastgroup), offset, length)
        at, offset = match.end(), offset + length
