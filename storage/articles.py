"""Articles: each is stored once, whatever happens to its guid, its address or its words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Integer, String, bindparam, func, or_, select, update
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import Article, ArticleId, FeedId, StoredArticle, StoryId
from storage.schema import ArticleKeyRow, ArticleRow, BriefRow, Instant
from storage.schema.base import insert_into

NOTED_FOR = timedelta(days=1)
"""How long it is not noted again that a feed still shows an article."""

_UNFINISHED = sql("stage IN ('stored', 'briefed')")
"""In the words of the partial index, without which every claim would walk through the whole archive."""


class Stage(StrEnum):
    """How far an article came; each step ends in a committed row."""

    STORED = "stored"
    BRIEFED = "briefed"
    GROUPED = "grouped"
    """It belongs to a story: the end of its way."""
    REFUSED = "refused"
    """It is no news, or has no text: kept, never shown. `reason` says why."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article and its identities: it is known if any of them is. `pushable` is False for what is no longer news."""

    article: Article
    keys: tuple[bytes, ...]
    pushable: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldArticle:
    """An article in a story, and the sentences that are shown of it. Its feed changed it `edits` times since."""

    stored: StoredArticle
    shown: tuple[str, ...]
    edits: int


async def add_new(
    session: AsyncSession, feed: FeedId | None, articles: Sequence[NewArticle], *, now: datetime
) -> list[StoredArticle]:
    """Store the articles that we have not had before; return those, in the given order.

    Each identity of a known article is kept too, so that one which changes them one by one stays known. Idempotent.
    """
    found = await _look_up(session, [key for one in articles for key in one.keys])
    known = {key: article for key, (article, _) in found.items()}
    fresh = {key for key, (_, seen_at) in found.items() if seen_at > now - NOTED_FOR}
    added: list[StoredArticle] = []
    kept: dict[bytes, ArticleId | None] = {}
    for one in articles:
        if not any(key in known for key in one.keys):
            stored = await _add(session, feed, one, now)
            if stored is not None:
                added.append(stored)
                known |= dict.fromkeys(one.keys, stored.id)
                fresh |= set(one.keys)
                continue
            known |= await find_known(session, one.keys)  # another process was quicker
        owner = next((known[key] for key in one.keys if known.get(key)), None)
        kept |= {key: owner for key in one.keys if key not in fresh}
        known |= {key: owner for key in one.keys if known.get(key) is None}
    await _keep(session, kept, now)
    return added


async def find_known(session: AsyncSession, keys: Collection[bytes]) -> dict[bytes, ArticleId | None]:
    """Which of these identities we know, and of which article; None for one that was purged since."""
    return {key: article for key, (article, _) in (await _look_up(session, keys)).items()}


async def _look_up(
    session: AsyncSession, keys: Collection[bytes]
) -> dict[bytes, tuple[ArticleId | None, datetime]]:
    found: dict[bytes, tuple[ArticleId | None, datetime]] = {}
    for some in _portions(keys):
        rows = await session.execute(
            select(ArticleKeyRow.key, ArticleKeyRow.article_id, ArticleKeyRow.seen_at).where(
                ArticleKeyRow.key.in_(some)
            )
        )
        found |= {key: (None if one is None else ArticleId(one), at) for key, one, at in rows}
    return found


def _portions(keys: Collection[bytes]) -> list[list[bytes]]:
    """No statement names more than so many; databases have a limit."""
    wanted = list(dict.fromkeys(keys))
    return [wanted[start : start + 500] for start in range(0, len(wanted), 500)]


async def _add(
    session: AsyncSession, feed: FeedId | None, new: NewArticle, now: datetime
) -> StoredArticle | None:
    claim = insert_into(session, ArticleKeyRow).values(
        [{"key": key, "seen_at": now} for key in sorted(set(new.keys))]
    )
    claimed = await session.scalars(claim.on_conflict_do_nothing().returning(ArticleKeyRow.key))
    if len(claimed.all()) < len(set(new.keys)):
        return None
    article = new.article
    row = ArticleRow(
        feed_id=feed,
        stage=Stage.STORED,
        reason=new.reason,
        pushable=new.pushable,
        url=article.url,
        guid=article.guid,
        title=article.title,
        text=article.text,
        language=article.language,
        author=article.author,
        image_url=article.image_url,
        source=article.source,
        categories=list(article.categories),
        published_at=article.published_at,
        first_seen_at=now,
    )
    session.add(row)
    await session.flush()
    await session.execute(
        update(ArticleKeyRow).where(ArticleKeyRow.key.in_(new.keys)).values(article_id=row.id)
    )
    return stored_of(row)


