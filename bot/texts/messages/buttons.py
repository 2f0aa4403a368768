"""Labels of buttons: plain text, short enough for half a phone's width where they stand in pairs."""

from bot.domain.interest import Interest
from bot.texts.messages.reader import quoted
from bot.texts.texts import Texts


def follow(t: Texts, interest: Interest) -> str:
    return t.plain("Follow {what}", what=t.interest_label(interest))


def following(t: Texts, interest: Interest) -> str:
    """What is followed, ticked; a tap takes it back."""
    return f"✓ {t.interest_label(interest)}"


def unfollow(t: Texts, interest: Interest) -> str:
    return f"✕ {t.interest_label(interest)}"


def all_of(t: Texts, interest: Interest) -> str:
    return t.plain("All of {what}", what=t.interest_label(interest))


def mute(t: Texts, interest: Interest) -> str:
    return t.plain("Mute {what}", what=t.interest_label(interest))


def unmute(t: Texts, interest: Interest) -> str:
    return t.plain("Unmute {what}", what=t.interest_label(interest))


def follow_keyword(t: Texts, words: str) -> str:
    return t.plain("Follow “{words}”", words=quoted(words))


def read_at(t: Texts, source: str) -> str:
    return t.plain("Read at {source}", source=quoted(source)) if source else t.plain("Read the article")


def more(t: Texts) -> str:
    """Under a brief: opens what can be done with it."""
    return t.plain("More")


def follow_story(t: Texts) -> str:
    return t.plain("Follow this story")


def mute_story(t: Texts) -> str:
    return t.plain("Mute this story")


def mute_day(t: Texts, interest: Interest) -> str:
    return t.plain("Mute {what} for a day", what=t.interest_label(interest))


def why_this(t: Texts) -> str:
    return t.plain("Why did I get this?")


def share(t: Texts) -> str:
    return t.plain("Share")


def topics(t: Texts) -> str:
    return t.plain("Topics")


def countries(t: Texts) -> str:
    return t.plain("Countries")


def everything(t: Texts) -> str:
    return t.plain("Everything")


def only_topics(t: Texts) -> str:
    """Beside a country: choose topics in it instead."""
    return t.plain("Only some topics")


def follow_more(t: Texts) -> str:
    return t.plain("Follow more")


def show_one(t: Texts) -> str:
    return t.plain("Show me one first")


def latest(t: Texts) -> str:
    return t.plain("Latest")


def latest_of_mine(t: Texts) -> str:
    """Below the latest stories: those alone that this chat follows."""
    return t.plain("Only what I follow")


def my_subscriptions(t: Texts) -> str:
    return t.plain("My subscriptions")


def settings(t: Texts) -> str:
    return t.plain("Settings")


def open_bot(t: Texts) -> str:
    """In a group or a channel: a link to the private chat with the bot."""
    return t.plain("Open the bot")


def pause_briefs(t: Texts) -> str:
    return t.plain("Pause briefs")


def resume_briefs(t: Texts) -> str:
    return t.plain("Resume briefs")


def back(t: Texts) -> str:
    return t.plain("‹ Back")


def previous(t: Texts) -> str:
    return t.plain("‹ Previous")


def following_page(t: Texts) -> str:
    return t.plain("Next ›")


def done(t: Texts) -> str:
    return t.plain("Done")


def cancel(t: Texts) -> str:
    return t.plain("Cancel")


def show_data(t: Texts) -> str:
    return t.plain("Show my data")


def delete_data(t: Texts) -> str:
    return t.plain("Erase my data")


def erase(t: Texts) -> str:
    return t.plain("Yes, erase everything")


def keep(t: Texts) -> str:
    return t.plain("No, keep it")


def choose_channel(t: Texts) -> str:
    return t.plain("Choose a channel")


def mode(t: Texts) -> str:
    return t.plain("When")


def digest_hours(t: Texts) -> str:
    return t.plain("Digest at")


def quiet_hours(t: Texts) -> str:
    return t.plain("Quiet hours")


def breaking_in_quiet(t: Texts) -> str:
    return t.plain("Breaking in quiet hours")


def daily_cap(t: Texts) -> str:
    return t.plain("At most a day")


def length(t: Texts) -> str:
    return t.plain("Length")


def sound(t: Texts) -> str:
    return t.plain("Sound")


def zone(t: Texts) -> str:
    return t.plain("Time zone")


def language(t: Texts) -> str:
    return t.plain("Language")


def other_city(t: Texts) -> str:
    """Opens a question that is answered by writing."""
    return t.plain("Another city …")


def time_zone_is(t: Texts, zone: str) -> str:
    return t.plain("Time zone: {zone}", zone=t.zone_name(zone))


def no_quiet_hours(t: Texts) -> str:
    return t.plain("No quiet hours")


def no_limit(t: Texts) -> str:
    return t.plain("No limit")


def yes(t: Texts) -> str:
    return t.plain("Yes")


def no(t: Texts) -> str:
    return t.plain("No")


# Broadcasts. The English labels begin with the verbs that the contract names: Send, Pause, Stop, Correct, Recall.


def to_everyone(t: Texts, count: int) -> str:
    return t.plain("Everyone: {n}", n=count)


def to_followers(t: Texts, audience: Interest, count: int) -> str:
    return t.plain("{what}: {n}", what=t.interest_label(audience), n=count)


def send(t: Texts, count: int) -> str:
    """Confirms a broadcast."""
    return t.nplain("Send to one chat", "Send to {n} chats", count)


def try_on_me(t: Texts) -> str:
    """Not "Send …": that prefix confirms."""
    return t.plain("Only to me, as a test")


def rewrite(t: Texts) -> str:
    return t.plain("Rewrite")


def audience(t: Texts) -> str:
    return t.plain("Audience")


def schedule(t: Texts) -> str:
    return t.plain("Later …")


def pause(t: Texts) -> str:
    return t.plain("Pause")


def resume(t: Texts) -> str:
    return t.plain("Resume")


def stop(t: Texts) -> str:
    return t.plain("Stop")


def correct(t: Texts) -> str:
    return t.plain("Correct")


def confirm_correction(t: Texts, count: int) -> str:
    return t.nplain("Correct one copy", "Correct {n} copies", count)


def recall(t: Texts) -> str:
    return t.plain("Recall")


def confirm_recall(t: Texts, count: int) -> str:
    return t.nplain("Recall one copy", "Recall {n} copies", count)


def resend_unknown(t: Texts, count: int) -> str:
    return t.nplain("Resend the unknown one", "Resend the {n} unknown", count)


def report(t: Texts) -> str:
    return t.plain("Report")


# Repairs of stories.


def repair(t: Texts) -> str:
    """Below a story, for editors only."""
    return t.plain("Repair")


def split(t: Texts) -> str:
    return t.plain("Split")


def confirm_split(t: Texts, articles: int) -> str:
    return t.nplain("Take one article out", "Take {n} articles out", articles)


def merge(t: Texts) -> str:
    return t.plain("Merge with …")


def confirm_merge(t: Texts) -> str:
    return t.plain("Merge")


def retag(t: Texts) -> str:
    return t.plain("Retag")


def open_story(t: Texts) -> str:
    return t.plain("Open the story")
