"""From a stored article to a briefed one: its page is read if the feed had but a teaser, and its brief is made."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.domain.article import Article, StoredArticle
from bot.errors import ParseError, WorkersBusy
from bot.feeds.identity import article_keys
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.ingest.hosts import Hands, host_of
from bot.services.ingest.jobs import Drawn, draw
from bot.services.ingest.outlets import Outlets
from bot.services.ingest.pages import Pages, needs_page
from storage import articles, briefs, search
from storage.articles import Stage

log = structlog.get_logger()

AT_ONCE = 16
AT_ONE_HOST = 4
LEASE = timedelta(minutes=30)
"""Longer than any page takes; what a process that died had in hand is freed when its death is noticed."""

_OFF = timedelta(seconds=3)
_IDLE = 2.0
_PAUSE = 2.0


class Briefer:
    """Briefs articles as they come in, several beside each other."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._pages = Pages(deps)
        self._outlets = Outlets(deps)
        self._hands = Hands(AT_ONE_HOST)
        self._in_hand: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Brief until told to stop; then finish those in hand."""
        async with asyncio.TaskGroup() as making:
            while not stopping.is_set():
                try:
                    found = await self._turn(making)
                except DBAPIError as error:
                    log.warning("the database does not answer; no briefs are made", error=str(error.orig))
                    await asyncio.sleep(_PAUSE)
                    continue
                if not found:
                    await self._deps.bell.wait(Work.ARTICLES, at_most=_IDLE)
        await self._outlets.save()

    async def _turn(self, making: asyncio.TaskGroup) -> bool:
        """Take in hand what waits, as far as there is room; whether anything waited."""
        if len(self._in_hand) >= AT_ONCE:
            await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
        now = self._deps.now()
        room = AT_ONCE - len(self._in_hand)
        async with self._deps.database.write_behind() as session:
            waiting = await articles.claim_stage(
                session, Stage.STORED, self._deps.worker, now=now, limit=room, ttl=LEASE
            )
        crowded = []
        for stored in waiting:
            host = host_of(stored.article.url) if needs_page(stored) else ""
            if self._hands.is_full(host):
                crowded.append(stored.id)
                continue
            self._hands.take(host)
            task = making.create_task(self._brief(stored, host))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        if crowded:
            async with self._deps.database.write_behind() as session:
                await articles.put_off(session, crowded, until=now + _OFF)
        return bool(waiting)

    async def _brief(self, stored: StoredArticle, host: str) -> None:
        try:
            await self.brief(stored)
        except WorkersBusy:
            async with self._deps.database.write_behind() as session:
                await articles.put_off(session, [stored.id], until=self._deps.now() + _OFF)
        except DBAPIError as error:
            log.warning("the database does not answer; a brief is made again", error=str(error.orig))
        finally:
            self._hands.give_back(host)

    async def brief(self, stored: StoredArticle) -> None:
        """Brief one article. One that cannot be briefed is told as its headline and its link: nothing is lost."""
        article = await self._pages.complete(stored)
        drawn = await self._draw(article)
        is_told = await self._keep(stored, article, drawn)
        await self._deps.bell.ring(Work.BRIEFED)
        if is_told and stored.story_id is None:
            await self._outlets.learn(article)

    async def _draw(self, article: Article) -> Drawn | None:
        """What is drawn from an article; None when even its headline cannot be read, which is a fault of ours."""
        outlet = await self._outlets.about(article)
        for attempt in (article, replace(article, text="")):
            try:
                return await self._deps.reach.workers.run(
                    draw,
                    attempt,
                    method=self._deps.settings.summarizer,
                    seen_at=self._deps.now(),
                    outlet=outlet,
                )
            except (WorkersBusy, DBAPIError):
                raise
            except ParseError as error:
                log.warning("an article cost too much to read", url=article.url, because=str(error))
            except Exception:  # one article that we cannot read must not end the reading of all
                log.exception("no brief could be made, in a way that we did not foresee", url=article.url)
        return None

    async def _keep(self, stored: StoredArticle, article: Article, drawn: Drawn | None) -> bool:
        """Keep what was drawn, unless the article was corrected or taken back meanwhile; whether it may be told."""
        now = self._deps.now()
        async with self._deps.database.write_behind() as session:
            if not await articles.hold(session, stored, Stage.STORED):
                return False
            refused = "it cannot be read" if drawn is None else drawn.brief.not_news
            if article != stored.article:
                await articles.set_content(session, stored.id, article, now=now)
                keys = article_keys(article, stored.feed_id or 0, seen_at=now)
                twin = await articles.find_twin(session, stored.id, keys)
                refused = refused if twin is None else f"the same as article {twin}"
                await articles.keep_keys(session, keys, stored.id if twin is None else twin, now)
            if drawn is not None:
                await briefs.set_brief(session, stored.id, drawn.brief, signature=drawn.signature)
                await search.add_document(session, stored.id, drawn.document)
            if refused:
                await articles.set_stage(session, stored.id, Stage.REFUSED, reason=refused)
            else:
                await articles.set_stage(session, stored.id, Stage.BRIEFED)
        self._deps.metrics.articles.labels("refused" if refused else "briefed").inc()
        return not refused


async def make_briefs(deps: Deps, stopping: asyncio.Event) -> None:
    """Brief articles until told to stop."""
    await Briefer(deps).run(stopping)
