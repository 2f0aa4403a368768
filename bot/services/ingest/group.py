"""From a briefed article to a story that readers are told of: one article at a time, by one process at a time.

The transaction that makes a story known also writes its first deliveries: nothing lies between the two in which a
crash could lose a reader his news.
"""

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.briefs.grouping.choice import choose_story
from bot.briefs.grouping.probes import probe_terms
from bot.briefs.grouping.signature import from_bytes
from bot.briefs.keywords import KeywordMatcher
from bot.domain.article import StoredArticle, StoryId
from bot.domain.delivery import Lane
from bot.domain.interest import Key
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.fan_out import FIRST_WIDTH
from bot.services.grouping import find_candidates
from bot.services.ingest.retell import retell, tag
from bot.services.ingest.telling import Telling, what_to_tell
from storage import articles, briefs, fan_outs, grouping, leases, stories, subscriptions
from storage.articles import Stage

log = structlog.get_logger()

LEASE = "grouping"
_TTL = timedelta(seconds=15)
_AT_ONCE = 50
_IDLE = 2.0
_PAUSE = 2.0
_KEYWORDS_EVERY = timedelta(seconds=15)


class Grouper:
    """Puts briefed articles into stories, in the order in which they came."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._matcher = KeywordMatcher(())
        self._keywords: frozenset[Key] = frozenset()
        self._keywords_at: datetime | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Group until told to stop; while another process does so, stand by."""
        while not stopping.is_set():
            try:
                grouped = await self._turn(stopping)
            except DBAPIError as error:
                log.warning(
                    "the database does not answer; articles wait for their stories", error=str(error.orig)
                )
                await asyncio.sleep(_PAUSE)
                continue
            if not grouped:
                await self._deps.bell.wait(Work.BRIEFED, at_most=_IDLE)
        async with self._deps.database.write_behind() as session:
            await leases.release_lease(session, LEASE, self._deps.worker)

    async def _turn(self, stopping: asyncio.Event) -> bool:
        """One round over what waits; whether there was anything."""
        now = self._deps.now()
        async with self._deps.database.write_behind() as session:
            if not await leases.take_lease(session, LEASE, self._deps.worker, now=now, ttl=_TTL):
                return False
            waiting = await articles.claim_stage(
                session, Stage.BRIEFED, self._deps.worker, now=now, limit=_AT_ONCE, ttl=_TTL
            )
        if waiting:
            await self._refresh_keywords(now)
        for stored in waiting:
            if stopping.is_set():
                break
            await self._group(stored)
        return bool(waiting)

    async def _group(self, stored: StoredArticle) -> None:
        """Group one article; one with which we cannot cope is set aside, and the others go on."""
        try:
            await self.group(stored)
        except DBAPIError:
            raise
        except Exception:  # a fault of ours in one article must not end the grouping of all
            log.exception("an article found no story, in a way that we did not foresee", article=stored.id)
            async with self._deps.database.write_behind() as session:
                await articles.set_stage(session, stored.id, Stage.REFUSED, reason="it cannot be grouped")

    async def group(self, stored: StoredArticle) -> StoryId | None:
        """Put one article into a story; None when it is not as it was taken any more, or others group now."""
        now = self._deps.now()
        async with self._deps.database.write_behind() as session:
            if not await leases.take_lease(session, LEASE, self._deps.worker, now=now, ttl=_TTL):
                return None
            if not await articles.hold(session, stored, Stage.BRIEFED):
                return None
            kept = await briefs.find_signature(session, stored.id)
            if kept is None:
                await articles.set_stage(session, stored.id, Stage.STORED)  # its brief is made anew
                return None
            found = await self._find(session, stored, kept, now)
            is_new = found is None
            story = await stories.add_story(session, now=now) if found is None else found
            await stories.join(session, stored.id, story)
            telling = await self._tell(
                session, stored, story, is_correction=stored.story_id is not None, now=now
            )
        self._deps.metrics.articles.labels("grouped").inc()
        if is_new:
            self._deps.metrics.stories.inc()
        if telling.push:
            await self._deps.bell.ring(Work.OUTBOX)
        if telling != Telling():
            await self._deps.bell.ring(Work.FAN_OUTS)
        return story

    async def _find(
        self, session: AsyncSession, stored: StoredArticle, kept: bytes, now: datetime
    ) -> StoryId | None:
        """The story that an article belongs to: its own, when it was corrected; else the likeliest recent one."""
        if stored.story_id is not None:
            return stored.story_id
        signed = from_bytes(kept)
        if signed is None:
            return None
        probes = probe_terms(signed)
        candidates = await find_candidates(session, probes, now=now, but=stored.id)
        await grouping.add_terms(session, stored.id, probes)
        return choose_story(signed, candidates)

    async def _tell(
        self,
        session: AsyncSession,
        stored: StoredArticle,
        id_: StoryId,
        *,
        is_correction: bool,
        now: datetime,
    ) -> Telling:
        """Owe a story to whom it concerns, in the transaction that makes it known."""
        story = await stories.find_story(session, id_)
        if story is None:
            return Telling()
        keywords = self._matcher.find(stored.article, story.articles[-1].brief.language)
        had = frozenset(key for key in await stories.list_keys(session, id_) if key.startswith('"'))
        fresh = await tag(session, story, keywords | had, now=now)
        was_pushed = await stories.was_pushed(session, id_)
        telling = what_to_tell(
            opened_at=story.created_at,
            last_article_at=max(
                (one.stored.first_seen_at for one in story.articles if one.id != stored.id), default=None
            ),
            was_pushed=was_pushed,
            pushable=await articles.is_pushable(session, stored.id),
            concerns_more=bool(fresh),
            is_correction=is_correction,
            now=now,
        )
        if telling.push:
            await stories.set_pushed(session, id_)
            # Who followed after the story was told asked for what comes, not for what was.
            since = story.created_at if was_pushed else now
            fan_out = await fan_outs.add_fan_out(session, story=id_, lane=Lane.BRIEF, now=since)
            await fan_outs.fill(session, fan_out, width=FIRST_WIDTH, now=now)
        if telling.retell:
            await retell(session, id_, lane=Lane.EDIT, now=now)
        if telling.tell_followers:
            revision = await stories.add_revision(session, id_, now=now)
            await fan_outs.add_fan_out(session, story=id_, lane=Lane.BRIEF, revision=revision, now=now)
        return telling

    async def _refresh_keywords(self, now: datetime) -> None:
        if self._keywords_at is not None and now - self._keywords_at < _KEYWORDS_EVERY:
            return
        async with self._deps.database.read() as session:
            keywords = await subscriptions.list_keywords(session)
        if keywords != self._keywords:
            self._matcher = await asyncio.to_thread(KeywordMatcher, keywords)
            self._keywords = keywords
        self._keywords_at = now


async def group_articles(deps: Deps, stopping: asyncio.Event) -> None:
    """Group until told to stop."""
    await Grouper(deps).run(stopping)
