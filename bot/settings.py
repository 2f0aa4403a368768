"""The settings: `NEWSBOT_*` from the environment and `.env`, read once into one frozen object.

Each may also be given as the content of a file, in `NEWSBOT_<NAME>_FILE`, which is how secrets reach containers.
"""

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.errors import SettingsError

PREFIX = "NEWSBOT_"
_FILE = "_FILE"
_IGNORED = {"NEWSBOT_TESTS_NEED"}
"""Names that the test suite reads; a shell may have them set while the bot runs."""


class Settings(BaseModel):
    """What an operator decides. The field `poll_interval` is the setting `NEWSBOT_POLL_INTERVAL`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    telegram_token: SecretStr = SecretStr("")
    admins: frozenset[int] = frozenset()
    feeds: tuple[str, ...] = ()
    database_url: SecretStr = SecretStr("sqlite:///data/newsbot.db")
    telegram_api_url: str = "https://api.telegram.org"
    poll_interval: int = Field(300, ge=1, le=86_400)
    fetch_private_addresses: bool = False
    messages_per_second: float = Field(30, gt=0, le=1000)
    paid_broadcast: bool = False
    http_address: str = "127.0.0.1:8080"
    webhook_url: str = ""
    publish_token: SecretStr = SecretStr("")
    workers: int = Field(0, ge=0, le=64)
    push_max_age: int = Field(24, ge=1, le=168)
    brief_max_age: int = Field(6, ge=1, le=168)
    keep_texts_days: int = Field(90, ge=1)
    keep_articles_days: int = Field(365, ge=1)
    keep_deliveries_days: int = Field(30, ge=3)
    summarizer: str = "newsbot"
    log_format: str = "auto"
    log_level: str = "info"

    @field_validator("admins", mode="before")
    @classmethod
    def _read_admins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        words = value.replace(",", " ").split()
        if bad := [word for word in words if not word.isdigit()]:
            raise ValueError(f"{bad[0]!r} is no Telegram user id; they are numbers, such as 12345678")
        return frozenset(int(word) for word in words)

    @field_validator("feeds", mode="before")
    @classmethod
    def _read_feeds(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _read_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("must be an http or https address")
        return value.rstrip("/")

    @field_validator("http_address")
    @classmethod
    def _read_host_and_port(cls, value: str) -> str:
        if value:
            read_host_and_port(value)
        return value

    @field_validator("log_format")
    @classmethod
    def _read_log_format(cls, value: str) -> str:
        return _one_of(value, ("auto", "json", "text"))

    @field_validator("log_level")
    @classmethod
    def _read_log_level(cls, value: str) -> str:
        return _one_of(value.lower(), ("debug", "info", "warning", "error"))

    @property
    def shown(self) -> dict[str, str]:
        """Every setting by its full name, with secrets masked, for people and logs."""
        return {PREFIX + name.upper(): str(value) for name, value in self}


def read_settings(
    environment: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")
) -> Settings:
    """The settings in the environment and, where that says nothing, in the `.env` file.

    Raises SettingsError that lists everything wrong at once: each line names the setting and what it should be.
    """
    from_file = dotenv_values(env_file, interpolate=False) if env_file and env_file.is_file() else {}
    given = {
        name: value
        for name, value in {**from_file, **(os.environ if environment is None else environment)}.items()
        if name.startswith(PREFIX) and name not in _IGNORED and value is not None
    }
    complaints = list(_unknown(given))
    values = {}
    for name, value in given.items():
        field = name.removeprefix(PREFIX).removesuffix(_FILE).lower()
        if field not in Settings.model_fields or not value.strip():
            continue
        try:
            values[field] = _content(name, value) if name.endswith(_FILE) else value.strip()
        except SettingsError as error:
            complaints.append(str(error))
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        complaints += [_complaint(one["loc"], one["msg"], values) for one in error.errors()]
    if complaints:
        raise SettingsError("\n".join(complaints))
    return settings


def read_host_and_port(value: str) -> tuple[str, int]:
    """`127.0.0.1:8080` or `[::1]:8080` as host and port. Raises ValueError."""
    parts = urlsplit(f"//{value}")
    try:
        port = parts.port
    except ValueError:
        port = None
    if not parts.hostname or port is None or parts.path:
        raise ValueError("must be host:port, such as 127.0.0.1:8080")
    return parts.hostname, port


def _unknown(names: Iterable[str]) -> Iterable[str]:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {name + _FILE for name in known}
    for name in sorted(set(names) - known):
        nearest = difflib.get_close_matches(name, sorted(known), n=1)
        hint = f"; did you mean {nearest[0]}?" if nearest else "; see .env.example for all of them"
        yield f"{name} is not a setting{hint}"


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: cannot read {path}: {error}") from error


def _complaint(where: tuple[int | str, ...], message: str, values: Mapping[str, str]) -> str:
    field = str(where[0])
    secret = Settings.model_fields[field].annotation is SecretStr
    given = "" if secret else f" (it is {values.get(field, '')!r})"
    return f"{PREFIX}{field.upper()}: {message.removeprefix('Value error, ')}{given}"


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"must be one of {', '.join(allowed)}")
    return value
