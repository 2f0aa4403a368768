"""What readers can do, in the order in which a handler is looked for."""

from collections.abc import Sequence

from bot.chat.dispatch import Handler
from bot.services.deps import Deps


def handlers(deps: Deps) -> Sequence[Handler]:  # noqa: ARG001
    """The handlers of everything that is not the newsroom's; the last ones take whatever is left."""
    return ()
