"""What the chat page shows, in headless Chromium; and what hostile text cannot do there."""

import pytest
from playwright.async_api import expect

from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand
from bot.playground.page.screenshot import screenshot
from bot.playground.telegram.files import picture_size
from tests.playground.conftest import inline
from tests.playground.page.conftest import MISSING

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(MISSING, reason="no Chromium; on Debian: apt install chromium"),
]

HOSTILE = "<img src=x onerror=pwned=1><script>pwned=1</script>&lt;b&gt; \u202e"


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


async def test_a_screenshot_is_one_function(desk, tmp_path):
    await desk.send("a message")
    path = tmp_path / "page.png"
    await screenshot(desk.playground.base_url, path, theme="dark", width=800, height=600, scale=1.5)
    assert picture_size(path.read_bytes()) == (1200, 900)
