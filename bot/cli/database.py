"""`newsbot migrate` and `newsbot backup`: the database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.report import Report


@click.command()
def migrate() -> None:
    """Bring the database to this version.

    `run` does so by itself at its start.
    """
    from bot.cli.loop import run_async
    from bot.settings import read_settings
    from storage.database import check_reachable, open_database
    from storage.migrate import migrate as migrate_database

    async def main() -> None:
        async with open_database(read_settings().database_url.get_secret_value()) as database:
            await check_reachable(database)
            done = await migrate_database(database)
            if done.before == done.after:
                Report().ok("database", f"{database.name} is at version {done.after} already")
            else:
                backup = f"; backup in {done.backup}" if done.backup else ""
                Report().ok(
                    "database",
                    f"{database.name} migrated from {done.before or 'nothing'} to {done.after}{backup}",
                )

    run_async(main())


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
def backup(*, target: Path | None) -> None:
    """Copy the database while the bot runs.

    For SQLite; for PostgreSQL use pg_dump. Without FILE the copy is named after the time, in the current folder.
    """
    from bot.cli.loop import run_async
    from bot.settings import read_settings
    from storage.backup import back_up
    from storage.database import check_reachable, open_database

    async def main() -> None:
        async with open_database(read_settings().database_url.get_secret_value()) as database:
            await check_reachable(database)
            name = target or Path(f"newsbot-{datetime.now(UTC):%Y%m%d-%H%M%S}.db")
            size = await back_up(database, name)
            Report().ok(
                "backup",
                f"{name}, {size / 1e6:.1f} MB; to restore it, stop the bot and put it in the database's place",
            )

    run_async(main())
