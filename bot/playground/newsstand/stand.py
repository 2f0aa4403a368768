"""The stand: what is published, when, and where; it publishes when it is told to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.playground.newsstand.articles import NewsArticle, load
from bot.playground.newsstand.outlets import OUTLETS, Outlet
from bot.playground.newsstand.programme import BACKLOG, PROGRAMME

IN_A_FEED = 20
"""The newest articles that a feed shows."""


@dataclass(frozen=True, slots=True)
class Published:
    article: NewsArticle
    at: datetime

    @property
    def outlet(self) -> Outlet:
        return OUTLETS[self.article.outlet]

    @property
    def path(self) -> str:
        return f"/{self.article.outlet}/{self.article.section}/{self.article.slug}"

    @property
    def picture_path(self) -> str:
        return f"/{self.article.outlet}/images/{self.article.slug}.png"


class Stand:
    """`now` tells the time; the first `backlog` articles of the programme are out already, hours ago."""

    def __init__(
        self, now: Callable[[], datetime] = lambda: datetime.now(UTC), *, backlog: int = BACKLOG
    ) -> None:
        self._now = now
        self._articles = load()
        self._published: dict[str, Published] = {}
        for place, slug in enumerate(PROGRAMME[:backlog]):
            hours_ago = timedelta(hours=2 * (backlog - place), minutes=7 * place)
            self._published[slug] = Published(self._articles[slug], now() - hours_ago)

    def publish(self, slug: str) -> Published:
        """Publish an article now; one that is out already stays as it is. Raises KeyError for an unknown slug."""
        if slug not in self._published:
            self._published[slug] = Published(self._articles[slug], self._now())
        return self._published[slug]

    def publish_next(self) -> Published | None:
        """Publish the next of the programme; None when all are out."""
        left = next((slug for slug in PROGRAMME if slug not in self._published), None)
        return self.publish(left) if left else None

    def publish_event(self, event: str, outlets: int | None = None) -> list[Published]:
        """Publish what the outlets (so many of them, at most) wrote about one event."""
        slugs = [slug for slug in PROGRAMME if self._articles[slug].event == event]
        return [self.publish(slug) for slug in slugs[:outlets]]

    def publish_story(self) -> Published | None:
        """Publish the first report of the next event of which nothing is out; None when all are."""
        told = {item.article.event for item in self._published.values()}
        left = next((slug for slug in PROGRAMME if self._articles[slug].event not in told), None)
        return self.publish(left) if left else None

    def publish_others(self) -> list[Published]:
        """Publish what the other outlets wrote about the event that was published last."""
        newest = list(self._published.values())[-1]
        out = set(self._published)
        return [item for item in self.publish_event(newest.article.event) if item.article.slug not in out]

    def find(self, path: str) -> Published | None:
        """What is published at a path."""
        found = self._published.get(path.rpartition("/")[2])
        return found if found and found.path == path else None

    def newest(self, outlet: Outlet) -> list[Published]:
        """What its feed shows, the newest first."""
        own = [item for item in self._published.values() if item.article.outlet == outlet.slug]
        return sorted(own, key=lambda item: item.at, reverse=True)[:IN_A_FEED]

    def others(self, item: Published) -> Iterator[Published]:
        """Other articles of the outlet, as its pages tease them: those that are out first, then those to come."""
        yield from (other for other in self.newest(item.outlet) if other.article != item.article)
        for article in self._articles.values():
            if article.outlet == item.article.outlet and article.slug not in self._published:
                yield Published(article, item.at)
