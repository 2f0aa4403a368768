"""An article as one JSON object: the form of `brief --jsonl`, `stories --jsonl` and `POST /articles`."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from bot.domain.article import MAX_TEXT, MAX_TITLE, Article
from bot.errors import ArticleError
from bot.feeds.clean import clean_title, html_to_text

_NO_CHARACTERS = re.compile("[\x00\ud800-\udfff]")
"""What JSON can spell, and neither a database nor Telegram can hold."""


def read_articles(
    lines: Iterable[bytes], *, refuse: Callable[[ArticleError], None]
) -> Iterator[tuple[str, Article]]:
    """The id and the article of each line; blank lines are passed over.

    A line that is no article is told to `refuse`, by an error that names the line and the field; the others go on.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = _numbered(number, line.removeprefix(BOM_UTF8))
        except ArticleError as error:
            refuse(error)
        else:
            yield found


def _numbered(number: int, line: bytes) -> tuple[str, Article]:
    try:
        record = json.loads(line.decode())
        article = read_article(record)
        return _text(record, "id", required=True), article
    except UnicodeDecodeError as error:
        raise ArticleError(f"line {number} is not UTF-8: {error.reason} at byte {error.start}") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise ArticleError(f"line {number} is not JSON: {error}") from error
    except ArticleError as error:
        raise ArticleError(f"line {number}: {error}") from error


def read_article(record: Any) -> Article:
    """The article in one JSON object. Raises ArticleError, which names the field."""
    if not isinstance(record, dict):
        raise ArticleError('an article is a JSON object, such as {"title": ..., "text": ...}')
    text = _text(record, "text") or html_to_text(_text(record, "html"))
    title = clean_title(_text(record, "title"))
    if not title.strip() and not text.strip():
        raise ArticleError("give the article a `title`, and a `text` or `html`")
    return Article(
        title=title[:MAX_TITLE],
        text=text[:MAX_TEXT],
        url=_text(record, "url"),
        source=_text(record, "source"),
        author=_text(record, "author"),
        image_url=_text(record, "image_url"),
        language=_text(record, "language"),
        published_at=_time(record, "published_at"),
        categories=_texts(record, "categories"),
    )


def _text(record: dict[str, Any], field: str, *, required: bool = False) -> str:
    value = record.get(field)
    if value is None and not required:
        return ""
    if field == "id" and isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise ArticleError(f"`{field}` must be text, not {json.dumps(value)[:60]}")
    return _NO_CHARACTERS.sub("", value)


def _texts(record: dict[str, Any], field: str) -> tuple[str, ...]:
    value = record.get(field) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ArticleError(f"`{field}` must be a list of texts, not {json.dumps(value)[:60]}")
    return tuple(_NO_CHARACTERS.sub("", one) for one in value)


def _time(record: dict[str, Any], field: str) -> datetime | None:
    value = _text(record, field)
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ArticleError(f"`{field}` must be a time such as 2026-11-23T14:00:00Z, not {value!r}") from error
