"""A window with the chat page, a playground behind it, and the bot's end of the wire."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from bot.playground.page.live import Live, Person, Setting
from bot.playground.page.screenshot import FLAGS, chromium
from bot.playground.phone import Phone
from bot.playground.start import Playground, local_telegram
from bot.playground.telegram.limits import Limits
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.nouns import User
from bot.playground.telegram.shapes import Json
from tests.playground.conftest import calls

MISSING = chromium() is None and "browser" not in os.environ.get("NEWSBOT_TESTS_NEED", "")
"""Whether the tests in the browser are skipped; where a browser is needed, they fail without one."""

expect.set_options(timeout=15_000)  # a shared machine may be slow; nothing waits so long when it is right


@dataclass(frozen=True)
class Desk:
    """A page that shows a reader's and an editor's phone, and the bot's end of the wire."""

    page: Page
    playground: Playground
    reader: User
    editor: User
    session: aiohttp.ClientSession

    @property
    def phone(self) -> Phone:
        return self.playground.phone

    @property
    def live(self) -> Live:
        assert self.playground.live
        return self.playground.live

    def screen(self, user: User):
        return self.page.locator(f".phone[data-person='{user.id}']")

    @property
    def mine(self):
        return self.screen(self.reader)

    async def call(self, method: str, **given) -> Any:
        return (await calls(self.playground, self.session)(method, **given)).result

    async def send(self, text: str, **more) -> Any:
        return await self.call("sendMessage", chat_id=self.reader.id, text=text, **more)

    async def send_html(self, text: str, **more) -> Any:
        return await self.send(text, parse_mode="HTML", **more)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def window() -> AsyncIterator[Page]:
    """One window for all tests; each has a playground, and so an origin, of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        context = await browser.new_context(reduced_motion="reduce", timezone_id="Asia/Baku")
        yield await context.new_page()
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def faults(window) -> AsyncIterator[list[str]]:
    """What went wrong in the page; a test ends with none."""
    found: list[str] = []
    listeners = {
        "pageerror": lambda error: found.append(str(error)),
        "console": lambda line: found.append(line.text) if line.type == "error" else None,
        "dialog": lambda dialog: found.append(f"dialog: {dialog.message}"),
    }
    for name, listener in listeners.items():
        window.on(name, listener)
    yield found
    for name, listener in listeners.items():
        window.remove_listener(name, listener)


@pytest_asyncio.fixture(loop_scope="module")
async def desk(window, faults) -> AsyncIterator[Desk]:
    phone = Phone(LocalTelegram(limits=Limits(enforced=False)))
    reader = phone.add_user("Ana", language_code="en")
    editor = phone.add_user("Edik", language_code="en")
    phone.start(reader)
    people = [Person(reader, "a reader"), Person(editor, "an editor")]
    await window.set_viewport_size({"width": 1200, "height": 800})
    async with (
        local_telegram(phone, setting=Setting(people=people, title="Test")) as playground,
        aiohttp.ClientSession() as session,
    ):
        await window.goto(playground.base_url)
        await window.wait_for_selector("body[data-ready]")
        yield Desk(window, playground, reader, editor, session)
        assert await window.evaluate("window.pwned") is None
        await window.goto("about:blank")
    assert faults == []


async def heard(desk: Desk, count: int) -> list[Json]:
    """The last things the bot heard, when there are so many."""
    updates = desk.playground.telegram.state.updates
    await desk.phone.wait_until(lambda: len(updates.pending()) >= count)
    return [update.to_json() for update in updates.pending()]
