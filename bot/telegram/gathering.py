"""Several stories in one message, or in as few as they fit: digests, what came due together, pages of /latest.

How much is shown of each is decided by how many they are: the least that is shown of a story (its headline
and first sentence) sets the number of messages, and then as much is shown as fits into that number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.chat import Length, Preferences
from bot.domain.countries import flag
from bot.domain.story import BriefedArticle, Story
from bot.telegram.html import ENTITY_LIMIT, TEXT_LIMIT, Tree, bold, italic, link, quote, struck, text
from bot.telegram.parsing import parse
from bot.telegram.rendering import (
    LinkPreview,
    Occasion,
    Rendered,
    divided,
    headline,
    occasion_notice,
    render_brief,
    sentences,
    shown_time,
    source_link,
)
from bot.texts import Texts, texts_for
from bot.texts.messages import brief as words

_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Due:
    """A story that is owed to a chat, and the key of the subscription that called for it."""

    story: Story
    matched: str = ""
    occasion: Occasion = Occasion.NEW


class Detail(IntEnum):
    """How much of a gathered story is shown."""

    HEADLINE = 0
    FIRST_SENTENCE = 1
    SENTENCES = 2
    FOLDED = 3
    """The sentences, and the rest in a quote that unfolds."""


_MOST = {Length.SHORT: Detail.FIRST_SENTENCE, Length.NORMAL: Detail.FOLDED, Length.LONG: Detail.FOLDED}
_UNITS = {
    Detail.HEADLINE: 0,
    Detail.FIRST_SENTENCE: 350,
    Detail.SENTENCES: 900,
    Detail.FOLDED: 900,
}
_FOLDED_UNITS = 700


def gather(
    dues: Sequence[Due], preferences: Preferences, *, heading: str = "", numbered: bool = False
) -> list[Rendered]:
    """What is due for one chat, in its order, in as few messages as it takes.

    `heading` is HTML and stands on the first message; numbers run on. A message ends at the border between
    two stories. One story without a heading is a brief.
    """
    if not dues:
        return []
    if len(dues) == 1 and not heading:
        due = dues[0]
        return [render_brief(due.story, preferences, matched=due.matched, occasion=due.occasion)]
    title = parse(heading)
    best = _packed(dues, preferences, Detail.FIRST_SENTENCE, title, numbered=numbered)
    for detail in range(Detail.SENTENCES, _MOST[preferences.length] + 1):
        richer = _packed(dues, preferences, Detail(detail), title, numbered=numbered)
        if len(richer) > len(best):
            break
        best = richer
    return best


def render_together(
    dues: Sequence[Due],
    preferences: Preferences,
    *,
    heading: str = "",
    numbered: bool = True,
    limit: int = TEXT_LIMIT,
) -> Rendered:
    """Several stories as exactly one message: a page of /latest, or a gathered message that is edited.

    As much is shown of each as fits; in the worst case every story gets its share of the room.
    """
    title = parse(heading)
    for detail in sorted(Detail, reverse=True):
        if detail <= _MOST[preferences.length]:
            entries = _entries(dues, preferences, detail, numbered=numbered)
            tree = Tree.joined(_GAP, [title, *entries])
            if tree.fits(limit):
                return _rendered(tree, dues)
    title = title.cut(limit // 4)
    share = (limit - title.length) // max(len(dues), 1) - len(_GAP)
    tree = Tree.joined(_GAP, [title, *(entry.cut(share) for entry in entries)]).cut(limit)
    return _rendered(tree if tree.fits(limit) else Tree(text(tree.plain)), dues)


def _rendered(tree: Tree, dues: Sequence[Due]) -> Rendered:
    return Rendered(
        html=tree.html,
        plain=tree.plain,
        preview=LinkPreview(),
        stories=tuple(due.story.id for due in dues),
    )


def _packed(
    dues: Sequence[Due], preferences: Preferences, detail: Detail, title: Tree, *, numbered: bool
) -> list[Rendered]:
    """The stories in messages, each filled before the next is begun."""
    entries = _entries(dues, preferences, detail, numbered=numbered)
    messages: list[list[int]] = [[]]
    room, entities = TEXT_LIMIT - title.length, ENTITY_LIMIT - title.entities
    for index, entry in enumerate(entries):
        length, tags = entry.length + len(_GAP), entry.entities
        if messages[-1] and (length > room or tags > entities):
            messages.append([])
            room, entities = TEXT_LIMIT, ENTITY_LIMIT
        messages[-1].append(index)
        room, entities = room - length, entities - tags
    return [
        _rendered(
            Tree.joined(_GAP, [title if number == 0 else Tree(), *(entries[index] for index in held)]),
            [dues[index] for index in held],
        )
        for number, held in enumerate(messages)
    ]


def _entries(dues: Sequence[Due], preferences: Preferences, detail: Detail, *, numbered: bool) -> list[Tree]:
    t = texts_for(preferences.language)
    return [
        _entry(t, due, preferences, detail, f"{number}. " if numbered else "")
        for number, due in enumerate(dues, start=1)
    ]


def _entry(t: Texts, due: Due, preferences: Preferences, detail: Detail, number: str) -> Tree:
    """One story among others: its headline is the link, its source and time stand last."""
    story = due.story
    told = story.told_in(preferences.language)
    title = headline(told.stored.article).nodes
    if story.withdrawn_at is not None:
        mark = words.withdrawn_mark(t, story.withdrawn_at, preferences.zone)
        return Tree.joined("\n", [Tree(number, struck(*title)), Tree(bold(mark))])
    sign = f"{flag(story.countries[0].code)} " if story.countries else ""
    notice = occasion_notice(t, due.occasion)
    corrected = words.corrected_mark(t, story.corrected_at, preferences.zone) if story.corrected_at else ""
    lines = [
        Tree(italic(notice)) if notice else Tree(),
        Tree(number, sign, bold(link(told.stored.article.url, *title))),
        Tree(italic(corrected)) if corrected else Tree(),
        _body(told, preferences.length, detail),
        Tree.joined(" · ", [source_link(told), Tree(shown_time(t, told, preferences.zone))]),
    ]
    return Tree.joined("\n", lines)


def _body(told: BriefedArticle, length: Length, detail: Detail) -> Tree:
    shown, folded = divided(told, length)
    if detail <= Detail.FIRST_SENTENCE:
        shown = shown[: int(detail)]
    seen = sentences(told.stored.article, shown).cut(_UNITS[detail])
    if detail < Detail.FOLDED or not folded:
        return seen
    rest = sentences(told.stored.article, folded).cut(_FOLDED_UNITS)
    return Tree.joined("\n", [seen, Tree(quote(*rest.nodes, expandable=True))])
