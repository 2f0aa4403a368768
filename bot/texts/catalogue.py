"""The catalogues: one `.po` file a language, compiled in memory when it is first asked for."""

import gettext
from functools import cache
from importlib import resources
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "newsbot"


def read_catalogue(language: str) -> Catalog:
    """The catalogue of a language as its translators wrote it."""
    folder = resources.files("bot.texts") / "locales" / language
    source = (folder / "LC_MESSAGES" / f"{DOMAIN}.po").read_bytes()
    return read_po(BytesIO(source), locale=language, domain=DOMAIN)


@cache
def translations(language: str) -> gettext.GNUTranslations:
    """The catalogue of a language, ready to look messages up in."""
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
