"""Splitting, merging and retagging: what is owed follows, what was sent is edited, an example is kept."""

import json

from sqlalchemy import delete, select, update

from bot.briefs.grouping.repairs import signature_in
from bot.briefs.grouping.signature import signature
from bot.domain.article import Article, StoryId
from bot.domain.brief import CountryCode
from bot.domain.chat import Place, UserId
from bot.domain.delivery import Lane
from bot.domain.interest import Interest, keyword_key, story_key
from bot.domain.topics import topic_id
from bot.services import repair
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.examples import Kind, export
from bot.services.fan_out import run_fan_outs
from storage import briefs, chats, fan_outs, repairs, stories, subscriptions
from storage.schema import ArticleRow, AuditRow, DeliveryRow, StoryRow, SubscriptionRow
from tests.builders import NOW, a_reader, a_story, fill_all
from tests.world import running

EVA = UserId(7)
ENERGY, SPORT = "20000256", "15000000"


async def the_story(session, id_):
    """A story that is there."""
    found = await stories.find_story(session, id_)
    assert found is not None
    return found


def follows(code):
    return Interest(country=CountryCode(code))


async def a_chat_of(world, *interests):
    """Somebody's phone, and that he follows these."""
    person = world.phone.add_user("Reader")
    world.phone.chat_of(person).started = True
    await a_reader(world.deps.database, person.id, *interests)
    return person


async def of_two(world, first, second):
    """A story that two articles tell, which are about these countries."""
    one = await a_story(
        world.deps.database, "Port reopens", countries=[first], text="The port of Poti is open."
    )
    other = await a_story(world.deps.database, "Grid repaired", countries=[second], text="The grid works.")
    async with world.deps.database.write() as session:
        for id_, title in ((one, "Port reopens"), (other, "Grid repaired")):
            (article,) = await repairs.list_articles(session, id_)
            brief = (await the_story(session, id_)).articles[0].brief
            seen = signature(Article(title=title), language="en").to_bytes()
            await briefs.set_brief(session, article, brief, signature=seen)
        return one, other


async def tell(world, *ids):
    """These stories become known now."""
    async with world.deps.database.write() as session:
        for id_ in ids:
            await stories.set_pushed(session, id_)
            await fan_outs.add_fan_out(session, story=id_, lane=Lane.BRIEF, now=world.deps.now())
    await fill_all(world.deps.database, now=world.deps.now())


def delivering(world):
    deps = world.deps
    return running(lambda stop: run_fan_outs(deps, stop), Courier(deps, Composer(deps, lambda *_: None)).run)


def texts(world, person):
    return [one.text for one in world.phone.messages(person) if one.sender_id != person.id]


async def lines(world, kind):
    return [json.loads(line) async for line in export(world.deps.database, kind)]


async def owed(world):
    """Story and state of everything that is owed, by chat."""
    async with world.deps.database.read() as session:
        rows = await session.execute(
            select(DeliveryRow.chat_id, DeliveryRow.story_id, DeliveryRow.state)
            .where(DeliveryRow.action == "send")
            .order_by(DeliveryRow.chat_id, DeliveryRow.story_id)
        )
    return [tuple(row) for row in rows]


async def merged_pair(world, first="GE", second="AZ"):
    one, other = await of_two(world, first, second)
    left = await repair.merge(world.deps, EVA, other, one)
    assert left == one
    return one, other


async def test_two_stories_become_one_and_those_who_were_told_one_of_them_see_it_change(world):
    georgian, azeri = await a_chat_of(world, follows("GE")), await a_chat_of(world, follows("AZ"))
    one, other = await of_two(world, "GE", "AZ")
    await tell(world, one, other)
    async with delivering(world):
        await world.phone.wait_for(georgian, "Port reopens")
        await world.phone.wait_for(azeri, "Grid repaired")
        await world.phone.wait_until(lambda: True)
        await _settled(world)
        assert await repair.merge(world.deps, EVA, other, one) == one
        await world.phone.wait_until(lambda: "Port reopens" in texts(world, azeri)[0], what="the edit")
        await _settled(world)
    assert len(texts(world, georgian)) == len(texts(world, azeri)) == 1


async def _settled(world):
    while True:
        async with world.deps.database.read() as session:
            waiting = await session.scalar(
                select(DeliveryRow.id).where(DeliveryRow.state.in_(("pending", "sending"))).limit(1)
            )
            filling = await fan_outs.count_unfinished(session)
        if waiting is None and not filling:
            return


async def test_what_is_owed_of_a_merged_story_is_owed_once(world):
    both = await a_chat_of(world, follows("GE"), follows("AZ"))
    azeri = await a_chat_of(world, follows("AZ"))
    one, other = await of_two(world, "GE", "AZ")
    await tell(world, one, other)
    await repair.merge(world.deps, EVA, one, other)
    assert [state for _, _, state in await owed(world)].count("pending") == 2
    async with delivering(world):
        await world.phone.wait_for(both, "Port reopens")
        await world.phone.wait_for(azeri, "Port reopens")
        await _settled(world)
    assert (len(texts(world, both)), len(texts(world, azeri))) == (1, 1)


async def test_who_follows_a_story_follows_what_it_was_merged_into(world):
    one, other = await of_two(world, "GE", "AZ")
    chat = await a_reader(world.deps.database, 5, Interest(story=other))
    await repair.merge(world.deps, EVA, one, other)
    async with world.deps.database.read() as session:
        assert await subscriptions.list_subscriptions(session, chat.id) == [story_key(one)]


