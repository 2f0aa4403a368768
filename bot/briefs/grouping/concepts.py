"""Ideas of the news that have a word in each of the bot's languages: an earthquake is a землетрясение."""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from bot.briefs.grouping.terms import fold_word

_GLOSSARY = "data/glossary.txt"
_WHOLE = 3
"""Beginnings of so few letters must be the whole word: `su` is water, `sual` is a question."""


@lru_cache(maxsize=50_000)
def concept(folded: str) -> int | None:
    """The idea that a folded word stands for; the longest beginning that fits decides."""
    beginnings = _beginnings()
    for length in range(len(folded), 0, -1):
        found = beginnings.get(folded[:length])
        if found is not None and (length > _WHOLE or length == len(folded)):
            return found
    return None


@cache
def _beginnings() -> Mapping[str, int]:
    text = resources.files("bot.briefs").joinpath(_GLOSSARY).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {
        fold_word(beginning): number
        for number, line in reversed(
            list(enumerate(lines))
        )  # of two lines with the same word the first one counts
        for beginning in line.replace("|", " ").split()
        if "_" not in beginning
    }
