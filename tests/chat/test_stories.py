"""What can be done with a brief that was pushed."""

from tests.chat.conftest import delivering


async def test_more_opens_what_can_be_done_with_a_brief(talk_on_each):
    talk = talk_on_each
    await talk.say("/subscribe georgia")
    async with delivering(talk.world):
        story = await talk.push("Tunnel opens", countries=["GE"])
        brief = await talk.phone.wait_for(talk.ana, "Tunnel opens")
        assert brief.text.endswith("You follow: Georgia")
        assert talk.labels(brief) == ["Read at Caspian Post", "More"]
        menu = await talk.turn(brief, "More")
        assert menu.text == brief.text
        assert talk.labels(menu) == [
            "Read at Caspian Post",
            "Follow this story",
            "Mute this story",
            "Mute 🇬🇪 Georgia for a day",
            "Why did I get this?",
            "Share",
            "‹ Back",
        ]
        why = await talk.press(menu, "Why did I get this?")
        assert why.text == "You follow: Georgia"
        assert talk.phone.url_of(menu, "Share").startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
        assert f"start%3Ds-{story}&text=Tunnel%20opens" in talk.phone.url_of(menu, "Share")
        await talk.press(menu, "Follow this story")
        assert await talk.follows() == ["*/GE", f"story/{story}"]
        await talk.press(menu, "Mute 🇬🇪 Georgia for a day")
        assert [one.key for one in (await talk.standing()).muted] == ["*/GE"]
        await talk.until(lambda: "Unmute 🇬🇪 Georgia" in talk.labels(menu), "a way back")
        await talk.press(menu, "Mute this story")
        await talk.until(lambda: "Unmute 📌 This story" in talk.labels(menu), "a way back")
        closed = await talk.turn(menu, "‹ Back")
        assert talk.labels(closed) == ["Read at Caspian Post", "More"]


async def test_a_reader_of_everything_mutes_what_the_story_is_about(talk):
    await talk.say("/subscribe everything")
    async with delivering(talk.world):
        await talk.push("Tunnel opens", countries=["GE"])
        menu = await talk.turn(await talk.phone.wait_for(talk.ana, "Tunnel opens"), "More")
        assert "Mute 🇬🇪 Georgia for a day" in talk.labels(menu)
        assert (await talk.press(menu, "Why")).text == "You follow everything."


async def test_more_under_several_briefs_lists_them_by_headline(talk):
    await talk.say("/subscribe everything")
    await talk.push("Tunnel opens")
    await talk.push("Bridge <closes> & falls")
    async with delivering(talk.world):
        gathered = await talk.phone.wait_for(talk.ana, "2 new stories")
    assert talk.labels(gathered) == ["More"]
    menu = await talk.turn(gathered, "More")
    assert talk.labels(menu) == ["Tunnel opens", "Bridge <closes> & falls", "‹ Back"]
    story = await talk.turn(menu, "Bridge")
    assert story.id != menu.id
    assert story.text.startswith("Bridge <closes> & falls\n")
    assert talk.labels(await talk.turn(menu, "‹ Back")) == ["More"]


async def test_more_in_a_channel_opens_the_story_in_the_bot(talk):
    channel = talk.phone.add_channel("Caspian", talk.ana)
    await talk.say("/subscribe everything", chat=channel)
    bela = talk.phone.add_user("Bela")
    talk.phone.join(channel, bela)
    async with delivering(talk.world):
        story = await talk.push("Tunnel opens")
        brief = await talk.phone.wait_for(channel, "Tunnel opens")
        answer = await talk.press(brief, "More", by=bela)
        assert answer.url.endswith(f"?start=s-{story}")
        assert talk.labels(brief) == ["Read at Caspian Post", "More"]
    assert (await talk.say(f"/start s-{story}", by=bela)).text.startswith("Tunnel opens")


async def test_share_opens_telegrams_own_list_of_chats(talk):
    story = await talk.publish("Tunnel opens & more")
    shown = await talk.say(f"/start s-{story}")
    url = talk.phone.url_of(shown, "Share")
    assert url.startswith("https://t.me/share/url?")
    assert url.endswith("text=Tunnel%20opens%20%26%20more")
