"""The words by which an article is found in the archive."""

from collections.abc import Sequence

from bot.domain.interest import fold


def document_of(title: str, sentences: Sequence[str]) -> list[str]:
    """Those of its headline and of the sentences that are shown of it."""
    return fold(" ".join((title, *sentences))).split()