async def find_twin(session: AsyncSession, article: ArticleId, keys: Sequence[bytes]) -> ArticleId | None:
    """Another article that is known by one of these identities."""
    known = await find_known(session, keys)
    return next((other for other in known.values() if other is not None and other != article), None)


async def find_by_keys(session: AsyncSession, keys: Sequence[bytes]) -> ArticleId | None:
    """The article that is known by one of these identities, the surest first."""
    known = await find_known(session, keys)
    return next((known[key] for key in keys if known.get(key) is not None), None)


async def keep_keys(
    session: AsyncSession, keys: Sequence[bytes], article: ArticleId | None, now: datetime
) -> None:
    """Keep further identities of an article."""
    await _keep(session, dict.fromkeys(keys, article), now)


async def _keep(session: AsyncSession, owners: Mapping[bytes, ArticleId | None], now: datetime) -> None:
    for some in _portions(sorted(owners)):  # in order, so that two processes never wait for each other
        statement = insert_into(session, ArticleKeyRow).values(
            [{"key": key, "article_id": owners[key], "seen_at": now} for key in some]
        )
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=("key",),
                set_={
                    "seen_at": now,
                    "article_id": func.coalesce(ArticleKeyRow.article_id, statement.excluded.article_id),
                },
            )
        )


_STANDING = (
    select(ArticleRow.id)
    .where(
        _UNFINISHED,
        ArticleRow.stage == bindparam("wanted_stage", type_=String),
        ArticleRow.pushable == bindparam("is_news", type_=Boolean),
        or_(ArticleRow.leased_until.is_(None), ArticleRow.leased_until <= bindparam("now", type_=Instant)),
    )
    .order_by(ArticleRow.id)
    .limit(bindparam("room", type_=Integer))
    .with_for_update(skip_locked=True)
)
"""Articles at a stage that nobody has in hand. Made once: two loops ask for it again and again."""


async def claim_stage(
    session: AsyncSession, stage: Stage, worker: str, *, now: datetime, limit: int, ttl: timedelta
) -> list[StoredArticle]:
    """Take articles that stand at a stage: news first, then the rest, each the oldest first.

    Nobody else gets them before `ttl` has passed.
    """
    ids: list[int] = []
    for is_news in (True, False):
        room = limit - len(ids)
        wanted = {"wanted_stage": stage, "is_news": is_news, "now": now, "room": room}
        ids += await session.scalars(_STANDING, wanted) if room > 0 else []
    if not ids:
        return []
    rows = await session.scalars(
        update(ArticleRow)
        .where(ArticleRow.id.in_(ids))
        .values(leased_by=worker, leased_until=now + ttl)
        .returning(ArticleRow)
        .execution_options(synchronize_session=False)
    )
    return sorted((stored_of(row) for row in rows), key=lambda stored: ids.index(stored.id))


async def put_off(session: AsyncSession, articles: Collection[ArticleId], *, until: datetime) -> None:
    """Give articles back, for nobody to take before a moment."""
    await session.execute(
        update(ArticleRow).where(ArticleRow.id.in_(articles)).values(leased_by="", leased_until=until)
    )


async def free_articles(session: AsyncSession, alive: Collection[str]) -> None:
    """Give back articles that workers which are no more had in hand."""
    await session.execute(
        update(ArticleRow)
        .where(_UNFINISHED, ArticleRow.leased_by != "", ArticleRow.leased_by.not_in(alive))
        .values(leased_by="", leased_until=None)
        .execution_options(synchronize_session=False)
    )


