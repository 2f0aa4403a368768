"""Every word that a reader or an editor sees: catalogues, names, dates.

`texts_for` gives the texts of a language, `bot.texts.messages` the messages made of them.
"""

from bot.texts.languages import LANGUAGES, interface_language
from bot.texts.markup import Html
from bot.texts.texts import Texts, texts_for

__all__ = ["LANGUAGES", "Html", "Texts", "interface_language", "texts_for"]
