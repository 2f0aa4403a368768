"""Telling the editors about their feeds, each thing once: that one fails, that it is back, that it fell silent."""

from datetime import timedelta
from functools import partial

from bot.domain.feed import Feed
from bot.feeds.schedule import USUAL_AT_LEAST, is_silent
from bot.services.alert import alert_editors
from bot.services.deps import Deps
from bot.services.ingest.check import Checked
from bot.texts import texts_for
from bot.texts.messages import desk
from storage import feeds

FAILING, SILENT = "failing", "silent"

_PATIENCE = 5
"""Failures in a row that may well cure themselves, before an editor hears of them; others are told at once."""


async def tell_editors_of(deps: Deps, feed: Feed, checked: Checked) -> None:
    """Tell of what changed with this check; nothing is told twice."""
    if checked.failure is not None:
        lasting = not checked.failure.passing or feed.failures + 1 >= _PATIENCE
        if lasting and feed.reported != FAILING:
            since = feed.succeeded_at or feed.added_at
            await _report(deps, feed, FAILING)
            await alert_editors(
                deps, partial(_in_trouble, _name(feed), checked.failure.kind, deps.now() - since)
            )
    elif feed.reported == FAILING:
        await _report(deps, feed, "")
        await alert_editors(deps, partial(_recovered, _name(feed)))
    else:
        await _mind_silence(deps, feed, is_news=checked.new > 0)


async def _mind_silence(deps: Deps, feed: Feed, *, is_news: bool) -> None:
    if is_news:
        if feed.reported == SILENT:
            await _report(deps, feed, "")
            await alert_editors(deps, partial(_recovered, _name(feed)))
        return
    if feed.reported or feed.changed_at is None or deps.now() - feed.changed_at <= 2 * USUAL_AT_LEAST:
        return  # most checks end here, without a question to the database
    async with deps.database.read() as session:
        arrivals = await feeds.list_arrivals(session, feed.id)
    if is_silent(arrivals, deps.now()):
        await _report(deps, feed, SILENT)
        await alert_editors(deps, partial(_silent, _name(feed), deps.now() - arrivals[-1]))


async def _report(deps: Deps, feed: Feed, what: str) -> None:
    async with deps.database.write_behind() as session:
        await feeds.set_reported(session, feed.id, what)


def _name(feed: Feed) -> str:
    return feed.title or feed.url


def _in_trouble(name: str, kind: str, lasted: timedelta, language: str) -> str:
    return desk.feed_in_trouble(texts_for(language), name, kind, lasted=lasted)


def _recovered(name: str, language: str) -> str:
    return desk.feed_recovered(texts_for(language), name)


def _silent(name: str, lasted: timedelta, language: str) -> str:
    return desk.feed_silent(texts_for(language), name, lasted=lasted)
