"""`newsbot brief` and `newsbot stories`: what the bot makes of articles, with nothing running."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from bot.briefs.summarizers.methods import METHODS
from bot.domain.article import MAX_TEXT, MAX_TITLE, Article
from bot.domain.brief import Brief
from bot.errors import ArticleError
from bot.feeds.record import read_articles

Extract = Callable[[str], Article]
"""Reads the article at a web address."""


@click.command()
@click.option("--jsonl", is_flag=True, help="One JSON article a line in, one JSON line out, in order.")
@click.option("--sentences", default=3, show_default=True, type=click.IntRange(1, 20), help="The most shown.")
@click.option(
    "--method", default="newsbot", show_default=True, type=click.Choice(METHODS), help="The summarizer."
)
@click.option("--title", default="", help="The headline of a plain text.")
@click.argument("source", required=False, metavar="[FILE|URL|-]")
@click.pass_obj
def brief(
    extract: Extract | None, *, jsonl: bool, sentences: int, method: str, title: str, source: str | None
) -> None:
    """Print the brief of an article.

    Without --jsonl the article is plain text in a file or on standard input, or the page at an address.
    """
    from bot.briefs.build import make_brief

    if not jsonl:
        article = _one_article(source, title, extract)
        _show(article, make_brief(article, method=method, sentence_count=sentences))
        return
    refused: list[ArticleError] = []
    with _opened(source) as lines:
        for name, article in read_articles(lines, refuse=refused.append):
            made = make_brief(article, method=method, sentence_count=sentences, more_characters=0)
            click.echo(json.dumps(_as_json(name, made), ensure_ascii=False))
    _tell(refused)


def _one_article(source: str | None, title: str, extract: Extract | None) -> Article:
    if source and source.startswith(("http://", "https://")):
        if extract is None:
            raise click.UsageError("this installation cannot read pages: save the text to a file")
        return extract(source)
    with _opened(source) as lines:
        text = _decoded(lines.read(), source).replace("\r\n", "\n")
    if not text.strip():
        raise ArticleError("there is no text in the article")
    return Article(title=title[:MAX_TITLE], text=text[:MAX_TEXT])


def _decoded(content: bytes, source: str | None) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "standard input" if not source or source == "-" else source
        raise ArticleError(f"{name} is not UTF-8 text: {error.reason} at byte {error.start}") from error


def _show(article: Article, made: Brief) -> None:
    """For a person: the headline, the sentences, what unfolds below them, and what was found out."""
    if article.title:
        click.secho(article.title, bold=True)
    click.echo("\n".join(sentence.text for sentence in made.sentences))
    if made.more:
        click.secho("\nMore", dim=True)
        click.secho("\n".join(sentence.text for sentence in made.more), dim=True)
    facts = {
        "language": made.language,
        "countries": " ".join(tag.code for tag in made.countries),
        "topics": " ".join(tag.id for tag in made.topics),
        "not news": made.not_news,
    }
    click.secho("\n" + "  ".join(f"{name}: {said}" for name, said in facts.items() if said), dim=True)


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
    """Group articles into stories.

    One line out per article, with its story.
    """
    from bot.briefs.grouping.stream import group

    refused: list[ArticleError] = []
    with _opened(source) as lines:
        for name, story in group(read_articles(lines, refuse=refused.append)):
            click.echo(json.dumps({"id": name, "story": str(story)}))
    _tell(refused)


def _tell(refused: Sequence[ArticleError]) -> None:
    """Every line that was no article, in one error; the lines of the others are out by now."""
    if refused:
        raise ArticleError("\n".join(map(str, refused)))


def _opened(source: str | None) -> BinaryIO:
    if not source or source == "-":
        return sys.stdin.buffer
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise ArticleError(f"{source} cannot be read: {error.strerror}") from error
