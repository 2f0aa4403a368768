import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.briefs.countries import find_countries
from bot.briefs.grouping.choice import JOIN, Candidate, choose_story, weigh_stories
from bot.briefs.grouping.probes import probe_terms
from bot.briefs.grouping.signature import signature
from bot.briefs.grouping.window import RecentWindow
from bot.domain.article import Article, StoryId
from bot.domain.brief import CountryCode

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)

# Written for these tests; `hours` is the time since the first article of the case.
CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("grouping_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


def cases(*, same):
    return [pytest.param(one["articles"], id=one["case"]) for one in CASES if one["same"] is same]


def told(articles):
    """The stories of these articles, as they come into an empty window."""
    window = RecentWindow()
    found: list[StoryId] = []
    for one in articles:
        at = MORNING + timedelta(hours=one["hours"])
        article = Article(title=one["title"], text=one["text"])
        countries = [tag.code for tag in find_countries(article, one["language"])]
        made = signature(article, language=one["language"], at=at, countries=countries)
        probes = probe_terms(made)
        story = choose_story(made, window.candidates(probes, at))
        if story is None:
            story = StoryId(len(set(found)) + 1)
        window.add(made, probes, story)
        found.append(story)
    return found


@pytest.mark.parametrize("articles", cases(same=True))
def test_reports_of_one_event_are_one_story(articles):
    assert len(set(told(articles))) == 1


@pytest.mark.parametrize("articles", cases(same=False))
def test_events_that_read_alike_are_stories_of_their_own(articles):
    assert len(set(told(articles))) == len(articles)


def candidate(title, text="", *, story=1, countries=(), language="en", at=MORNING):
    made = signature(Article(title=title, text=text), language=language, countries=countries, at=at)
    return Candidate(story=StoryId(story), story_size=1, signature=made)


def test_no_candidates_is_a_new_story():
    assert choose_story(candidate("Port reopens").signature, []) is None


def test_an_article_without_words_is_a_new_story():
    assert choose_story(candidate("...").signature, [candidate("Port reopens"), candidate("...")]) is None


def test_the_same_text_in_other_countries_is_another_event_where_no_name_is_shared():
    azerbaijan, georgia = CountryCode("AZ"), CountryCode("GE")
    new = candidate(
        "Bridge in Ganja closed after flood", "The bridge was closed on Monday.", countries=(azerbaijan,)
    )
    old = candidate(
        "Bridge in Kutaisi closed after flood", "The bridge was closed on Monday.", countries=(georgia,)
    )
    assert choose_story(new.signature, [old]) is None


def test_a_higher_bar_joins_less():
    new = candidate("Port of Baku reopens after storm", "Ferries to Kuryk sail again.")
    old = candidate("Baku port reopens as storm ends", "Ferries sail to Kuryk again, the port says.")
    (weighed,) = weigh_stories(new.signature, [old])
    assert choose_story(new.signature, [old], join=weighed.probability) == old.story
    assert choose_story(new.signature, [old], join=weighed.probability + 0.001) is None
    assert weighed.probability > JOIN


def test_the_order_of_the_candidates_changes_nothing():
    new = candidate("Port of Baku reopens after storm", "Ferries to Kuryk sail again.").signature
    others = [
        candidate("Baku port reopens as storm ends", "Ferries sail to Kuryk again.", story=1),
        candidate("Storm shuts port of Baku", "Ferries to Kuryk wait at anchor.", story=2),
        candidate("Chess title decided in Toronto", "Gukesh draws.", story=3),
    ]
    assert weigh_stories(new, others) == weigh_stories(new, others[::-1])
