"""/start, its links, /help and /stop."""


async def test_the_first_start_greets_by_name_and_leads_to_the_lists(talk_on_each):
    talk = talk_on_each
    hello = await talk.say("/start")
    assert hello.text.startswith("Hello, Ana! I send short news briefs")
    assert talk.labels(hello) == ["Topics", "Countries", "🗞 Everything", "Show me one first"]
