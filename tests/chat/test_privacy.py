"""/privacy and /forget: what is stored, shown, erased; and what is not kept."""

import pytest
from sqlalchemy import select, text

from storage import inbox
from storage.schema import ChatRow, DeliveryRow, MuteRow, SubscriptionRow
from tests.chat.conftest import delivering


async def test_privacy_tells_what_is_stored_and_leads_to_it_and_to_its_end(talk):
    await talk.say("/subscribe georgia")
    policy = await talk.say("/privacy")
    assert "What I store" in policy.text
    mine = await talk.turn(policy, "Show my data")
    assert "Subscriptions: 1" in mine.text
    assert "Language: English" in mine.text
    assert "What I store" in (await talk.turn(mine, "‹ Back")).text
    question = await talk.turn(policy, "Erase my data")
    assert "This cannot be undone." in question.text


async def test_forget_asks_erases_every_row_and_says_so(talk_on_each):
    talk = talk_on_each
    await talk.say("/subscribe georgia")
    async with delivering(talk.world):
        story = await talk.push("Tunnel opens", countries=["GE"])
        brief = await talk.phone.wait_for(talk.ana, "Tunnel opens")
        menu = await talk.turn(brief, "More")
        await talk.press(menu, "Mute this story")
    question = await talk.say("/forget")
    assert await talk.follows() == ["*/GE"]
    assert story
    done = await talk.turn(question, "Yes, erase everything")
    assert done.text.startswith("Done. Everything about this chat is erased")
    async with talk.database.read() as session:
        for row in (ChatRow, DeliveryRow, MuteRow, SubscriptionRow):
            assert list(await session.scalars(select(row))) == []


async def test_who_changes_his_mind_keeps_everything(talk):
    await talk.say("/subscribe georgia")
    kept = await talk.turn(await talk.say("/forget"), "No, keep it")
    assert kept.text == "Nothing was erased."
    assert await talk.follows() == ["*/GE"]


async def test_what_was_written_is_kept_only_until_it_is_answered(talk):
    await talk.say("my secret wish is a very long sentence")
    await talk.say("/help")
    async with talk.database.read() as session:
        assert (
            await inbox.count_waiting(session) <= 1
        )  # the row of the answer that just came goes a moment later
        kept = list(await session.scalars(text("SELECT payload FROM inbox")))
    assert "secret" not in str(kept)


async def test_no_name_of_a_person_is_stored(talk):
    await talk.say("/start")
    async with talk.database.read() as session:
        assert list(await session.scalars(select(ChatRow.title))) == [""]


@pytest.mark.parametrize("command", ["/privacy", "/forget"])
async def test_a_group_member_may_read_the_policy_and_only_an_administrator_may_erase(talk, command):
    bela = talk.phone.add_user("Bela")
    group = talk.phone.add_group("Readers", talk.ana, bela)
    await talk.phone.wait_for(group, "Hello!")
    answer = await talk.say(command, by=bela, chat=group)
    assert ("Only the administrators" in answer.text) is (command == "/forget")
