"""A story as the message that a reader gets.

From above: marks (corrected, withdrawn), the headline, the sentences, the rest folded, the countries and
topics, the source with its time and who else reported it, and why it came. Whatever the feeds hold, the result
is valid and within Telegram's limits: the folded part gives way first, then the sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.domain.article import Article, StoryId
from bot.domain.brief import Sentence
from bot.domain.chat import Length, Preferences
from bot.domain.countries import flag
from bot.domain.interest import read_key
from bot.domain.story import BriefedArticle, Story
from bot.domain.topics import TOPICS
from bot.telegram.html import (
    TEXT_LIMIT,
    Element,
    Node,
    Part,
    Tree,
    bold,
    is_web_address,
    italic,
    link,
    moment,
    quote,
    struck,
    text,
)
from bot.texts import Texts, texts_for
from bot.texts.markup import Html, clean_line
from bot.texts.messages import brief as words
from bot.texts.messages.follow import why

MAX_HEADLINE = 300
MAX_SENTENCES = 1500
MAX_FOLDED = 1800
"""UTF-16 units that each part of a brief may take; all of them together fit one message."""

_MAX_SOURCE = 64
_LEAST_FOLDED = 40
"""Less than this is not worth a fold."""

_TAG_FLOOR = 0.25
"""The share of a story's focus that a country needs to be named beneath it, unless it is the first."""

_COUNTRIES_SHOWN, _TOPICS_SHOWN = 3, 2


