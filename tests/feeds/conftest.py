"""Feeds over real sockets: a fetcher that may visit this machine, and workers that may be killed."""

import pytest

from bot.feeds.fetch import Fetcher
from bot.feeds.pace import HostPace
from bot.feeds.workers import Workers


@pytest.fixture
async def fetcher():
    async with Fetcher(allow_private=True, pace=HostPace(spacing=0)) as one:
        yield one


@pytest.fixture
async def workers():
    async with Workers(1) as pool:
        yield pool
