"""What became of an article, in words. The command line says it in the same ones."""

from collections.abc import Iterator

from bot.domain.delivery import DeliveryState
from bot.domain.interest import Interest
from bot.domain.story import Story
from bot.services.why import Known, Why
from bot.texts import Texts
from bot.texts.markup import Html, join
from bot.texts.messages import desk as words
from storage.articles import Stage

_REASONS = {
    "it was there before the feed was added": words.why_old,
    "too old when it was first seen": words.why_too_old,
    "its feed was issued anew with other identities": words.why_reissued,
}


def why_lines(t: Texts, found: Why, zone: str) -> Html:
    """The way of an article, step by step, to where it stands or stopped."""
    if found.known is None:
        return _unknown(t, found)
    return words.why_page(found.known.stored.article.title or found.url, list(_steps(t, found.known, zone)))


def _unknown(t: Texts, found: Why) -> Html:
    if found.purged:
        return words.why_purged(t, found.url)
    names = [feed.title or feed.url for feed in found.feeds]
    looked = words.why_looked(t, found.page.reason) if found.page else ""
    return join("\n", (words.why_unknown(t, found.url), words.why_feeds_there(t, names), looked))


def _steps(t: Texts, known: Known, zone: str) -> Iterator[Html]:
    feed = known.feed.title or known.feed.url if known.feed else known.stored.article.source
    yield words.why_seen(t, known.stored.first_seen_at, zone, feed or "–")
    match known.stage:
        case Stage.STORED | Stage.BRIEFED:
            yield words.why_in_hand(t)
        case Stage.REFUSED:
            yield _refused(t, known)
        case Stage.WITHDRAWN:
            at = known.story.withdrawn_at if known.story else None
            yield words.why_withdrawn(t, at or known.stored.first_seen_at, zone)
        case _:
            yield from _in_story(t, known)


def _refused(t: Texts, known: Known) -> Html:
    if known.twin is not None:
        return words.why_twin(t, known.twin.article.title)
    if known.reason.startswith("it cannot be"):
        return words.why_unreadable(t)
    return words.why_not_news(t, known.reason)


def _in_story(t: Texts, known: Known) -> Iterator[Html]:
    story, told = known.story, known.told or {}
    if story is None:
        return
    yield words.why_tags(t, tags_of(story))
    if not known.opened:
        yield words.why_joined(t, story.articles[0].stored.article.title)
    if not known.was_pushed:
        if (say := _REASONS.get(known.reason)) is not None:
            yield say(t)
        return
    yield words.why_matched(t, sum(told.values()))
    if told:
        yield words.why_deliveries(
            t,
            sent=told.get(DeliveryState.SENT, 0),
            waiting=told.get(DeliveryState.PENDING, 0) + told.get(DeliveryState.SENDING, 0),
            dropped=told.get(DeliveryState.DROPPED, 0),
            failed=told.get(DeliveryState.FAILED, 0),
            unknown=told.get(DeliveryState.UNKNOWN, 0),
        )


def tags_of(story: Story) -> list[Interest]:
    """What a story is about."""
    countries = [Interest(country=tag.code) for tag in story.countries]
    return [*countries, *(Interest(topic=tag.id) for tag in story.topics)]
