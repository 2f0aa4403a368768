"""/stats, /feeds and /why: what editors look up."""

from telegram.constants import ParseMode

from bot.chat.asking import Asked
from bot.chat.keyboards import press, rows
from bot.chat.newsroom.chart import bar_chart
from bot.chat.newsroom.why import why_lines
from bot.domain.feed import Feed, FeedHealth
from bot.domain.interest import read_key
from bot.feeds.failure import FailureKind
from bot.services import desk
from bot.services import why as reasons
from bot.services.desk import Ailing, Figures
from bot.telegram.html import CAPTION_LIMIT, is_web_address
from bot.telegram.parsing import parse
from bot.texts.messages import buttons as labels
from bot.texts.messages import desk as words

FEEDS, STORY = "nf", "nv"

_FEEDS_ON_A_PAGE = 8


async def stats(asked: Asked) -> None:
    """The figures below a chart of the briefs sent, day by day."""
    found = await desk.get_figures(asked.deps)
    html = words.stats(asked.texts, shown_figures(found))
    chart = bar_chart([(str(day.day), count) for day, count in found.by_day])
    as_caption = parse(html).length <= CAPTION_LIMIT
    await asked.bot.send_photo(
        asked.place.telegram_id,
        chart,
        caption=html if as_caption else None,
        parse_mode=ParseMode.HTML,
        message_thread_id=asked.place.thread_id or None,
    )
    if not as_caption:
        await asked.say(html)


async def feeds(asked: Asked) -> None:
    """The feeds with their health, paged in place, those that ail first."""
    page = max(asked.pressed.number(0) or 0, 0) if asked.query is not None else 0
    found = await desk.list_feeds(asked.deps)
    pages = max(1, -(-len(found) // _FEEDS_ON_A_PAGE))
    page = min(page, pages - 1)
    shown = found[page * _FEEDS_ON_A_PAGE :][:_FEEDS_ON_A_PAGE]
    ailing = sum(_is_ailing(one.feed) for one in found)
    t = asked.texts
    html = words.feeds(
        t,
        [_health(one) for one in shown],
        now=asked.deps.now(),
        page=page + 1,
        pages=pages,
        ailing=ailing,
    )
    turning = (
        *([press(labels.previous(t), FEEDS, page - 1)] if page else []),
        *([press(labels.following_page(t), FEEDS, page + 1)] if page < pages - 1 else []),
    )
    await asked.show(html, rows(turning))


async def why(asked: Asked) -> None:
    """/why url: the stage at which an article stands or stopped."""
    url = asked.words.split()[0] if asked.words else ""
    if not url:
        await asked.say(words.ask_why(asked.texts))
        return
    if not is_web_address(url):
        url = f"https://{url}"
    found = await reasons.explain(asked.deps, url)
    story = found.known.story if found.known else None
    keyboard = rows([press(labels.open_story(asked.texts), STORY, story.id)]) if story else None
    await asked.say(why_lines(asked.texts, found, asked.chat.preferences.zone), keyboard)


def shown_figures(found: Figures) -> words.Figures:
    """The figures as the message takes them; the days stand in the chart."""
    return words.Figures(
        readers=found.chats.readers,
        groups=found.chats.groups,
        channels=found.chats.channels,
        paused=found.chats.paused,
        gone=found.chats.gone,
        subscriptions=found.subscriptions,
        articles_a_day=found.articles_a_day,
        stories_a_day=found.stories_a_day,
        sent_a_day=found.outcomes.sent,
        failed_a_day=found.outcomes.failed,
        unknown_a_day=found.outcomes.unknown,
        waiting=found.waiting,
        delay_p50=found.delays[0] if found.delays else None,
        delay_p95=found.delays[1] if found.delays else None,
        most_followed=tuple((read_key(key), count) for key, count in found.most_followed),
    )


def _health(one: Ailing) -> words.FeedHealth:
    feed = one.feed
    failing = feed.health is FeedHealth.FAILING
    return words.FeedHealth(
        name=feed.title,
        url=feed.url,
        last_new_at=feed.changed_at,
        articles_a_day=one.articles_a_day,
        failure=(feed.error_kind or FailureKind.OTHER) if feed.error else "",
        failing_since=(feed.succeeded_at or feed.added_at) if failing else None,
        off=feed.health is FeedHealth.OFF,
        silent=feed.health is FeedHealth.SILENT,
    )


def _is_ailing(feed: Feed) -> bool:
    return feed.health in {FeedHealth.FAILING, FeedHealth.GONE, FeedHealth.SILENT}
