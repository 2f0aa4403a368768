"""Who is an editor; asked at every command and every press, for buttons outlive appointments."""

from bot.chat.asking import Asked
from bot.chat.dispatch import Act
from bot.domain.chat import UserId
from bot.texts.messages import reader as words


def is_editor(asked: Asked) -> bool:
    """Whether who asks is one of the editors."""
    return asked.user is not None and asked.user.id in asked.deps.settings.admins


def editor_of(asked: Asked) -> UserId:
    """The number of the editor who asks; behind `for_editors` there always is one."""
    return UserId(asked.user.id if asked.user else 0)


def for_editors(act: Act, command: str = "/broadcast") -> Act:
    """The same for editors only; others are told that it is not theirs."""

    async def checked(asked: Asked) -> None:
        if is_editor(asked):
            await act(asked)
            return
        refusal = words.not_allowed(asked.texts, asked.command or command)
        if asked.query is not None:
            await asked.toast(refusal, alert=True)
        else:
            await asked.say(refusal, reply=True)

    return checked
