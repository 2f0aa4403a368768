"""`newsbot feeds check URL`: one feed through every stage, each with what was found, as a report."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.article import Article
from bot.errors import FetchError, ParseError
from bot.feeds.failure import failure_of
from bot.feeds.fetch import PAGE, Fetched, Fetcher
from bot.feeds.identity import article_keys, shared_addresses
from bot.feeds.jobs import FeedRead, read_feed, read_page
from bot.feeds.robots import Robots
from bot.feeds.workers import Workers

PAGES_TRIED = 3
SHOWN = 5
FULL_TEXT = 1_200
"""Characters of a feed's own text from which its page need not be read."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage and how it went. `remedy` is empty unless something is to be done."""

    name: str
    ok: bool
    said: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The stages in order; the last one is the first that failed, if any did."""

    url: str
    stages: tuple[Stage, ...]

    @property
    def ok(self) -> bool:
        return all(stage.ok for stage in self.stages)


async def check_feed(
    url: str,
    *,
    fetcher: Fetcher,
    workers: Workers,
    now: datetime,
    standings: Callable[[FeedRead], Awaitable[Sequence[str]]] | None = None,
) -> Report:
    """Fetch, read and judge one feed as ingest would, storing nothing.

    `standings` tells where each article of the document stands with us; without it that stage is left out.
    """
    stages: list[Stage] = []
    try:
        fetched = await fetcher.fetch(url)
        stages.append(_fetched(fetched, url))
        read = await workers.run(read_feed, fetched.body, content_type=fetched.content_type, url=fetched.url)
    except (FetchError, ParseError) as error:
        failure = failure_of(error)
        name = "read" if isinstance(error, ParseError) else "fetch"
        return Report(url, (*stages, Stage(name, ok=False, said=failure.reason, remedy=failure.remedy)))
    stages += [_read(read), _times(read, now), _identity(read, now)]
    if standings is not None:
        stages.append(_articles(read, await standings(read)))
    stages.append(await _pages(read, fetcher, workers, now))
    return Report(url, tuple(stages))


def _fetched(found: Fetched, url: str) -> Stage:
    said = f"{found.wire_bytes:,} bytes on the wire, {len(found.body):,} expanded"
    said += (
        ", may be asked for conditionally" if found.etag or found.last_modified else ", always sent in full"
    )
    if found.permanent_url and found.permanent_url != url:
        return Stage("fetch", ok=True, said=said, remedy=f"It has moved for good: use {found.permanent_url}")
    return Stage("fetch", ok=True, said=said)


def _read(read: FeedRead) -> Stage:
    feed, count = read.feed, len(read.articles)
    broken = ", broken but readable" if feed.bozo else ""
    said = f"{feed.format}{broken}: {feed.title or 'no title'}, {count} articles"
    said += f", asks for {_span(feed.every)} between checks" if feed.every else ""
    said += ", tells of news through a hub" if feed.hub_url else ""
    return Stage(
        "read", ok=count > 0, said=said, remedy="" if count else "It holds no articles now; it may later."
    )


def _times(read: FeedRead, now: datetime) -> Stage:
    times = [article.published_at for article in read.articles if article.published_at]
    if not times:
        return Stage(
            "dates", ok=True, said="no publication times: the time we first see an article stands for them"
        )
    ahead = sum(at > now + timedelta(minutes=10) for at in times)
    said = f"newest {_span(now - max(times))} ago" if max(times) <= now else "newest in the future"
    return Stage(
        "dates", ok=True, said=f"{said}, {ahead} in the future, {len(read.articles) - len(times)} without"
    )


def _identity(read: FeedRead, now: datetime) -> Stage:
    shared = shared_addresses(read.articles, site_url=read.feed.site_url)
    keys = {article_keys(article, 0, seen_at=now, shared=shared) for article in read.articles}
    with_guid = sum(bool(article.guid) for article in read.articles)
    return Stage("identity", ok=True, said=f"{len(keys)} distinct articles, {with_guid} with a guid")


def _articles(read: FeedRead, standings: Sequence[str]) -> Stage:
    """How many articles stand where, and of the first few of the document, which one."""
    counts = Counter(standings)
    said = ", ".join(f"{count} {standing}" for standing, count in counts.most_common())
    shown = zip(read.articles[:SHOWN], standings, strict=False)
    lines = [f"{article.title[:70]}: {standing}" for article, standing in shown] if len(counts) > 1 else []
    return Stage("articles", ok=True, said="; ".join([said, *lines]))


async def _pages(read: FeedRead, fetcher: Fetcher, workers: Workers, now: datetime) -> Stage:
    full = sum(len(article.text) >= FULL_TEXT for article in read.articles)
    said = [f"{full} of {len(read.articles)} articles come with their full text"]
    robots = Robots(fetcher)
    short = [one for one in read.articles if one.url and len(one.text) < FULL_TEXT]
    said += [f"{one.url}: {await _page(one, fetcher, workers, robots, now)}" for one in short[:PAGES_TRIED]]
    return Stage("pages", ok=True, said="; ".join(said))


async def _page(article: Article, fetcher: Fetcher, workers: Workers, robots: Robots, now: datetime) -> str:
    try:
        if not await robots.allow(article.url, now=now):
            return "robots.txt asks programs not to read it, so the feed's own text is used"
        found = await fetcher.fetch(article.url, terms=PAGE)
        page = await workers.run(read_page, found.body, content_type=found.content_type, url=found.url)
    except (FetchError, ParseError) as error:
        return str(error)[:200]
    return (
        f"no article ({page.reason}), so the feed's own text is used"
        if page.reason
        else f"{len(page.text):,} characters"
    )


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 60 * 48 else f"{minutes // 1440} days"
