"""Sending, side by side: aiogram, python-telegram-bot as it comes, the same over our transport, and our bulk path.

    python benchmarks/delivery_transport.py [--seconds 8] [--rounds 3]

One server, in a process and on a core of its own, in counters mode; each client in a process on the other core. The
first table sends as fast as it goes, with 100 calls in flight, to a server that answers at once and to one that takes
50 ms. The second paces 1,000 a second. The third is a broadcast under Telegram's limits with a reply to somebody else
every half second: how often the server said 429, and how long a reply waited at most.

"as it comes" is what the library's documentation has one write: for aiogram a loop that sleeps when Telegram says so,
for python-telegram-bot its AIORateLimiter with three retries. CPU is of the client alone.
"""

import argparse
import asyncio
import json
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import delivery_rig as rig
import telegram
import uvloop
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from telegram.ext import AIORateLimiter, ExtBot

from bot.domain.delivery import Sent
from bot.domain.pace import spacing
from bot.playground.telegram.limits import Limits
from bot.playground.telegram.local import TOKEN
from bot.services.clock import machine_time
from bot.telegram.outcomes import outcome_of
from bot.telegram.pace import LocalBudget, take_slot
from bot.telegram.replies import PacedReplies
from bot.telegram.transport import BotApi, LibraryRequest, open_session

TEXT = "<b>Port reopens</b>\n" + "A sentence of a brief, forty letters long. " * 15
IN_FLIGHT = 100
REPLY_EVERY = 0.5
_fork = multiprocessing.get_context("fork")

Send = Callable[[int], Awaitable[None]]


@dataclass(frozen=True)
class Client:
    """A way to send: `opened` gives it the address of the server; `paced` keeps Telegram's limits by its own means."""

    name: str
    opened: Callable[[str, bool], Any]
    on_uvloop: bool = False


@asynccontextmanager
async def aiogram(url: str, _paced: bool) -> AsyncIterator[Send]:
    """As its documentation has it: wait as long as Telegram says, and try again."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with AiogramBot(TOKEN, session=session) as bot:

        async def send(chat: int) -> None:
            while True:
                try:
                    await bot.send_message(chat, TEXT, parse_mode="HTML")
                except TelegramRetryAfter as error:
                    await asyncio.sleep(error.retry_after)
                else:
                    return

        yield send


@asynccontextmanager
async def library(url: str, paced: bool) -> AsyncIterator[Send]:
    """python-telegram-bot with its own HTTP client and, when paced, its own limiter."""
    limiter = AIORateLimiter(max_retries=3) if paced else None
    async with ExtBot(TOKEN, base_url=f"{url}/bot", rate_limiter=limiter) as bot:
        yield _sender(bot)


@asynccontextmanager
async def library_over_ours(url: str, paced: bool) -> AsyncIterator[Send]:
    """python-telegram-bot over our transport, paced as replies to readers are."""
    async with open_session() as session:
        yield await _library_over(session, url, LocalBudget(spacing(30), machine_time) if paced else None)


async def _library_over(session: Any, url: str, budget: LocalBudget | None) -> Send:
    async def take_turn(_: int | str) -> datetime:
        return machine_time()

    request = LibraryRequest(session)
    limiter = PacedReplies(budget, take_turn, machine_time) if budget else None
    bot: ExtBot[None] = ExtBot(
        TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request, rate_limiter=limiter
    )
    await bot.initialize()
    return _sender(bot)


@asynccontextmanager
async def bulk(url: str, paced: bool) -> AsyncIterator[Send]:
    """Our bulk path: a prepared body, and of the answer only what is needed."""
    async with BotApi(url, TOKEN) as api:
        budget = LocalBudget(spacing(30), machine_time)
        before, _, after = json.dumps({"chat_id": 0, "text": TEXT, "parse_mode": "HTML"}).partition("0")

        async def send(chat: int) -> None:
            if paced:
                await take_slot(budget)
            outcome = outcome_of(*await api.call("sendMessage", f"{before}{chat}{after}".encode()))
            assert isinstance(outcome, Sent), outcome

        yield send


def _sender(bot: telegram.Bot) -> Send:
    async def send(chat: int) -> None:
        await bot.send_message(chat, TEXT, parse_mode="HTML")

    return send


CLIENTS = (
    Client("aiogram", aiogram),
    Client("aiogram on uvloop", aiogram, on_uvloop=True),
    Client("PTB as it comes", library),
    Client("PTB over our request", library_over_ours, on_uvloop=True),
    Client("our bulk path", bulk, on_uvloop=True),
)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a client did."""

    sends: int
    failed: int
    seconds: float
    cpu: float
    p99: float = 0.0
    longest_reply: float = 0.0

    @property
    def rate(self) -> float:
        return self.sends / self.seconds

    @property
    def per_send(self) -> float:
        """CPU microseconds."""
        return self.cpu / max(self.sends, 1) * 1e6


