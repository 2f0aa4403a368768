"""A broadcast with a line of ours below it."""

from bot.telegram.html import TEXT_LIMIT, Tree, italic
from bot.telegram.parsing import parse
from bot.texts.markup import Html

_GAP = "\n\n"


def with_mark(html: str, mark: str, *, limit: int = TEXT_LIMIT) -> Html:
    """What an editor composed, with a mark (`✏️ Corrected on …`) as its last line, in italics.

    Where both do not fit, the mark stays and the text is cut. Raises ValueError for HTML that Telegram refuses.
    """
    line = Tree(italic(mark))
    return Tree.joined(_GAP, [parse(html).cut(limit - line.length - len(_GAP)), line]).html
