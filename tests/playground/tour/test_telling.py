"""How the tour is told in a terminal."""

import io

import pytest
from rich.console import Console

from bot.playground.telegram.text.formatted import Formatted, formatted
from bot.playground.telegram.text.html import parse_html
from bot.playground.tour.play import Step
from bot.playground.tour.telling import Teller, styled
from tests.playground.conftest import button, inline


@pytest.fixture
def terminal():
    return Console(file=io.StringIO(), width=80)


@pytest.fixture
def told(terminal, phone, ana):
    Teller(terminal, phone.world, [ana])

    def text():
        return terminal.file.getvalue()

    return text


def body(html: str) -> Formatted:
    return formatted(*parse_html(html), now=0)


async def test_a_message_is_shown_with_whom_it_is_for_and_its_buttons(told, send):
    await send("Follow Georgia?", reply_markup=inline([button("Follow"), button("Later")]))
    assert "Newsbot to Ana" in told()
    assert "Follow Georgia?" in told()
    assert "[Follow] [Later]" in told()


async def test_what_a_person_says_is_shown(told, phone, ana):
    phone.say(ana, "/latest")
    assert "/latest" in told()


async def test_of_an_edit_only_what_changed_is_shown(told, send, call, ana):
    sent = (await send("Power line signed\nCaspian Courier")).result
    await call(
        "editMessageText",
        chat_id=ana.id,
        message_id=sent["message_id"],
        text="Power line signed\nCaspian Courier\nAlso reported by others",
    )
    assert "+ Also reported by others" in told()
    assert told().count("Caspian Courier") == 1


async def test_a_long_edit_is_told_in_few_lines(told, send, call, ana):
    sent = (await send("\n".join(f"old {n}" for n in range(30)))).result
    new = "\n".join(f"new {n}" for n in range(30))
    await call("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text=new)
    assert "… 53 more lines" in told()


async def test_a_deletion_is_shown(told, send, call, ana):
    sent = (await send("Closed until 18:00")).result
    await call("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])
    assert "message deleted" in told()
    assert "− Closed until 18:00" in told()


async def test_a_note_on_the_screen_is_shown(told, send, call, phone, ana):
    await send("?", reply_markup=inline([button()]))
    press = phone.press(ana, phone.last(ana), "Go")
    await call("answerCallbackQuery", callback_query_id=press.id, text="Following Georgia")
    assert "Following Georgia" in told()


async def test_other_peoples_phones_are_not_shown(told, phone, call):
    bela = phone.add_user("Bela")
    phone.start(bela)
    await call("sendMessage", chat_id=bela.id, text="secret")
    assert "secret" not in told()


async def test_a_step_is_headed_by_its_number_and_title(terminal, phone, ana):
    teller = Teller(terminal, phone.world, [ana])
    teller.begins(3, Step("A story breaks", phone))
    teller.happened(3, 1.25)
    assert "3. A story breaks" in terminal.file.getvalue()
    assert "1.2 s" in terminal.file.getvalue()


def test_entities_are_placed_by_code_units_and_shown_by_characters():
    text = styled(body("🇬🇪 <b>Georgia</b>"))
    (span,) = text.spans
    assert text.plain[span.start : span.end] == "Georgia"


def test_what_telegram_folds_is_folded():
    long = "It rained. " * 20
    text = styled(body(f"<b>Rain</b>\n<blockquote expandable>{long}</blockquote>\nCaspian Courier")).plain
    assert " … ▾" in text
    assert len(text) < 100
    assert text.startswith("Rain\n")
    assert text.endswith("\nCaspian Courier")
