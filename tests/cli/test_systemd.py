import asyncio
import socket

import pytest

from bot.cli.systemd import feed_watchdog, tell_systemd


@pytest.fixture
def heard(tmp_path, monkeypatch):
    """What systemd hears, one message a call."""
    path = tmp_path / "notify"
    monkeypatch.setenv("NOTIFY_SOCKET", str(path))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(path))
        channel.settimeout(10)
        yield lambda: channel.recv(100).decode()


def test_systemd_hears_that_the_bot_is_up(heard):
    tell_systemd("READY=1")
    assert heard() == "READY=1"


def test_without_systemd_nobody_is_told(monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    tell_systemd("READY=1")


def test_a_systemd_that_does_not_listen_is_no_trouble(monkeypatch, tmp_path):
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    tell_systemd("READY=1")


async def test_the_watchdog_is_fed_as_long_as_the_loop_turns(heard, monkeypatch):
    monkeypatch.setenv("WATCHDOG_USEC", "20000")
    feeding = asyncio.create_task(feed_watchdog())
    assert await asyncio.to_thread(lambda: [heard(), heard()]) == ["WATCHDOG=1", "WATCHDOG=1"]
    feeding.cancel()


async def test_without_a_watchdog_it_is_not_fed(heard, monkeypatch):
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    await feed_watchdog()
