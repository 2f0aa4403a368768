"""Letting go of what is kept no longer: a small step at a time, with a pause for everybody else in between."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.deps import Deps
from storage import retention

log = structlog.get_logger()

_EVERY = 600.0
_STEP = 500
_PAUSE = 0.05
_IDENTITIES = timedelta(days=60)
"""How much longer than an article its identities are remembered, counted from when a feed last showed them."""


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
    ages = {
        "texts": (retention.drop_texts, timedelta(days=settings.keep_texts_days)),
        "deliveries": (retention.drop_deliveries, timedelta(days=settings.keep_deliveries_days)),
        "articles": (retention.drop_articles, timedelta(days=settings.keep_articles_days)),
        "identities": (retention.drop_identities, timedelta(days=settings.keep_articles_days) + _IDENTITIES),
    }
    dropped = {}
    for name, (step, age) in ages.items():
        dropped[name] = await _steps(deps, stopping, step, now - age)
    if any(dropped.values()):
        log.info("cleared away what was too old", **dropped)
    return dropped


async def _steps(
    deps: Deps, stopping: asyncio.Event, step: Callable[..., Awaitable[int]], before: datetime
) -> int:
    total = 0
    while not stopping.is_set():
        async with deps.database.write() as session:
            number = await step(session, before=before, limit=_STEP)
            await _space(session, number)
        total += number
        if number == 0:
            break
        await asyncio.sleep(_PAUSE)
    return total


async def _space(session: AsyncSession, dropped: int) -> None:
    if dropped:
        await retention.give_back_space(session)
