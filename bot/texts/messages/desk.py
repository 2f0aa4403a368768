"""What editors and operators look up: /stats, /feeds and /why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.interest import Interest
from bot.texts.markup import Html, bold, code, escape, join
from bot.texts.messages.reader import quoted
from bot.texts.texts import Texts

_SPARKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of /stats; those of a day are of the last 24 hours."""

    readers: int
    groups: int
    channels: int
    paused: int
    gone: int
    subscriptions: int
    articles_a_day: int
    stories_a_day: int
    sent_a_day: int
    failed_a_day: int = 0
    unknown_a_day: int = 0
    waiting: int = 0
    delay_p50: timedelta | None = None
    delay_p95: timedelta | None = None
    most_followed: tuple[tuple[Interest, int], ...] = ()
    sent_by_day: tuple[int, ...] = ()
    """Oldest first, for the chart."""


def stats(t: Texts, figures: Figures) -> Html:
    """/stats."""
    parts = [join("\n", _chats(t, figures)), join("\n", _flow(t, figures))]
    if figures.most_followed:
        top = [
            Html(f"{escape(t.interest_label(one))}: {t.number(count)}")
            for one, count in figures.most_followed
        ]
        parts.append(join("\n", (bold(t.plain("Most followed")), *top)))
    if figures.sent_by_day:
        parts.append(
            join("\n", (t.gettext("Briefs sent, day by day:"), code(sparkline(figures.sent_by_day))))
        )
    return join("\n\n", parts)


def _chats(t: Texts, f: Figures) -> tuple[Html, ...]:
    return (
        bold(t.plain("Chats")),
        t.gettext(
            "readers {readers} · groups {groups} · channels {channels}",
            readers=f.readers,
            groups=f.groups,
            channels=f.channels,
        ),
        t.gettext("paused {paused} · left {gone}", paused=f.paused, gone=f.gone),
        t.gettext("subscriptions {n}", n=f.subscriptions),
    )


def _flow(t: Texts, f: Figures) -> tuple[Html, ...]:
    lines = [
        bold(t.plain("Last 24 hours")),
        t.gettext(
            "articles {articles} · stories {stories}", articles=f.articles_a_day, stories=f.stories_a_day
        ),
        t.gettext(
            "sent {sent} · failed {failed} · unknown {unknown} · waiting {waiting}",
            sent=f.sent_a_day,
            failed=f.failed_a_day,
            unknown=f.unknown_a_day,
            waiting=f.waiting,
        ),
    ]
    if f.delay_p50 is not None and f.delay_p95 is not None:
        lines.append(
            t.gettext(
                "from publication to the chat: half within {p50}, 95 of 100 within {p95}",
                p50=t.span(f.delay_p50),
                p95=t.span(f.delay_p95),
            )
        )
    return tuple(lines)


