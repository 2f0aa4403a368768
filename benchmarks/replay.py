"""Replay recorded polls of real outlets through the real pipeline, and count what readers would have got.

    python benchmarks/replay.py FOLDER [--history native|ru] [--only FEED,FEED] [--suspects 20]

FOLDER holds feeds/history_native.tar.xz and feeds/history_ru.tar.xz, made of `<feed>/<unix time>.xml`: all feeds of a
history share one bot, whose clock is the recorded times. Everything is the bot's own: check_feed, Briefer, Grouper,
fan-out, on a SQLite file, with one reader who follows everything. Only the documents come from the recording; article
pages are not recorded, so that feeds' own texts must do.

What is the same article is judged by `replay_oracle`, which shares neither parser nor keys with the bot:

- repeated: pushes of an article that had been pushed before;
- renamed: entries that the oracle holds to be new and the bot took for an article it had, and rightly so: the
  publisher gave both one guid, one address, or one number of six or more digits (or digest) in their addresses;
- missed: articles that came after the first poll and were never stored, the renamed ones left out;
- held: articles stored but not pushed by themselves, because they joined a story, were no news, or were old.
"""

import argparse
import asyncio
import re
import tarfile
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

import replay_oracle
from pydantic import SecretStr
from replay_oracle import Entry, Oracle, place_of, words
from sqlalchemy import select

from bot.domain.article import Article, StoredArticle
from bot.domain.chat import ChatKind, Place
from bot.domain.interest import EVERYTHING
from bot.errors import Unreachable
from bot.feeds.fetch import Fetched, Fetcher
from bot.feeds.identity import article_keys
from bot.feeds.jobs import read_feed
from bot.feeds.robots import Robots
from bot.feeds.workers import Workers
from bot.logs import set_up_logs
from bot.services.bell import Bell
from bot.services.deps import Deps, Reach
from bot.services.health import Health
from bot.services.ingest.brief import Briefer
from bot.services.ingest.check import check_feed
from bot.services.ingest.group import Grouper
from bot.services.metrics import Metrics
from bot.settings import Settings
from bot.telegram.pace import LocalBudget
from bot.telegram.transport import BotApi
from storage import articles, chats, feeds, subscriptions
from storage.articles import Stage
from storage.database import Database, open_database
from storage.migrate import migrate
from storage.schema import ArticleRow, DeliveryRow

HISTORIES = ("native", "ru")
_BUILT = re.compile(rb"<(lastBuildDate|pubDate)>[^<]*</\1>")


@dataclass(frozen=True, slots=True)
class Poll:
    feed: str
    at: int
    body: bytes = field(repr=False)


@dataclass(slots=True)
class Outlet:
    """What is counted of one feed. `stored` and `pushed` name the oracle's article for each of ours."""

    oracle: Oracle = field(default_factory=Oracle)
    polls: int = 0
    entries: int = 0
    began_at: int = 0
    stored: list[int] = field(default_factory=list)
    pushed: list[int] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    unmatched: int = 0
    suspects: list[str] = field(default_factory=list)
    missed: dict[int, str] = field(default_factory=dict)
    renamed: set[int] = field(default_factory=set)


class Recording(Fetcher):
    """Gives the poll that is next for a feed, and nothing for any page."""

    def __init__(self) -> None:
        super().__init__()
        self.next: dict[str, bytes] = {}

    async def fetch(self, url: str, **_: Any) -> Fetched:
        if url not in self.next:
            raise Unreachable(f"{url}: not recorded")
        return Fetched(url=url, status=200, body=self.next[url])


