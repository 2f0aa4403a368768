"""Start a local Telegram with everything around it: the server, the phone side, the chat page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.playground.page.live import Live, Setting
from bot.playground.page.routes import add_page
from bot.playground.phone import Phone
from bot.playground.remote import phone_commands
from bot.playground.telegram.fastserver import serve_counters
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.server import serve


@dataclass(frozen=True, slots=True)
class Playground:
    """A local Telegram that is being served. `base_url` is what NEWSBOT_TELEGRAM_API_URL takes, and the page's address.

    `live` is the page; counters mode has none.
    """

    telegram: LocalTelegram
    phone: Phone
    base_url: str
    counters_only: bool = False
    live: Live | None = None

    @property
    def token(self) -> str:
        return self.telegram.token

    @property
    def bot_url(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.base_url}/bot"

    @property
    def file_url(self) -> str:
        """What python-telegram-bot calls `base_file_url`."""
        return f"{self.base_url}/file/bot"


class Violations(AssertionError):
    """The bot made calls that the Bot API's specification does not allow."""


@asynccontextmanager
async def local_telegram(
    phone: Phone | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    setting: Setting | None = None,
    strict: bool = True,
) -> AsyncIterator[Playground]:
    """A local Telegram until the block ends. With `strict`, it then raises Violations if there were any."""
    phone = phone or Phone(LocalTelegram())
    lives: list[Live] = []
    async with serve(
        phone.telegram,
        host=host,
        port=port,
        commands=phone_commands(phone),
        add_routes=lambda app: lives.append(add_page(app, phone, setting)),
    ) as base_url:
        yield Playground(phone.telegram, phone, base_url, live=lives[0])
    _check(phone.telegram, strict=strict)


@asynccontextmanager
async def local_counters(
    phone: Phone | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    latency: float = 0,
    strict: bool = True,
) -> AsyncIterator[Playground]:
    """The same in counters-only mode, for a million readers."""
    phone = phone or Phone(LocalTelegram())
    async with serve_counters(
        phone.telegram, host=host, port=port, latency=latency, commands=phone_commands(phone)
    ) as base_url:
        yield Playground(phone.telegram, phone, base_url, counters_only=True)
    _check(phone.telegram, strict=strict)


def _check(telegram: LocalTelegram, *, strict: bool) -> None:
    if strict and telegram.violations:
        raise Violations("\n".join(telegram.violations))
