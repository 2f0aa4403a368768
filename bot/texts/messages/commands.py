"""What Telegram shows of the bot before anybody writes to it: its commands and its descriptions."""

from dataclasses import dataclass

from bot.texts.texts import Texts

MAX_COMMAND_DESCRIPTION = 256
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120


@dataclass(frozen=True, slots=True)
class Command:
    """A command of Telegram's menu."""

    name: str
    description: str


def reader_commands(t: Texts) -> tuple[Command, ...]:
    """The menu of a private chat."""
    return (
        Command("latest", t.plain("The latest stories")),
        Command("subscribe", t.plain("Follow a topic, a country or a word")),
        Command("subscriptions", t.plain("What you follow")),
        Command("unsubscribe", t.plain("Stop following something")),
        Command("search", t.plain("Search the archive")),
        Command("settings", t.plain("When and how briefs come")),
        Command("help", t.plain("What I can do")),
        Command("privacy", t.plain("What I store about you")),
        Command("forget", t.plain("Erase everything about you")),
        Command("start", t.plain("Start, or start again")),
        Command("stop", t.plain("Pause all briefs")),
    )


def group_commands(t: Texts) -> tuple[Command, ...]:
    """The menu of a group: what its members and administrators need."""
    wanted = ("latest", "subscribe", "subscriptions", "unsubscribe", "settings", "help")
    known = {command.name: command for command in reader_commands(t)}
    return tuple(known[name] for name in wanted)


def editor_commands(t: Texts) -> tuple[Command, ...]:
    """The menu of an editor's private chat: the readers' and his own."""
    return (
        Command("broadcast", t.plain("Send a message to readers")),
        Command("stats", t.plain("Readers, stories, deliveries")),
        Command("feeds", t.plain("The health of the feeds")),
        Command("why", t.plain("What became of an article")),
        Command("story", t.plain("Split, merge or retag a story")),
        *reader_commands(t),
    )


def description(t: Texts) -> str:
    """In the empty chat, above the Start button."""
    return t.plain(
        "Short news briefs, word for word from the article, always with the source. "
        "Follow topics and countries, such as “energy in Georgia”; get each story once, as it happens or as a "
        "digest, and none in your quiet hours. /latest shows the latest at any time."
    )


def short_description(t: Texts) -> str:
    """On the bot's profile, and wherever its link is shared."""
    return t.plain(
        "Short news briefs, word for word from the article. Follow topics and countries; each story once."
    )
