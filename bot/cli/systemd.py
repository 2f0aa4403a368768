"""Telling systemd how we are (Type=notify, WatchdogSec), by a datagram to the socket it names; else nothing."""

import asyncio
import os
import socket
from contextlib import suppress


def tell_systemd(state: str) -> None:
    """Say `READY=1`, `STOPPING=1`, `STATUS=…` or `WATCHDOG=1`."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]  # an abstract socket
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        channel.sendto(state.encode(), address)


async def feed_watchdog() -> None:
    """Say that the event loop turns, twice as often as systemd asks for, until cancelled."""
    every = int(os.environ.get("WATCHDOG_USEC", "0")) / 2_000_000
    while every:
        tell_systemd("WATCHDOG=1")
        await asyncio.sleep(every)
