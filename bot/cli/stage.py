"""The demo's world: the bot as `newsbot run` runs it, but its Telegram, its feeds and its database are made for it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.app import Opened, Role, opened, run
from bot.playground.newsstand.server import RunningStand, serve_newsstand
from bot.playground.newsstand.stand import Stand
from bot.playground.page.live import Action, Setting
from bot.playground.phone import Phone
from bot.playground.start import Playground, local_telegram
from bot.playground.telegram.local import LocalTelegram
from bot.playground.tour.scene import Cast, Scene
from bot.services.bell import Work
from bot.settings import Settings
from storage import feeds

_OUT = "Everything is published; that was all the news there is."


@dataclass(frozen=True, slots=True)
class Stage:
    """A scene with the bot at work in it. `ready_after` is how long it took, in seconds."""

    scene: Scene
    ready_after: float

    @property
    def url(self) -> str:
        """The chat page's address."""
        return self.scene.playground.base_url


@asynccontextmanager
async def staged(*, port: int = 0) -> AsyncIterator[Stage]:
    """The demo's world while the block runs. What the bot does against Telegram's rules, the scene holds."""
    began = time.monotonic()
    phone = Phone(LocalTelegram())
    cast, actions = Cast.of(phone), dict[str, Action]()
    setting = Setting(people=cast.people, actions=actions, title="Newsbot demo")
    with TemporaryDirectory(prefix="newsbot-demo-", ignore_cleanup_errors=True) as folder:
        async with (
            serve_newsstand(Stand()) as site,
            local_telegram(phone, port=port, setting=setting, strict=False) as playground,
            opened(_settings(playground, site, cast, folder)) as ready,
        ):
            actions |= _actions(site, ready)
            async with _running(ready):
                await playground.telegram.state.updates.until_polled()
                yield Stage(Scene(playground, site, cast), time.monotonic() - began)


def _settings(playground: Playground, site: RunningStand, cast: Cast, folder: str) -> Settings:
    return Settings(
        telegram_token=SecretStr(playground.token),
        telegram_api_url=playground.base_url,
        admins=frozenset({cast.edik.id}),
        feeds=tuple(site.feed_urls),
        database_url=SecretStr(f"sqlite:///{folder}/newsbot.db"),
        poll_interval=1,
        fetch_private_addresses=True,
        http_address="",
    )


@asynccontextmanager
async def _running(ready: Opened) -> AsyncIterator[None]:
    """The bot runs while the block does; it then ends what it has in hand, as after SIGTERM."""
    stopping, raised = asyncio.Event(), None
    async with asyncio.TaskGroup() as group:
        group.create_task(run(ready, Role.ALL, stopping))
        try:
            yield
        except Exception as error:  # noqa: BLE001 -- raised again below, alone and not in the group
            raised = error
        finally:
            stopping.set()
    if raised is not None:
        raise raised


def _actions(site: RunningStand, ready: Opened) -> dict[str, Action]:
    """The page's buttons. The feeds are then read at once: they have been quiet, and would be asked more seldom."""

    async def publish() -> str:
        published = site.stand.publish_story()
        await _read_feeds(ready)
        return f"{published.outlet.name}: {published.article.title}" if published else _OUT

    async def report() -> str:
        others = site.stand.publish_others()
        await _read_feeds(ready)
        names = ", ".join(item.outlet.name for item in others)
        return f"Published by {names} too" if others else "Nobody else wrote about this one"

    return {"Publish a story": publish, "Others report it": report}


async def _read_feeds(ready: Opened) -> None:
    async with ready.deps.database.write() as session:
        await feeds.mark_due(session, now=ready.deps.now())
    await ready.deps.bell.ring(Work.FEEDS)
