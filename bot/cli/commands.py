"""The newsbot command: its subcommands, and what a person sees when something is wrong."""

import sys
from typing import TYPE_CHECKING

import click

from bot import __version__
from bot.cli.briefs import brief, stories
from bot.cli.check import check
from bot.cli.database import backup, migrate
from bot.cli.demo import demo
from bot.cli.feeds import feeds
from bot.cli.repairs import repairs
from bot.cli.run import run
from bot.errors import UserError

if TYPE_CHECKING:
    from bot.domain.article import Article


class Commands(click.Group):
    """A group that ends with one plain sentence, not a traceback, when the user can mend what went wrong."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UserError as error:
            first, *more = str(error).splitlines() or [""]
            click.echo("\n".join([f"newsbot: {first}", *(f"         {line}" for line in more)]), err=True)
            sys.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """In the order in which a newcomer needs them, not the alphabet's."""
        return list(self.commands)


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="newsbot")
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Short, verbatim news briefs in Telegram, once, as soon as they are news.

    Settings are read from NEWSBOT_* in the environment and from .env in the current folder; .env.example lists and
    explains them all.
    """
    ctx.obj = ctx.obj or _article_at


def _article_at(url: str) -> "Article":
    from bot.cli.loop import run_async
    from bot.cli.reach import read_article_at
    from bot.errors import ArticleError, FetchError, ParseError
    from bot.settings import read_settings

    try:
        return run_async(read_article_at(url, read_settings()))
    except (FetchError, ParseError) as error:
        raise ArticleError(str(error)) from error


for command in (run, demo, check, feeds, brief, stories, migrate, backup, repairs):
    commands.add_command(command)
