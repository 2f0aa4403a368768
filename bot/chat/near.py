"""What lies near something that has no news: what it is a part of, and what is a part of it."""

from datetime import datetime

from bot.domain.interest import Interest
from bot.domain.topics import ancestors, children
from bot.services import read
from bot.services.deps import Deps

_MOST = 4


async def with_news(deps: Deps, interest: Interest, *, since: datetime) -> list[Interest]:
    """What lies near something and had a story since a moment, the nearest first."""
    found: list[Interest] = []
    for one in nearby(interest):
        last = await read.last_story_at(deps, one)
        if last is not None and last >= since:
            found.append(one)
        if len(found) == _MOST:
            break
    return found


def nearby(interest: Interest) -> list[Interest]:
    """The topics above it, its country, its topic everywhere, the topics below it; never everything."""
    if interest.topic is None:
        return []
    above = [Interest(topic=topic, country=interest.country) for topic in ancestors(interest.topic)[1:]]
    below = [Interest(topic=topic.id, country=interest.country) for topic in children(interest.topic)]
    apart = [Interest(country=interest.country), Interest(topic=interest.topic)] if interest.country else []
    return [*above, *apart, *below]
