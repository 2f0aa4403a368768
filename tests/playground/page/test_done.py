"""What people do on the chat page, in headless Chromium, with the mouse and with the keyboard."""

import pytest
from playwright.async_api import expect

from bot.playground.pictures import landscape
from tests.playground.conftest import inline
from tests.playground.page.conftest import MISSING, heard

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(MISSING, reason="no Chromium; on Debian: apt install chromium"),
]


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
