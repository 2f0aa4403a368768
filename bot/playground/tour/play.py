"""Playing the tour: one step after the other, each timed, until the last or until one fails."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.playground.telegram.errors import ApiError
from bot.playground.tour.scene import Scene

Deed = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the tour. `do` raises AssertionError when a phone does not show what it should."""

    title: str
    do: Deed


class Failed(Exception):
    """A step did not happen; `str()` says which, and what was missing."""

    def __init__(self, number: int, step: Step, reason: str) -> None:
        super().__init__(f"step {number}, “{step.title}”: {reason}")


class Audience(Protocol):
    """Who watches the tour."""

    def begins(self, number: int, step: Step) -> None:
        """A step begins."""

    def happened(self, number: int, seconds: float) -> None:
        """It happened, and was checked."""


class Silent:
    """Nobody watches."""

    def begins(self, number: int, step: Step) -> None:
        """Not told."""

    def happened(self, number: int, seconds: float) -> None:
        """Not told."""


async def play(scene: Scene, steps: Sequence[Step], audience: Audience, *, pause: float = 0) -> None:
    """Play every step, with a pause after each for whoever reads along. Raises Failed."""
    for number, step in enumerate(steps, 1):
        audience.begins(number, step)
        began = time.monotonic()
        try:
            await step.do(scene)
        except (AssertionError, ApiError) as error:
            raise Failed(number, step, str(error)) from error
        audience.happened(number, time.monotonic() - began)
        await asyncio.sleep(pause)
    if scene.telegram.violations:
        what = "the bot kept to Telegram's specification"
        raise Failed(len(steps), Step(what, steps[-1].do), "\n".join(scene.telegram.violations))
