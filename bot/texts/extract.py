"""Brings the catalogues up to date with the sources: `python -m bot.texts.extract`.

New messages are added without a translation, messages that no source holds any more are dropped, and the
English catalogue is filled with the messages themselves. `docs/translating.md` says how a translator works.
"""

import sys
from importlib import resources
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from bot.domain.topics import TOPICS
from bot.texts.catalogue import DOMAIN, read_catalogue
from bot.texts.languages import DEFAULT, LANGUAGES

_KEYWORDS = {"gettext": None, "plain": None, "ngettext": (1, 2), "nplain": (1, 2)}

_HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Newsbot\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def template() -> Catalog:
    """Every message of the sources and every topic's name, without translations."""
    found = Catalog(domain=DOMAIN)
    sources = resources.files("bot.texts")
    assert isinstance(sources, Path)  # noqa: S101  (sources are extracted from a checkout, never from a zip)
    for name, _line, message, _comments, _context in sorted(
        extract_from_dir(str(sources), [("**.py", "python")], keywords=_KEYWORDS), key=lambda one: one[:2]
    ):
        found.add(message, locations=[(f"bot/texts/{name}", 0)])
    for topic in TOPICS.values():
        found.add(topic.name, locations=[("bot/domain/topics.py", 0)])
    return found


def updated(language: str) -> Catalog:
    """The catalogue of a language with the messages of today's sources, in their order."""
    old = read_catalogue(language)
    new = Catalog(locale=language, domain=DOMAIN)
    new.mime_headers = [
        ("Plural-Forms", old.plural_forms)
    ]  # the file's own, which differ from Babel's for Turkish
    for message in template():
        if message.id:
            known = old.get(message.id)
            translation = known.string if known and not known.fuzzy else ""
            new.add(message.id, translation or _untranslated(message, language), locations=message.locations)
    return new


def _untranslated(message: Message, language: str) -> str | tuple[str, ...]:
    if language == DEFAULT:
        return message.id  # type: ignore[return-value]  # Babel's stubs allow a list where it gives a tuple
    return ("",) * read_catalogue(language).num_plurals if message.pluralizable else ""


def written(language: str) -> bytes:
    """The updated catalogue as its file holds it."""
    body = BytesIO()
    write_po(body, updated(language), width=110, omit_header=True, include_lineno=False)
    header = _HEADER.format(language=language, plural_forms=read_catalogue(language).plural_forms)
    return header.encode() + body.getvalue()


def main() -> None:
    """Rewrite every catalogue, and say how many of its messages wait for a translator."""
    folder = resources.files("bot.texts") / "locales"
    for language in LANGUAGES:
        content = written(language)
        path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        assert isinstance(path, Path)  # noqa: S101  (see template)
        path.write_bytes(content)
        waiting = [one for one in read_catalogue(language) if one.id and not all(_forms(one))]
        sys.stdout.write(f"{path.name} {language}: {len(waiting)} without a translation\n")


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


if __name__ == "__main__":
    main()
