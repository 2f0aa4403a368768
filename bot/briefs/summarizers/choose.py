"""Summarizers by name: `newsbot`, which is ours and the default, the plain lead, and sumy's own methods."""

from collections.abc import Sequence

from bot.briefs.passages import Passage
from bot.briefs.summarizers.newsbot import Ranking, further, rank


def pick(
    method: str, title: str, passages: Sequence[Passage], language: str, *, count: int, more_characters: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers of the passages to show at once, and of those to unfold below them; both in order.

    Raises KeyError for a method that is not one of `methods.METHODS`.
    """
    if method == "newsbot":
        ranking = rank(title, passages, language, count=count)
    else:
        chosen = _by_name(method, title, [one.sentence.text for one in passages], language, count)
        ranking = Ranking(chosen, tuple(number for number, one in enumerate(passages) if one.fit))
    texts = [one.sentence.text for one in passages]
    return ranking.chosen, further(texts, ranking, language, characters=more_characters)


def _by_name(method: str, title: str, texts: Sequence[str], language: str, count: int) -> tuple[int, ...]:
    if method == "lead":
        return tuple(range(min(count, len(texts))))
    from bot.briefs.summarizers import sumy_methods  # noqa: PLC0415  # half a second that the default never needs

    if method == "random":
        return sumy_methods.random_picks(texts, count=count)
    return sumy_methods.sumy_picks(method, title, texts, language, count=count)
