"""Webhooks: delivery with the secret, in order, again until it is taken."""

import asyncio

import pytest
from aiohttp import web


class Receiver:
    """A bot's end of a webhook: it notes what comes, and answers as it is told."""

    def __init__(self):
        self.got = []
        self.secrets = []
        self.answers = []
        self.came = asyncio.Event()
        self.url = ""

    async def __call__(self, request):
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.came.set()
        status, body = self.answers.pop(0) if self.answers else (200, "")
        return web.Response(status=status, text=body)

    def texts(self):
        return [update["message"]["text"] for update in self.got]

    async def until(self, count):
        async with asyncio.timeout(5):
            while len(self.got) < count:
                self.came.clear()
                await self.came.wait()


@pytest.fixture
async def receiver(ana):
    made = Receiver()

    async def handle(request):
        return await made(request)

    app = web.Application()
    app.router.add_post("/hook", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_a_webhook_gets_what_waited_and_what_comes_with_the_secret(call, phone, ana, receiver):
    assert (await call("setWebhook", url=receiver.url, secret_token="s3cret")).result is True
    phone.say(ana, "hello")
    await receiver.until(2)
    assert receiver.texts() == ["/start", "hello"]
    assert receiver.secrets == ["s3cret", "s3cret"]
    polled = await call("getUpdates")
    assert (polled.status, "can't use getUpdates method while webhook is active" in polled.error) == (
        409,
        True,
    )


async def test_what_a_webhook_does_not_take_comes_again_in_order(call, phone, ana, receiver):
    receiver.answers = [(500, ""), (404, "")]
    await call("setWebhook", url=receiver.url)
    phone.say(ana, "hello")
    await receiver.until(4)
    assert receiver.texts() == ["/start"] * 3 + ["hello"]
    info = (await call("getWebhookInfo")).result
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


async def test_a_webhook_nobody_answers_keeps_the_updates(call, phone, ana):
    await call("setWebhook", url="http://127.0.0.1:9/hook")
    await phone.wait_until(lambda: phone.telegram.state.webhook.trouble is not None)
    info = (await call("getWebhookInfo")).result
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")
    assert (await call("deleteWebhook")).result is True
    assert len((await call("getUpdates")).result) == 1


async def test_the_answer_of_a_webhook_may_hold_a_call(call, phone, ana, receiver):
    receiver.answers = [(200, f'{{"method": "sendMessage", "chat_id": {ana.id}, "text": "at once"}}')]
    await call("setWebhook", url=receiver.url)
    assert (await phone.wait_for(ana, "at once")).text == "at once"


async def test_setting_a_webhook_can_drop_what_waits_and_ends_a_poll(call, phone, ana, receiver):
    await call("setWebhook", url=receiver.url, drop_pending_updates=True, allowed_updates=["message"])
    assert (await call("getWebhookInfo")).result["allowed_updates"] == ["message"]
    phone.say(ana, "hello")
    await receiver.until(1)
    assert receiver.texts() == ["hello"]


async def test_an_address_that_is_none(call, playground):
    answer = await call("setWebhook", url="ftp://example.org")
    assert answer.error == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
