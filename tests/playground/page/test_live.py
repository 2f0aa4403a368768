"""The page's end of the server: what it is told, what it may do, and who may not."""

import aiohttp
import pytest

from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand
from bot.playground.page.live import Live, Person, Setting
from bot.playground.page.previews import Previews, previewed_url
from bot.playground.phone import Phone
from bot.playground.pictures import landscape
from bot.playground.start import local_telegram


@pytest.fixture
async def page(playground, session, ana):
    """The page's connection, after its first word."""
    async with session.ws_connect(f"{playground.base_url}/page/live") as socket:
        hello = await socket.receive_json(timeout=5)
        assert hello["type"] == "hello"
        yield socket


async def test_a_page_begins_with_everything_as_it_stands(playground, session, ana, call):
    await call("setMyCommands", commands=[{"command": "latest", "description": "The latest"}])
    await call("sendMessage", chat_id=ana.id, text="<b>Hi</b>", parse_mode="HTML")
    async with session.ws_connect(f"{playground.base_url}/page/live") as socket:
        hello = await socket.receive_json(timeout=5)
    assert [person["first_name"] for person in hello["people"]] == ["Ana"]
    assert [message["text"] for message in hello["messages"]] == ["/start", "Hi"]
    assert hello["chats"][0]["commands"][str(ana.id)][0]["command"] == "latest"


async def test_then_it_is_told_every_change(page, call, ana, phone):
    sent = (await call("sendMessage", chat_id=ana.id, text="one")).result["message_id"]
    await call("editMessageText", chat_id=ana.id, message_id=sent, text="two")
    await call("deleteMessage", chat_id=ana.id, message_id=sent)
    await call("sendChatAction", chat_id=ana.id, action="typing")
    changes = [await page.receive_json(timeout=5) for _ in range(4)]
    assert [change["type"] for change in changes] == ["message", "edited", "deleted", "typing"]
    assert changes[1]["message"]["text"] == "two"
    assert changes[2]["message_id"] == sent


async def test_what_people_do_on_the_page_is_done(page, call, ana, phone):
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "x"}]]}
    sent = (await call("sendMessage", chat_id=ana.id, text="?", reply_markup=markup)).result["message_id"]
    await page.send_json({"do": "say", "user_id": ana.id, "chat_id": ana.id, "text": "hello"})
    await page.send_json(
        {"do": "press", "user_id": ana.id, "chat_id": ana.id, "message_id": sent, "data": "x"}
    )
    await page.send_json({"do": "block", "user_id": ana.id})
    await phone.wait_until(lambda: phone.chat_of(ana).blocked)
    kinds = [list(update)[1] for update in (await call("getUpdates")).result]
    assert kinds == ["message", "message", "callback_query", "my_chat_member"]


@pytest.mark.parametrize(
    "deed", [{"do": "dance"}, {"do": "say", "user_id": 1}, {}, {"do": "say", "chat_id": 5}]
)
async def test_what_cannot_be_done_is_told_and_changes_nothing(page, deed):
    await page.send_json(deed)
    assert (await page.receive_json(timeout=5))["type"] == "refused"


async def test_a_page_of_another_site_gets_no_connection_and_sends_no_picture(playground, session):
    elsewhere = {"Origin": "http://evil.example"}
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(f"{playground.base_url}/page/live", headers=elsewhere)
    async with session.post(f"{playground.base_url}/page/photo", headers=elsewhere) as answer:
        assert answer.status == 403


async def test_a_picture_sent_from_the_page_is_the_persons_message(playground, session, ana, call, phone):
    form = aiohttp.FormData({"chat_id": str(ana.id), "user_id": str(ana.id), "caption": "Hills"})
    form.add_field("photo", landscape("x"), filename="x.png")
    async with session.post(f"{playground.base_url}/page/photo", data=form) as answer:
        assert answer.status == 200
    photo = (await call("getUpdates")).result[-1]["message"]["photo"][0]
    async with session.get(f"{playground.base_url}/page/pictures/{photo['file_id']}") as answer:
        assert await answer.read() == landscape("x")


