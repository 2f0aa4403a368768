"""/broadcast, from the first word to the final report."""

from bot.domain.interest import Interest
from bot.domain.brief import CountryCode

GEORGIA = Interest(country=CountryCode("GE"))


async def test_a_broadcast_is_previewed_sent_and_reported(desk_on_each):
    desk = desk_on_each
    people = await desk.readers(3)
    controls = await desk.preview("Quake <of> 7.1 & more")
    copy = desk.got(desk.eva)[-2]
    assert copy.text == "Quake <of> 7.1 & more"
    assert "Audience: everyone" in controls.text
    assert desk.labels(controls)[0] == "Send to 4 chats"
    report = await desk.press(controls, "Send", "is finished")
    assert report.id == controls.id
    assert "delivered 4" in report.text
    assert desk.labels(report) == ["Correct", "Recall", "Report"]
    for person in people:
        assert [one.text for one in desk.got(person)] == ["Quake <of> 7.1 & more"]
    assert await desk.audit() == ["broadcast draft", "broadcast send"]
