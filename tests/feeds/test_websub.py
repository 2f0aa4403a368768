"""WebSub: what we ask of hubs, and what we answer them."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import BadStatus
from bot.feeds import websub
from bot.feeds.fetch import Fetched
from bot.feeds.model import Feed
from bot.feeds.websub import Offer, is_denied, is_signed, links_of, new_secret, offer_of, renew_at, verify
from tests.feeds.hostile import answer, serving

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOPIC = "https://herald.example/rss"
QUESTION = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "abc", "hub.lease_seconds": "86400"}


def test_a_hub_is_found_in_the_header_first_and_in_the_feed_else():
    feed = Feed(format="rss2.0", hub_url="https://hub.example/a", self_url=TOPIC)
    plain, named = (
        Fetched(url="https://x.example/", status=200),
        Fetched(
            url="https://x.example/",
            status=200,
            link='<https://hub.example/b>; rel="hub", <https://herald.example/b>; rel=self',
        ),
    )
    assert offer_of(feed, plain) == Offer("https://hub.example/a", TOPIC)
    assert offer_of(feed, named) == Offer("https://hub.example/b", "https://herald.example/b")
    assert offer_of(Feed(format="rss2.0"), plain) is None
    assert offer_of(Feed(format="rss2.0", hub_url="file:///etc"), plain) is None


def test_links_with_several_relations_are_read():
    assert links_of('<https://a.example/>; title="x"; rel="self Hub"') == {
        "self": "https://a.example/",
        "hub": "https://a.example/",
    }
    assert links_of("nonsense <<<;;;") == {}


async def test_a_subscription_is_asked_for_with_a_secret(fetcher):
    async with serving({"hub": answer("202 Accepted")}) as visits:
        offer = Offer(f"{visits.url}/hub", TOPIC)
        await websub.subscribe(fetcher, offer, callback="https://bot.example/websub/1", secret=new_secret())
        await websub.unsubscribe(fetcher, offer, callback="https://bot.example/websub/1")
        assert [head.split()[0] for head in visits.heads] == ["POST", "POST"]


async def test_a_hub_that_refuses_is_an_error(fetcher):
    async with serving({"hub": answer("400 Bad Request")}) as visits:
        with pytest.raises(BadStatus):
            await websub.subscribe(
                fetcher, Offer(f"{visits.url}/hub", TOPIC), callback="https://bot.example/", secret="s"
            )


def test_a_question_of_ours_is_answered_with_its_challenge():
    verified = verify(QUESTION, topic=TOPIC, wanted=True, now=NOW)
    assert verified is not None
    assert (verified.challenge, verified.until) == ("abc", NOW + timedelta(days=1))
    assert NOW < renew_at(NOW, verified.until) < verified.until


@pytest.mark.parametrize("change", [
    {"hub.topic": "https://other.example/"}, {"hub.mode": "unsubscribe"}, {"hub.mode": "denied"}, {"hub.challenge": ""},
    {"hub.challenge": "x" * 5000}, {"hub.topic": ""},
])  # fmt: skip
def test_a_question_of_somebody_else_is_not_answered(change):
    assert verify(QUESTION | change, topic=TOPIC, wanted=True, now=NOW) is None


def test_nobody_else_can_end_a_subscription():
    assert verify(QUESTION | {"hub.mode": "unsubscribe"}, topic=TOPIC, wanted=True, now=NOW) is None
    assert verify(QUESTION | {"hub.mode": "unsubscribe"}, topic=TOPIC, wanted=False, now=NOW)


@pytest.mark.parametrize(("seconds", "lease"), [
    ("", websub.LEASE), ("-5", websub.LEASE), ("1", timedelta(minutes=5)), ("999999999", websub.LONGEST_LEASE),
    ("9" * 30, websub.LEASE),
])  # fmt: skip
def test_a_lease_stays_within_bounds(seconds, lease):
    verified = verify(QUESTION | {"hub.lease_seconds": seconds}, topic=TOPIC, wanted=True, now=NOW)
    assert verified is not None
    assert verified.until == NOW + lease


def test_a_denial_is_understood():
    assert is_denied({"hub.mode": "denied", "hub.topic": TOPIC}, topic=TOPIC)
    assert not is_denied({"hub.mode": "denied", "hub.topic": "x"}, topic=TOPIC)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_only_what_our_hub_signed_is_taken(method):
    secret, body = new_secret(), b"<rss/>"
    signature = f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"
    assert is_signed(body, signature, secret)
    assert not is_signed(body + b" ", signature, secret)
    assert not is_signed(body, signature, new_secret())
    assert not is_signed(body, signature, "")


@pytest.mark.parametrize("signature", ["", "sha256", "sha256=", "md5=abc", "=abc", "sha256=ü"])
def test_a_signature_of_any_other_form_is_none(signature):
    assert not is_signed(b"<rss/>", signature, "secret")
