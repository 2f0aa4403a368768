"""Which story a new article belongs to: one of the recent ones, or none of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.briefs.grouping.guards import are_apart
from bot.briefs.grouping.likeness import MEANING, STORY, WORDS, by_meaning, by_words, in_stories
from bot.briefs.grouping.signature import Signature
from bot.briefs.grouping.trees import shipped
from bot.domain.article import StoryId

JOIN = 0.4
"""How probable it must be that an article is of a story before it joins: see docs/stories.md for the curve."""

JOIN_ABROAD = 0.55
"""The same between languages, where the model was never shown a labelled pair.

Set by hand, on events told in several languages that were written for the tests, and on Russian and Turkish articles
put to English ones (docs/stories.md).
"""

_NEAREST = 5
"""So many of a story's articles have their say beside the nearest one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A recent article that may be of the same story. `story_size` counts all the story's articles."""

    story: StoryId
    story_size: int
    signature: Signature


@dataclass(frozen=True, slots=True)
class Weighed:
    """A story and how probable it is that the new article belongs to it."""

    story: StoryId
    probability: float


def choose_story(new: Signature, candidates: Sequence[Candidate], *, join: float = JOIN) -> StoryId | None:
    """The story that the article belongs to; None when it opens one of its own."""
    best = next(iter(weigh_stories(new, candidates)), None)
    return best.story if best and best.probability >= join else None


def weigh_stories(new: Signature, candidates: Sequence[Candidate]) -> list[Weighed]:
    """The stories of the candidates, the most probable first; of equals the one that opened later."""
    if not candidates:
        return []
    each = _probabilities(new, candidates)
    stories = np.array([one.story for one in candidates])
    apart = are_apart(new, [one.signature for one in candidates])
    sizes = {one.story: one.story_size for one in candidates}
    weighed = []
    for story, size in sizes.items():
        weighed.append(Weighed(story, of_story(each, apart, stories == story, size)))
    return sorted(weighed, key=lambda one: (-one.probability, -one.story))


def of_story(each: NDArray[np.float32], apart: NDArray[np.bool_], own: NDArray[np.bool_], size: int) -> float:
    """How probable a story is, whose candidates are `own`, given how probable `each` candidate is.

    It is the mean of what the nearest article says and of what the nearest few do, those that were not found
    saying 0; less by the share of the story's candidates that cannot be of the same event.
    """
    nearest = np.sort(np.where(apart, 0, each)[own])[::-1][:_NEAREST]
    agreed = nearest[0] / 2 + nearest.sum() / min(_NEAREST, max(size, len(nearest))) / 2
    return float(agreed * (1 - apart[own].mean()))


def _probabilities(new: Signature, candidates: Sequence[Candidate]) -> NDArray[np.float32]:
    signatures = [one.signature for one in candidates]
    words = by_words(new, signatures)
    abroad = np.array([one.language != new.language for one in signatures])
    told = in_stories(words, [one.story for one in candidates], _sizes_at_home(candidates, abroad))
    probable = shipped("words", (*WORDS, *STORY)).probability(np.hstack([words, told]))
    if abroad.any():
        others = [one for one, far in zip(signatures, abroad, strict=True) if far]
        meant = shipped("meaning", MEANING).probability(by_meaning(new, others))
        # On the scale of JOIN: what just suffices between languages just suffices.
        probable[abroad] = np.maximum(probable[abroad], meant * (JOIN / JOIN_ABROAD))
    return probable


def _sizes_at_home(candidates: Sequence[Candidate], abroad: Iterable[bool]) -> list[int]:
    """The sizes of the candidates' stories without the articles in other languages: they share no words."""
    elsewhere: dict[StoryId, int] = {}
    for one, far in zip(candidates, abroad, strict=True):
        elsewhere[one.story] = elsewhere.get(one.story, 0) + bool(far)
    return [max(1, one.story_size - elsewhere[one.story]) for one in candidates]
