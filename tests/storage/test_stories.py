from bot.domain.article import Article, StoryId
from bot.domain.brief import Brief, CountryCode, CountryTag, Evidence, Sentence, TopicId, TopicTag
from bot.domain.interest import EVERYTHING, Interest, story_keys
from storage import articles, briefs, search, stories
from storage.articles import NewArticle
from tests.builders import NOW

GEORGIA = CountryTag(CountryCode("GE"), 0.9, (Evidence("title", "Tbilisi"),))
ENERGY = TopicTag(TopicId("medtop:20000256"), 0.8, (Evidence("text", "gas"),))
BRIEF = Brief(language="en", sentences=(Sentence(0, 6, "Words."),), countries=(GEORGIA,), topics=(ENERGY,))


async def a_story(database, *titles, language="en"):
    async with database.write() as session:
        story = await stories.add_story(session, now=NOW)
        for title in titles:
            new = NewArticle(
                article=Article(title=title, text="Words.", source=title), keys=(title.encode().ljust(16),)
            )
            (stored,) = await articles.add_new(session, None, [new], now=NOW)
            await briefs.set_brief(session, stored.id, BRIEF, signature=b"s")
            await stories.join(session, stored.id, story)
            await search.add_document(session, stored.id, title.lower().split())
        keys = story_keys(story, [ENERGY.id], [GEORGIA.code])
        await stories.set_tags(session, story, countries=[GEORGIA], topics=[ENERGY], keys=keys, now=NOW)
    return story


async def test_a_story_comes_back_with_its_articles_their_briefs_and_its_tags(database):
    number = await a_story(database, "One", "Two")
    async with database.read() as session:
        story = await stories.find_story(session, number)
    assert story is not None
    assert [one.stored.article.title for one in story.articles] == ["One", "Two"]
    assert story.articles[0].brief == BRIEF
    assert (story.countries, story.topics, story.sources) == ((GEORGIA,), (ENERGY,), ("One", "Two"))


async def test_the_latest_stories_come_newest_first_and_page_by_page(database):
    first, second, third = [await a_story(database, title) for title in ("One", "Two", "Three")]
    async with database.read() as session:
        assert await stories.list_latest(session, limit=2) == [third, second]
        assert await stories.list_latest(session, before=second, limit=2) == [first]
        assert await stories.list_latest(session, key=EVERYTHING.key, limit=9) == [third, second, first]
        armenia = Interest(country=CountryCode("AM")).key
        assert await stories.list_latest(session, key=armenia, limit=9) == []


async def test_new_tags_are_told_from_those_that_a_story_had(database):
    number = await a_story(database, "One")
    armenia = CountryTag(CountryCode("AM"), 0.5)
    keys = story_keys(number, [ENERGY.id], [armenia.code])
    async with database.write() as session:
        fresh = await stories.set_tags(
            session, number, countries=[armenia], topics=[ENERGY], keys=keys, now=NOW
        )
        assert fresh == {"*/AM", "20000256/AM", "04000000/AM"}
        assert frozenset(await stories.list_keys(session, number)) == keys


async def test_a_withdrawn_story_is_in_no_list(database):
    number = await a_story(database, "One")
    async with database.write() as session:
        assert await stories.set_withdrawn(session, number, now=NOW)
        assert not await stories.set_withdrawn(session, number, now=NOW)
        assert await stories.list_latest(session, limit=9) == []
        assert await search.find_stories(session, [["one"]], limit=9) == []


async def test_search_finds_all_words_in_any_of_their_forms_newest_first(database):
    baku = await a_story(database, "Baku port reopens")
    poti = await a_story(database, "Poti port closes")
    async with database.read() as session:
        assert await search.find_stories(session, [["port"]], limit=9) == [poti, baku]
        assert await search.find_stories(session, [["port"], ["reopen", "öffnen"]], limit=9) == [baku]
        assert await search.find_stories(session, [["port"]], limit=1, offset=1) == [baku]
        assert await search.find_stories(session, [["airport"]], limit=9) == []


async def test_operators_of_the_query_languages_are_only_words(database):
    await a_story(database, "Baku port reopens")
    async with database.read() as session:
        for hostile in ('"', "'", "port' | 'x", "NOT", "a:*", "*", "", "()", "port) OR (x"):
            await search.find_stories(session, [[hostile]], limit=9)
        assert await search.find_stories(session, [], limit=9) == []


async def test_a_story_that_is_no_more_is_left_out(database):
    async with database.read() as session:
        assert await stories.get_stories(session, [StoryId(5)]) == {}
