"""A local Telegram as a process of its own: python -m bot.playground.telegram --port 8081 --mode counters."""

import asyncio
import contextlib
import signal
import sys

import click

from bot.playground.phone import Phone
from bot.playground.start import local_counters, local_telegram
from bot.playground.telegram.limits import Limits
from bot.playground.telegram.local import TOKEN, LocalTelegram


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=0, help="0 takes a free one.")
@click.option("--token", default=TOKEN, show_default=True, help="The bot's token; any other is refused.")
@click.option("--mode", type=click.Choice(["full", "counters"]), default="full", show_default=True)
@click.option("--limits/--no-limits", default=True, help="Enforce Telegram's limits of pace.")
@click.option("--latency", default=0.0, help="Seconds by which counters mode answers late.")
@click.option("--log", is_flag=True, help="Counters mode: note (chat, message, hash) of every message.")
def main(*, host: str, port: int, token: str, mode: str, limits: bool, latency: float, log: bool) -> None:
    """Serve until SIGTERM or Ctrl-C; the first line on standard output is the address."""
    telegram = LocalTelegram(token=token, limits=Limits(enforced=limits))
    telegram.reset_counters(log=log)
    loop_factory = None
    if sys.platform != "win32":
        import uvloop  # noqa: PLC0415 -- not there on Windows

        loop_factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(_serve(telegram, host, port, mode, latency))


async def _serve(telegram: LocalTelegram, host: str, port: int, mode: str, latency: float) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    if mode == "counters":
        serving = local_counters(Phone(telegram), host=host, port=port, latency=latency, strict=False)
    else:
        serving = local_telegram(Phone(telegram), host=host, port=port, strict=False)
    async with serving as playground:
        click.echo(playground.base_url)
        await stopped.wait()


if __name__ == "__main__":
    main()
