"""The chat page in headless Chromium: what people see and do, and what hostile text cannot do."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand
from bot.playground.page.live import Live, Person, Setting
from bot.playground.page.screenshot import FLAGS, chromium, screenshot
from bot.playground.phone import Phone
from bot.playground.pictures import landscape
from bot.playground.start import Playground, local_telegram
from bot.playground.telegram.files import picture_size
from bot.playground.telegram.limits import Limits
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.nouns import User
from bot.playground.telegram.shapes import Json
from tests.playground.conftest import calls

NEEDED = "browser" in os.environ.get("NEWSBOT_TESTS_NEED", "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        chromium() is None and not NEEDED, reason="no Chromium; on Debian: apt install chromium"
    ),
]

expect.set_options(timeout=15_000)  # a shared machine may be slow; nothing waits so long when it is right

HOSTILE = "<img src=x onerror=pwned=1><script>pwned=1</script>&lt;b&gt; \u202e"


@dataclass(frozen=True)
class Desk:
    """A page that shows a reader's and an editor's phone, and the bot's end of the wire."""

    page: Page
    playground: Playground
    reader: User
    editor: User
    session: aiohttp.ClientSession

    @property
    def phone(self) -> Phone:
        return self.playground.phone

    @property
    def live(self) -> Live:
        assert self.playground.live
        return self.playground.live

    def screen(self, user: User):
        return self.page.locator(f".phone[data-person='{user.id}']")

    @property
    def mine(self):
        return self.screen(self.reader)

    async def call(self, method: str, **given) -> Any:
        return (await calls(self.playground, self.session)(method, **given)).result

    async def send(self, text: str, **more) -> Any:
        return await self.call("sendMessage", chat_id=self.reader.id, text=text, **more)

    async def send_html(self, text: str, **more) -> Any:
        return await self.send(text, parse_mode="HTML", **more)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def window() -> AsyncIterator[Page]:
    """One window for all tests; each has a playground, and so an origin, of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        context = await browser.new_context(reduced_motion="reduce", timezone_id="Asia/Baku")
        yield await context.new_page()
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def faults(window) -> AsyncIterator[list[str]]:
    """What went wrong in the page; a test ends with none."""
    found: list[str] = []
    listeners = {
        "pageerror": lambda error: found.append(str(error)),
        "console": lambda line: found.append(line.text) if line.type == "error" else None,
        "dialog": lambda dialog: found.append(f"dialog: {dialog.message}"),
    }
    for name, listener in listeners.items():
        window.on(name, listener)
    yield found
    for name, listener in listeners.items():
        window.remove_listener(name, listener)


@pytest_asyncio.fixture(loop_scope="module")
async def desk(window, faults) -> AsyncIterator[Desk]:
    phone = Phone(LocalTelegram(limits=Limits(enforced=False)))
    reader = phone.add_user("Ana", language_code="en")
    editor = phone.add_user("Edik", language_code="en")
    phone.start(reader)
    people = [Person(reader, "a reader"), Person(editor, "an editor")]
    await window.set_viewport_size({"width": 1200, "height": 800})
    async with (
        local_telegram(phone, setting=Setting(people=people, title="Test")) as playground,
        aiohttp.ClientSession() as session,
    ):
        await window.goto(playground.base_url)
        await window.wait_for_selector("body[data-ready]")
        yield Desk(window, playground, reader, editor, session)
        assert await window.evaluate("window.pwned") is None
        await window.goto("about:blank")
    assert faults == []


def inline(*rows):
    return {"inline_keyboard": [list(row) for row in rows]}


async def heard(desk: Desk, count: int) -> list[Json]:
    """The last things the bot heard, when there are so many."""
    updates = desk.playground.telegram.state.updates
    await desk.phone.wait_until(lambda: len(updates.pending()) >= count)
    return [update.to_json() for update in updates.pending()]


async def test_a_message_appears_as_it_comes_formatted_and_in_order(desk):
    await desk.send_html(
        '<b>Bold</b> <i>and</i> <a href="https://example.org/x">a link</a>, <code>code</code>'
    )
    text = desk.mine.locator(".message.in .text")
    await expect(text.locator("b")).to_have_text("Bold")
    await expect(text.locator("code")).to_have_text("code")
    link = text.locator("a")
    assert await link.get_attribute("href") == "https://example.org/x"
    assert await link.get_attribute("rel") == "noopener noreferrer nofollow"
    await desk.send("second")
    await expect(desk.mine.locator(".message .text").last).to_contain_text("second")
    await expect(desk.screen(desk.editor).locator(".message")).to_have_count(0)


async def test_hostile_text_stays_text_wherever_it_is_shown(desk):
    mallory = desk.phone.add_user(HOSTILE)
    group = desk.phone.add_supergroup(HOSTILE, desk.reader, mallory)
    desk.phone.say(mallory, f"/say {HOSTILE}", chat=group)
    sent = await desk.send(HOSTILE, reply_markup=inline([{"text": HOSTILE, "callback_data": "x"}]))
    await desk.send("reply", reply_parameters={"message_id": sent["message_id"]})
    await desk.call("setMyCommands", commands=[{"command": "x", "description": HOSTILE}])
    await desk.call("pinChatMessage", chat_id=desk.reader.id, message_id=sent["message_id"])
    await expect(
        desk.mine.locator(".message .text", has_text="<script>pwned=1</script>").first
    ).to_be_visible()
    await expect(desk.mine.locator(".key")).to_contain_text("<script>pwned=1</script>")
    await desk.mine.locator(".head select").select_option(str(group.id))
    await expect(desk.mine.locator(".sender")).to_contain_text("<img")
    assert await desk.page.locator(".phone img[src=x], .phone script").count() == 0


async def test_every_conversation_begins_with_its_day(desk):
    group = desk.phone.add_supergroup("Readers", desk.reader)
    desk.phone.say(desk.reader, "/latest", chat=group)
    await expect(desk.mine.locator(".day")).to_have_text("today")
    await desk.mine.locator(".head select").select_option(str(group.id))
    await expect(desk.mine.locator(".day")).to_have_text("today")


async def test_a_link_that_is_no_web_address_is_no_link(desk):
    await desk.send_html('<a href="tg://resolve?domain=x">deep</a>')
    await expect(desk.mine.locator(".text", has_text="deep")).to_be_visible()
    assert await desk.mine.locator(".text a").count() == 0


async def test_a_pressed_button_reaches_the_bot_which_answers_and_edits_in_place(desk):
    sent = await desk.send(
        "Follow?", reply_markup=inline([{"text": "Follow Georgia", "callback_data": "f:GE"}])
    )
    await desk.mine.get_by_role("button", name="Follow Georgia").click()
    query = (await heard(desk, 2))[-1]["callback_query"]
    assert query["data"] == "f:GE"
    await expect(desk.mine.locator(".key.busy")).to_be_visible()
    await desk.call("answerCallbackQuery", callback_query_id=query["id"], text="Following Georgia")
    await expect(desk.mine.locator(".toast")).to_have_text("Following Georgia")
    await expect(desk.mine.locator(".key.busy")).to_have_count(0)
    await desk.call(
        "editMessageText", chat_id=desk.reader.id, message_id=sent["message_id"], text="You follow it."
    )
    edited = desk.mine.locator(f"[data-id='{sent['message_id']}']")
    await expect(edited.locator(".text")).to_contain_text("You follow it.")
    await expect(edited.locator(".edited")).to_have_text("edited")
    await expect(edited.locator(".key")).to_have_count(0)


async def test_an_alert_must_be_closed(desk):
    await desk.send("?", reply_markup=inline([{"text": "Go", "callback_data": "x"}]))
    await desk.mine.get_by_role("button", name="Go").click()
    query = (await heard(desk, 2))[-1]["callback_query"]
    await desk.call(
        "answerCallbackQuery", callback_query_id=query["id"], text="You may not.", show_alert=True
    )
    alert = desk.page.get_by_role("dialog")
    await expect(alert).to_contain_text("You may not.")
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_have_count(0)


async def test_a_person_types_and_sends_with_the_keyboard_alone(desk):
    await desk.mine.get_by_role("textbox").focus()
    await desk.page.keyboard.type("/latest energy")
    await desk.page.keyboard.press("Shift+Enter")
    await desk.page.keyboard.type("two lines")
    await desk.page.keyboard.press("Enter")
    assert (await heard(desk, 2))[-1]["message"]["text"] == "/latest energy\ntwo lines"
    await expect(desk.mine.locator(".message.out .text").last).to_contain_text("two lines")
    await expect(desk.mine.get_by_role("textbox")).to_have_value("")


async def test_before_the_first_word_there_is_a_start_button_and_after_a_block_another(desk):
    other = desk.screen(desk.editor)
    await other.get_by_role("button", name="Start", exact=True).click()
    assert (await heard(desk, 2))[-1]["message"]["text"] == "/start"
    await expect(other.get_by_role("textbox")).to_be_visible()
    await other.get_by_role("button", name="Block the bot").click()
    assert (await heard(desk, 3))[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await other.get_by_role("button", name="Restart bot").click()
    assert (await heard(desk, 5))[-1]["message"]["text"] == "/start"


async def test_the_menu_is_worked_by_keyboard(desk):
    commands = [
        {"command": name, "description": f"About {name}"} for name in ("latest", "search", "settings")
    ]
    await desk.call("setMyCommands", commands=commands)
    await desk.mine.get_by_role("button", name="Menu").press("Enter")
    menu = desk.mine.get_by_role("menu")
    await expect(menu.get_by_role("menuitem")).to_have_count(3)
    await desk.page.keyboard.press("ArrowDown")
    await desk.page.keyboard.press("Enter")
    assert (await heard(desk, 2))[-1]["message"]["text"] == "/search"
    await expect(menu).to_be_hidden()
    await desk.mine.get_by_role("button", name="Menu").press("Enter")
    await desk.page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()


async def test_a_command_in_a_text_is_said_when_it_is_tapped(desk):
    await desk.send("Try /latest now")
    await desk.mine.get_by_role("button", name="/latest").click()
    assert (await heard(desk, 2))[-1]["message"]["text"] == "/latest"


async def test_a_deleted_message_goes(desk):
    sent = await desk.send("soon gone")
    await expect(desk.mine.locator(".text", has_text="soon gone")).to_be_visible()
    await desk.call("deleteMessage", chat_id=desk.reader.id, message_id=sent["message_id"])
    await expect(desk.mine.locator(f"[data-id='{sent['message_id']}']")).to_have_count(0)


async def test_a_moment_is_shown_in_the_readers_zone(desk):
    for form in ("Dt", "w"):
        await desk.send_html(f'<tg-time unix="1795000000" format="{form}">then</tg-time>')
    await expect(desk.mine.locator(".text time").first).to_have_text("November 18, 2026 at 03:06 PM")
    await expect(desk.mine.locator(".text time").last).to_have_text("Wednesday")


async def test_a_moment_told_as_an_age_grows_older(desk):
    await desk.send_html('<tg-time unix="1" format="r">then</tg-time>')
    await expect(desk.mine.locator(".text time")).to_contain_text("years ago")


async def test_a_long_quote_is_folded_and_opened_by_a_click_or_a_key(desk):
    await desk.send_html(f"<blockquote expandable>{'A sentence of the brief. ' * 30}</blockquote>")
    quote = desk.mine.locator("blockquote")
    folded = (await quote.bounding_box())["height"]
    await quote.click(position={"x": 40, "y": 10})
    await expect(quote.get_by_role("button")).to_have_attribute("aria-expanded", "true")
    assert (await quote.bounding_box())["height"] > folded * 2
    await quote.get_by_role("button").press("Enter")
    await expect(quote.get_by_role("button")).to_have_attribute("aria-expanded", "false")


async def test_a_spoiler_is_shown_on_demand(desk):
    await desk.send_html("<tg-spoiler>the end</tg-spoiler>")
    await desk.mine.get_by_role("button", name="Hidden text").press("Enter")
    await expect(desk.mine.locator(".spoiler.shown")).to_have_text("the end")


async def test_link_buttons_lead_there_and_copy_buttons_do_not_leave(desk):
    await desk.send(
        "x",
        reply_markup=inline(
            [
                {"text": "Read", "url": "http://127.0.0.1:8000/a"},
                {"text": "Copy", "copy_text": {"text": "word"}},
            ]
        ),
    )
    link = desk.mine.get_by_role("link", name="Read")
    assert await link.get_attribute("href") == "http://127.0.0.1:8000/a"
    assert await link.get_attribute("target") == "_blank"
    await expect(desk.mine.get_by_role("button", name="Copy")).to_be_visible()


async def test_a_link_shows_its_card_with_picture(desk):
    stand = Stand()
    async with serve_newsstand(stand) as site:
        url = f"{site.base_url}{stand.publish('quba-earthquake').path}"
        await desk.send("Read", link_preview_options={"url": url, "prefer_large_media": True})
        card = desk.mine.locator(".card.large")
        await expect(card).to_contain_text("Caspian Courier")
        await expect(card).to_contain_text("Earthquake of magnitude 5.8")
        await expect(card.locator("img")).to_have_js_property("naturalWidth", 600)
        assert await card.get_attribute("href") == url


async def test_pictures_are_shown_and_sent(desk, tmp_path):
    picture = tmp_path / "hills.png"
    picture.write_bytes(landscape("x"))
    await desk.mine.get_by_role("textbox").fill("Hills at noon")
    await desk.mine.locator("input[type=file]").set_input_files(picture)
    assert (await heard(desk, 2))[-1]["message"]["caption"] == "Hills at noon"
    await expect(desk.mine.locator(".picture")).to_have_js_property("naturalWidth", 600)
    await expect(desk.mine.locator(".message.photo .text")).to_contain_text("Hills at noon")


async def test_a_reply_keyboard_stands_below_and_says_what_it_reads(desk):
    await desk.send("?", reply_markup={"keyboard": [[{"text": "Yes"}, {"text": "No"}]]})
    await desk.mine.locator(".keyboard").get_by_role("button", name="Yes").click()
    assert (await heard(desk, 2))[-1]["message"]["text"] == "Yes"
    await desk.send("ok", reply_markup={"remove_keyboard": True})
    await expect(desk.mine.locator(".keyboard")).to_be_hidden()


async def test_a_message_is_replied_to(desk):
    sent = await desk.send("the message meant")
    await desk.send("another")
    await desk.mine.locator(f"[data-id='{sent['message_id']}']").hover()
    await desk.mine.locator(f"[data-id='{sent['message_id']}']").get_by_label("Reply to this message").click()
    await desk.page.keyboard.type("/broadcast")
    await desk.page.keyboard.press("Enter")
    assert (await heard(desk, 2))[-1]["message"]["reply_to_message"]["text"] == "the message meant"
    await expect(desk.mine.locator(".message.out .quote")).to_contain_text("the message meant")


async def test_typing_is_told_until_the_message_comes(desk):
    await desk.call("sendChatAction", chat_id=desk.reader.id, action="typing")
    await expect(desk.mine.locator(".subtitle")).to_have_text("typing…")
    await desk.send("done")
    await expect(desk.mine.locator(".subtitle")).to_have_text("bot")


async def test_who_reads_further_up_is_not_moved_but_told(desk):
    for number in range(30):
        await desk.send(f"message {number}")
    await expect(desk.mine.locator(".message")).to_have_count(31)
    await desk.mine.locator(".log").evaluate("log => log.scrollTo(0, 0)")
    await expect(desk.mine.locator(".down")).to_be_visible()
    await desk.send("news below")
    await expect(desk.mine.locator(".count")).to_have_text("1")
    assert await desk.mine.locator(".log").evaluate("log => log.scrollTop") == 0
    await desk.mine.get_by_label("To the newest message").click()
    await expect(desk.mine.locator(".text", has_text="news below")).to_be_in_viewport()
    await expect(desk.mine.locator(".down")).to_be_hidden()


async def test_on_a_narrow_screen_one_phone_is_shown_at_a_time(desk):
    await desk.page.set_viewport_size({"width": 380, "height": 720})
    await expect(desk.mine).to_be_visible()
    await expect(desk.screen(desk.editor)).to_be_hidden()
    await desk.page.get_by_role("tab", name="Ana").press("ArrowRight")
    await expect(desk.screen(desk.editor)).to_be_visible()
    await expect(desk.mine).to_be_hidden()
    wider = await desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0


async def test_light_and_dark_are_chosen_and_kept(desk):
    body = desk.page.locator("body")
    light, dark = "rgb(232, 237, 244)", "rgb(11, 14, 19)"
    await expect(body).to_have_css("background-color", light)
    await desk.page.get_by_label("Switch between light and dark").click()
    await expect(body).to_have_css("background-color", dark)
    await desk.page.reload()
    await expect(body).to_have_css("background-color", dark)


async def test_the_page_comes_back_by_itself_with_everything(desk):
    for page in tuple(desk.live._pages):
        desk.live.close(page)
        page.put_nowait({"type": "typing", "chat_id": 0})
    await desk.send("while you were away")
    await expect(desk.mine.locator(".text", has_text="while you were away")).to_be_visible()
    await expect(desk.page.locator("#status")).to_have_text("connected")


async def test_every_control_has_a_name_and_the_conversation_is_a_live_log(desk):
    await desk.send_html(
        "<tg-spoiler>x</tg-spoiler> <blockquote expandable>y</blockquote>",
        reply_markup=inline([{"text": "Go", "callback_data": "x"}]),
    )
    await expect(desk.mine.locator(".key")).to_be_visible()
    nameless = await desk.page.evaluate(
        "[...document.querySelectorAll('button, a, select, textarea')].filter(one => one.offsetParent"
        " && !(one.ariaLabel || one.textContent.trim() || one.placeholder)).map(one => one.outerHTML)"
    )
    assert nameless == []
    assert await desk.mine.get_by_role("log").get_attribute("aria-live") == "polite"


async def test_a_screenshot_is_one_function(desk, tmp_path):
    await desk.send("a message")
    path = tmp_path / "page.png"
    await screenshot(desk.playground.base_url, path, theme="dark", width=800, height=600, scale=1.5)
    assert picture_size(path.read_bytes()) == (1200, 900)