class Here:
    """Does at once, in this process, what workers do."""

    async def run(self, job: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return job(*args, **kwargs)


class Replay:
    """One history through one bot."""

    def __init__(self, deps: Deps, recording: Recording, clock: list[datetime]) -> None:
        self._deps, self._recording, self._clock = deps, recording, clock
        self._briefer, self._grouper = Briefer(deps), Grouper(deps)
        self._read: dict[str, tuple[bytes, list[Entry]]] = {}
        self._of: dict[int, tuple[str, int]] = {}
        self._last_article = self._last_delivery = 0
        self.outlets: dict[str, Outlet] = defaultdict(Outlet)

    async def poll(self, poll: Poll) -> None:
        self._clock[0] = datetime.fromtimestamp(poll.at, UTC)
        url = f"https://feeds.example/{poll.feed}"
        outlet = self.outlets[poll.feed]
        outlet.polls += 1
        if outlet.polls == 1:
            outlet.began_at = poll.at
            async with self._deps.database.write() as session:
                await feeds.add_feed(session, url, now=self._clock[0])
        self._recording.next = {url: poll.body}
        async with self._deps.database.read() as session:
            feed = await feeds.find_feed(session, url)
        assert feed is not None
        checked = await check_feed(self._deps, feed)
        numbered = self._number(outlet, poll)
        if checked.new:
            await self._note_stored(poll.feed, outlet, numbered)
        await self._explain_missed(outlet, poll, feed.id, numbered)
        if checked.new:
            await self._drain(Stage.STORED, self._briefer.brief)
            await self._drain(Stage.BRIEFED, self._grouper.group)

    def _number(self, outlet: Outlet, poll: Poll) -> list[tuple[Entry, int]]:
        key = blake2b(_BUILT.sub(b"", poll.body, count=2)).digest()
        if poll.feed not in self._read or self._read[poll.feed][0] != key:
            self._read[poll.feed] = (key, replay_oracle.read(poll.body))
        entries = self._read[poll.feed][1]
        outlet.entries += len(entries)
        return [(entry, outlet.oracle.number(entry, poll.at)) for entry in reversed(entries)]

    async def _note_stored(self, name: str, outlet: Outlet, numbered: list[tuple[Entry, int]]) -> None:
        async with self._deps.database.read() as session:
            rows = list(
                await session.scalars(
                    select(ArticleRow).where(ArticleRow.id > self._last_article).order_by(ArticleRow.id)
                )
            )
        for row in rows:
            self._last_article = row.id
            article = _match(row, numbered)
            if article is None:
                outlet.unmatched += 1
                outlet.suspects.append(f"unmatched: {row.title[:90]} <{row.url}>")
                continue
            if article in outlet.stored:
                outlet.suspects.append(
                    f"stored again: {row.title[:90]} <{row.url}> after {outlet.oracle.shown[article]}"
                )
            outlet.stored.append(article)
            self._of[row.id] = (name, article)

    async def _explain_missed(
        self, outlet: Outlet, poll: Poll, feed: int, numbered: list[tuple[Entry, int]]
    ) -> None:
        """For what is new to the oracle and not to the bot: which article the bot took it for."""
        had = set(outlet.stored)
        missed = {
            entry.place: number
            for entry, number in numbered
            if number not in had and outlet.oracle.first_at[number] == poll.at
        }
        if not missed:
            return
        read = read_feed(poll.body).articles
        for article in read:
            number = missed.get(place_of(article.url))
            if number is None:
                continue
            async with self._deps.database.read() as session:
                owner = await articles.find_by_keys(
                    session, article_keys(article, feed, seen_at=self._clock[0])
                )
                found = await articles.find_article(session, owner) if owner is not None else None
            if found is not None:
                taken = found[0].article
                outlet.missed[number] = f"was taken for {taken.title[:90]} <{taken.url}>"
                if _is_one_to_its_publisher(taken, article):
                    outlet.renamed.add(number)

    async def _drain(self, stage: Stage, take: Callable[[StoredArticle], Any]) -> None:
        while True:
            async with self._deps.database.write() as session:
                waiting = await articles.claim_stage(
                    session, stage, self._deps.worker, now=self._clock[0], limit=100, ttl=_TTL
                )
            if not waiting:
                return
            for stored in waiting:
                await take(stored)
                if stage is Stage.BRIEFED:
                    await self._note_pushed(stored)

    async def _note_pushed(self, stored: StoredArticle) -> None:
        """Which article caused a delivery, if one was written."""
        async with self._deps.database.read() as session:
            sends = list(
                await session.scalars(
                    select(DeliveryRow.id).where(
                        DeliveryRow.id > self._last_delivery, DeliveryRow.action == "send"
                    )
                )
            )
        if not sends or stored.id not in self._of:
            return
        self._last_delivery = max(sends)
        name, article = self._of[stored.id]
        outlet = self.outlets[name]
        if article in outlet.pushed:
            outlet.suspects.append(
                f"pushed again: {stored.article.title[:90]} <{stored.article.url}> after {outlet.oracle.shown[article]}"
            )
        outlet.pushed.append(article)

    async def finish(self) -> None:
        """Why what was stored was not pushed."""
        async with self._deps.database.read() as session:
            rows = await session.execute(
                select(ArticleRow.id, ArticleRow.stage, ArticleRow.reason, ArticleRow.pushable)
            )
        for id_, stage, reason, pushable in rows:
            if id_ not in self._of:
                continue
            name, article = self._of[id_]
            outlet = self.outlets[name]
            if article in outlet.pushed or outlet.oracle.first_at[article] == outlet.began_at:
                continue
            why = reason if stage == Stage.REFUSED or not pushable else "in a story"
            outlet.held[re.sub(r"\d+", "N", why)] += 1


_TTL = timedelta(minutes=30)


def _match(row: ArticleRow, numbered: list[tuple[Entry, int]]) -> int | None:
    """The oracle's number of what we stored: by its address, else by its words."""
    place, title = place_of(row.url), words(row.title)
    at_place = [(entry, number) for entry, number in numbered if place and entry.place == place]
    for entry, number in at_place:
        if entry.title == title:
            return number
    if at_place:
        return at_place[0][1]
    return next((number for entry, number in numbered if entry.title[: len(title)] == title), None)


def _is_one_to_its_publisher(one: Article, other: Article) -> bool:
    return (
        one.guid == other.guid != ""
        or place_of(one.url) == place_of(other.url)
        or bool(_numbers(one.url) & _numbers(other.url))
    )


def _numbers(url: str) -> set[str]:
    """What a publisher's system calls an article: a long number that is no date, or a digest."""
    found = re.findall(r"[0-9a-f]{32}|\d{6,}", url)
    return {one for one in found if not re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?", one)}


def polls_of(folder: Path, history: str, only: frozenset[str]) -> Iterator[Poll]:
    found = []
    with tarfile.open(folder / "feeds" / f"history_{history}.tar.xz") as tar:
        for member in tar:
            feed, _, name = member.name.removeprefix("./").partition("/")
            file = tar.extractfile(member) if name.endswith(".xml") else None
            if file is not None and (not only or feed in only):
                found.append(Poll(feed, int(name.removesuffix(".xml")), file.read()))
    return iter(sorted(found, key=lambda poll: (poll.at, poll.feed)))


@asynccontextmanager
async def a_bot(path: Path, recording: Recording, clock: list[datetime]) -> AsyncIterator[Deps]:
    settings = Settings(telegram_token=SecretStr("1:a"), database_url=SecretStr(f"sqlite:///{path}"))
    async with open_database(settings.database_url.get_secret_value()) as database:
        await migrate(database)
        await _add_reader(database, clock[0])
        yield Deps(
            settings=settings,
            database=database,
            now=lambda: clock[0],
            worker="replay",
            api=BotApi("http://127.0.0.1:9", "1:a"),
            budget=LocalBudget(_TTL, lambda: clock[0]),
            bell=Bell(),
            metrics=Metrics(),
            health=Health(lambda: clock[0]),
            reach=Reach(recording, Robots(recording), cast("Workers", Here())),
        )


async def _add_reader(database: Database, now: datetime) -> None:
    async with database.write() as session:
        chat = await chats.add_chat(
            session, Place(1), ChatKind.PRIVATE, title="A reader", language="en", now=now
        )
        await subscriptions.add_subscription(session, chat.id, EVERYTHING.key, now=now)


async def replay(folder: Path, history: str, only: frozenset[str]) -> Replay:
    polls = list(polls_of(folder, history, only))
    clock = [datetime.fromtimestamp(polls[0].at, UTC)]
    recording = Recording()
    with tempfile.TemporaryDirectory() as temporary:
        async with a_bot(Path(temporary) / "replay.db", recording, clock) as deps:
            run = Replay(deps, recording, clock)
            for number, poll in enumerate(polls):
                await run.poll(poll)
                if number % 500 == 0:
                    print(f"  {number:,} of {len(polls):,} polls, {clock[0]:%Y-%m-%d}", flush=True)
            await run.finish()
    return run


def report(run: Replay, suspects: int) -> None:
    print(
        "| outlet | polls | entries | articles | stored | pushed | repeated | renamed | missed | held, and why |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    total = [0] * 8
    for name, outlet in sorted(run.outlets.items()):
        oracle = outlet.oracle
        missed = [
            number
            for number, at in enumerate(oracle.first_at)
            if at > outlet.began_at and number not in set(outlet.stored) | outlet.renamed
        ]
        renamed = len(outlet.renamed - set(outlet.stored))
        outlet.suspects += [
            f"missed: {oracle.shown[number]} {outlet.missed.get(number, '')}" for number in missed
        ]
        repeated = len(outlet.pushed) - len(set(outlet.pushed))
        numbers = [
            outlet.polls, outlet.entries, len(oracle.first_at), len(outlet.stored), len(outlet.pushed),
            repeated, renamed, len(missed),
        ]  # fmt: skip
        total = [sum(pair) for pair in zip(total, numbers, strict=True)]
        held = ", ".join(f"{count} {why}" for why, count in outlet.held.most_common())
        print(f"| {name} | " + " | ".join(f"{number:,}" for number in numbers) + f" | {held} |")
    print("| all | " + " | ".join(f"{number:,}" for number in total) + " | |")
    for name, outlet in sorted(run.outlets.items()):
        for line in outlet.suspects[:suspects]:
            print(f"{name}: {line}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--history", choices=HISTORIES, action="append")
    parser.add_argument("--only", default="", help="feeds, comma separated")
    parser.add_argument("--suspects", type=int, default=0, help="lines to print for each feed")
    given = parser.parse_args()
    set_up_logs(style="text", level="error")
    for history in given.history or HISTORIES:
        began = time.perf_counter()
        print(f"history_{history}", flush=True)
        run = asyncio.run(replay(given.folder, history, frozenset(filter(None, given.only.split(",")))))
        report(run, given.suspects)
        print(f"{time.perf_counter() - began:,.0f} s")


if __name__ == "__main__":
    main()
