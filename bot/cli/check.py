"""`newsbot check`: what is wrong, and what to do."""

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.report import Report

if TYPE_CHECKING:
    from bot.settings import Settings


@click.command()
def check() -> None:
    """Tell what is wrong and what to do.

    Looks at token, updates, clock, database, feeds, outbox and disk, also while the bot runs,
    and changes nothing. Ends with 1 when something must be mended.
    """
    from bot.cli.loop import run_async
    from bot.settings import read_settings

    sys.exit(run_async(_check(read_settings())))


async def _check(settings: "Settings") -> int:
    from bot.services.diagnose import Level, diagnose

    report, ended = Report(), 0
    show = {Level.OK: report.ok, Level.LOOK: report.warn, Level.MEND: report.bad}
    async for finding in diagnose(settings):
        show[finding.level](finding.what, finding.said)
        ended = 1 if finding.level is Level.MEND else ended
    return ended