async def test_a_merged_story_is_listed_once_and_a_second_merge_does_nothing(world):
    one, other = await merged_pair(world)
    async with world.deps.database.read() as session:
        assert await stories.list_latest(session, limit=5) == [one]
        assert await stories.find_story(session, other) is None
    assert await repair.merge(world.deps, EVA, one, other) is None
    async with world.deps.database.read() as session:
        assert list(await session.scalars(select(AuditRow.action))) == ["story merge"]


async def test_a_merge_is_kept_as_an_example_that_says_true(world):
    await merged_pair(world)
    (example,) = await lines(world, Kind.STORIES)
    assert example["same"] is True
    assert signature_in(example["first"]) == signature(Article(title="Port reopens"), language="en")
    assert signature_in(example["second"]) == signature(Article(title="Grid repaired"), language="en")


async def test_an_article_taken_out_tells_its_own_story_to_those_who_were_not_told(world):
    georgian, azeri = await a_chat_of(world, follows("GE")), await a_chat_of(world, follows("AZ"))
    one, _ = await merged_pair(world)
    async with world.deps.database.write() as session:
        await session.execute(update(ArticleRow).values(first_seen_at=world.deps.now()))
        # What the readers followed when the articles came.
        await session.execute(delete(SubscriptionRow).where(SubscriptionRow.key == "*/AZ"))
    await tell(world, one)
    async with world.deps.database.write() as session:
        chat = await chats.find_chat(session, Place(azeri.id))
        assert chat is not None
        await subscriptions.add_subscription(session, chat.id, follows("AZ").key, now=NOW)
        story = await the_story(session, one)
        grid = next(
            article.id for article in story.articles if article.stored.article.title == "Grid repaired"
        )
    async with delivering(world):
        await world.phone.wait_for(georgian, "Port reopens")
        await _settled(world)
        new = await repair.split(world.deps, EVA, one, [grid])
        assert new not in {None, one}
        await world.phone.wait_for(azeri, "Grid repaired")
        await _settled(world)
    assert [text.splitlines()[0] for text in texts(world, georgian)] == ["Port reopens"]
    async with world.deps.database.read() as session:
        assert [tag.code for tag in (await the_story(session, one)).countries] == ["GE"]
        assert [tag.code for tag in (await the_story(session, StoryId(new))).countries] == ["AZ"]
    merged, split = await lines(world, Kind.STORIES)
    assert (merged["same"], split["same"]) == (True, False)


async def test_all_articles_of_a_story_or_none_cannot_be_taken_out(world):
    one, _ = await merged_pair(world)
    async with world.deps.database.read() as session:
        ids = await repairs.list_articles(session, one)
    assert await repair.split(world.deps, EVA, one, ids) is None
    assert await repair.split(world.deps, EVA, one, []) is None
    assert await repair.split(world.deps, EVA, StoryId(99), ids[:1]) is None


async def test_a_keyword_goes_with_the_article_that_holds_it(world):
    one, _ = await merged_pair(world)
    async with world.deps.database.write() as session:
        story = await the_story(session, one)
        keys = {*await stories.list_keys(session, one), keyword_key("poti"), keyword_key("grid")}
        await stories.set_tags(
            session, one, countries=story.countries, topics=story.topics, keys=keys, now=world.deps.now()
        )
        grid = next(
            article.id for article in story.articles if article.stored.article.title == "Grid repaired"
        )
    new = await repair.split(world.deps, EVA, one, [grid])
    assert new is not None
    async with world.deps.database.read() as session:
        assert [key for key in await stories.list_keys(session, one) if key[0] == '"'] == ['"poti"']
        assert [key for key in await stories.list_keys(session, new) if key[0] == '"'] == ['"grid"']


async def test_new_tags_decide_who_gets_what_was_not_sent_and_may_be_taken_back(world):
    await a_reader(world.deps.database, 5, follows("GE"))
    await a_reader(world.deps.database, 6, follows("TR"))
    story = await a_story(world.deps.database, countries=["GE"], topics=[SPORT])
    async with world.deps.database.write() as session:
        await session.execute(update(StoryRow).values(created_at=world.deps.now()))
    await tell(world, story)
    assert [state for *_, state in await owed(world)] == ["pending"]

    async def retag(code):
        done = await repair.retag(
            world.deps, EVA, story, countries=[CountryCode(code)], topics=[topic_id(ENERGY)]
        )
        assert done
        await fill_all(world.deps.database, now=world.deps.now())
        return [state for *_, state in await owed(world)]

    assert await retag("TR") == ["dropped", "pending"]
    assert await retag("GE") == ["pending", "dropped"]
    async with world.deps.database.read() as session:
        assert await stories.was_retagged(session, story)
    first, second = await lines(world, Kind.TAGS)
    assert (first["countries"], first["had"]["countries"]) == (["TR"], ["GE"])
    assert second["topics"] == [topic_id(ENERGY)]
    assert first["title"] == "Port reopens"


async def test_what_was_sent_shows_the_new_tags(world):
    reader = await a_chat_of(world, follows("GE"))
    story = await a_story(world.deps.database, countries=["GE"])
    await tell(world, story)
    async with delivering(world):
        sent = await world.phone.wait_for(reader, "Port reopens")
        before = sent.text
        await _settled(world)
        await repair.retag(world.deps, EVA, story, countries=[CountryCode("TR")], topics=[])
        await world.phone.wait_until(lambda: texts(world, reader) != [before], what="the edit")
        await _settled(world)
    assert "🇹🇷" in texts(world, reader)[0]
