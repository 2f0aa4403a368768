"""From a stored article to a briefed one: its page is read if the feed had but a teaser, and its brief is made."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.domain.article import Article, StoredArticle
from bot.errors import FetchError, ParseError, TooCostly, WorkersBusy
from bot.feeds.extract import Page, better_text
from bot.feeds.fetch import PAGE
from bot.feeds.identity import article_keys
from bot.feeds.jobs import read_page
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.ingest.jobs import Drawn, draw
from storage import articles, briefs, search
from storage.articles import Stage

log = structlog.get_logger()

TEASER = 600
"""Characters under which a feed's text is taken for a teaser, and the article's page is read."""

AT_ONCE = 16
LEASE = timedelta(minutes=3)
_IDLE = 2.0
_PAUSE = 2.0


async def make_briefs(deps: Deps, stopping: asyncio.Event) -> None:
    """Brief articles as they come in, until told to stop; then finish those in hand."""
    async with asyncio.TaskGroup() as making:
        in_hand: set[asyncio.Task[None]] = set()
        while not stopping.is_set():
            try:
                async with deps.database.write() as session:
                    waiting = await articles.claim_stage(
                        session, Stage.STORED, now=deps.now(), limit=AT_ONCE - len(in_hand), ttl=LEASE
                    )
            except DBAPIError as error:
                log.warning("the database does not answer; no briefs are made", error=str(error.orig))
                await asyncio.sleep(_PAUSE)
                continue
            for stored in waiting:
                task = making.create_task(_brief(deps, stored))
                in_hand.add(task)
                task.add_done_callback(in_hand.discard)
            if not waiting:
                await deps.bell.wait(Work.ARTICLES, at_most=_IDLE)


async def _brief(deps: Deps, stored: StoredArticle) -> None:
    """Brief one article. One that cannot be briefed is told as its headline and its link: nothing is lost."""
    try:
        article = await complete(deps, stored.article)
        drawn = await _draw(deps, article)
        await _keep(deps, stored, article, drawn)
    except WorkersBusy:
        await asyncio.sleep(_PAUSE)  # its lease runs out, and it is taken again
    except DBAPIError as error:
        log.warning("the database does not answer; a brief is made again", error=str(error.orig))
    await deps.bell.ring(Work.ARTICLES)


async def complete(deps: Deps, article: Article) -> Article:
    """The article with what its page has beyond its feed; as it is when the page cannot be had, or is no better."""
    if len(article.text) >= TEASER or not article.url:
        return article
    try:
        page = await _page(deps, article.url)
    except (FetchError, ParseError) as error:
        log.info(
            "a page could not be read; its feed's words must do", url=article.url, because=str(error)[:200]
        )
        return article
    if page is None:
        return article
    return replace(
        article,
        text=better_text(article.text, page),
        image_url=article.image_url or page.image_url,
        author=article.author or page.author,
        published_at=article.published_at or page.published_at,
        language=article.language or page.language,
    )


async def _page(deps: Deps, url: str) -> Page | None:
    if not await deps.reach.robots.allow(url, now=deps.now()):
        log.info("robots.txt asks us not to read a page", url=url)
        return None
    found = await deps.reach.fetcher.fetch(url, terms=PAGE)
    page = await deps.reach.workers.run(read_page, found.body, content_type=found.content_type, url=found.url)
    if page.reason:
        log.info("a page holds no article", url=url, because=page.reason)
    return page


async def _draw(deps: Deps, article: Article) -> Drawn:
    method = deps.settings.summarizer
    try:
        return await deps.reach.workers.run(draw, article, method=method, seen_at=deps.now())
    except TooCostly as error:
        log.warning(
            "an article cost too much to read; only its headline is told", url=article.url, because=str(error)
        )
        return await deps.reach.workers.run(
            draw, replace(article, text=""), method=method, seen_at=deps.now()
        )


async def _keep(deps: Deps, stored: StoredArticle, article: Article, drawn: Drawn) -> None:
    now = deps.now()
    async with deps.database.write() as session:
        if article != stored.article:
            await articles.set_content(session, stored.id, article, now=now)
            keys = article_keys(article, stored.feed_id or 0, seen_at=now)
            if (twin := await articles.find_twin(session, stored.id, keys)) is not None:
                await articles.set_stage(
                    session, stored.id, Stage.REFUSED, reason=f"the same as article {twin}"
                )
                return
            await articles.keep_keys(session, keys, stored.id, now)
        await briefs.set_brief(session, stored.id, drawn.brief, signature=drawn.signature)
        await search.add_document(session, stored.id, drawn.document)
        if drawn.brief.not_news:
            await articles.set_stage(session, stored.id, Stage.REFUSED, reason=drawn.brief.not_news)
        else:
            await articles.set_stage(session, stored.id, Stage.BRIEFED)
    deps.metrics.articles.labels("refused" if drawn.brief.not_news else "briefed").inc()