async def hold(session: AsyncSession, stored: StoredArticle, stage: Stage) -> bool:
    """Keep everybody else from an article until this transaction ends; False when it is no longer as it was taken.

    Its publisher may have corrected it or taken it back in the meantime.
    """
    row = await session.scalar(select(ArticleRow).where(ArticleRow.id == stored.id).with_for_update())
    return row is not None and row.stage == stage and stored_of(row).article == stored.article


async def set_stage(
    session: AsyncSession, article: ArticleId, stage: Stage, *, reason: str | None = None
) -> None:
    """Note how far an article came, and give it back."""
    values: dict[str, Any] = {"stage": stage, "leased_by": "", "leased_until": None}
    if reason is not None:
        values["reason"] = reason
    await session.execute(update(ArticleRow).where(ArticleRow.id == article).values(**values))


async def set_content(session: AsyncSession, article: ArticleId, content: Article, *, now: datetime) -> None:
    """Keep the fuller text that its page had, or a correction."""
    await session.execute(
        update(ArticleRow)
        .where(ArticleRow.id == article)
        .values(
            title=content.title,
            text=content.text,
            language=content.language,
            author=content.author,
            image_url=content.image_url,
            source=content.source,
            published_at=content.published_at,
            updated_at=now,
        )
    )


async def list_told(
    session: AsyncSession, ids: Collection[ArticleId], *, feed: FeedId, since: datetime
) -> list[ToldArticle]:
    """Those of these articles that came from this feed since a moment and are in a story."""
    rows = await session.execute(
        select(ArticleRow, BriefRow.sentences)
        .join(BriefRow, BriefRow.article_id == ArticleRow.id)
        .where(
            ArticleRow.id.in_(ids),
            ArticleRow.feed_id == feed,
            ArticleRow.first_seen_at > since,
            ArticleRow.stage == Stage.GROUPED,
        )
    )
    return [
        ToldArticle(stored=stored_of(row), shown=tuple(said for _, _, said in sentences), edits=row.edits)
        for row, sentences in rows
    ]


async def amend(session: AsyncSession, told: ToldArticle, content: Article, *, now: datetime) -> bool:
    """Keep what a feed made of an article and have it briefed anew; False when it changed in the meantime."""
    if not await hold(session, told.stored, Stage.GROUPED):
        return False
    await set_content(session, told.stored.id, content, now=now)
    await set_stage(session, told.stored.id, Stage.STORED)
    await session.execute(
        update(ArticleRow).where(ArticleRow.id == told.stored.id).values(edits=told.edits + 1)
    )
    return True


async def find_article(session: AsyncSession, id_: ArticleId) -> tuple[StoredArticle, Stage, str] | None:
    """The article with this number, how far it came, and why no farther."""
    row = await session.get(ArticleRow, id_)
    return (stored_of(row), Stage(row.stage), row.reason) if row else None


async def list_titles(session: AsyncSession, feed: FeedId, *, limit: int) -> list[str]:
    """The titles of a feed's latest articles."""
    query = select(ArticleRow.title).where(ArticleRow.feed_id == feed)
    return list(await session.scalars(query.order_by(ArticleRow.first_seen_at.desc()).limit(limit)))


async def is_pushable(session: AsyncSession, id_: ArticleId) -> bool:
    """Whether an article was still news when we first saw it."""
    return bool(await session.scalar(select(ArticleRow.pushable).where(ArticleRow.id == id_)))


async def count_by_stage(session: AsyncSession) -> dict[Stage, int]:
    """How many articles stand at each stage."""
    rows = await session.execute(select(ArticleRow.stage, func.count()).group_by(ArticleRow.stage))
    return {Stage(stage): count for stage, count in rows}


def stored_of(row: ArticleRow) -> StoredArticle:
    """The noun for a row."""
    return StoredArticle(
        id=ArticleId(row.id),
        feed_id=None if row.feed_id is None else FeedId(row.feed_id),
        story_id=None if row.story_id is None else StoryId(row.story_id),
        first_seen_at=row.first_seen_at,
        article=Article(
            title=row.title,
            text=row.text,
            url=row.url,
            guid=row.guid,
            language=row.language,
            published_at=row.published_at,
            author=row.author,
            image_url=row.image_url,
            source=row.source,
            categories=tuple(row.categories),
        ),
    )