def sparkline(values: Sequence[int]) -> str:
    """Values as a row of bars, the highest the full height."""
    top = max(values, default=0)
    if top <= 0:
        return _SPARKS[0] * len(values)
    return "".join(_SPARKS[max(value, 0) * (len(_SPARKS) - 1) // top] for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """A feed as /feeds shows it. `failure` is the kind of its last one (`feed_failure`), empty while it works."""

    name: str
    url: str
    last_new_at: datetime | None = None
    articles_a_day: float = 0.0
    failure: str = ""
    failing_since: datetime | None = None
    off: bool = False
    silent: bool = False


def feeds(
    t: Texts,
    health: Sequence[FeedHealth],
    *,
    now: datetime,
    page: int = 1,
    pages: int = 1,
    ailing: int = 0,
) -> Html:
    """/feeds: the ailing ones are to come first; `ailing` counts them on all pages."""
    if not health:
        return t.gettext("There are no feeds. An operator adds one with <code>newsbot feeds add URL</code>.")
    heading = join(
        " · ",
        (
            bold(t.plain("Feeds")),
            t.gettext("page {page} of {pages}", page=page, pages=pages) if pages > 1 else "",
            t.ngettext("one in trouble", "{n} in trouble", ailing) if ailing else t.gettext("all well"),
        ),
    )
    return join("\n\n", (heading, *(_feed(t, one, now) for one in health)))


def _feed(t: Texts, feed: FeedHealth, now: datetime) -> Html:
    sign = "⏸" if feed.off else "⚠️" if feed.failure else "🤫" if feed.silent else "✅"
    lines = [Html(f"{sign} <b>{escape(quoted(feed.name or feed.url))}</b>")]
    if feed.off:
        lines.append(t.gettext("switched off"))
    if feed.failure:
        lines.append(feed_failure(t, feed.failure))
    if feed.failing_since is not None:
        lines.append(t.gettext("since {ago}", ago=t.ago(now - feed.failing_since)))
    if feed.last_new_at is not None:
        lines.append(t.gettext("last article {ago}", ago=t.ago(now - feed.last_new_at)))
    else:
        lines.append(t.gettext("no article yet"))
    lines.append(t.gettext("{n} articles a day", n=t.number(round(feed.articles_a_day, 1))))
    return join("\n", (lines[0], join(" · ", lines[1:])))


def feed_failure(t: Texts, kind: str) -> Html:
    """Why a feed cannot be read and what to do about it; `kind` is a value of `bot.feeds.failure.FailureKind`."""
    sentences = {
        "forbidden": t.gettext(
            "Its address is private or not allowed. An operator can give one on the open web."
        ),
        "gone": t.gettext("The publisher has withdrawn it. Look for its new address on the site."),
        "not_found": t.gettext("There is nothing at its address. Look for the feed on the site."),
        "login": t.gettext("It wants a password. Ask the publisher for a public address."),
        "blocked": t.gettext("The site refuses programs. Ask the publisher to allow us."),
        "rate_limited": t.gettext("Its server asked us to wait, and we do."),
        "server": t.gettext("Its server is at fault. We ask again, more and more seldom."),
        "unreachable": t.gettext("Its server cannot be reached. We ask again, more and more seldom."),
        "timeout": t.gettext("Its server is too slow to answer. We ask again, more and more seldom."),
        "tls": t.gettext("The certificate of its site is not valid. Tell the publisher."),
        "name": t.gettext("The name of its site is not known. Check how it is spelled."),
        "too_large": t.gettext("It is too large. Use one with fewer or shorter articles."),
        "too_costly": t.gettext("It takes too long to read, or is built to. Use another feed of the site."),
        "not_a_feed": t.gettext("What lies at its address is no feed. Look for the feed on the site."),
        "moved": t.gettext("It has moved to an address that we follow already. An operator can remove it."),
    }
    return sentences.get(kind, t.gettext("It cannot be read. The cause stands in the log."))


def feed_in_trouble(t: Texts, name: str, kind: str, *, lasted: timedelta) -> Html:
    """A notice to the editors: a feed has been failing for a while."""
    trouble = t.gettext(
        "⚠️ No news from <b>{feed}</b> for {time}.", feed=quoted(name) or "…", time=t.span(lasted)
    )
    return join(" ", (trouble, feed_failure(t, kind)))


def feed_recovered(t: Texts, name: str) -> Html:
    return t.gettext("✅ <b>{feed}</b> brings news again.", feed=quoted(name) or "…")


def feed_silent(t: Texts, name: str, *, lasted: timedelta) -> Html:
    """A notice to the editors: a feed answers, but has brought nothing for much longer than it usually does."""
    return t.gettext(
        "🤫 <b>{feed}</b> has brought nothing for {time}, which is not its way.",
        feed=quoted(name) or "…",
        time=t.span(lasted),
    )


def second_bot(t: Texts) -> Html:
    """A notice to the editors: Telegram gives what readers write to another program."""
    return t.gettext(
        "⚠️ Another program takes what readers write to me: it runs with the same token. Until an operator stops it, "
        "I may not hear them."
    )


def disk_fills(t: Texts, megabytes: int) -> Html:
    """A notice to the editors: the disk of the database is nearly full."""
    return t.gettext(
        "⚠️ The disk that I keep everything on has {n} MB left. When it is full, no news goes out until an operator "
        "makes room.",
        n=t.number(megabytes),
    )


def ask_why(t: Texts) -> Html:
    """/why without an address."""
    return t.gettext(
        "What became of which article? Write its address after the command: <i>/why https://…</i>."
    )


def why_unknown(t: Texts, url: str) -> Html:
    return t.gettext(
        "I have never seen this article: {url}. Either no feed carries it, or the feed has not been read since.",
        url=url[:200],
    )


def why_purged(t: Texts, url: str) -> Html:
    """Its identity is still known, so that it does not come back as new."""
    return t.gettext("I had this article once, and no longer keep it: {url}.", url=url[:200])


def why_feeds_there(t: Texts, names: Sequence[str]) -> Html:
    """Below `why_unknown`: the feeds of its site."""
    if not names:
        return t.gettext("None of my feeds is of this site.")
    listed = t.listed([quoted(name) for name in names])
    return t.gettext("Of this site I read: {feeds}. The article is not in there, or not yet.", feeds=listed)


def why_looked(t: Texts, reason: str) -> Html:
    """Below `why_unknown`: what lies at the address now; `reason` says why it is no article, empty if it is one."""
    sentences = {
        "": t.gettext("The page reads like an article: if a feed brought it, I would take it."),
        "robots": t.gettext("The site asks programs not to read this page."),
        "unreadable": t.gettext("The page cannot be fetched or read."),
        "teasers": t.gettext("The page is a list of teasers, not an article."),
        "wall": t.gettext("The page shows a cookie wall or a check for robots, not an article."),
        "paywall": t.gettext("The page shows only the beginning of an article, behind a paywall."),
        "video": t.gettext("The page is about a video, not an article."),
        "empty": t.gettext("There is no text on the page."),
    }
    return sentences.get(reason, t.gettext("The page is no article."))


def why_page(headline: str, steps: Sequence[Html]) -> Html:
    """/why: the way of an article, step by step; the steps are the `why_` lines below."""
    return join("\n", (bold(headline), *(Html(f"• {step}") for step in steps)))


def why_seen(t: Texts, at: datetime, zone: str, feed: str) -> Html:
    return t.gettext("first seen on {time}, in the feed {feed}", time=t.moment(at, zone), feed=quoted(feed))


def why_old(t: Texts) -> Html:
    return t.gettext("not sent: it was there when the feed was added")


def why_too_old(t: Texts) -> Html:
    return t.gettext("not sent: it was too old when I first saw it")


def why_reissued(t: Texts) -> Html:
    return t.gettext("not sent: its feed was issued anew, and it was in there before under another name")


def why_unreadable(t: Texts) -> Html:
    return t.gettext("not sent: it cannot be read")


def why_twin(t: Texts, headline: str) -> Html:
    return t.gettext("not sent: it is the same article as “{headline}”", headline=quoted(headline))


def why_in_hand(t: Texts) -> Html:
    return t.gettext("on its way: it is being read and compared with other news")


def why_not_news(t: Texts, reason: str) -> Html:
    return t.gettext("not sent: not news ({reason})", reason=_kind_of_no_news(t, reason))


def _kind_of_no_news(t: Texts, reason: str) -> str:
    """In the reader's words, what `bot.briefs.news` names."""
    kinds = {
        "horoscope": t.plain("a horoscope"),
        "quiz": t.plain("a quiz or a puzzle"),
        "deals": t.plain("shopping offers"),
        "lottery": t.plain("lottery numbers"),
        "live blog": t.plain("a live blog"),
        "how to watch": t.plain("a programme guide"),
        "round-up": t.plain("a round-up"),
        "recipe": t.plain("a recipe"),
        "name day": t.plain("a calendar of feasts"),
        "advertisement": t.plain("an advertisement"),
    }
    return kinds.get(reason, reason)


def why_joined(t: Texts, headline: str) -> Html:
    return t.gettext("joined the story “{headline}”, which was there before", headline=quoted(headline))


def why_tags(t: Texts, interests: Sequence[Interest]) -> Html:
    names = t.listed([t.interest_name(one) for one in interests])
    return (
        t.gettext("found in it: {tags}", tags=names)
        if interests
        else t.gettext("no country or topic found in it")
    )


def why_matched(t: Texts, chats: int) -> Html:
    if not chats:
        return t.gettext("not sent: nobody follows what it is about")
    return t.ngettext("one chat follows what it is about", "{n} chats follow what it is about", chats)


def why_deliveries(t: Texts, *, sent: int, waiting: int, dropped: int, failed: int, unknown: int) -> Html:
    return t.gettext(
        "sent {sent} · waiting {waiting} · no longer wanted {dropped} · failed {failed} · unknown {unknown}",
        sent=sent,
        waiting=waiting,
        dropped=dropped,
        failed=failed,
        unknown=unknown,
    )


def why_withdrawn(t: Texts, at: datetime, zone: str) -> Html:
    return t.gettext("withdrawn on {time}", time=t.moment(at, zone))
