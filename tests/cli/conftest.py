import asyncio
from dataclasses import dataclass

import pytest
from click.testing import CliRunner, Result

from bot.cli.commands import commands


@dataclass(frozen=True)
class Command:
    """Runs `newsbot` with these settings, beside the servers of the test."""

    settings: dict[str, str]

    async def __call__(self, *arguments: str, given: bytes = b"", **settings: str) -> Result:
        environment = {f"NEWSBOT_{name}": value for name, value in (self.settings | settings).items()}
        return await asyncio.to_thread(
            CliRunner().invoke, commands, arguments, input=given, env=environment, catch_exceptions=False
        )


@pytest.fixture
def newsbot(address, tmp_path, monkeypatch):
    """`newsbot`, on an empty database of each kind, in a folder without a .env file."""
    monkeypatch.chdir(tmp_path)
    return Command(
        {
            "DATABASE_URL": address,
            "FETCH_PRIVATE_ADDRESSES": "true",
            "HTTP_ADDRESS": "",
            "FEEDS": "http://127.0.0.1:9/",
        }
    )
