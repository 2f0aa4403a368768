"""What commands reach for: the database, the outside world, and children to read its documents in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.feeds.fetch import Fetcher
from bot.feeds.workers import Workers
from bot.services.clock import machine_time
from bot.settings import Settings
from storage.database import Database, check_reachable, open_database
from storage.exclusive import held_alone
from storage.migrate import current_version, migrate, newest_version

if TYPE_CHECKING:
    from bot.domain.article import Article


@dataclass(frozen=True, slots=True)
class Reached:
    """What a command about feeds needs."""

    settings: Settings
    database: Database
    fetcher: Fetcher
    workers: Workers

    def now(self) -> datetime:
        return machine_time()


@asynccontextmanager
async def reached(settings: Settings) -> AsyncIterator[Reached]:
    """All of it, while the block runs."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(ready_database(settings))
        fetcher = await stack.enter_async_context(Fetcher(allow_private=settings.fetch_private_addresses))
        workers = await stack.enter_async_context(Workers(1))
        yield Reached(settings, database, fetcher, workers)


@asynccontextmanager
async def ready_database(settings: Settings) -> AsyncIterator[Database]:
    """The database at this version; it is only migrated while no bot runs on it."""
    async with open_database(settings.database_url.get_secret_value()) as database:
        await check_reachable(database)
        if await current_version(database) != newest_version():
            with held_alone(database):
                await migrate(database)
        yield database


async def read_article_at(url: str, settings: Settings) -> "Article":
    """The article of a page. Raises FetchError or ParseError."""
    from bot.domain.article import Article
    from bot.errors import ParseError
    from bot.feeds.fetch import PAGE
    from bot.feeds.jobs import read_page

    async with Fetcher(allow_private=settings.fetch_private_addresses) as fetcher, Workers(1) as workers:
        found = await fetcher.fetch(url, terms=PAGE)
        page = await workers.run(read_page, found.body, content_type=found.content_type, url=found.url)
    if page.reason:
        raise ParseError(f"{url} holds no article: {page.reason}")
    return Article(
        title=page.title,
        text=page.text,
        url=page.canonical_url or found.url,
        language=page.language,
        author=page.author,
        published_at=page.published_at,
        source=page.site_name,
    )
