"""Buttons and links that nobody of ours made: whatever they hold, they are answered, and nothing breaks."""

import pytest

from bot.chat import reader
from bot.chat.dispatch import Presses
from bot.chat.options import SET

ANYWHERE = (
    "",
    "::::::::",
    ":*/*:zzzzzzzzzzzz:zzzzzzzzzzzz:zzzzzzzzzzzz",
    ":zzzzzzzzzzzz:*/*:zzzzzzzzzzzzz",
    ":99999999/ZZ:q:zzzzzzzzzzzz",
    ':"<b>":v',
    "@zzzzzzzzzzzz",
)
AMONG_SETTINGS = (":m:", ":h:99+", ":h:٣+", ":q:25-99", ":q:²-²", ":n:²", ":z:../../etc/passwd", ":b:")


async def test_no_button_that_is_made_up_breaks_anything(talk):
    hello = await talk.say("/start")
    names = [one.name for one in reader.handlers(talk.deps) if isinstance(one, Presses)]
    assert len(names) > 25
    made = [
        f"{name}1{ANYWHERE[(at + turn) % len(ANYWHERE)]}" for at, name in enumerate(names) for turn in (0, 3)
    ]
    for data in (*made, *(f"{SET}1{args}" for args in AMONG_SETTINGS)):
        await talk.press_data(hello, data)
        assert not any("went wrong" in one.text for one in talk.phone.messages(talk.ana)), data


@pytest.mark.parametrize(
    "payload", ["s-99999999999999999999", "s-9223372036854775808", "s-0", "c-GE_s-99999999999"]
)
async def test_no_link_that_is_made_up_goes_unanswered(talk_on_each, payload):
    talk = talk_on_each
    assert "Hello, Ana!" in (await talk.say(f"/start {payload}")).text