def in_process(
    client: Client, work: Callable[[Client, str, float], Any], url: str, seconds: float
) -> Measured:
    """Run a client's work in a process of its own, on the first core."""
    receiving, sending = _fork.Pipe(duplex=False)

    def run() -> None:
        rig.pin(0)
        runner = uvloop.run if client.on_uvloop else asyncio.run
        sending.send(runner(work(client, url, seconds)))

    process = _fork.Process(target=run)
    process.start()
    while not receiving.poll(1):
        if not process.is_alive():
            raise RuntimeError(f"{client.name} ended with {process.exitcode}")
    measured: Measured = receiving.recv()
    process.join()
    return measured


async def as_fast_as_it_goes(client: Client, url: str, seconds: float) -> Measured:
    """So many workers, each with one call in flight."""
    waits: list[float] = []
    failed = 0
    async with client.opened(url, False) as send:

        async def keep_sending(worker: int, until: float) -> None:
            nonlocal failed
            chat = rig.FIRST_READER + worker * 1_000_000
            while (began := time.perf_counter()) < until:
                chat += 1
                try:
                    await send(chat)
                except telegram.error.TelegramError:
                    failed += 1
                else:
                    waits.append(time.perf_counter() - began)

        warm = time.perf_counter() + 0.5
        await asyncio.gather(*(keep_sending(worker, warm) for worker in range(IN_FLIGHT)))
        waits.clear()
        failed = 0
        began, cpu = time.perf_counter(), _cpu()
        await asyncio.gather(*(keep_sending(worker, began + seconds) for worker in range(IN_FLIGHT)))
        took, used = time.perf_counter() - began, _cpu() - cpu
    p99 = statistics.quantiles(waits, n=100)[98] if len(waits) > 1 else 0.0
    return Measured(sends=len(waits), failed=failed, seconds=took, cpu=used, p99=p99)


async def thousand_a_second(client: Client, url: str, seconds: float) -> Measured:
    """Paced by our budget, each call a task of its own, as the courier does it."""
    async with client.opened(url, False) as send:
        budget = LocalBudget(spacing(1000), machine_time)
        await take_slot(budget)
        began, cpu, sends = time.perf_counter(), _cpu(), 0
        async with asyncio.TaskGroup() as group:
            while time.perf_counter() < began + seconds:
                await take_slot(budget)
                sends += 1
                group.create_task(_awaited(send(rig.FIRST_READER + sends)))
        took, used = time.perf_counter() - began, _cpu() - cpu
    return Measured(sends=sends, failed=0, seconds=took, cpu=used)


