"""The methods of the Bot API that the local Telegram answers, by family."""

from collections.abc import Mapping

from bot.playground.telegram.methods import chats, copies, deletes, edits, profile, sends, session
from bot.playground.telegram.state import Method

METHODS: Mapping[str, Method] = {
    "getMe": session.get_me,
    "logOut": session.log_out,
    "close": session.log_out,
    "getUpdates": session.get_updates,
    "setWebhook": session.set_webhook,
    "deleteWebhook": session.delete_webhook,
    "getWebhookInfo": session.get_webhook_info,
    "sendMessage": sends.send_message,
    "sendPhoto": sends.send_photo,
    "sendDocument": sends.send_document,
    "sendChatAction": sends.send_chat_action,
    "getFile": sends.get_file,
    "copyMessage": copies.copy_message,
    "copyMessages": copies.copy_messages,
    "forwardMessage": copies.forward_message,
    "editMessageText": edits.edit_text,
    "editMessageCaption": edits.edit_caption,
    "editMessageReplyMarkup": edits.edit_reply_markup,
    "deleteMessage": deletes.delete_message,
    "deleteMessages": deletes.delete_messages,
    "answerCallbackQuery": chats.answer_callback_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "pinChatMessage": chats.pin_message,
    "unpinChatMessage": chats.unpin_message,
    "unpinAllChatMessages": chats.unpin_all_messages,
    "setMyCommands": profile.set_commands,
    "getMyCommands": profile.get_commands,
    "deleteMyCommands": profile.delete_commands,
    "setMyName": profile.set_name,
    "getMyName": profile.get_name,
    "setMyDescription": profile.set_description,
    "getMyDescription": profile.get_description,
    "setMyShortDescription": profile.set_short_description,
    "getMyShortDescription": profile.get_short_description,
    "setChatMenuButton": profile.set_menu_button,
    "getChatMenuButton": profile.get_menu_button,
}

COUNTED = frozenset(
    {"sendMessage", "sendPhoto", "sendDocument", "copyMessage", "copyMessages", "forwardMessage"}
)
"""The calls that Telegram's limits of pace are about: those that put a message into a chat."""