async def test_a_picture_that_is_none_is_refused(playground, session, ana):
    form = aiohttp.FormData({"chat_id": str(ana.id), "user_id": str(ana.id)})
    form.add_field("photo", b"no picture", filename="x.png")
    async with session.post(f"{playground.base_url}/page/photo", data=form) as answer:
        assert (answer.status, "IMAGE_PROCESS_FAILED" in await answer.text()) == (400, True)


async def test_the_page_may_load_nothing_from_elsewhere(playground, session):
    async with session.get(f"{playground.base_url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "://" not in (await answer.text()).replace("http://www.w3.org", "")
    async with session.get(f"{playground.base_url}/page/nothing.js") as answer:
        assert answer.status == 404


async def test_a_page_that_is_far_behind_is_told_to_come_again(phone, ana):
    live = Live(phone, Setting(people=[Person(ana, "a reader")]))
    page = live.open()
    while live.is_open(page):
        live.tell({"type": "typing", "chat_id": ana.id})
    assert page.full()


async def test_what_a_button_says_of_itself_is_told_to_the_page(session, telegram):
    async def publish():
        return "Published"

    setting = Setting(actions={"Publish": publish})
    async with (
        local_telegram(Phone(telegram), setting=setting) as playground,
        session.ws_connect(f"{playground.base_url}/page/live") as socket,
    ):
        await socket.receive_json(timeout=5)
        await socket.send_json({"do": "action", "label": "Publish"})
        assert await socket.receive_json(timeout=5) == {"type": "note", "text": "Published"}


async def test_buttons_of_the_demos_own_do_what_they_say(session, telegram):
    stand = Stand()

    async def publish():
        stand.publish("quba-earthquake")
        telegram.world.add_user("Bela")

    phone = Phone(telegram)
    setting = Setting(actions={"Publish a story": publish})
    async with (
        local_telegram(phone, setting=setting) as playground,
        session.ws_connect(f"{playground.base_url}/page/live") as socket,
    ):
        assert (await socket.receive_json(timeout=5))["actions"] == ["Publish a story"]
        await socket.send_json({"do": "action", "label": "Publish a story"})
        await socket.send_json({"do": "dance"})
        await socket.receive_json(timeout=5)
    assert stand.find("/caspian-courier/world/quba-earthquake") is not None


# --- link previews ---


@pytest.fixture
async def article():
    stand = Stand()
    async with serve_newsstand(stand) as site:
        yield f"{site.base_url}{stand.publish('quba-earthquake').path}"


async def test_a_card_is_made_of_the_pages_own_words(article):
    card = await Previews().card(article)
    assert card is not None
    assert card.title == "Earthquake of magnitude 5.8 shakes Quba and southern Dagestan"
    assert card.site == "Caspian Courier"
    assert card.image.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "url", ["https://example.org/", "http://192.168.0.1/", "http://127.0.0.1:9/x", "file:///etc/hosts"]
)
async def test_no_card_comes_from_anywhere_but_this_machine(url):
    assert await Previews().card(url) is None


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"text": '<a href="http://127.0.0.1/a">x</a> http://127.0.0.1/b'}, "http://127.0.0.1/a"),
        ({"text": "🇦🇿 http://127.0.0.1/b now"}, "http://127.0.0.1/b"),
        ({"text": "x", "link_preview_options": {"url": "http://127.0.0.1/c"}}, "http://127.0.0.1/c"),
        ({"text": "http://127.0.0.1/d", "link_preview_options": {"is_disabled": True}}, ""),
        ({"text": "no link"}, ""),
    ],
)
async def test_which_address_a_message_shows_a_card_of(call, ana, phone, given, url):
    await call("sendMessage", chat_id=ana.id, parse_mode="HTML", **given)
    assert previewed_url(phone.last(ana)) == url


async def test_the_card_comes_to_the_page_after_the_message(page, call, ana, article):
    await call("sendMessage", chat_id=ana.id, text="read", link_preview_options={"url": article})
    changes = [await page.receive_json(timeout=5) for _ in range(2)]
    assert [change["type"] for change in changes] == ["message", "preview"]
    assert changes[0]["message"]["preview_url"] == changes[1]["url"] == article
