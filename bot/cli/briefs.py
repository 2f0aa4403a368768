"""`newsbot brief` and `newsbot stories`: what the bot makes of articles, with nothing running."""

import json
import sys
from pathlib import Path
from typing import TextIO

import click

from bot.domain.brief import Brief
from bot.feeds.record import read_articles


@click.command()
@click.option("--jsonl", is_flag=True, help="One JSON article a line on standard input, one JSON line out.")
@click.option("--sentences", default=3, show_default=True, type=click.IntRange(1, 20), help="The most shown.")
@click.argument("source", required=False, metavar="[FILE|URL|-]")
def brief(*, jsonl: bool, sentences: int, source: str | None) -> None:
    """Print the brief of an article."""
    from bot.briefs.build import make_brief

    if not jsonl:
        raise click.UsageError("give --jsonl")
    with _opened(source) as lines:
        for name, article in read_articles(lines):
            made = make_brief(article, sentence_count=sentences)
            click.echo(json.dumps(_as_json(name, made), ensure_ascii=False))


def _as_json(name: str, made: Brief) -> dict[str, object]:
    return {
        "id": name,
        "language": made.language,
        "summary": [sentence.text for sentence in made.sentences],
        "countries": [tag.code for tag in made.countries],
        "topics": [tag.id for tag in made.topics],
    }


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="One JSON article a line, in order of time.")
@click.argument("source", required=False, metavar="[FILE|-]")
def stories(*, jsonl: bool, source: str | None) -> None:  # noqa: ARG001  # the only form there is so far
    """Group articles into stories: one line out per article, with its story."""
    from bot.briefs.grouping.stream import group

    with _opened(source) as lines:
        for name, story in group(read_articles(lines)):
            click.echo(json.dumps({"id": name, "story": str(story)}))


def _opened(source: str | None) -> TextIO:
    return Path(source).open(encoding="utf-8") if source and source != "-" else sys.stdin
