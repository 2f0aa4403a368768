"""Every word that a reader or an editor sees or types: catalogues, names, dates, and what was meant.

`texts_for` gives the texts of a language, `bot.texts.messages` the messages made of them, and
`bot.texts.understand` reads what people type.
"""

from bot.texts.languages import LANGUAGES, interface_language
from bot.texts.markup import Html
from bot.texts.texts import Texts, texts_for

__all__ = ["LANGUAGES", "Html", "Texts", "interface_language", "texts_for"]
