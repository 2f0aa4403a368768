import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, read_host_and_port, read_settings


def read(env_file=None, **given):
    return read_settings({f"NEWSBOT_{name}": value for name, value in given.items()}, env_file)


def test_without_any_setting_the_defaults_hold():
    assert read() == Settings()
    assert read().database_url.get_secret_value() == "sqlite:///data/newsbot.db"


def test_admins_are_numbers_parted_by_commas_or_spaces():
    assert read(ADMINS="12, 34 56,").admins == {12, 34, 56}


def test_feeds_are_parted_by_commas_or_white_space():
    assert read(FEEDS="https://a.example/rss, feeds.opml\nhttps://b.example").feeds == (
        "https://a.example/rss",
        "feeds.opml",
        "https://b.example",
    )


def test_an_empty_value_is_as_good_as_none():
    assert read(POLL_INTERVAL="", ADMINS=" ") == Settings()


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / ".env").write_text("NEWSBOT_POLL_INTERVAL=60\nNEWSBOT_MESSAGES_PER_SECOND=25\n")
    settings = read(tmp_path / ".env", POLL_INTERVAL="90")
    assert (settings.poll_interval, settings.messages_per_second) == (90, 25)


def test_an_env_file_that_is_not_there_is_no_error(tmp_path):
    assert read(tmp_path / ".env") == Settings()


def test_a_secret_may_be_the_content_of_a_file(tmp_path):
    (tmp_path / "token").write_text("123:abc\n")
    settings = read(TELEGRAM_TOKEN_FILE=str(tmp_path / "token"))
    assert settings.telegram_token.get_secret_value() == "123:abc"


def test_a_secret_file_that_is_missing_is_named():
    with pytest.raises(SettingsError, match="NEWSBOT_TELEGRAM_TOKEN_FILE: cannot read /no/such/file"):
        read(TELEGRAM_TOKEN_FILE="/no/such/file")


def test_an_unknown_setting_is_an_error_that_names_the_nearest_one():
    with pytest.raises(
        SettingsError, match=r"NEWSBOT_POL_INTERVAL is not a setting; did you mean NEWSBOT_POLL_INTERVAL"
    ):
        read(POL_INTERVAL="60")


def test_names_of_other_programs_are_none_of_our_business():
    assert read_settings({"PATH": "/bin", "POLL_INTERVAL": "x"}, None) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("ADMINS", "ana", "'ana' is no Telegram user id"),
        ("POLL_INTERVAL", "soon", "NEWSBOT_POLL_INTERVAL: .*integer.*it is 'soon'"),
        ("POLL_INTERVAL", "0", "greater than or equal to 1"),
        ("MESSAGES_PER_SECOND", "-1", "greater than 0"),
        ("HTTP_ADDRESS", "8080", "must be host:port"),
        ("WEBHOOK_URL", "example.org/hook", "must be an http or https address"),
        ("TELEGRAM_API_URL", "ftp://example.org", "must be an http or https address"),
        ("PAID_BROADCAST", "maybe", "NEWSBOT_PAID_BROADCAST"),
        ("LOG_LEVEL", "loud", "must be one of debug, info, warning, error"),
    ],
)
def test_a_malformed_value_is_named_with_what_it_should_be(name, value, complaint):
    with pytest.raises(SettingsError, match=complaint):
        read(**{name: value})


def test_everything_wrong_is_told_at_once():
    with pytest.raises(SettingsError) as caught:
        read(ADMINS="ana", POLL_INTERVAL="0", COLOUR="red")
    assert len(str(caught.value).splitlines()) == 3


def test_secrets_are_never_shown():
    settings = read(TELEGRAM_TOKEN="123:abc", PUBLISH_TOKEN="hunter2", DATABASE_URL="postgresql://a:b@c/d")
    shown = f"{settings!r} {settings.shown}"
    assert not any(secret in shown for secret in ("123:abc", "hunter2", "a:b@c"))


@pytest.mark.parametrize(
    ("given", "read_as"), [("127.0.0.1:80", ("127.0.0.1", 80)), ("[::1]:8080", ("::1", 8080))]
)
def test_host_and_port(given, read_as):
    assert read_host_and_port(given) == read_as


def test_settings_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="frozen"):
        read().poll_interval = 5


def test_the_example_holds_every_setting_and_nothing_else():
    lines = Path(".env.example").read_text(encoding="utf-8").splitlines()
    named = {match[1] for line in lines if (match := re.match(r"#?(NEWSBOT_\w+)=", line))}
    assert named == {f"NEWSBOT_{name.upper()}" for name in Settings.model_fields}
