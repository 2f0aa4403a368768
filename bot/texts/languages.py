"""The languages that Newsbot speaks, and which of them a reader of another language is addressed in."""

LANGUAGES: tuple[str, ...] = ("en", "az", "ru", "tr")
"""Each has a folder of its own in `locales`."""

DEFAULT = "en"

_NEAREST = {
    # Russian is an official or commonly read second language where these are spoken, and English is not.
    "ru": {"ab", "ba", "be", "ce", "cv", "hy", "kk", "ky", "os", "sah", "tg", "tk", "tt", "uz"},
    # Understood by ear and eye, in the same alphabet.
    "tr": {"crh", "gag", "ku", "kmr"},
}
"""Georgian, Ukrainian and the Baltic languages are not here: their speakers who want Russian choose it."""


def interface_language(telegram_language_code: str | None) -> str:
    """The language to address a reader in, given what Telegram says of his (`pt-br`, `uk`, nothing).

    >>> interface_language("ru-RU"), interface_language("kk"), interface_language("uk")
    ('ru', 'ru', 'en')
    """
    spoken = (telegram_language_code or "").replace("_", "-").split("-", 1)[0].lower()
    if spoken in LANGUAGES:
        return spoken
    return next((ours for ours, others in _NEAREST.items() if spoken in others), DEFAULT)
