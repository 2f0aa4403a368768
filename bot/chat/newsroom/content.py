"""What an editor composed, as readers are to get it: the message he wrote or replied to, its formatting kept."""

import re
from dataclasses import replace

from telegram import Message

from bot.domain.broadcast import Content
from bot.telegram.html import CAPTION_LIMIT, TEXT_LIMIT, Element, Node, Text, Tree
from bot.telegram.parsing import parse
from bot.texts import Texts
from bot.texts.markup import Html
from bot.texts.messages import newsroom as words

_COMMAND = re.compile(r"\s*/\w+(?:@\w+)?\s*")


def content_of(message: Message) -> Content | None:
    """What a message says, without the command that it may begin with; None for what cannot be broadcast."""
    if message.media_group_id is not None:
        return None
    if message.photo:
        return Content(html=_tidy(message.caption_html or ""), photo=message.photo[-1].file_id)
    return Content(html=_tidy(message.text_html)) if message.text else None


def complaint(t: Texts, content: Content | None, *, photo_for: Content | None = None) -> Html | None:
    """What is wrong with it as a broadcast, or as the correction of one; None when nothing is."""
    if content is None:
        return words.unsupported_message(t)
    if photo_for is not None and content.photo:
        return words.only_words(t)
    is_caption = bool(content.photo or (photo_for and photo_for.photo))
    tree, limit = parse(content.html), CAPTION_LIMIT if is_caption else TEXT_LIMIT
    if tree.length > limit:
        return words.too_long(t, tree.length, limit)
    return words.empty_message(t) if not tree and not content.photo else None


def _tidy(html: str) -> str:
    """Without the command, and without the space around; a message that is formatted as a whole may hold it, too."""
    nodes = _after_command(parse(html).nodes)
    return Tree(*nodes).html.strip()


def _after_command(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    if not nodes:
        return nodes
    first, *rest = nodes
    if isinstance(first, Element):
        return (replace(first, children=_after_command(first.children)), *rest)
    match = _COMMAND.match(first.text)
    if match is None:
        return nodes
    kept = Text(first.text[match.end() :])
    return (kept, *rest) if kept.text else tuple(rest)
