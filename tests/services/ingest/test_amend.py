"""A feed edits what it published: what was sent follows, silently, while it is fresh; nobody is told again."""

import pytest

from bot.services.read import latest
from tests.services.ingest.origin import ARTICLES, Item
from tests.services.ingest.test_never_twice import told
from tests.services.ingest.test_publish import everything_runs

OLD, NEW = "quba-earthquake", "aktau-grain-terminal"
EDITED = "Aktau grain terminal to open in the summer, not in spring"


async def shown(press):
    """The newest story as readers see it: its headline, its sentences, and how often it was changed."""
    story = (await latest(press.deps, None, limit=1)).stories[0]
    article = story.articles[0]
    return article.stored.article.title, [one.text for one in article.brief.sentences], story.revision


async def edit(press, feed, **changes):
    press.origin.put_feed(Item(slug=NEW, **changes), Item(slug=OLD))
    checked = await press.poll(feed)
    assert checked.new == 0
    return await shown(press)


async def test_a_new_headline_is_shown_and_nobody_is_told_twice(press):
    url = await told(press)
    _, _, revision = await shown(press)
    title, _, changed = await edit(press, url, title=EDITED)
    assert (title, changed > revision) == (EDITED, True)
    assert len(await press.owed()) == 1


async def test_a_sentence_that_was_told_and_stands_in_the_feed_no_more_is_replaced(press):
    url = await told(press)
    _, sentences, revision = await shown(press)
    text = ARTICLES[NEW].text.replace(sentences[0], "The opening was put off until the summer of next year.")
    _, now_shown, changed = await edit(press, url, text=text)
    assert sentences[0] not in now_shown
    assert changed > revision


@pytest.mark.parametrize(
    "change",
    [
        {"title": f"  {ARTICLES[NEW].title.upper()} "},
        {"url": "{base}/news/{slug}?utm_source=rss"},
        {"text": "{text}\nRead our other stories about grain and ports."},
    ],
    ids=["case and spacing", "tracking", "a line at the end"],
)
async def test_what_leaves_everything_that_was_told_as_it_was_changes_nothing(press, change):
    url = await told(press)
    before = await shown(press)
    given = {"base": press.origin.base_url, "slug": NEW, "text": ARTICLES[NEW].text}
    changes = {name: value.format(**given) for name, value in change.items()}
    assert await edit(press, url, **changes) == before


async def test_an_old_guid_that_is_given_to_another_article_changes_nothing(press):
    url = await told(press)
    before = await shown(press)
    other = ARTICLES["beirut-bank-law"]
    press.origin.put_feed(Item(slug=NEW, title=other.title, text=other.text), Item(slug=OLD))
    await press.poll(url)
    assert await shown(press) == before


async def test_edits_are_followed_three_times_and_no_more(press):
    url = await told(press)
    titles = [f"{ARTICLES[NEW].title}, part {number}" for number in range(1, 6)]
    seen = [(await edit(press, url, title=title))[0] for title in titles]
    assert seen == [*titles[:3], titles[2], titles[2]]


async def test_what_is_edited_half_a_day_later_stays_as_it_was_told(press):
    url = await told(press)
    before = await shown(press)
    press.clock.turn(hours=12)
    assert await edit(press, url, title=EDITED) == before


async def test_an_edit_in_another_feed_of_the_site_changes_nothing(press):
    await told(press)
    before = await shown(press)
    other = press.origin.put_feed(Item(slug=NEW, title=EDITED), path="/world.xml")
    await press.add_feed(other)
    await press.poll(other)
    assert await shown(press) == before


async def test_a_teaser_with_a_new_headline_has_its_page_read_again(press):
    await press.reader()
    press.origin.put_page(NEW)
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    teaser = "Grain will be shipped from Aktau."
    press.origin.put_feed(Item(slug=NEW, text=teaser), Item(slug=OLD))
    await press.poll(url)
    assert len(press.origin.asked_for(f"/news/{NEW}")) == 1
    title, sentences, _ = await edit(press, url, title=EDITED, text=teaser)
    assert (title, len(sentences) > 1) == (EDITED, True)
    assert len(press.origin.asked_for(f"/news/{NEW}")) == 2


async def test_the_message_that_was_sent_is_edited(press):
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.check(url)
    async with everything_runs(press) as (live, person):
        phone = press.world.phone
        press.origin.put_feed(Item(slug=NEW), Item(slug=OLD))
        await live.check(url)
        sent = await phone.wait_for(person, ARTICLES[NEW].title, within=60)
        press.origin.put_feed(Item(slug=NEW, title=EDITED), Item(slug=OLD))
        await live.check(url)
        edited = await phone.wait_for(person, EDITED, within=60)
        assert edited.id == sent.id
        assert len([one for one in phone.messages(person) if one.sender_id != person.id]) == 1
