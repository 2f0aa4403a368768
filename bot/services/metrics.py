"""What an operator can watch. Labels are outcomes and kinds, never chats or people."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400)


class Metrics:
    """The metrics of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.calls = Counter(
            "newsbot_telegram_calls_total",
            "Calls to Telegram that carried a delivery, by what became of them",
            ["outcome"],
            registry=self.registry,
        )
        self.deliveries = Counter(
            "newsbot_deliveries_total", "Deliveries by their final state", ["state"], registry=self.registry
        )
        self.delivery_age = Histogram(
            "newsbot_delivery_age_seconds",
            "Seconds from the moment a delivery became due until Telegram took it",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.outbox_due = Gauge(
            "newsbot_outbox_due", "Deliveries that are due and not yet sent", registry=self.registry
        )
        self.outbox_age = Gauge(
            "newsbot_outbox_oldest_seconds",
            "How long the oldest of them has been due",
            registry=self.registry,
        )
        self.slowdown = Gauge(
            "newsbot_pace_slowdown", "1 at full rate; 2 at half of it, after refusals", registry=self.registry
        )
        self.updates = Counter(
            "newsbot_updates_total",
            "Updates from readers, by what became of them",
            ["outcome"],
            registry=self.registry,
        )
        self.reply_seconds = Histogram(
            "newsbot_reply_seconds",
            "Seconds from the arrival of an update until it was handled",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.feed_checks = Counter(
            "newsbot_feed_checks_total",
            "Checks of feeds, by what became of them",
            ["outcome"],
            registry=self.registry,
        )
        self.articles = Counter(
            "newsbot_articles_total", "Articles, by how far they came", ["stage"], registry=self.registry
        )
        self.stories = Counter("newsbot_stories_total", "Stories opened", registry=self.registry)
        self.publish_to_send = Histogram(
            "newsbot_publish_to_send_seconds",
            "Seconds from the arrival of a story's first article until this process first sent it to a reader",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.chats = Gauge("newsbot_chats", "Chats, by state", ["state"], registry=self.registry)
        self.feeds = Gauge("newsbot_feeds", "Feeds, by health", ["health"], registry=self.registry)