class Occasion(Enum):
    """Why a brief comes now, if it is not simply new."""

    NEW = "new"
    BREAKING = "breaking"
    UPDATE = "update"
    """It adds to a story that the reader follows."""


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """The card below or above a message; none without an address."""

    url: str = ""
    large: bool = False

    @property
    def parameters(self) -> dict[str, str | bool]:
        """Telegram's LinkPreviewOptions, as JSON takes them."""
        if not self.url:
            return {"is_disabled": True}
        size = "prefer_large_media" if self.large else "prefer_small_media"
        return {"url": self.url, size: True, "show_above_text": self.large}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message, ready to send, and the stories that it tells, in its order."""

    html: Html
    plain: str
    """The same without tags, for when Telegram refuses the HTML."""
    preview: LinkPreview
    stories: tuple[StoryId, ...]


def render_brief(
    story: Story,
    preferences: Preferences,
    *,
    matched: str = "",
    occasion: Occasion = Occasion.NEW,
    limit: int = TEXT_LIMIT,
) -> Rendered:
    """One story as a message of its own.

    `matched` is the key of the subscription that called for it; without it (in a channel, under /latest)
    the brief does not say why it came. `limit` is CAPTION_LIMIT below a photo.
    """
    t = texts_for(preferences.language)
    told = story.told_in(preferences.language)
    if story.withdrawn_at is not None:
        tree = _withdrawn(t, story, told, story.withdrawn_at, preferences.zone)
        return _rendered(tree.cut(limit), LinkPreview(), story)
    head = _head(t, story, told, occasion, preferences.zone)
    foot = _foot(t, story, told, matched, preferences.zone)
    room = limit - head.length - foot.length - 4  # the empty lines around the body
    if room < 0:
        return _rendered(Tree.joined("\n\n", [head, foot]).cut(limit), LinkPreview(), story)
    body = _body(told, preferences.length, room)
    tree = Tree.joined("\n\n", [head, body, foot])
    large = preferences.length is not Length.SHORT
    url = told.stored.article.url
    return _rendered(tree, LinkPreview(url, large) if is_web_address(url) else LinkPreview(), story)


def _rendered(tree: Tree, preview: LinkPreview, *stories: Story) -> Rendered:
    return Rendered(
        html=tree.html, plain=tree.plain, preview=preview, stories=tuple(story.id for story in stories)
    )


def headline(article: Article) -> Tree:
    """The headline in one line, never too long, never empty."""
    title = (
        clean_line(article.title) or clean_line(article.text)[:MAX_HEADLINE] or clean_line(article.url) or "…"
    )
    return Tree(text(title)).cut(MAX_HEADLINE)


def _head(t: Texts, story: Story, told: BriefedArticle, occasion: Occasion, zone: str) -> Tree:
    notice = occasion_notice(t, occasion)
    lines = [
        Tree(italic(notice)) if notice else Tree(),
        Tree(bold(*headline(told.stored.article).nodes)),
        Tree(italic(words.corrected_mark(t, story.corrected_at, zone))) if story.corrected_at else Tree(),
    ]
    return Tree.joined("\n", lines)


def occasion_notice(t: Texts, occasion: Occasion) -> str:
    """What stands above the headline; nothing above a story that is simply new."""
    if occasion is Occasion.NEW:
        return ""
    return words.breaking_mark(t) if occasion is Occasion.BREAKING else words.updated_notice(t)


def _withdrawn(t: Texts, story: Story, told: BriefedArticle, at: datetime, zone: str) -> Tree:
    """What stays of a story that was taken back: that it was, and which one."""
    return Tree.joined(
        "\n\n",
        [
            Tree(bold(words.withdrawn_mark(t, at, zone))),
            Tree(struck(*headline(told.stored.article).nodes)),
            source_lines(t, story, told, zone),
        ],
    )


def _body(told: BriefedArticle, length: Length, room: int) -> Tree:
    """The sentences that are seen at once, and the folded rest, in so many units."""
    shown, folded = divided(told, length)
    seen = sentences(told.stored.article, shown).cut(min(room, MAX_SENTENCES if folded else room))
    left = room - seen.length - 1
    rest = (
        sentences(told.stored.article, folded).cut(min(left, MAX_FOLDED)) if left >= _LEAST_FOLDED else Tree()
    )
    return Tree.joined("\n", [seen, Tree(quote(*rest.nodes, expandable=True)) if rest else rest])


def divided(told: BriefedArticle, length: Length) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """The sentences that are seen at once, and those that are folded."""
    brief = told.brief
    if length is Length.LONG:
        return (*brief.sentences, *brief.more), ()
    if length is Length.SHORT:
        return brief.sentences[:1], (*brief.sentences[1:], *brief.more)
    return brief.sentences, brief.more


def sentences(article: Article, chosen: Sequence[Sentence]) -> Tree:
    """Sentences as prose; a new line where the article has something between two of them."""
    parts: list[Part] = []
    for index, sentence in enumerate(chosen):
        if index:
            between = article.text[chosen[index - 1].end : sentence.start]
            parts.append("\n" if between.strip() or "\n" in between else " ")
        parts.append(text(clean_line(sentence.text)))
    return Tree(*parts)


def _foot(t: Texts, story: Story, told: BriefedArticle, matched: str, zone: str) -> Tree:
    lines = [Tree(text(tag_line(t, story))), source_lines(t, story, told, zone)]
    if matched:
        lines.append(Tree(italic(why(t, read_key(matched)))))
    return Tree.joined("\n", lines)


def tag_line(t: Texts, story: Story) -> str:
    """The countries and topics of a story: `🇬🇪 Georgia · ⚡️ Energy`."""
    countries = [
        f"{flag(tag.code)} {t.country_name(tag.code)}"
        for place, tag in enumerate(story.countries[:_COUNTRIES_SHOWN])
        if place == 0 or tag.weight >= _TAG_FLOOR
    ]
    above = {topic.parent for tag in story.topics if (topic := TOPICS.get(tag.id))}
    finest = [tag.id for tag in story.topics if tag.id not in above and tag.id in TOPICS]
    topics = [
        " ".join(filter(None, (TOPICS[one].emoji, t.topic_name(one)))) for one in finest[:_TOPICS_SHOWN]
    ]
    return " · ".join((*countries, *topics))


def source_lines(t: Texts, story: Story, told: BriefedArticle, zone: str) -> Tree:
    """The outlet and the time; below them, who else reported it."""
    source = Tree.joined(" · ", [source_link(told), Tree(shown_time(t, told, zone))])
    return Tree.joined("\n", [source, _others(t, story, told)])


def source_link(told: BriefedArticle) -> Tree:
    name = source_name(told.stored.article)
    return Tree(link(told.stored.article.url, name)) if name else Tree()


def source_name(article: Article) -> str:
    """The outlet's name; without one, the host of the article's address."""
    host = article.url.split("://", 1)[-1].split("/", 1)[0].removeprefix("www.") if article.url else ""
    return Tree(text(clean_line(article.source or host))).cut(_MAX_SOURCE).plain


def shown_time(t: Texts, told: BriefedArticle, zone: str) -> Node:
    """When it was published; a publisher's clock that runs ahead of ours is not believed."""
    seen = told.stored.first_seen_at
    published = told.stored.article.published_at or seen
    at = min(published, seen)
    return moment(at, t.moment(at, zone))


_MARK = 0xE000
"""Code points for private use stand for the links in a translated sentence until they are put in."""


def _others(t: Texts, story: Story, told: BriefedArticle) -> Tree:
    """Who else reported the story, each name a link to that report."""
    reports: dict[str, Element] = {}
    unnamed = 0
    for other in story.articles:
        name = source_name(other.stored.article)
        if not name:
            unnamed += other.id != told.id
        elif name != source_name(told.stored.article):
            reports.setdefault(name, link(other.stored.article.url, name))
    if not reports:
        return Tree(text(words.unnamed_outlets(t, unnamed))) if unnamed else Tree()
    links = {chr(_MARK + index): report for index, report in enumerate(reports.values())}
    sentence = words.also_reported(t, tuple(links))
    return Tree(*(links.get(part, part) for part in _split_at(sentence, links)))


def _split_at(sentence: str, marks: dict[str, Element]) -> list[str]:
    """A sentence in pieces: each mark a piece of its own."""
    pieces = [""]
    for char in sentence:
        if char in marks:
            pieces += [char, ""]
        else:
            pieces[-1] += char
    return pieces
