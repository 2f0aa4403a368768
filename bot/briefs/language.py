"""Which language a text is in."""

from functools import cache

from py3langid.langid import LanguageIdentifier


def identify(text: str, *, hint: str = "") -> str:
    """The language of a text as ISO 639-1. `hint` is the publisher's own word for it, such as `en-GB`.

    A text without a letter is in the language of the hint, else in English.
    """
    declared = hint.replace("_", "-").split("-")[0].lower()
    if not any(char.isalpha() for char in text):
        return declared or "en"
    language: str = _identifier().classify(text)[0]
    return language


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
