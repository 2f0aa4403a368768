"""`newsbot demo`: the same bot, with a local Telegram, a local newsstand and a chat page in the browser."""

import asyncio
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

if TYPE_CHECKING:
    from rich.console import Console

    from bot.cli.stage import Stage

INTERRUPTED = 130
_PAUSE = 0.7
"""Seconds after each step for whoever reads along in the terminal."""


@click.command()
@click.option("--once", is_flag=True, help="Play the tour and end: 0 only if every step happened.")
@click.option("--port", default=0, help="Where the chat page listens on this machine; 0 takes a free port.")
@click.option(
    "--screenshot",
    "picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Instead: write a picture of the chat page with a story and a broadcast in it.",
)
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", help="The picture's colours.")
@click.option("--width", default=1180, help="The picture's width; below 820 it shows the reader alone.")
def demo(*, once: bool, port: int, picture: Path | None, theme: Literal["light", "dark"], width: int) -> None:
    """Look around without a token: a tour in the terminal, then a chat page in the browser until Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)  # until the loop takes them over: loading takes a second
    from bot.cli.loop import run_async
    from bot.logs import set_up_logs

    set_up_logs(style="auto", level="warning")
    if picture:
        sys.exit(run_async(_picture(picture, theme, width)))
    sys.exit(run_async(_demo(port, stays=sys.stdout.isatty() and not once)))


def _leave(_number: int, _frame: object) -> NoReturn:
    sys.exit(INTERRUPTED)


async def _demo(port: int, *, stays: bool) -> int:
    from rich.console import Console

    from bot.cli.loop import stop_on_signals, unless

    stopping, outcome = asyncio.Event(), Outcome()
    stop_on_signals(stopping)
    await unless(stopping, show(Console(highlight=False), outcome, port, stays=stays))
    return outcome.code


@dataclass(slots=True)
class Outcome:
    """What became of the tour; until it is over, whatever ends it interrupts it."""

    code: int = INTERRUPTED


async def show(console: "Console", outcome: Outcome, port: int, *, stays: bool) -> None:
    """Play the tour and note how it ended; with `stays`, keep the page open then until cancelled."""
    from bot.cli.stage import staged

    console.print("Starting Newsbot with a Telegram and a newsstand of its own ...")
    async with staged(port=port) as stage:
        console.print(f"Ready after {stage.ready_after:.1f} s. The chat page: [bold]{stage.url}[/]")
        outcome.code = int(not await _play(console, stage, pause=_PAUSE if stays else 0))
        if stays:
            console.print(f"\nNow it is yours: [bold]{stage.url}[/] (Ctrl-C ends it)")
            await asyncio.Event().wait()


async def _play(console: "Console", stage: "Stage", *, pause: float) -> bool:
    """Play the tour; whether every step happened."""
    from rich.text import Text

    from bot.playground.tour.play import Failed, play
    from bot.playground.tour.steps import TOUR
    from bot.playground.tour.telling import Teller

    cast = stage.scene.cast
    teller = Teller(console, stage.scene.telegram.world, (cast.ana, cast.leyla, cast.edik))
    try:
        await play(stage.scene, TOUR, teller, pause=pause)
    except Failed as failed:
        console.print(Text.assemble(("\n✗ ", "red"), str(failed)))
        return False
    console.print(f"\n[green]✓[/] All {len(TOUR)} steps happened.")
    return True


async def _picture(path: Path, theme: Literal["light", "dark"], width: int) -> int:
    from bot.cli.stage import staged
    from bot.playground.page.screenshot import find_browser, screenshot
    from bot.playground.tour.play import Failed, Silent, play
    from bot.playground.tour.steps import PICTURE

    find_browser()  # before the minute that the rest takes
    async with staged() as stage:
        try:
            await play(stage.scene, PICTURE, Silent())
        except Failed as failed:
            click.echo(f"newsbot: {failed}", err=True)
            return 1
        await screenshot(stage.url, path, theme=theme, width=width)
    return 0
