"""WebSub, with a hub and our own door over real HTTP."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO

import aiohttp
import pytest

from bot.services.ingest.hubs import PATH, ask_hubs
from bot.web.limits import LARGEST, LARGEST_DOCUMENT
from bot.web.server import serving
from tests.services.ingest.origin import ARTICLES, Document, Item, rss
from tests.services.ingest.press import Press

OLD, NEW, OTHER = "quba-earthquake", "aktau-grain-terminal", "beirut-bank-law"
PUBLIC = "https://bot.example"


@dataclass(frozen=True)
class Hubbed:
    """A feed with a hub, the bot's door, and the hub's side of it."""

    press: Press
    url: str
    door: str
    session: aiohttp.ClientSession

    @property
    def asked(self):
        return [request.form for request in self.press.origin.asked_for("/hub")]

    @property
    def callback(self):
        return self.door + self.asked[-1]["hub.callback"].removeprefix(PUBLIC)

    async def verify(self, **changes):
        form = self.asked[-1]
        query = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "prove it",
            "hub.lease_seconds": "864000",
        }
        async with self.session.get(self.callback, params=query | changes) as answer:
            return answer.status, await answer.text()

    async def tell(self, *items, secret=None, callback=None, body=None):
        body = body or rss(items, base_url=self.press.origin.base_url)
        signed = hmac.new((secret or self.asked[-1]["hub.secret"]).encode(), body.encode(), hashlib.sha256)
        headers = {"X-Hub-Signature": f"sha256={signed.hexdigest()}", "Content-Type": "application/rss+xml"}
        async with self.session.post(
            callback or self.callback, data=BytesIO(body.encode()), headers=headers
        ) as answer:
            return answer.status

    async def feed(self):
        return await self.press.feed(self.url)


@pytest.fixture
async def hubbed(press):
    settings = press.deps.settings.model_copy(update={"webhook_url": PUBLIC, "http_address": "127.0.0.1:0"})
    press = replace(press, deps=replace(press.deps, settings=settings))
    await press.reader()
    press.origin.put("/hub", Document(status=202))
    link = f'<{press.origin.base_url}/hub>; rel="hub", <{press.origin.base_url}/feed.xml>; rel="self"'
    url = press.origin.put_feed(Item(slug=OLD))
    press.origin.put(
        "/feed.xml", replace(press.origin.documents["/feed.xml"], headers={"Link": link, "ETag": '"1"'})
    )
    await press.add_feed(url)
    await press.poll(url)
    async with serving(press.deps) as door, aiohttp.ClientSession() as session:
        yield Hubbed(press, url, door, session)


async def test_a_hub_is_asked_once_with_a_secret_and_an_address_that_nobody_guesses(hubbed):
    assert await ask_hubs(hubbed.press.deps) == 1
    assert await ask_hubs(hubbed.press.deps) == 0
    (form,) = hubbed.asked
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == hubbed.url
    assert len(form["hub.secret"]) == 64
    assert form["hub.callback"].startswith(f"{PUBLIC}{PATH}/")
    assert len(form["hub.callback"].rpartition("/")[2]) == 32


async def test_without_a_public_address_no_hub_is_asked(hubbed):
    settings = hubbed.press.deps.settings.model_copy(update={"webhook_url": ""})
    assert await ask_hubs(replace(hubbed.press.deps, settings=settings)) == 0


async def test_a_hub_that_asks_back_is_confirmed_and_its_lease_renewed_before_it_ends(hubbed):
    await ask_hubs(hubbed.press.deps)
    assert await hubbed.verify() == (200, "prove it")
    until = (await hubbed.feed()).hub.until_at
    assert until == hubbed.press.clock() + timedelta(days=10)
    hubbed.press.clock.turn(days=6, hours=23)
    assert await ask_hubs(hubbed.press.deps) == 0
    hubbed.press.clock.turn(hours=2)
    assert await ask_hubs(hubbed.press.deps) == 1
    assert hubbed.asked[0]["hub.secret"] == hubbed.asked[1]["hub.secret"]


async def test_a_hub_that_did_not_come_back_is_asked_again_after_hours(hubbed):
    await ask_hubs(hubbed.press.deps)
    hubbed.press.clock.turn(hours=6)
    assert await ask_hubs(hubbed.press.deps) == 1


@pytest.mark.parametrize(
    "changed", [{"hub.topic": "http://evil.example/"}, {"hub.mode": "unsubscribe"}, {"hub.challenge": ""}]
)
async def test_what_we_did_not_ask_for_is_not_confirmed(hubbed, changed):
    await ask_hubs(hubbed.press.deps)
    status, text = await hubbed.verify(**changed)
    assert status == 404
    assert "prove it" not in text
    assert (await hubbed.feed()).hub.until_at is None


async def test_what_a_hub_tells_is_news_at_once(hubbed):
    await ask_hubs(hubbed.press.deps)
    await hubbed.verify()
    assert await hubbed.tell(Item(slug=NEW)) == 202
    await hubbed.press.finish()
    assert await hubbed.press.owed() == [ARTICLES[NEW].title]
    assert await hubbed.tell(Item(slug=NEW)) == 202
    await hubbed.press.finish()
    assert await hubbed.press.owed() == [ARTICLES[NEW].title]


async def test_what_our_hub_did_not_sign_is_dropped(hubbed):
    await ask_hubs(hubbed.press.deps)
    await hubbed.verify()
    assert await hubbed.tell(Item(slug=NEW), secret="guessed") == 202
    assert len(await hubbed.press.stored()) == 1


async def test_a_hub_may_send_as_much_as_a_feed_may_have(hubbed):
    await ask_hubs(hubbed.press.deps)
    padded = rss((Item(slug=NEW), Item(slug=OLD)), base_url=hubbed.press.origin.base_url)
    assert await hubbed.tell(body=padded + " " * (LARGEST + 1_000_000)) == 202
    await hubbed.press.finish()
    assert await hubbed.press.owed() == [ARTICLES[NEW].title]
    assert await hubbed.tell(body=padded + " " * LARGEST_DOCUMENT) == 413


async def test_an_address_of_nobody_is_404(hubbed):
    await ask_hubs(hubbed.press.deps)
    wrong = hubbed.callback[:-1] + ("0" if hubbed.callback[-1] != "0" else "1")
    assert await hubbed.tell(Item(slug=NEW), callback=wrong) == 404
    assert await hubbed.tell(Item(slug=NEW), callback=f"{hubbed.door}{PATH}/999/{'0' * 32}") == 404
    assert len(await hubbed.press.stored()) == 1


async def test_a_feed_is_polled_seldom_only_while_its_hub_keeps_its_word(hubbed):
    press = hubbed.press
    await ask_hubs(press.deps)
    await hubbed.verify()
    await press.poll(hubbed.url)
    assert (await hubbed.feed()).next_check_at - press.clock() < timedelta(hours=1)  # a promise is not enough
    await hubbed.tell(Item(slug=NEW))
    await press.poll(hubbed.url)
    assert (await hubbed.feed()).next_check_at - press.clock() >= timedelta(hours=4)
    press.origin.put_feed(Item(slug=OTHER), Item(slug=NEW), Item(slug=OLD))  # it told us nothing of this
    await press.poll(hubbed.url)
    assert (await hubbed.feed()).next_check_at - press.clock() < timedelta(hours=1)


async def test_signed_bytes_that_are_no_feed_have_the_feed_itself_asked(hubbed):
    press = hubbed.press
    await ask_hubs(press.deps)
    await hubbed.verify()
    assert (await hubbed.feed()).next_check_at > press.clock()
    assert await hubbed.tell(body="ping") == 202
    assert (await hubbed.feed()).next_check_at == press.clock()
