"""Webhooks: updates posted to the bot, in order within a chat, several chats at once, again until they are taken."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.playground.telegram.errors import bad_request
from bot.playground.telegram.updates import Update, Updates, ignore

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the name of a header
ANSWER_SECONDS = 60
"""How long Telegram waits for the bot to take an update."""

Execute = Callable[[str, Mapping[str, Any]], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Address:
    """Where updates go. http is allowed, as a Bot API server of one's own (`--local`) allows it."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40


@dataclass(frozen=True, slots=True)
class Trouble:
    at: int
    text: str


class Webhook:
    """`delays` are the seconds between tries, the last for all further ones; `execute` runs a call in an answer."""

    def __init__(self, updates: Updates, execute: Execute, delays: tuple[float, ...]) -> None:
        self._updates = updates
        self._execute = execute
        self._delays = delays
        self._queues: defaultdict[int, deque[Update]] = defaultdict(deque)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore()
        self.address = Address()
        self.trouble: Trouble | None = None
        self.on_trouble: Callable[[Trouble], None] = ignore

    async def start(self, address: Address) -> None:
        if not address.url.startswith(("http://", "https://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        await self.stop()
        self.address = address
        self._slots = asyncio.Semaphore(address.max_connections)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS))
        self._updates.on_added = self._enqueue
        for update in self._updates.pending():
            self._enqueue(update)

    async def stop(self) -> None:
        self._updates.on_added = ignore
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()
        self._queues.clear()
        if self._session:
            await self._session.close()
        self._session, self.address, self.trouble = None, Address(), None

    def _enqueue(self, update: Update) -> None:
        self._queues[update.queue].append(update)
        if update.queue not in self._tasks:
            self._tasks[update.queue] = asyncio.create_task(self._deliver_queue(update.queue))

    async def _deliver_queue(self, queue: int) -> None:
        waiting = self._queues[queue]
        while waiting:
            await self._deliver(waiting[0])
            self._updates.confirm(waiting.popleft())
        del self._queues[queue], self._tasks[queue]

    async def _deliver(self, update: Update) -> None:
        tries = 0
        while not await self._post(update):
            await asyncio.sleep(self._delays[min(tries, len(self._delays) - 1)])
            tries += 1

    async def _post(self, update: Update) -> bool:
        if self._session is None:
            return True  # stopped meanwhile
        headers = {"Content-Type": "application/json"}
        if self.address.secret:
            headers[SECRET_HEADER] = self.address.secret
        body = json.dumps(update.to_json()).encode()
        try:
            async with (
                self._slots,
                self._session.post(self.address.url, data=body, headers=headers) as answer,
            ):
                content = await answer.read()
                if answer.ok:
                    await self._obey(content)
                    return True
                text = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            text = (
                "Connection refused"
                if isinstance(error, aiohttp.ClientConnectorError)
                else "Read timeout expired"
            )
        self.trouble = Trouble(int(update.created_at), text)
        self.on_trouble(self.trouble)
        return False

    async def _obey(self, content: bytes) -> None:
        """Run the call that an answer may hold: {"method": "sendMessage", ...}."""
        try:
            call = json.loads(content)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            method = call.pop("method")
            await self._execute(method, call)
