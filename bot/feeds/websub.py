"""WebSub: a hub tells us of news at once, and polling becomes the safety net (W3C Recommendation, 2018).

The web server belongs to others: here are the request we send, and what to answer to the hub's.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import BadStatus
from bot.feeds.fetch import Fetched, Fetcher
from bot.feeds.model import Feed

LEASE = timedelta(days=7)
LONGEST_LEASE = timedelta(days=30)
RENEW_AT = 0.7
"""The share of a lease after which it is renewed, so that a hub may be down for a while."""

MAX_CHALLENGE = 2_000
_METHODS = {
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}
_LINK = re.compile(r"<([^>]{1,2000})>\s*;([^,]*)")
_REL = re.compile(r"\brel\s*=\s*\"?([^\";]+)")


@dataclass(frozen=True, slots=True)
class Offer:
    """The hub a feed names, and the topic under which the hub knows the feed."""

    hub: str
    topic: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A hub's question was ours: answer 200 with `challenge`, and keep the subscription until `until`."""

    challenge: str
    until: datetime


def offer_of(feed: Feed, fetched: Fetched) -> Offer | None:
    """The hub of a feed, from its Link header or from itself; None when it has none on the open web."""
    links = links_of(fetched.link)
    hub = links.get("hub") or feed.hub_url
    topic = links.get("self") or feed.self_url or fetched.permanent_url or fetched.url
    if not hub.startswith(("http://", "https://")) or not topic.startswith(("http://", "https://")):
        return None
    return Offer(hub, topic)


def links_of(header: str) -> dict[str, str]:
    """The addresses of a Link header by relation; the first of each."""
    found: dict[str, str] = {}
    for address, parameters in _LINK.findall(header):
        match = _REL.search(parameters)
        for relation in match[1].lower().split() if match else ():
            found.setdefault(relation, address)
    return found


def new_secret() -> str:
    """A secret for one subscription, with which the hub signs what it sends."""
    return secrets.token_hex(32)


async def subscribe(
    fetcher: Fetcher, offer: Offer, *, callback: str, secret: str, lease: timedelta = LEASE
) -> None:
    """Ask a hub to tell us of news; it then asks `callback` whether we meant it. Raises FetchError."""
    await _request(fetcher, offer, "subscribe", callback, {
        "hub.secret": secret, "hub.lease_seconds": str(int(lease.total_seconds())),
    })  # fmt: skip


async def unsubscribe(fetcher: Fetcher, offer: Offer, *, callback: str) -> None:
    """Ask a hub to stop. Raises FetchError."""
    await _request(fetcher, offer, "unsubscribe", callback, {})


async def _request(fetcher: Fetcher, offer: Offer, mode: str, callback: str, more: dict[str, str]) -> None:
    fields = {"hub.mode": mode, "hub.topic": offer.topic, "hub.callback": callback, **more}
    status = await fetcher.post(offer.hub, fields)
    if not 200 <= status < 300:
        raise BadStatus(status, offer.hub)


def verify(query: dict[str, str], *, topic: str, wanted: bool, now: datetime) -> Verified | None:
    """The answer to a hub's GET; None, answered with 404, when we asked for nothing of the kind.

    `wanted` says whether we mean to be subscribed to `topic`.
    """
    mode, challenge = query.get("hub.mode", ""), query.get("hub.challenge", "")
    if query.get("hub.topic") != topic or mode != ("subscribe" if wanted else "unsubscribe"):
        return None
    if not 0 < len(challenge) <= MAX_CHALLENGE:
        return None
    seconds = query.get("hub.lease_seconds", "")
    lease = (
        timedelta(seconds=int(seconds))
        if seconds.isascii() and seconds.isdigit() and len(seconds) < 10
        else LEASE
    )
    return Verified(challenge, now + min(max(lease, timedelta(minutes=5)), LONGEST_LEASE))


def is_denied(query: dict[str, str], *, topic: str) -> bool:
    """Whether a hub tells us that it will not, or no longer, serve this topic: poll as before."""
    return query.get("hub.mode") == "denied" and query.get("hub.topic") == topic


def renew_at(verified_at: datetime, until: datetime) -> datetime:
    """When to subscribe again."""
    return verified_at + (until - verified_at) * RENEW_AT


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether `X-Hub-Signature` proves that the body came from our hub. Answer 2xx either way, and drop what is not."""
    method, equals, digest = signature.strip().partition("=")
    make = _METHODS.get(method.lower())
    if not secret or not equals or make is None:
        return False
    expected = hmac.new(secret.encode(), body, make).hexdigest()
    return hmac.compare_digest(expected.encode(), digest.strip().lower().encode())
