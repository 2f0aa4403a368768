"""The steps of the tour, in their order, and those that make the README's picture."""

from bot.playground.tour import newsroom, reading
from bot.playground.tour.play import Step

_BEGINNING = (
    Step("A reader follows a country by a link", reading.starts_by_link),
    Step("She follows a topic, misspelled", reading.follows_a_topic),
    Step("Another reader writes Azerbaijani", reading.follows_in_her_language),
    Step("A story breaks: each gets one brief", reading.story_breaks),
    Step("Two more outlets report it: no second message, an edit", reading.others_report),
)

TOUR = (
    *_BEGINNING,
    Step("She looks at the latest stories, in one message", reading.asks_for_the_latest),
    Step("A reader may not broadcast", newsroom.refuses_a_reader),
    Step("An editor broadcasts: preview, Send, report", newsroom.broadcasts),
    Step("He corrects it: every copy changes", newsroom.corrects),
    Step("He recalls it: every copy goes", newsroom.recalls),
    Step("The first reader wants everything from now on", reading.wants_everything),
)

PICTURE = (*_BEGINNING, Step("An editor broadcasts", newsroom.broadcasts))
