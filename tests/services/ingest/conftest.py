"""Fixtures for ingest: a publisher's site, and real workers that all tests share."""

from collections.abc import AsyncIterator, Iterator

import pytest

from storage.database import Database
from tests.services.ingest.press import Press, SharedWorkers, a_press


@pytest.fixture(scope="session")
def workers() -> Iterator[SharedWorkers]:
    shared = SharedWorkers()
    yield shared
    shared.close()


@pytest.fixture
async def press(database: Database, workers: SharedWorkers) -> AsyncIterator[Press]:
    """A bot and the press, on each kind of database."""
    async with a_press(database, workers) as made:
        yield made
