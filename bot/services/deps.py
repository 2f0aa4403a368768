"""What use cases need from outside: made once in `bot.app`, handed to whoever asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.feeds.fetch import Fetcher
from bot.feeds.robots import Robots
from bot.feeds.workers import Workers
from bot.services.bell import Bell
from bot.services.health import Health
from bot.services.metrics import Metrics
from bot.settings import Settings
from bot.telegram.pace import Budget
from bot.telegram.transport import BotApi
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Reach:
    """How we get at the outside world: documents, what their sites allow, and children to read them in."""

    fetcher: Fetcher
    robots: Robots
    workers: Workers


@dataclass(frozen=True, slots=True)
class Deps:
    """`worker` names this process in leases; `now` is the one clock there is."""

    settings: Settings
    database: Database
    now: Callable[[], datetime]
    worker: str
    api: BotApi
    budget: Budget
    bell: Bell
    metrics: Metrics
    health: Health
    reach: Reach
