"""Everything that a method of the local Telegram may read and change."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.telegram.counters import Counters
from bot.playground.telegram.presses import Presses
from bot.playground.telegram.profile import Profile
from bot.playground.telegram.updates import Updates
from bot.playground.telegram.webhook import Webhook
from bot.playground.telegram.world import World


@dataclass(slots=True)
class State:
    world: World
    updates: Updates
    webhook: Webhook
    profile: Profile
    presses: Presses
    counters: Counters


Call = Mapping[str, Any]
"""The parameters of a call, checked against the facts, in their own types."""

Method = Callable[[State, Call], Awaitable[object]]
