from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

from bot.web.server import serving
from tests.world import World, a_world


@dataclass(frozen=True)
class Served:
    """A bot's web server, with the bot's world behind it."""

    session: aiohttp.ClientSession
    url: str
    world: World

    async def ask(self, method, path, **request):
        """The status and the body of an answer: JSON where it is JSON."""
        async with self.session.request(method, self.url + path, **request) as answer:
            body = await (answer.json() if "json" in answer.content_type else answer.text())
            return answer.status, body


@pytest.fixture
def serve(database):
    """`async with serve(publish_token=…) as web`: the server with these settings."""

    @asynccontextmanager
    async def serve(**settings):
        async with (
            aiohttp.ClientSession() as session,
            a_world(database, **({"http_address": "127.0.0.1:0"} | settings)) as world,
            serving(world.deps) as url,
        ):
            yield Served(session, url, world)

    return serve
