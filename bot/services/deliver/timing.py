"""How long news takes from its arrival to a reader."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from bot.domain.article import StoryId
from bot.domain.delivery import Action, Delivery, Lane, Sent
from bot.services.deliver.settle import Settled
from bot.services.deps import Deps
from storage.counts import first_arrivals

_REMEMBERED = 1_000


class FirstSends:
    """Notes when this process first sent each story, and observes how long that took from its first article."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._since = deps.now()
        self._seen: dict[StoryId, None] = {}

    async def note(self, settled: Sequence[Settled]) -> None:
        """Look at what was sent; stories that were owed before this process began say nothing about its speed."""
        fresh: dict[StoryId, datetime] = {}
        for one in settled:
            if isinstance(one.outcome, Sent):
                for delivery in one.call.deliveries:
                    if delivery.story_id is not None and self._is_first(delivery):
                        fresh.setdefault(delivery.story_id, one.at)
        if fresh:
            self._remember(fresh)
            await self._observe(fresh)

    def _is_first(self, delivery: Delivery) -> bool:
        is_news = delivery.action is Action.SEND and delivery.lane <= Lane.BRIEF and not delivery.revision
        return is_news and delivery.created_at >= self._since and delivery.story_id not in self._seen

    def _remember(self, stories: Iterable[StoryId]) -> None:
        self._seen |= dict.fromkeys(stories)
        while len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]

    async def _observe(self, sent: dict[StoryId, datetime]) -> None:
        try:
            async with self._deps.database.read() as session:
                arrived = await first_arrivals(session, sent.keys())
        except DBAPIError:
            return  # a figure less; whoever needs the database says that it is away
        for story, at in arrived.items():
            self._deps.metrics.publish_to_send.observe((sent[story] - at).total_seconds())
