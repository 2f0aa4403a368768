"""What the bot says of itself: commands for scopes and languages, names, descriptions, menu buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.playground.telegram.nouns import Chat, User

Commands = Sequence[Mapping[str, str]]
ScopeKey = tuple[Any, ...]


@dataclass(slots=True)
class Profile:
    """`texts` holds name, description and short_description by language; "" is for everybody else."""

    commands: dict[tuple[ScopeKey, str], Commands] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int | None, Mapping[str, Any]] = field(default_factory=dict)

    def text(self, kind: str, language: str) -> str:
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")

    def commands_for(self, user: User, chat: Chat) -> Commands:
        """The commands that Telegram shows this person in this chat: the narrowest scope that has any."""
        for scope in _scopes(user, chat):
            for language in (user.language_code, ""):
                if commands := self.commands.get((scope, language)):
                    return commands
        return ()


def scope_key(scope: Mapping[str, Any] | None) -> ScopeKey:
    if not scope:
        return ("default",)
    return tuple(scope[name] for name in ("type", "chat_id", "user_id") if name in scope)


def _scopes(user: User, chat: Chat) -> Sequence[ScopeKey]:
    """From narrow to wide, in the order of the Bot API's "determining list of commands"."""
    if chat.is_private:
        return (("chat", chat.id), ("all_private_chats",), ("default",))
    leads = chat.members.get(user.id) in {"administrator", "creator"}
    administrators = (("chat_administrators", chat.id), ("all_chat_administrators",)) if leads else ()
    return (
        ("chat_member", chat.id, user.id),
        *administrators[:1],
        ("chat", chat.id),
        *administrators[1:],
        ("all_group_chats",),
        ("default",),
    )
