"""Letting go of what is kept no longer: a small step at a time, with a pause for everybody else in between."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.briefs.grouping.window import WINDOW
from bot.services.deps import Deps
from storage import grouping, retention

log = structlog.get_logger()

_EVERY = 600.0
_FIRST_STEP, _LEAST, _MOST = 50, 10, 1_000
_LONGEST = timedelta(milliseconds=50)
_PAUSE = 0.05
_IDENTITIES = timedelta(days=60)
"""How much longer than an article its identities are remembered, counted from when a feed last showed them."""


Step = Callable[..., Awaitable[int]]


async def retain(deps: Deps, stopping: asyncio.Event) -> None:
    """Let go of what is too old every ten minutes, until told to stop."""
    while not stopping.is_set():
        try:
            await let_go(deps, stopping)
        except DBAPIError as error:
            log.warning("the database does not answer; nothing is cleared away", error=str(error.orig))
        try:
            async with asyncio.timeout(_EVERY):
                await stopping.wait()
        except TimeoutError:
            continue


async def let_go(deps: Deps, stopping: asyncio.Event) -> dict[str, int]:
    """Remove all that is too old by the settings; how many rows of each kind."""
    now, settings = deps.now(), deps.settings
    articles = timedelta(days=settings.keep_articles_days)
    ages: dict[str, tuple[Step, timedelta]] = {
        "terms": (grouping.forget_old, 2 * WINDOW),
        "texts": (retention.drop_texts, timedelta(days=settings.keep_texts_days)),
        "deliveries": (retention.drop_deliveries, timedelta(days=settings.keep_deliveries_days)),
        "articles": (retention.drop_articles, articles),
        "identities": (retention.drop_identities, articles + _IDENTITIES),
        "outlets": (retention.drop_outlets, articles),
    }
    dropped = {}
    for name, (step, age) in ages.items():
        dropped[name] = await _steps(deps, stopping, step, now - age)
    if any(dropped.values()):
        log.info("cleared away what was too old", **dropped)
    return dropped


async def _steps(deps: Deps, stopping: asyncio.Event, step: Step, before: datetime) -> int:
    total, limit = 0, _FIRST_STEP
    while not stopping.is_set():
        began = deps.now()
        async with deps.database.write_behind() as session:
            number = await step(session, before=before, limit=limit)
            if number:
                await retention.give_back_space(session)
        total += number
        if number == 0:
            break
        limit = next_limit(limit, deps.now() - began)
        await asyncio.sleep(_PAUSE)
    return total


def next_limit(limit: int, took: timedelta) -> int:
    """How many rows the next step removes, so that nobody who writes waits longer than 50 ms for it."""
    if took > _LONGEST:
        return max(_LEAST, limit // 2)
    return min(_MOST, limit * 2) if took < _LONGEST / 2 else limit
