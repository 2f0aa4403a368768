"""The editors' side of the chat."""

import asyncio
from collections.abc import Sequence

from bot.chat.dispatch import Handler
from bot.services.deps import Deps


def handlers(deps: Deps) -> Sequence[Handler]:  # noqa: ARG001
    """The handlers of editors' commands and buttons."""
    return ()


async def watch(deps: Deps, stopping: asyncio.Event) -> None:  # noqa: ARG001
    """Keep the progress messages of running broadcasts up to date until told to stop."""
    await stopping.wait()
