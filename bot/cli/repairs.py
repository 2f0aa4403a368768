"""`newsbot repairs`: what editors put right, as labelled examples."""

import click


@click.command()
@click.argument("kind", type=click.Choice(["stories", "tags"]), default="stories")
def repairs(*, kind: str) -> None:
    """Print what editors split and merged (stories), or what they said a story is about (tags): a line of JSON each.

    `python benchmarks/stories.py FOLDER --repairs FILE` reads the former; countries.py and topics.py read the latter.
    """
    from bot.cli.loop import run_async
    from bot.cli.reach import ready_database
    from bot.services.examples import Kind, export
    from bot.settings import read_settings

    async def main() -> None:
        async with ready_database(read_settings()) as database:
            async for line in export(database, Kind(kind)):
                click.echo(line)

    run_async(main())
