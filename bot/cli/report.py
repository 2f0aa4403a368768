"""Lines for whoever starts the bot or checks it: what is well, what is not, and what to do about it."""

from dataclasses import dataclass

import click
import structlog

log = structlog.get_logger()

_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Report:
    """Writes such lines on the terminal or, with `as_log`, into the log, where machines read it."""

    as_log: bool = False

    def ok(self, what: str, how: str) -> None:
        """Something is as it should be."""
        self._line("✓", "green", what, how)

    def warn(self, what: str, how: str) -> None:
        """Something wants a look; the bot runs all the same."""
        self._line("!", "yellow", what, how)

    def bad(self, what: str, how: str) -> None:
        """Something keeps the bot from its work."""
        self._line("✗", "red", what, how)

    def _line(self, sign: str, colour: str, what: str, how: str) -> None:
        if self.as_log:
            (log.info if sign == "✓" else log.warning)(what, said=how)
            return
        first, *more = how.splitlines() or [""]
        click.echo(f"{click.style(sign, fg=colour)} {what:{_WIDTH}} {first}", err=True)
        for line in more:
            click.echo(f"  {'':{_WIDTH}} {line}", err=True)
