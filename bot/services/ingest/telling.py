"""Who is to hear of an article that joined a story. Pure rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLD_FOR = timedelta(hours=24)
"""How long after its opening a story still goes to readers whom only a later article's tags concern."""

RETOLD_FOR = timedelta(hours=6)
"""How long a message follows its story: who else reported it. Later edits would only stir up an old chat."""

MATERIAL_AFTER = timedelta(hours=3)
"""An article that comes so long after the last one of its story is no mere repetition of it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is owed to whom.

    `push`: the story, to those whom it concerns and who were not told. `retell`: an edit, to the copies that were sent.
    `tell_followers`: a new message, to those who follow this one story.
    """

    push: bool = False
    retell: bool = False
    tell_followers: bool = False


def what_to_tell(
    *,
    opened_at: datetime,
    last_article_at: datetime | None,
    was_pushed: bool,
    pushable: bool,
    concerns_more: bool,
    is_correction: bool,
    now: datetime,
) -> Telling:
    """What follows from an article that joined a story.

    `last_article_at` is when the article before it came, None when it opens the story. `concerns_more`: it brought
    tags that the story did not have. `is_correction`: the article was in the story before, and reads otherwise now.
    """
    if not was_pushed:
        return Telling(push=pushable)
    age = now - opened_at
    is_late = last_article_at is not None and now - last_article_at >= MATERIAL_AFTER
    return Telling(
        push=pushable and concerns_more and age < TOLD_FOR,
        retell=is_correction or age < RETOLD_FOR,
        tell_followers=pushable and is_late and not is_correction,
    )
