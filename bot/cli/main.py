"""The newsbot command: its subcommands, and what a person sees when something is wrong."""

import sys

import click

from bot import __version__
from bot.cli.briefs import brief, stories
from bot.cli.database import backup, migrate
from bot.cli.run import run
from bot.errors import UserError


class Commands(click.Group):
    """A group that ends with one plain sentence, not a traceback, when the user can mend what went wrong."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UserError as error:
            click.echo(f"newsbot: {error}", err=True)
            sys.exit(2)


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="newsbot")
def main() -> None:
    """Short, verbatim news briefs in Telegram, once, as soon as they are news."""


for command in (run, brief, stories, migrate, backup):
    main.add_command(command)
