"""A newsstand as a process of its own: python -m bot.playground.newsstand --port 8082 --every 5."""

import asyncio
import contextlib

import click

from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=0, help="0 takes a free one.")
@click.option("--every", default=5.0, show_default=True, help="Seconds from one article to the next.")
def main(host: str, port: int, every: float) -> None:
    """Publish until Ctrl-C; first, the addresses of the feeds are printed."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(host, port, every))


async def _serve(host: str, port: int, every: float) -> None:
    async with serve_newsstand(Stand(), host=host, port=port, every=every) as running:
        click.echo("\n".join(running.feed_urls))
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
