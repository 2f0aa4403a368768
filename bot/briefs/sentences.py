"""Where sentences begin and end."""

import sentencex

from bot.domain.brief import Sentence


def split(text: str, language: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order, with their offsets in code points; none spans a line feed."""
    found = []
    start = 0
    for line in text.split("\n"):
        at = start
        for piece in sentencex.segment(language, line):
            if bare := piece.strip():
                begin = text.index(bare, at)
                at = begin + len(bare)
                found.append(Sentence(begin, at, bare))
        start += len(line) + 1
    return tuple(found)