async def broadcast_with_replies(client: Client, url: str, seconds: float) -> Measured:
    """Everybody is to get a message, and meanwhile a reader asks something every half second."""
    sends, failed = 0, 0
    waits: list[float] = []
    ended = False
    async with client.opened(url, True) as send:

        async def keep_sending(worker: int) -> None:
            nonlocal sends, failed
            chat = rig.FIRST_READER + worker * 1_000_000
            while not ended:
                chat += 1
                try:
                    await send(chat)
                    sends += 1
                except telegram.error.TelegramError:
                    failed += 1

        async def reply(chat: int) -> None:
            began = time.perf_counter()
            try:
                await send(chat)
            except telegram.error.TelegramError:
                return
            finally:
                waits.append(time.perf_counter() - began)

        # Ours has one courier that sets a message to go as its slot comes; the others have what they come with.
        workers = [
            asyncio.create_task(keep_sending(n)) for n in range(2 if client.opened is bulk else IN_FLIGHT)
        ]
        replies: list[asyncio.Task[None]] = []
        began, cpu = time.perf_counter(), _cpu()
        while time.perf_counter() < began + seconds:
            await asyncio.sleep(REPLY_EVERY)
            replies.append(asyncio.create_task(reply(10_000_000_000 + len(replies))))
        took, used, done = time.perf_counter() - began, _cpu() - cpu, sends
        ended = True
        await asyncio.wait(replies, timeout=30)
        waits += [30.0 for one in replies if not one.done()]
        for task in (*workers, *replies):
            task.cancel()
        await asyncio.gather(*workers, *replies, return_exceptions=True)
    return Measured(sends=done, failed=failed, seconds=took, cpu=used, longest_reply=max(waits))


async def _awaited(one: Awaitable[None]) -> None:
    await one


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def fastest(seconds: float, rounds: int, folder: Path, latency: float) -> None:
    """The first table."""
    print(f"\n{IN_FLIGHT} in flight, answers after {latency * 1000:.0f} ms: medians of {rounds} rounds")
    print("client                   sends/s  CPU us/send   p99 ms   failed   against ours")
    measured: dict[str, list[Measured]] = {client.name: [] for client in CLIENTS}
    with rig.telegram(folder, limits=Limits(enforced=False), latency=latency, ledger=False, core=1) as server:
        for _ in range(rounds):  # in turn, so that what else the machine does meets all of them
            for client in CLIENTS:
                measured[client.name].append(in_process(client, as_fast_as_it_goes, server.url, seconds))
    ours = statistics.median(one.per_send for one in measured["our bulk path"])
    best = statistics.median(one.rate for one in measured["our bulk path"])
    for name, runs in measured.items():
        rate, per_send = (
            statistics.median(getattr(one, what) for one in runs) for what in ("rate", "per_send")
        )
        print(
            f"{name:22} {rate:9,.0f} {per_send:12.0f} {statistics.median(one.p99 for one in runs) * 1000:8.0f} "
            f"{sum(one.failed for one in runs):8,} {per_send / ours:8.1f}x CPU, {best / max(rate, 0.1):.1f}x",
            flush=True,
        )


def main() -> None:
    """All three tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for latency in (0.0, 0.05):
            fastest(given.seconds, given.rounds, folder, latency)
        with rig.telegram(
            folder, limits=Limits(enforced=False), latency=0.05, ledger=False, core=1
        ) as server:
            paced = in_process(CLIENTS[-1], thousand_a_second, server.url, given.seconds)
            print(
                f"\npaced at 1,000 a second: {paced.rate:.0f} a second, {paced.cpu / paced.seconds:.2f} of a core, "
                f"worst second {server.run('counters')['worst_second']}"
            )
        print("\na broadcast under Telegram's limits, a reply every half second")
        print("client                   sends/s   429s   failed   longest wait of a reply, s   CPU us/send")
        for client in CLIENTS:
            with rig.telegram(folder, limits=Limits(), latency=0.05, ledger=False, core=1) as server:
                one = in_process(client, broadcast_with_replies, server.url, given.seconds * 2)
                refused = server.run("counters")["refused"].get("429", 0)
            print(
                f"{client.name:22} {one.rate:9.1f} {refused:6,} {one.failed:8,} {one.longest_reply:28.2f} "
                f"{one.per_send:13.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
