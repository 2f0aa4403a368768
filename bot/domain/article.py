"""An article: one item a newsroom published, with its full text."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

ArticleId = NewType("ArticleId", int)
FeedId = NewType("FeedId", int)
StoryId = NewType("StoryId", int)

MAX_TITLE = 500
"""Characters of a headline that are kept; no newsroom writes a longer one."""

MAX_TEXT = 200_000
"""Characters of a body that are kept: three times the longest reports of the press."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it came from outside: cleaned, not yet judged.

    `text` is plain, its paragraphs parted by line feeds. `published_at` and `language` are the
    publisher's word: shown and weighed, never trusted to decide what is new.
    """

    title: str
    text: str = ""
    url: str = ""
    guid: str = ""
    language: str = ""
    published_at: datetime | None = None
    author: str = ""
    image_url: str = ""
    source: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article that we have: `first_seen_at` is our clock's, and decides what is new."""

    id: ArticleId
    article: Article = field(repr=False)
    feed_id: FeedId | None
    story_id: StoryId | None
    first_seen_at: datetime


def content_hash(title: str, text: str) -> str:
    """The identity of an article that has neither guid nor address: its words, without spacing."""
    words = re.sub(r"\s+", " ", f"{title}\n{text}").strip().casefold()
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
