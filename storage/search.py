"""Full-text search over stories: FTS5 on SQLite, tsvector on PostgreSQL.

What is a word, and what its stem, is decided above: documents and queries come here as words that are compared as
they stand, or as beginnings of words.
"""

import re
from collections.abc import Sequence

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import ArticleId, StoryId

_ADD = {
    "sqlite": "INSERT OR REPLACE INTO article_search (rowid, words) VALUES (:article, :words)",
    "postgresql": """
        INSERT INTO article_search (article_id, words) VALUES (:article, to_tsvector('simple', :words))
        ON CONFLICT (article_id) DO UPDATE SET words = excluded.words""",
}
_FIND = {
    "sqlite": """
        SELECT articles.story_id FROM article_search
        JOIN articles ON articles.id = article_search.rowid
        JOIN stories ON stories.id = articles.story_id
        WHERE article_search MATCH :query AND stories.withdrawn_at IS NULL
        GROUP BY articles.story_id ORDER BY articles.story_id DESC LIMIT :limit OFFSET :offset""",
    "postgresql": """
        SELECT articles.story_id FROM article_search
        JOIN articles ON articles.id = article_search.article_id
        JOIN stories ON stories.id = articles.story_id
        WHERE article_search.words @@ to_tsquery('simple', :query) AND stories.withdrawn_at IS NULL
        GROUP BY articles.story_id ORDER BY articles.story_id DESC LIMIT :limit OFFSET :offset""",
}
_REMOVE = {
    "sqlite": "DELETE FROM article_search WHERE rowid IN :articles",
    "postgresql": "DELETE FROM article_search WHERE article_id IN :articles",
}


async def add_document(session: AsyncSession, article: ArticleId, words: Sequence[str]) -> None:
    """Make an article findable by these words."""
    await session.execute(text(_ADD[_dialect(session)]), {"article": article, "words": " ".join(words)})


async def find_stories(
    session: AsyncSession, wanted: Sequence[Sequence[str]], *, limit: int, offset: int = 0
) -> list[StoryId]:
    """Stories that hold, for each of the wanted words, one of its forms or a word that begins so; newest first."""
    forms = [[_bare(form) for form in word] for word in wanted]
    forms = [[form for form in word if form] for word in forms]
    if not forms or not all(forms):
        return []
    if _dialect(session) == "sqlite":
        query = " AND ".join("(" + " OR ".join(f'"{form}"*' for form in word) + ")" for word in forms)
    else:
        query = " & ".join("(" + " | ".join(f"'{form}':*" for form in word) + ")" for word in forms)
    rows = await session.execute(
        text(_FIND[_dialect(session)]), {"query": query, "limit": limit, "offset": offset}
    )
    return [StoryId(row[0]) for row in rows]


async def remove_documents(session: AsyncSession, articles: Sequence[ArticleId]) -> None:
    """Forget the words of articles that are about to be removed."""
    statement = text(_REMOVE[_dialect(session)]).bindparams(bindparam("articles", expanding=True))
    await session.execute(statement, {"articles": list(articles)})


def _bare(form: str) -> str:
    """Only letters and digits: nothing that either query language could take for an operator."""
    return re.sub(r"[\W_]+", "", form)


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name
